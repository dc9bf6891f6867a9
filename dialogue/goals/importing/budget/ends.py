# SPDX-License-Identifier: EUPL-1.2
"""Where what belongs to a goal ends: at the next goal, or where another chapter begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogue.goals.importing.budget.headings import Heading, bare, title_in_contents
from dialogue.goals.importing.budget.lines import Line
from dialogue.goals.importing.budget.words import section


def ends_of(lines: Sequence[Line], chain: Sequence[Heading], found: Sequence[Heading]) -> list[int]:
    """For each goal, the line before which it ends."""
    starts = [one.at for one in chain]
    said: dict[tuple[tuple[int, ...], str], int] = {}
    for two in found:
        said.setdefault((two.number, bare(two.title)), two.at)
    ends = []
    for one, after in zip(chain, [*starts[1:], len(lines)], strict=True):
        between = [two for two in found if one.at < two.at < after]
        stops = [two.at for two in between if _is_chapter(two, one, lines, between, said)]
        ends.append(min([after, *stops]))
    listed = _later_chapters(lines, chain)
    for at in range(chain[-1].at + chain[-1].used, ends[-1]):
        if lines[at].gap and _unnumbered(lines[at].text) in listed:
            ends[-1] = at
            break
    return ends


def own_lines(lines: Sequence[Line], one: Heading, end: int) -> list[Line]:
    """What stands below a goal's heading, without the heading itself on its later pages."""
    heading = [line.text for line in lines[one.at : one.at + one.used]]
    gone: set[int] = set()
    for again in one.again:
        gone.add(again)
        for at, text in enumerate(heading[1:], again + 1):
            if at >= end or lines[at].text != text:
                break
            gone.add(at)
    return [
        replace(lines[at], gap=lines[at].gap or at - 1 in gone)
        for at in range(one.at + one.used, end)
        if at not in gone
    ]


def _is_chapter(
    two: Heading, goal: Heading, lines: Sequence[Line], between: Sequence[Heading],
    said: Mapping[tuple[tuple[int, ...], str], int],
) -> bool:  # fmt: skip
    """Whether a heading below a goal's is that of the next chapter or section, not of a list.

    `said`: where a number and a title stand first; a table of contents tells what a chapter is.
    """
    if two.called or not lines[two.at].gap or not _is_short(two.title):
        return False
    above = [goal.number[:size] for size in range(1, len(goal.number))]
    follows = [(*parent[:-1], parent[-1] + 1) for parent in above]
    if two.number not in follows and not (goal.called and len(two.number) == 1):
        return False
    if said[two.number, bare(two.title)] < goal.at or len(two.number) > 1:
        return True
    numbers = [one.number[0] for one in between if len(one.number) == 1 and one.at < two.at]
    return two.number != (1,) and numbers[-1:] != [two.number[0] - 1]


def _is_short(title: str) -> bool:
    return len(title.split()) <= 12 and title[-1] not in ".;:,"


def _later_chapters(lines: Sequence[Line], chain: Sequence[Heading]) -> set[str]:
    """The titles that stand in the table of contents after the last goal, and not before it."""
    before: set[str] = set()
    after: set[str] = set()
    is_after = False
    for line in lines[: chain[0].at]:
        title = title_in_contents(line)
        if title is None or section(title):
            continue
        if bare(title).endswith(bare(chain[-1].title)):
            is_after = True
        (after if is_after else before).add(_unnumbered(title))
    return after - before - {_unnumbered(chain[-1].title)}


def _unnumbered(text: str) -> str:
    return re.sub(r"^[\d ]+", "", bare(text))
