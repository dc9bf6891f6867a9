# SPDX-License-Identifier: EUPL-1.2
"""What stands below a goal's heading: paragraphs of policy, assignments, what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from dialogue.goals.importing.budget.lines import Line, joined
from dialogue.goals.importing.budget.words import Bodies, Section, SectionKind, section
from dialogue.goals.rules import AssignmentOrigin

_ENDS = '.!?:;”")…'
#: In a document whose lines are longer than this, each line is a paragraph of its own.
_UNWRAPPED = 160
#: Items of a list of assignments may be numbered; elsewhere a number may be anything.
_NUMBERED_ITEM = re.compile(r"(?:\d{1,2}[.)]|[a-z]\))\s+(.+)")
#: What stands apart from each other in a table's row, and how its numbers look.
_APART = re.compile(r"\s{2,}|\t")
_NUMBER = re.compile(r"[-–\u2212]?\d[\d ,.%]*|\.\.|[-–]")
#: No paragraph is put together beyond this many characters.
_LONGEST = 20_000


def _is_table_row(line: Line) -> bool:
    """Whether a line ends with two numbers or more, each apart."""
    if len(line.raw) > _UNWRAPPED:
        return False
    cells = [cell for cell in _APART.split(line.raw) if cell]
    return len(cells) > 1 and all(_NUMBER.fullmatch(cell) for cell in cells[-2:])


@dataclass
class Paragraph:
    """A piece of text with the rows on which it stands."""

    text: str
    row: int
    last_row: int
    is_item: bool = False

    def goes_on_with(self, line: Line) -> None:
        """Take the next line in."""
        self.text = joined(self.text, line.text) if self.text else line.text
        self.last_row = line.row


@dataclass
class Task:
    """A drafted assignment; `committee` is a key, None where none could be told."""

    text: str
    row: int
    origin: AssignmentOrigin
    committee: str | None
    doubts: list[str] = field(default_factory=list)


@dataclass
class Contents:
    """What one goal has."""

    policy: list[Paragraph] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


class Reader:
    """Reads a goal's lines one after another."""

    def __init__(self, bodies: Bodies, width: int) -> None:
        """`width`: how long the document's longer lines are, in characters."""
        self.bodies, self.width = bodies, width

    def read(self, lines: Sequence[Line]) -> Contents:
        """What the lines below a heading hold."""
        self.out = Contents()
        self.section, self.heading_row = Section(SectionKind.POLICY, ""), 0
        self.body_line: Line | None = None
        self.items: list[Paragraph] = []
        self.last: Paragraph | None = None
        self.last_indent, self.skipped = 0, list[int]()
        previous: Line | None = None
        for line, after in zip_longest(lines, lines[1:]):
            self._line(line, previous, after)
            previous = line
        self._finish()
        return self.out

    def _line(self, line: Line, previous: Line | None, after: Line | None) -> None:
        apart = line.gap or previous is None or previous.bullet is not None
        apart = apart or self.last is None or self.last.text[-1:] in _ENDS
        found = section(line.text) if apart and line.bullet is None else None
        goes_on = after is not None and after.bullet is None and after.text[0].islower()
        goes_on = goes_on and after is not None and not _NUMBERED_ITEM.fullmatch(after.text)
        if found and not goes_on and not self._awaited(line):
            self._begin(found, line)
        elif self.section.kind is SectionKind.LEFT_OUT:
            self.skipped.append(line.row)
        elif self.section.kind is SectionKind.POLICY:
            self._policy(line, previous)
        else:
            self._assignment(line)

    def _awaited(self, line: Line) -> bool:
        """Whether the sentence before cannot end without this line."""
        return self.last is not None and self.last.text[-1:] in (",", "-") and not line.gap

    def _begin(self, found: Section, line: Line) -> None:
        self._finish()
        self.section, self.heading_row = found, line.row
        self.items, self.last, self.skipped, self.body_line = [], None, [], None
        if found.rest:
            self.last = Paragraph(found.rest, line.row, line.row, is_item=True)
            self.items.append(self.last)

    def _policy(self, line: Line, previous: Line | None) -> None:
        words = line.bullet
        if _is_table_row(line):
            self.out.doubts.append(f"inte med: en rad i en tabell, rad {line.row}: {line.text}")
        elif words is not None:
            self.last = Paragraph(words, line.row, line.row, is_item=True)
            self.out.policy.append(self.last)
        elif self.last is not None and self._continues(line, previous):
            if line.gap and self.last.text:
                self.out.doubts.append(f"stycket fortsätter efter ett sidbyte, rad {line.row}")
            self.last.goes_on_with(line)
        else:
            self._doubt_end()
            self.last = Paragraph(line.text, line.row, line.row)
            self.out.policy.append(self.last)

    def _continues(self, line: Line, previous: Line | None) -> bool:
        """Whether a line belongs to the paragraph before it, also over the end of a page."""
        assert self.last is not None
        if not self.last.text:
            return True
        open_end = self.last.text[-1] not in _ENDS
        if len(self.last.text) > _LONGEST:
            return False
        is_number = not line.gap and not any(sign.isalpha() for sign in line.text)
        if is_number or line.text[0].islower():
            return open_end
        short = previous is not None and len(previous.text) < 0.6 * self.width
        if line.gap:
            return open_end and not short and self.width <= _UNWRAPPED
        return not short and (open_end or self.width <= _UNWRAPPED)

    def _doubt_end(self) -> None:
        """A paragraph that ends without a full stop may be a heading, or lack its end."""
        if self.last is None or self.last.is_item or self.last.text[-1] in _ENDS:
            return
        row = self.last.last_row
        if len(self.last.text) < 70:
            self.out.doubts.append(f"är det här en mellanrubrik? ”{self.last.text}”, rad {row}")
        else:
            self.out.doubts.append(f"stycket slutar utan punkt, rad {row}")

    def _assignment(self, line: Line) -> None:
        numbered = _NUMBERED_ITEM.fullmatch(line.text)
        words = numbered[1] if numbered else line.bullet
        if words is not None:
            if self.last and self.last.text.endswith(":") and line.indent > self.last_indent:
                self.last.text += f"\n- {words}"
                self.last.last_row = line.row
                return
            if self.last and "\n- " in self.last.text and line.indent > self.last_indent:
                self.last.text += f"\n- {words}"
                return
            self._add(words, line, is_item=True)
        elif (
            self.last is not None
            and len(self.last.text) < _LONGEST
            and (
                not self.last.text
                or (self.last.text[-1] not in _ENDS and (not line.gap or line.text[0].islower()))
                or (not line.gap and line.indent > self.last_indent and self.last.is_item)
            )
        ):
            self.last.goes_on_with(line)
        elif self.bodies.is_name(line.text) or (line.text[-1] == ":" and len(line.text) <= 120):
            self._flush()
            self.body_line, self.last = line, None
        else:
            self._add(line.text, line, is_item=False)

    def _add(self, words: str, line: Line, *, is_item: bool) -> None:
        self.last, self.last_indent = Paragraph(words, line.row, line.row, is_item), line.indent
        self.items.append(self.last)

    def _finish(self) -> None:
        """End a section."""
        kind = self.section.kind
        if kind is SectionKind.POLICY:
            self._doubt_end()
        elif kind is SectionKind.ASSIGNMENTS:
            self._flush()
        elif self.heading_row:
            rows = [self.heading_row, *self.skipped]
            words = f"inte med: ”{self.section.heading}”, rad {rows[0]}–{rows[-1]}"
            self.out.doubts.append(f"{words} (siffror läses in för sig)")
        self.out.policy = [one for one in self.out.policy if one.text]

    def _flush(self) -> None:
        """Make assignments of the items so far, for the committee that they stand under."""
        marked = any(item.is_item for item in self.items)
        for item in self.items:
            if item.text and (item.is_item or not marked):
                self._task(item)
            elif item.text:
                words = " ".join(item.text.split())
                self.out.doubts.append(f"text bland uppdragen, rad {item.row}: {words}")
        self.items = []

    def _task(self, item: Paragraph) -> None:
        text, named = self.bodies.in_assignment(item.text)
        above = self.body_line.text if self.body_line else ""
        found = named or self.bodies.named(above) or self.bodies.named(self.section.heading)
        task = Task(text, item.row, self.section.origin, found[0] if found else None)
        if len(found) > 1:
            others = ", ".join(found[1:])
            task.doubts.append(f"flera nämnder nämns, den första är vald; också: {others}")
        elif not found:
            where = above or self.section.heading
            task.doubts.append(f"vilken nämnd? Under ”{where}”, rad {item.row}")
        if not item.is_item:
            task.doubts.append(f"stod inte som punkt i en lista, rad {item.row}")
        self.out.tasks.append(task)
