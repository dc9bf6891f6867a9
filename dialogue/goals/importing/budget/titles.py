# SPDX-License-Identifier: EUPL-1.2
"""The goals' whole titles: a heading may be broken over lines, and stands in other places too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from dialogue.goals.importing.budget.headings import (
    LONGEST,
    MOST,
    Heading,
    bare,
    title_in_contents,
)
from dialogue.goals.importing.budget.lines import Line, joined
from dialogue.goals.importing.budget.words import Bodies, section

#: A page behind a title and one space, which is one only beside the title without it.
_PAGE: Final = re.compile(r"\s\d{1,3}$")


def whole_titles(
    lines: Sequence[Line], chain: Sequence[Heading], found: Sequence[Heading], bodies: Bodies
) -> None:
    """Give each heading its whole title, over several lines where it is broken, and its doubts."""
    starts = {one.at for one in found}
    others = [bare(text) for text in _items(lines[: chain[0].at])]
    alike: dict[tuple[bool, tuple[int, ...]], list[Heading]] = defaultdict(list)
    for one in found:
        alike[one.called, one.number].append(one)
    for one in chain:
        same = [two for two in alike[one.called, one.number] if two is not one][:9]
        said = [_PAGE.sub("", _with_rest(lines, two, starts)) for two in same]
        hints = [*map(bare, said), *others]
        if one.used > 1:
            one.doubts.append(f"numret stod på en egen rad, rad {lines[one.at].row}")
        first = one.used
        while (at := one.at + one.used) < len(lines) and at not in starts:
            line = lines[at]
            if line.bullet is not None or section(line.text) or bodies.is_name(line.text):
                break
            if not _goes_on(one.title, line, hints):
                break
            one.title = joined(one.title, line.text)
            one.used += 1
        if one.used > first:
            how = "två" if one.used == first + 1 else str(one.used - first + 1)
            one.doubts.append(f"rubriken stod på {how} rader, rad {lines[one.at].row}")
        elif bare(one.title) not in hints and _is_close(lines, at, starts):
            row = lines[at].row
            one.doubts.append(f"slutar rubriken här? Texten börjar på raden under, rad {row}")
        one.title = one.title.rstrip(" .:")
        if said and hints and not any(_alike(bare(one.title), bare(text)) for text in said):
            one.doubts.append(f"rubriken lyder annorlunda på ett annat ställe: {said[0]}")


def _items(lines: Sequence[Line]) -> list[str]:
    """The items of the lists before the goals, whole: one of the lists may name the goals."""
    items: list[str] = []
    for line in lines:
        if line.bullet:
            items.append(line.bullet)
        elif items and not line.gap and len(items[-1]) < LONGEST:
            items[-1] = joined(items[-1], line.text)
    return items[:MOST]


def _is_close(lines: Sequence[Line], at: int, starts: set[int]) -> bool:
    """Whether text follows so closely that it may belong to the heading."""
    if at >= len(lines) or at in starts or lines[at].gap:
        return False
    return lines[at].bullet is None and section(lines[at].text) is None


def _goes_on(title: str, line: Line, hints: Sequence[str]) -> bool:
    here, longer = bare(title), bare(joined(title, line.text))
    if any(hint.startswith(longer) for hint in hints):
        return True
    if any(hint == here for hint in hints):
        return False
    if title[-1] in ".!?:":
        return False
    loud = title.isupper() and line.text.isupper()
    return line.text[0].islower() or (not line.gap and (loud or title[-1] in "-–,"))


def _with_rest(lines: Sequence[Line], one: Heading, starts: set[int]) -> str:
    """A title elsewhere, with the line below when that is where its page number stands."""
    after = one.at + one.used
    if one.in_contents or after >= len(lines) or after in starts or lines[after].gap:
        return one.title
    rest = title_in_contents(lines[after])
    return one.title if rest is None else joined(one.title, rest)


def _alike(one: str, two: str) -> bool:
    return one == two or (len(two) > 20 and one.startswith(two))
