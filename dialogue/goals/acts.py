# SPDX-License-Identifier: EUPL-1.2
"""What commands of this feature share: places as rows, and one progress report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogue.core.access import Actor
from dialogue.core.database import session
from dialogue.core.errors import Invalid
from dialogue.core.languages import with_swedish
from dialogue.core.municipality import PlaceFact
from dialogue.goals import queries
from dialogue.goals.models import Assignment, Place, ProgressReport
from dialogue.goals.rules import Period, PlaceKind, ProgressState


def upsert_places(named: Iterable[PlaceFact]) -> None:
    """A row for each named place: new keys are added, changed facts taken over, none removed.

    The caller holds the write transaction.  Raises Invalid when a kind is none of PlaceKind.
    """
    known = {place.key: place for place in queries.places()}
    for fact in named:
        if fact.kind not in list(PlaceKind):
            can_be = ", ".join(PlaceKind)
            raise Invalid({f"places.{fact.key}.kind": f"{fact.kind} is not known; known: {can_be}"})
        place = known.get(fact.key)
        if place is None:
            known[fact.key] = place = Place(key=fact.key)
            session().add(place)
        place.name, place.kind = fact.name, PlaceKind(fact.kind)
    session().flush()


def report_differs(report: ProgressReport, state: ProgressState, text: str) -> bool:
    """Whether a report says something else than this state and this Swedish text."""
    return report.state is not state or report.text.sv != text


def put_report(
    actor: Actor, found: ProgressReport | None, assignment: Assignment, year: int, period: Period,
    *, state: ProgressState, text: str, at: datetime,
) -> ProgressReport:  # fmt: skip
    """Write a report, or what is new in the one that was found; what it says in other languages
    than Swedish stays.  The caller holds the write transaction.
    """
    if found is not None and not report_differs(found, state, text):
        return found
    if found is None:
        report = ProgressReport(
            assignment_id=assignment.id, year=year, period=period, reported_at=at,
            text=with_swedish(None, text),
        )  # fmt: skip
        session().add(report)
    else:
        report = found
        report.changed_at, report.version = at, report.version + 1
        report.text = with_swedish(report.text, text)
    report.state, report.by_id = state, actor.account_id
    session().flush()
    return report
