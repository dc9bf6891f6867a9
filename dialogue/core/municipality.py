# SPDX-License-Identifier: EUPL-1.2
"""The municipality's own facts: names, phones, places, bodies, reading hours, closed days.

One YAML file (DIALOGUE_MUNICIPALITY), checked at start.  Nothing in the code is wired to a town.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import yaml
from flask import current_app
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dialogue.core.languages import Translated
from dialogue.core.workdays import STOCKHOLM, due_after, is_working, local_day


def _translated(value: Any) -> Any:
    if isinstance(value, str):
        return Translated({"sv": value})
    return Translated.from_json(value) if isinstance(value, dict) else value


Words = Annotated[Translated, BeforeValidator(_translated)]


class Part(BaseModel):
    """The base of every part: unknown keys are faults, since they are mostly misspelt ones."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)


class Named(Part):
    """Something with a key and a name: a receiver, a committee, a dimension."""

    key: str
    name: Words


class PlaceFact(Named):
    """A town, district or village."""

    kind: str


class Phones(Part):
    """Numbers to ring instead of writing."""

    main: str
    sensitive: str
    child_emergency: str
    emergency: str


class ReadingHours(Part):
    """When contributions are read; days are 1 (Monday) to 7."""

    days: list[int]
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    read_by: str


class Sender(Part):
    """Who mails come from."""

    name: str
    address: str


class Contact(Part):
    """Whom to ask."""

    name: Words
    phone: str
    mail: str


class Kolada(Part):
    """The municipality in Kolada, the open database of Swedish municipal key figures.

    `compare` names those whose figures stand beside its own: id there → name as it is shown.
    """

    id: str
    compare: dict[str, str] = {}


class StandingCard(Part):
    """The promise card that every standing dialogue gets."""

    purpose: Words
    open_to: Words
    not_open_to: Words
    level: str
    decider: Words
    moderation: str
    languages: list[str]
    contact: str


class Retention(Part):
    """What is kept, and how long."""

    what: Words
    how_long: Words


class Privacy(Part):
    """Facts of the page on personal data."""

    controller: Words
    officer: Contact
    retention: list[Retention]


class Fault(Part):
    """Something that is not accessible, and why."""

    what: Words
    why: Words
    criterion: str = ""


class StatementContact(Part):
    """Where to report a barrier by phone or mail."""

    phone: str
    mail: str


class Accessibility(Part):
    """Facts of the accessibility statement (act 2018:1937)."""

    actor: Words
    service: Words
    level: str
    faults: list[Fault]
    exemptions: list[Fault]
    outside: list[Words]
    assessed_on: date
    updated_on: date
    method: Words
    contact: StatementContact
    answer_days: int


class Municipality(Part):
    """All of the file."""

    name: Words
    demo_line: bool = False
    phones: Phones
    fault_report_url: str
    reading_hours: ReadingHours
    closed_days: list[date] = []
    answer_days: int = 10
    answer_days_by_goal: dict[str, int] = {}
    kolada: Kolada | None = None
    receivers: list[Named]
    mail_sender: Sender
    contact: Contact
    security_contact: str
    vision: list[Named]
    committees: list[Named] = Field(min_length=1)
    places: list[PlaceFact]
    standing_card: StandingCard
    privacy: Privacy
    accessibility: Accessibility

    def days_for(self, goal_key: str | None) -> int:
        """Working days until an answer in a standing dialogue; `goal_key` is `<year>/<key>`."""
        return self.answer_days_by_goal.get(goal_key or "", self.answer_days)

    def due_at(self, received: datetime, goal_key: str | None) -> datetime:
        """When the answer to something received in a standing dialogue is due, UTC."""
        return due_after(received, self.days_for(goal_key), self.closed_days)

    def receiver(self, key: str) -> Named | None:
        """The receiver with this key."""
        return next((r for r in self.receivers if r.key == key), None)

    def next_reading(self, now: datetime) -> datetime:
        """When what is sent now is read at the latest: `read_by` on the next reading day after
        today, or today when it is a reading day and arrives before the readers begin.
        """
        local = now.astimezone(STOCKHOLM)
        day = local_day(now)
        if not (
            self._reads_on(day) and local.time() < time.fromisoformat(self.reading_hours.start)
        ):
            day += timedelta(days=1)
            while not self._reads_on(day):
                day += timedelta(days=1)
        return datetime.combine(day, time.fromisoformat(self.reading_hours.read_by), STOCKHOLM)

    def _reads_on(self, day: date) -> bool:
        return day.isoweekday() in self.reading_hours.days and is_working(day, self.closed_days)


def load(path: Path) -> Municipality:
    """Read the file.  Raises ValueError that names every fault at once."""
    try:
        return Municipality.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors()]
        raise ValueError("\n".join([f"{path.name} cannot be used:", *lines])) from None
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None


def municipality() -> Municipality:
    """The municipality that this application serves."""
    loaded: Municipality = current_app.extensions["dialogue"]["municipality"]
    return loaded
