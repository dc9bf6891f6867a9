# SPDX-License-Identifier: EUPL-1.2
"""Finding the goals' headings among all that begins with a number.

A document says each of them several times: in its table of contents, perhaps in a list, and over
the text itself.  The headings that are taken are those that, in the order of their numbers and of
their rows, have the most text below them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dialogue.goals.importing.budget.lines import Line
from dialogue.goals.importing.budget.words import section

_HEADING: Final = re.compile(
    r"[#*\s]*(?:§|kap(?:itel|\.)?\s|avsnitt\s)?\s*"
    r"(?P<word>(?:[\w-]*(?:övergripande|prioritera[dt]e?|strategiska?t?|långsiktiga?t?|politiska?t?"
    r"|gemensamma?t?|fullmäktiges?|kommunens)\s+)?"
    r"(?:inriktnings|fullmäktige|huvud|kommun)?mål(?:område)?\s+(?:nr\s+)?)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})(?![\d%])\s*(?P<mark>[.):]|[-–—](?=\s))?\s*(?P<title>.*?)[*\s]*",
    re.I,
)
_AGAIN: Final = re.compile(r"(?:kommunövergripande\s+)?mål\s+\d{1,2}\s*[.:)–—-]\s*(?=\S)", re.I)
#: What stands between a title and its page in a table of contents.
_LEADERS: Final = re.compile(r"\.{3}|\. \.|…|_{3}|\t|\s{2}")
_OPENING: Final = re.compile(r"[\"”“'»(]*[A-ZÅÄÖÉÜ]")
_LEVEL_ONE_TEXT = 80
#: So many lines with numbers are looked at, and so many characters of each.
MOST, LONGEST = 2_000, 600


@dataclass
class Heading:
    """A line that begins with a number and may be a goal's heading."""

    at: int
    number: tuple[int, ...]
    called: bool
    title: str
    in_contents: bool
    below: int = 0
    used: int = 1
    doubts: list[str] = field(default_factory=list)
    #: Where the same heading stands once more, at the top of the goal's later pages.
    again: list[int] = field(default_factory=list)

    @property
    def spelt(self) -> str:
        """The number as the document has it, but for signs."""
        return ".".join(map(str, self.number))

    def is_within(self, other: Heading) -> bool:
        """Whether its number goes on from the other's, as 1.1.2 does from 1.1."""
        size = len(other.number)
        return len(self.number) > size and self.number[:size] == other.number

    @property
    def group(self) -> tuple[bool, tuple[int, ...]]:
        """Headings of one group are numbered together."""
        return self.called, self.number[:-1]


def headings(lines: Sequence[Line]) -> list[Heading]:
    """Everything that may be a heading with a number, with how much text stands below it."""
    found: list[Heading] = []
    for at, line in enumerate(lines):
        if made := _heading(at, line, lines[at + 1] if at + 1 < len(lines) else None):
            found.append(made)
    ends = [one.at for one in found[1:]] + [len(lines)]
    open_now: list[Heading] = []
    for made, after in zip(found, ends, strict=bool(found)):
        while open_now and not made.is_within(open_now[-1]):
            open_now.pop()
        open_now.append(made)
        length = sum(len(line.text) for line in lines[made.at + made.used : after])
        for one in open_now:
            one.below += length
    most = sorted(_once(found), key=lambda one: -one.below)[:MOST]
    return sorted(most, key=lambda one: one.at)


def _once(found: Sequence[Heading]) -> list[Heading]:
    """The headings without those that repeat the one they stand under."""
    kept: list[Heading] = []
    for made in found:
        above = next((one for one in kept[:-20:-1] if not one.is_within(made)), None)
        if (
            above is not None and above.below and not above.in_contents
            and (above.called, above.number) == (made.called, made.number)
            and bare(above.title) == bare(made.title)
        ):  # fmt: skip
            above.again.append(made.at)
            above.below += made.below
        else:
            kept.append(made)
    return kept


def title_in_contents(line: Line) -> str | None:
    """The line without the page it ends with; None when it is no line of a table of contents."""
    raw = line.raw[-LONGEST:]
    before = raw.rstrip("0123456789")
    title = before.rstrip(" .…_\t")
    is_page = 1 <= len(raw) - len(before) <= 3 and _LEADERS.search(before[len(title) :])
    return " ".join(title.split()) if is_page else None


def _heading(at: int, line: Line, after: Line | None) -> Heading | None:
    if len(line.text) > LONGEST:
        return None
    listed = title_in_contents(line)
    found = _HEADING.fullmatch((line.text if listed is None else listed).replace("**", ""))
    if found is None or section(line.text):
        return None
    number = tuple(map(int, found["number"].split(".")))
    called, title = found["word"] is not None, _AGAIN.sub("", found["title"])
    if 0 in number or (title and not _OPENING.match(title)):
        return None
    made = Heading(at, number, called, title, listed is not None)
    if title:
        return made
    # The number alone on its line; a table of contents may then hold page numbers or nothing.
    if not (called or len(number) > 1) or after is None or section(after.text):
        return None
    if listed is not None or not _OPENING.match(after.text) or len(after.text) > LONGEST:
        return None
    listed = title_in_contents(after)
    made.title, made.used = after.text if listed is None else listed, 2
    made.in_contents = listed is not None
    return made


def chosen(found: Sequence[Heading], doubts: list[str]) -> list[Heading]:
    """The goals' own headings, by row; none when the document has no goals that can be told."""
    groups: dict[tuple[bool, tuple[int, ...]], list[Heading]] = defaultdict(list)
    for one in found:
        groups[one.group].append(one)
    chains = {group: _chain(members) for group, members in groups.items()}
    chains = {group: chain for group, chain in chains.items() if chain}
    called = [chain for (by_name, _), chain in chains.items() if by_name]
    if called:
        best = max(called, key=lambda chain: (len(chain), _text(chain)))
        same = [chain for chain in called if len(chain[0].number) == len(best[0].number)]
        return sorted((one for chain in same for one in chain), key=lambda one: one.at)
    dotted: dict[tuple[int, ...], list[Heading]] = {
        group[1]: chain for group, chain in chains.items() if len(group[1]) == 1
    }
    deep: dict[tuple[int, ...], list[Heading]] = {
        group[1]: chain for group, chain in chains.items() if len(group[1]) == 2
    }
    if dotted:
        return _of_chapters(dotted, deep, found, doubts)
    level = chains.get((False, ()), [])
    if len(level) < 2 or level[0].number != (1,) or _text(level) < _LEVEL_ONE_TEXT * len(level):
        return []
    doubts.append("målen har bara ett tal (1, 2 …), inte 1.1: är alla rubrikerna mål?")
    return level


def _of_chapters(
    dotted: dict[tuple[int, ...], list[Heading]], deep: dict[tuple[int, ...], list[Heading]],
    found: Sequence[Heading], doubts: list[str],
) -> list[Heading]:  # fmt: skip
    """The goals of the chapters whose heading says so; else those of the longest chapter."""
    chapters = [one for one in found if len(one.number) == 1]
    named = {one.number for one in chapters if re.search(r"\bmål\b", one.title, re.I)}
    about_goals = [chain for parent, chain in dotted.items() if parent in named]
    if deeper := _of_sections(about_goals or list(dotted.values()), deep):
        return deeper
    if about_goals:
        if len(about_goals) > 1:
            doubts.append("målen står i flera kapitel: är alla rubrikerna mål?")
        return sorted((one for chain in about_goals for one in chain), key=lambda one: one.at)
    if len(dotted) > 1:
        doubts.append("inget kapitel heter mål: rubrikerna är de som har mest text under sig")
    best = max(dotted.values(), key=lambda chain: (len(chain), _text(chain)))
    title = next((one.title for one in chapters if best[0].is_within(one)), None)
    if title and len(dotted) == 1:
        doubts.append(f"kapitlet heter ”{title}”: är rubrikerna i det mål?")
    return best


def _of_sections(
    chains: Sequence[list[Heading]], deep: dict[tuple[int, ...], list[Heading]]
) -> list[Heading]:
    """The headings below the one section that is about goals, where no other has such."""
    sections = [one for chain in chains for one in chain if len(deep.get(one.number, [])) > 1]
    if len(sections) != 1 or not re.search(r"\bmål(?:en)?\b", sections[0].title, re.I):
        return []
    below = deep[sections[0].number]
    return below if 2 * _text(below) > sections[0].below else []


def _text(chain: Sequence[Heading]) -> int:
    return sum(one.below for one in chain)


def _chain(members: Sequence[Heading]) -> list[Heading]:
    """One heading a number, growing with the rows: as many as can be, with the most text below.

    A goal may lack its text.  Where most do, it is a list of goals, and those with text are taken.
    """
    members = [one for one in members if not one.in_contents]
    best = _longest(members)
    if 2 * sum(one.below > 0 for one in best) > len(best):
        return best
    return _longest([one for one in members if one.below])


def _longest(members: Sequence[Heading]) -> list[Heading]:
    best: list[tuple[int, int, int | None]] = []  # how many, how much text, the one before
    for n, one in enumerate(members):
        before = max(
            (k for k in range(n) if members[k].number < one.number),
            key=lambda k: (*best[k][:2], k), default=None,
        )  # fmt: skip
        count, text, _ = best[before] if before is not None else (0, 0, None)
        best.append((count + 1, text + one.below, before))
    last = max(range(len(best)), key=lambda k: (*best[k][:2], k), default=None)
    chain: list[Heading] = []
    while last is not None:
        chain.append(members[last])
        last = best[last][2]
    return chain[::-1]


def bare(text: str) -> str:
    """Nothing but the words, to compare by."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()
