# SPDX-License-Identifier: EUPL-1.2
"""Leaving out what belongs to a document's pages: their numbers, heads and feet.

What comes back may be the text's own, such as a heading that each goal has.  A head or a foot is
told by where it stands: at the edge of a page, or in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dialogue.goals.importing.budget.lines import Line, split

_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\s]*(?:sida?n?\.?\s*)?\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|(?:av|/)\s*\d{1,3})?[-–—|\s]*", re.I
)
#: A page's number beside other words, apart from them.
_NUMBERED: Final = re.compile(
    r"(?P<first>\d{1,3})(?:\s{2,}|\t|\s*\|).*"
    r"|.*(?:\s{2,}|\t|\|\s*|\bsid(?:a|an)?\.?\s*)(?P<last>\d{1,3})(?:\s*\(\d{1,3}\)|\s*av\s*\d{1,3})?",
    re.I,
)
#: What may be a goal's own heading is no page's head, however often it comes back.
_HEADING: Final = re.compile(r"[#*\s]*(?:mål\w*\s+\d|\d{1,2}\.\d)", re.I)
_ENDS: Final = ".:;?!"
#: So many lines at most are a page's head or foot, and so often they come back.
_NEAR, _OFTEN = 4, 3
#: So many characters of a line are looked at for a number.
_LONGEST = 300


def lines_of(text: str, keep: Callable[[str], bool]) -> tuple[list[Line], dict[str, list[int]]]:
    """The lines with words, and what was left out as head or foot of the pages with its rows.

    Page numbers go, and lines that come back at the edges of pages, unless `keep` says that they
    mean something (a heading that each goal has, a committee's name).
    """
    lines, marks = split(text)
    alike: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if _may_be_furniture(line, keep):
            alike[re.sub(r"\b\d+\b", "#", line.text.casefold())].append(at)
    again = {at for places in alike.values() if len(places) > 1 for at in places}
    numbers = _page_numbers(lines, again)
    edges = _edges(len(lines), {*marks, *numbers}, numbers, again)
    left_out: dict[str, list[int]] = {}
    gone = set(numbers)
    for places in alike.values():
        if found := _furniture(lines, places, edges):
            gone.update(found)
            left_out[lines[found[0]].text] = [lines[at].row for at in found]
    kept: list[Line] = []
    gap = False
    for at, line in enumerate(lines):
        if at in gone:
            gap = True
        else:
            kept.append(replace(line, gap=line.gap or gap))
            gap = False
    return kept, left_out


def _may_be_furniture(line: Line, keep: Callable[[str], bool]) -> bool:
    return (
        len(line.text) <= 120
        and line.text[-1] not in _ENDS
        and line.bullet is None
        and not _HEADING.match(line.text)
        and not _PAGE_NUMBER.fullmatch(line.text)
        and not keep(line.text)
    )


def _page_numbers(lines: Sequence[Line], again: Collection[int]) -> set[int]:
    """The lines that are a page's number, and not one of a sentence that is broken into lines."""
    found = [at for at, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.text)]
    close = []
    for at in found:
        gap_below = at + 1 == len(lines) or lines[at + 1].gap
        if lines[at].text.isdigit() and not (at == 0 or lines[at].gap or gap_below):
            close.append(at)
    beside = [at for at in close if at - 1 in again or at + 1 in again]
    pages = [int(lines[at].text) for at in beside]
    grows = all(one < two for one, two in pairwise(pages))
    return {*found} - {*close} | ({*beside} if grows else set())


def _edges(
    count: int, marks: Collection[int], numbers: Collection[int], again: Collection[int]
) -> set[int]:
    """The lines between a page's edge and its own words: all that come back, and page numbers."""
    found: set[int] = set()
    for mark in marks:
        for way in (range(mark, min(mark + _NEAR, count)), range(mark - 1, mark - 1 - _NEAR, -1)):
            for at in way:
                if at not in again and at not in numbers:
                    break
                found.add(at)
    return found


def _furniture(lines: Sequence[Line], places: Sequence[int], edges: Collection[int]) -> list[int]:
    """Those of a line's places where it is a page's head or foot."""
    if len(places) < _OFTEN:
        return list(places) if len(places) > 1 and all(at in edges for at in places) else []
    if _counts_up(lines, places) or _interrupts(lines, places):
        return list(places)
    there = [at for at in places if at in edges]
    return there if len(there) >= _OFTEN else []


def _counts_up(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether a number that stands apart in the line grows from page to page."""
    found = [_NUMBERED.fullmatch(lines[at].raw[-_LONGEST:]) for at in places]
    pages = [int(one["first"] or one["last"]) for one in found if one]
    return len(pages) == len(places) and all(one < two for one, two in pairwise(pages))


def _interrupts(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether the line stands alone everywhere, and in the middle of a sentence at least once."""
    alone = all(lines[at].gap and (at + 1 == len(lines) or lines[at + 1].gap) for at in places)
    return alone and any(
        lines[at - 1].text[-1] not in _ENDS and lines[at + 1].text[0].islower()
        for at in places
        if 0 < at < len(lines) - 1
    )
