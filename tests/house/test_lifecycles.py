# SPDX-License-Identifier: EUPL-1.2
"""Lifecycles: every state is reached and left, and enum, database and docs/lifecycles.md agree."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Enum

from dialogue.config import ROOT
from dialogue.core.database import Base
from dialogue.core.lifecycle import Lifecycle
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules import contribution, dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.rules import LIFECYCLES, ResponseSize, ResponseState
from tests.house.source import told

DOCS = ROOT / "docs" / "lifecycles.md"
#: heading in docs/lifecycles.md → (lifecycle, its states, the table that stores them, final states)
KNOWN: dict[str, tuple[Lifecycle[Any, Any], type[StrEnum], type[Base], set[StrEnum]]] = {
    "Contribution": (
        contribution.LIFECYCLE, ContributionState, Contribution, {ContributionState.WITHDRAWN},
    ),
    "Dialogue": (
        dialogue.LIFECYCLE, DialogueState, Dialogue,
        {DialogueState.ARCHIVED, DialogueState.CANCELLED},
    ),
    "Full response": (
        LIFECYCLES[ResponseSize.FULL], ResponseState, FeedbackResponse, {ResponseState.PUBLISHED},
    ),
    "Short response": (
        LIFECYCLES[ResponseSize.SHORT], ResponseState, FeedbackResponse, {ResponseState.PUBLISHED},
    ),
}  # fmt: skip
#: A progress report says how far an assignment had come: found by a person, not led to by an act.
FOUND = {"progress_report"}
#: A short response needs no second reader.
NOT_USED = {"Short response": {ResponseState.IN_REVIEW}}

Rows = list[tuple[str, str, str]]


def dead_ends(cycle: Lifecycle[Any, Any], states: set[Any], final: set[Any]) -> list[str]:
    """States that cannot come about, or that nothing leads out of."""
    faults = [f"{s}: give LIFECYCLE an act that leads there" for s in states - cycle.reachable()]
    for state in states:
        exits = {cycle.after(state, act) for act in cycle.allowed(state)} - {state}
        if not exits and state not in final:
            faults.append(f"{state}: give LIFECYCLE an act that leads out, or name it final")
        if exits and state in final:
            faults.append(f"{state}: it is named final, but {sorted(exits)} follow")
    return sorted(faults)


def allowed_by(table: type[Base]) -> set[str]:
    """The values that the CHECK constraint of a table's `state` allows."""
    for constraint in Base.metadata.tables[table.__tablename__].constraints:
        text = str(constraint.sqltext) if isinstance(constraint, CheckConstraint) else ""
        if isinstance(constraint, CheckConstraint) and re.match(r"\w*\.?state IN", text):
            compiled = constraint.sqltext.compile(compile_kwargs={"literal_binds": True})
            return set(re.findall(r"'(\w+)'", str(compiled)))
    return set()


def written(text: str) -> dict[str, Rows]:
    """The tables of the document: heading → (from, act, to) of each row, without the quotes."""
    tables: dict[str, Rows] = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \|", body, re.MULTILINE)
        tables[heading.strip()] = rows
    return tables


def differences(cycle: Lifecycle[Any, Any], rows: Rows) -> list[str]:
    """What the document says otherwise than the code."""
    code = {(str(state), str(act), str(to)) for (state, act), to in cycle.transitions.items()}
    return [
        *(f"write the row {row}" for row in sorted(code - set(rows))),
        *(f"take the row {row} away" for row in sorted(set(rows) - code)),
    ]


@pytest.mark.parametrize("name", KNOWN)
def test_every_state_is_reached_and_left(name: str) -> None:
    cycle, states, _, final = KNOWN[name]
    used = set(states) - NOT_USED.get(name, set())
    assert not dead_ends(cycle, used, final), told(dead_ends(cycle, used, final))


@pytest.mark.parametrize("name", KNOWN)
def test_the_database_allows_exactly_the_states(name: str) -> None:
    _, states, table, _ = KNOWN[name]
    assert allowed_by(table) == {state.value for state in states}, (
        f"{table.__name__}.state: declare it with state_type({states.__name__}, 'state')"
    )


@pytest.mark.parametrize("name", KNOWN)
def test_the_document_says_what_the_code_does(name: str) -> None:
    faults = differences(KNOWN[name][0], written(DOCS.read_text(encoding="utf-8")).get(name, []))
    assert not faults, f"{DOCS.name}, under {name}:" + told(faults)


def test_no_stored_state_is_without_a_lifecycle() -> None:
    known = {table.__tablename__ for _, _, table, _ in KNOWN.values()}
    stored = {
        table.name
        for table in Base.metadata.tables.values()
        if "state" in table.columns and isinstance(table.columns["state"].type, Enum)
    }
    assert stored - FOUND == known, "give each stored state a Lifecycle, put it into KNOWN above"


# Planted faults


class _State(StrEnum):
    A = "a"
    B = "b"
    C = "c"


class _Act(StrEnum):
    GO = "go"


def test_a_state_without_way_in_or_out_is_found() -> None:
    cycle = Lifecycle([_State.A], {(_State.A, _Act.GO): _State.B})
    assert [fault[:1] for fault in dead_ends(cycle, set(_State), {_State.C})] == ["b", "c"]
    assert [fault[:1] for fault in dead_ends(cycle, {_State.A}, {_State.A})] == ["a"]


def test_a_state_that_only_leads_to_itself_is_found() -> None:
    cycle = Lifecycle([_State.A], {(_State.A, _Act.GO): _State.A})
    assert len(dead_ends(cycle, {_State.A}, set())) == 1


def test_a_document_that_lies_is_found() -> None:
    rows = written("## One\n| from | act | to |\n|---|---|---|\n| `a` | `go` | `c` | nobody |\n")
    cycle = Lifecycle([_State.A], {(_State.A, _Act.GO): _State.B})
    assert len(differences(cycle, rows["One"])) == 2
