# SPDX-License-Identifier: EUPL-1.2
"""The demo's files as checked values: dialogues, contributions, responses, the cast."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from dialogue.core.access import Role
from dialogue.core.municipality import Part, Words
from dialogue.dialogues.rules.contribution import Channel, ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, ModerationMode, ParticipationLevel
from dialogue.feedback.rules import ResponseSize, Use
from dialogue.moderation.rules import Ground

FOLDER = Path(__file__).parent


class ThreadFact(Part):
    """A question, and what it is about where that differs from its dialogue."""

    slug: str
    question: Words
    goals: list[str] = []
    assignments: list[str] = []


class ChangeFact(Part):
    """A public change: what stood in `field` until the day `when`."""

    when: int | date
    field: str
    old: int | date | str


class DialogueFact(Part):
    """A dialogue with its promise card; numbers are days from today."""

    slug: str
    form: DialogueForm
    committee: str
    title: Words
    purpose: Words
    open_to: Words
    not_open_to: Words
    level: ParticipationLevel
    decider: Words
    decision_on: int | date | None
    answer_by: int | date | None
    opens_at: int | date | str
    closes_at: int | date | str | None
    moderation: ModerationMode
    languages: list[str]
    contact: str
    case_number: str | None
    sami_flag: bool
    child_flag: bool
    place: str | None
    goals: list[str]
    assignments: list[str]
    threads: list[ThreadFact] = Field(min_length=1)
    changes: list[ChangeFact] = []


class Dialogues(Part):
    """All of dialogues.yaml."""

    opens_time: str
    closes_time: str
    dialogues: list[DialogueFact]


class Voice(Part):
    """One contribution and what became of it; numbers are days before today."""

    id: str
    dialogue: str
    thread: str
    parent: str | None = None
    goal: str | None
    place: str | None
    name: str | None
    on_behalf_of: str | None = None
    email: str | None = None
    channel: Channel
    when: int | date
    at: str
    language: str
    state: ContributionState
    reviewed: bool = True
    held_for: list[str] = []
    ground: Ground | None = None
    ground_text: str = ""
    text: str


class DecisionFact(Part):
    """The formal decision behind a response."""

    body_name: str | None
    decided_on: int | date | None
    case_number: str | None
    section: str | None
    url: str | None


class CoverFact(Part):
    """What a response says to one contribution."""

    use: Use
    line: str = ""
    reason: str = ""
    receiver: str = ""


class ResponseFact(Part):
    """An answer; numbers are days before today.  `state` is published or review."""

    id: str
    dialogue: str
    size: ResponseSize
    state: str
    published: int | date | None
    author: str
    reviewer: str | None
    committee: str
    signature: str
    title: str
    goals: list[str]
    assignments: list[str]
    said: str | None
    decided: str
    connection: str | None
    decision: DecisionFact | None
    covers: dict[str, CoverFact]


class Voices(Part):
    """All of voices.yaml."""

    read_after_hours: int
    contributions: list[Voice]
    responses: list[ResponseFact]


class Member(Part):
    """One account of the cast; `committee` None: all of them."""

    email: str
    name: str
    role: Role | None
    committee: str | None = None


#: Names that nobody has.
CAST = [
    Member(email=f"{who}@example.org", name=name, role=role, committee=committee)
    for who, name, role, committee in (
        ("facilitator", "Frida Samtalslund", Role.FACILITATOR, None),
        ("facilitator2", "Folke Frågefors", Role.FACILITATOR, None),
        ("official", "Olle Svarsjö", Role.OFFICIAL, None),
        ("reviewer", "Rakel Läsander", Role.OFFICIAL, None),
        ("facilitator-val", "Valborg Röstlund", Role.FACILITATOR, "valnamnden"),
        ("official-val", "Moa Valurna", Role.OFFICIAL, "valnamnden"),
        ("resident", "Inga Bybo", None, None),
        ("translator", "Tora Tolkmyr", Role.TRANSLATOR, None),
        ("elected", "Elis Fullmäktig", Role.ELECTED, None),
        ("admin", "Ada Nyckelknippa", Role.ADMINISTRATOR, None),
    )
]


def _load(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def dialogues() -> Dialogues:
    """The dialogues with fixed addresses."""
    return Dialogues.model_validate(_load("dialogues.yaml"))


def voices() -> Voices:
    """The contributions, and the answers to them."""
    return Voices.model_validate(_load("voices.yaml"))


def plans() -> bytes:
    """The plans, as `plan import` reads them."""
    return (FOLDER / "plans.yaml").read_bytes()


def figures() -> bytes:
    """The key figures, as `figures import` reads them."""
    return (FOLDER / "figures.csv").read_bytes()


def investments() -> bytes:
    """The investments, as `investments import` reads them."""
    return (FOLDER / "investments.csv").read_bytes()


def progress() -> bytes:
    """The progress reports, as `progress import` reads them."""
    return (FOLDER / "progress.csv").read_bytes()
