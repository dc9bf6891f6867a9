# SPDX-License-Identifier: EUPL-1.2
"""Files for spreadsheets: readable as they stand, and without a formula in them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.sheets import FORMULAS, Cell, sheet


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "hostile",
    [
        "=1+1",
        "+46",
        "-x",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\n=x",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A",
    ],
)
def test_what_a_spreadsheet_would_run_is_only_text(hostile: str) -> None:
    assert read(sheet(["a"], [[hostile]]))[1] == [f"'{hostile}"]


@given(st.lists(st.text(max_size=20), min_size=2, max_size=4))
def test_no_text_begins_as_a_formula_and_none_is_lost(cells: list[str]) -> None:
    (row,) = read(sheet(["a"] * len(cells), [cells]))[1:]
    assert not any(cell.startswith(FORMULAS) for cell in row)
    assert [c.removeprefix("'") if c != o else c for c, o in zip(row, cells, strict=True)] == cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [(-3.5, "-3,5"), (7.0, "7"), (-2, "-2"), (None, ""), (1e300, "1e+300"), (0.1 + 0.2,
      "0,30000000000000004")],
)  # fmt: skip
def test_numbers_stay_numbers(cell: Cell, text: str) -> None:
    assert read(sheet(["a", "b"], [[cell, "x"]]))[1] == [text, "x"]


def test_the_file_begins_with_a_mark_and_has_semicolons() -> None:
    assert sheet(["a", "b"], [["å", "x;y"]]) == '\ufeffa;b\r\nå;"x;y"\r\n'.encode()
