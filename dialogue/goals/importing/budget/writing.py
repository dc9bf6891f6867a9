# SPDX-License-Identifier: EUPL-1.2
"""The draft as YAML for `plan import`, with every doubt beside its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogue.goals.importing.budget.contents import Paragraph, Task


@dataclass
class GoalDraft:
    """A goal as the document has it; `continues`: key → (name, how alike in per cent)."""

    number: int
    spelt: str
    key: str
    name: str
    row: int
    policy: list[Paragraph]
    tasks: list[tuple[str, Task]]
    doubts: list[str]
    continues: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass
class Draft:
    """A plan as the document has it, for a person to correct."""

    year: int
    title: str
    goals: list[GoalDraft]
    doubts: list[str]
    notes: list[str]

    @property
    def doubt_count(self) -> int:
        """How many places want a person's eye."""
        tasks = sum(len(task.doubts) for goal in self.goals for _, task in goal.tasks)
        return len(self.doubts) + sum(len(goal.doubts) for goal in self.goals) + tasks


_HEAD = """\
# Utkast ur ett budgetdokument. Läs mot dokumentet och rätta; ”rad” är raden i textfilen.
# Ingenting tas in förrän en människa har läst: ta bort raden ”unread: true” när du är klar.
# Skriv gärna till per mål: short och about (invånarnas ord), dimension, committee.
# Det som inte har någon committee hamnar hos kommunens första nämnd."""


def written(draft: Draft) -> str:
    """The file.  It can be imported once `unread` is taken out."""
    lines = [
        _HEAD,
        *(_comment(note, "") for note in draft.notes),
        "plans:",
        f"  - year: {draft.year}",
    ]
    lines.append("    unread: true")
    lines += [_doubt(doubt, 4) for doubt in draft.doubts]
    lines.append(f"    title: {_quoted(draft.title)}")
    lines.append(
        f"    # adopted_on: {draft.year - 1}-11-30 (dagen för beslutet; utan den 1 januari)"
    )
    lines.append("    goals:")
    for goal in draft.goals:
        lines += ["", *_goal(goal)]
    return "\n".join(lines) + "\n"


def _goal(goal: GoalDraft) -> list[str]:
    lines = [f"      # rad {goal.row}: {goal.spelt}", *(_doubt(doubt, 6) for doubt in goal.doubts)]
    lines += [f"      - number: {goal.number}", f"        key: {goal.key}"]
    lines.append(f"        name: {_quoted(goal.name)}")
    for key, (name, percent) in goal.continues.items():
        lines.append(_comment(f"continues: [{key}] # liknar ”{name}” till {percent} %", " " * 8))
    if goal.policy:
        lines.append(f"        # rad {goal.policy[0].row}–{goal.policy[-1].last_row}")
        lines.append("        policy: |-")
        lines += _policy(goal.policy)
    else:
        lines.append(_doubt("ingen text hittades under rubriken; här står rubriken i stället", 8))
        lines.append(f"        policy: {_quoted(goal.name)}")
    if goal.tasks:
        lines.append("        assignments:")
    for key, task in goal.tasks:
        lines.append(f"          # rad {task.row}")
        lines += [_doubt(doubt, 10) for doubt in task.doubts]
        lines.append(f"          - key: {key}")
        if task.committee:
            lines.append(f"            committee: {task.committee}")
        lines.append(f"            origin: {task.origin}")
        lines.append(f"            text: {_quoted(task.text)}")
    return lines


def _policy(paragraphs: Sequence[Paragraph]) -> list[str]:
    lines: list[str] = []
    was_item = False
    for number, paragraph in enumerate(paragraphs):
        if number and not (was_item and paragraph.is_item):
            lines.append("")
        words = f"- {paragraph.text}" if paragraph.is_item else paragraph.text
        lines.append(f"          {words}")
        was_item = paragraph.is_item
    return lines


def _quoted(text: str) -> str:
    """A text as YAML's double quotes hold it, which is as JSON's do."""
    return json.dumps(text, ensure_ascii=False)


def _doubt(sentence: str, indent: int) -> str:
    word = "" if sentence.startswith(("inte med:", "samma nyckel")) else "kontrollera: "
    return _comment(f"{word}{sentence}", " " * indent)


def _comment(sentence: str, indent: str) -> str:
    """On one line, so that no word of the document can leave the comment."""
    return f"{indent}# {' '.join(sentence.split())}"
