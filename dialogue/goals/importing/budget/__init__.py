# SPDX-License-Identifier: EUPL-1.2
"""From a budget document's plain text to a draft of its plan, for a person to read and correct.

Looked for are headings with a number (1.1 …, 1.1) …, Mål 1: …) with text below them, and below
that sections such as Uppdrag.  What is uncertain becomes a comment in the draft, and what is left
out is named with its rows.  Pure: text in, text out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from dialogue.core.plain_text import normalise, one_line
from dialogue.goals.importing.budget.contents import Contents, Paragraph, Reader, Task
from dialogue.goals.importing.budget.ends import ends_of, own_lines
from dialogue.goals.importing.budget.headings import Heading, chosen, headings
from dialogue.goals.importing.budget.lines import Line, decoded
from dialogue.goals.importing.budget.pages import lines_of
from dialogue.goals.importing.budget.titles import whole_titles
from dialogue.goals.importing.budget.words import (
    Bodies,
    listed,
    section,
    shared_words,
    telling_key,
)
from dialogue.goals.importing.budget.writing import Draft, GoalDraft, written
from dialogue.goals.importing.located import Fault, PlanError
from dialogue.goals.importing.plans import LINE_LIMIT, NAME_LIMIT, POLICY_LIMIT, TEXT_LIMIT

__all__ = ["Draft", "Here", "draft_plan", "written"]

LOOKED_FOR: Final = (
    'no goals were found; looked for headings such as "1.1 …", "1.1) …" or "Mål 1: …"'
    " with text below them"
)
#: So many assignments are drafted under one goal.
TASK_LIMIT: Final = 200
#: How alike two goals' names must be to be suggested as one that lives on in the other.
_ALIKE: Final = 0.55
_WORDS: Final = (
    "", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
)  # fmt: skip
_SAID: Final = re.compile(
    rf"(?<=\S )(\d{{1,2}}|{'|'.join(_WORDS[1:])})\s+(?:(?:kommun)?övergripande\s+)?mål\b",
    re.I,
)


_TO_DO: Final = re.compile(r"^.{2,120}?\s(?:ska|skall|får i uppdrag att|ges i uppdrag att)[,\s]+")


@dataclass(frozen=True)
class Here:
    """What is known in this municipality: committees' names by key, goals' names by key of the
    plan of the same year and of the nearest earlier one.
    """

    committees: Mapping[str, str]
    same_year: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)


def draft_plan(content: bytes, year: int, here: Here) -> Draft:
    """The draft of a document.  Raises PlanError when it cannot be read or has no goals."""
    bodies = Bodies(here.committees)
    lines, left_out = lines_of(
        decoded(content), lambda text: section(text) is not None or bodies.is_name(text)
    )
    found = headings(lines)
    doubts: list[str] = []
    chain = chosen(found, doubts)
    if not chain:
        raise PlanError([_nothing(lines, found)])
    whole_titles(lines, chain, found, bodies)
    ends = ends_of(lines, chain, found)
    first = [line.text.strip("#* ") for line in lines[: min(chain[0].at, 40)]]
    title = _title([*first, *left_out], year, doubts)
    _check_numbers(lines, chain, doubts)
    draft = Draft(year, title, [], doubts, _notes(lines, chain, ends, left_out))
    reader = Reader(bodies, _width(lines))
    often = shared_words([one.title for one in chain])
    for place, (one, end) in enumerate(zip(chain, ends, strict=True), start=1):
        contents = reader.read(own_lines(lines, one, end))
        draft.goals.append(_goal(one, place, lines[one.at].row, contents, draft, often, here))
    return draft


def _nothing(lines: Sequence[Line], found: Sequence[Heading]) -> Fault:
    if not lines:
        return Fault(1, "file", "the file holds no text")
    contents = [lines[one.at].row for one in found if one.in_contents]
    if contents:
        sentence = f"{LOOKED_FOR}; rows {listed(contents)} are a table of contents only"
        return Fault(contents[0], "goals", sentence)
    return Fault(1, "goals", LOOKED_FOR)


def _width(lines: Sequence[Line]) -> int:
    """The length that nineteen lines of twenty do not pass."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.95 * (len(lengths) - 1))]


def _title(first: Sequence[str], year: int, doubts: list[str]) -> str:
    """The plan's title as the document's first page, or its pages' heads, have it."""
    for words in first:
        is_title = len(words) <= 120 and re.search(r"\bmål\b|budget|verksamhetsplan", words, re.I)
        if is_title and (years := re.findall(r"\b(?:19|20)\d\d\b", words)) and words[-1:] != ".":
            if str(year) not in years:
                doubts.append(f"dokumentet heter ”{words}”, men året som angavs är {year}")
            return one_line(words)[:LINE_LIMIT]
    doubts.append("dokumentets egen titel hittades inte")
    return f"Mål och budget {year}"


def _check_numbers(lines: Sequence[Line], chain: Sequence[Heading], doubts: list[str]) -> None:
    """Gaps in the numbering, and another count than the document itself says."""
    for one, two in pairwise(chain):
        if one.group == two.group and two.number[-1] > one.number[-1] + 1:
            doubts.append(f"mellan {one.spelt} och {two.spelt} saknas minst ett mål")
    if chain[0].number[-1] > 1:
        doubts.append(f"det första målet är {chain[0].spelt}: saknas något före?")
    for line in lines[: chain[0].at]:
        if said := _SAID.search(line.text):
            word = said[1].lower()
            count = int(word) if word.isdigit() else _WORDS.index(word)
            if count not in (1, len(chain)):
                found = f"hittades {len(chain)}"
                doubts.append(f"dokumentet säger {said[0]}, men {found}, rad {line.row}")


def _notes(
    lines: Sequence[Line], chain: Sequence[Heading], ends: Sequence[int],
    left_out: Mapping[str, Sequence[int]],
) -> list[str]:  # fmt: skip
    """What of the document is not in the draft."""
    notes = [
        f"Inte med: ”{text}” (överst eller nederst på sidorna, rad {listed(rows)})."
        for text, rows in left_out.items()
    ]
    if chain[0].at:
        notes.append(f"Inte med: rad 1–{lines[chain[0].at].row - 1}, före det första målet.")
    for end, after in zip(ends, [*[one.at for one in chain[1:]], len(lines)], strict=True):
        if end < after:
            rows = f"{lines[end].row}–{lines[after - 1].row}"
            notes.append(f"Inte med: rad {rows}, ett annat kapitel.")
    return notes


def _goal(
    one: Heading, place: int, row: int, contents: Contents, draft: Draft,
    often: Collection[str], here: Here,
) -> GoalDraft:  # fmt: skip
    name = one_line(one.title)
    doubts = [*one.doubts, *contents.doubts]
    if len(name) > NAME_LIMIT:
        doubts.append(f"rubriken är för lång och kortades: {name}")
        name = name[:NAME_LIMIT].rsplit(" ", 1)[0]
    taken = [goal.key for goal in draft.goals]
    key = _same_key(name, here.same_year, taken)
    if key:
        doubts.append(f"samma nyckel som målet redan har i planen för {draft.year}")
    policy = _bounded(contents.policy, doubts)
    if policy and len(policy[0].text) < 2 * len(name) and _close(policy[0].text, name) > 0.9:
        doubts.append(f"texten börjar med att upprepa rubriken, rad {policy[0].row}")
    numbers = {goal.number for goal in draft.goals}
    number = one.number[-1] if one.number[-1] not in numbers else place
    while number in numbers:
        number += 1
    return GoalDraft(
        number=number, spelt=one.spelt,
        key=key or telling_key(name, often, taken, f"mal-{place}"),
        name=name, row=row, policy=policy, tasks=_tasks(contents.tasks, doubts), doubts=doubts,
        continues=_continues(name, here.before),
    )  # fmt: skip


def _same_key(name: str, known: Mapping[str, str], taken: Sequence[str]) -> str | None:
    alike = {key: _close(name, other) for key, other in known.items() if key not in taken}
    best = max(alike, key=lambda key: alike[key], default=None)
    return best if best and alike[best] > 0.9 else None


def _continues(name: str, before: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """The two earlier goals whose names are most alike, if they are."""
    alike = {key: _close(name, other) for key, other in before.items()}
    best = sorted((key for key in alike if alike[key] >= _ALIKE), key=lambda key: -alike[key])
    return {key: (before[key], round(100 * alike[key])) for key in best[:2]}


def _close(one: str, two: str) -> float:
    """How alike two names are, 0 to 1, by words and their order."""
    words = [re.findall(r"\w+", text.casefold()) for text in (one, two)]
    return difflib.SequenceMatcher(None, words[0], words[1], autojunk=False).ratio()


def _bounded(policy: Sequence[Paragraph], doubts: list[str]) -> list[Paragraph]:
    """The paragraphs, each in one spelling, as many as an import takes."""
    kept: list[Paragraph] = []
    length = 0
    for paragraph in policy:
        text = one_line(paragraph.text)
        length += len(text) + 4
        if length > POLICY_LIMIT:
            doubts.append(f"texten är för lång; från rad {paragraph.row} är den inte med")
            break
        if text:
            kept.append(Paragraph(text, paragraph.row, paragraph.last_row, paragraph.is_item))
    return kept


def _tasks(tasks: Sequence[Task], doubts: list[str]) -> list[tuple[str, Task]]:
    """The assignments with keys of their own."""
    kept: dict[str, Task] = {}
    if len(tasks) > TASK_LIMIT:
        doubts.append(
            f"fler än {TASK_LIMIT} uppdrag; från rad {tasks[TASK_LIMIT].row} är de inte med"
        )
    for task in tasks[:TASK_LIMIT]:
        task.text = normalise(task.text)
        if len(task.text) > TEXT_LIMIT:
            task.doubts.append(f"texten är för lång och kortades, rad {task.row}")
            task.text = task.text[:TEXT_LIMIT]
        if task.text:
            words = _TO_DO.sub("", task.text.split("\n")[0]) if task.committee else task.text
            key = telling_key(words, (), kept, f"uppdrag-{len(kept) + 1}")
            kept[key] = task
    return list(kept.items())
