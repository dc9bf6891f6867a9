# SPDX-License-Identifier: EUPL-1.2
"""The QR code holds what it was given, stands on white, and brings neither style nor script."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

import pytest
import segno

from dialogue.core.qr import qr_svg

ADDRESS = "https://dialog.example.org/sv/kvitto/K7MP-4TXR-9BQE-2HJW-X"
QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def drawn(text: str = ADDRESS, **more: str) -> Element:
    return fromstring(qr_svg(text, title="QR-kod", **more))


def modules(svg: Element) -> list[list[int]]:
    """The picture read back: 1 where the line is drawn."""
    side = int(svg.get("viewBox", "").split()[3])
    grid = [[0] * side for _ in range(side)]
    line = svg.findall("path")[-1].get("d", "")
    x, y = 0.0, 0.0
    for act, numbers in re.findall(r"([Mmh])([-\d. ]+)", line):
        given = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        match act:
            case "M":
                x, y = given
            case "m":
                x, y = x + given[0], y + given[1]
            case _:
                for column in range(int(x), int(x + given[0])):
                    grid[int(y)][column] = 1
                x += given[0]
    return grid


@pytest.mark.parametrize("text", [ADDRESS, "https://x.se/sv/dialoger/ett-långt-namn?a=1&b=<2>"])
def test_the_picture_is_the_code_of_the_text_with_a_quiet_zone(text: str) -> None:
    code = segno.make(text, micro=False, error="m")
    grid = modules(drawn(text))
    inner = [row[QUIET:-QUIET] for row in grid[QUIET:-QUIET]]
    assert inner == [list(row) for row in code.matrix]
    assert sum(map(sum, grid)) == sum(map(sum, inner))


def test_another_text_is_another_picture() -> None:
    assert modules(drawn()) != modules(drawn(ADDRESS[:-1] + "Y"))


def test_it_has_a_name_a_size_and_stands_on_white() -> None:
    svg = drawn(lang="sv", size="35mm")
    assert (svg.get("role"), svg.findtext("title"), svg.get("lang")) == ("img", "QR-kod", "sv")
    assert (svg.get("width"), svg.get("height")) == ("35mm", "35mm")
    ground, line = svg.findall("path")
    assert (ground.get("fill"), line.get("stroke")) == ("#fff", "#000")
    assert drawn().get("lang") is None


def test_it_brings_no_style_no_script_no_class_and_no_id() -> None:
    svg = drawn()
    names = {name for element in svg.iter() for name in element.attrib}
    assert names == {"role", "width", "height", "viewBox", "fill", "stroke", "d"}
    assert {element.tag for element in svg.iter()} == {"svg", "title", "path"}


def test_a_title_cannot_leave_its_place() -> None:
    svg = qr_svg(ADDRESS, title="</title><script>1</script>", lang='"><b>')
    assert "<script" not in svg
    assert "<b>" not in svg
    assert fromstring(svg).findtext("title") == "</title><script>1</script>"


def test_what_no_code_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        qr_svg("x" * 3000, title="QR-kod")
