# SPDX-License-Identifier: EUPL-1.2
"""Which progress reports are found, and in which order."""

from __future__ import annotations

from flask import Flask

from dialogue.core.database import session
from dialogue.goals import queries
from dialogue.goals.models import Assignment, ProgressReport
from dialogue.goals.rules import Period, ProgressState
from tests import factories


def report(on: Assignment, year: int, period: Period, text: str = "Vi har börjat.") -> None:
    """A report, as it is stored."""
    session().add(
        ProgressReport(
            assignment_id=on.id, year=year, period=period, state=ProgressState.ONGOING,
            text=factories.sv(text), reported_at=factories.NOW,
        )
    )  # fmt: skip
    session().commit()


def test_the_newest_period_of_the_newest_year_comes_first(app: Flask) -> None:
    on = factories.assignment()
    for year, period in [
        (2024, Period.T2), (2023, Period.YEAR), (2024, Period.YEAR), (2024, Period.T1),
    ]:  # fmt: skip
        report(on, year, period)
    found = queries.progress_of_assignment(on.id)
    assert [(row.year, row.period) for row in found] == [
        (2024, Period.YEAR), (2024, Period.T2), (2024, Period.T1), (2023, Period.YEAR),
    ]  # fmt: skip


def test_a_plan_has_the_reports_of_its_own_assignments_only(app: Flask) -> None:
    first = factories.assignment(factories.goal("fritid"), "ett")
    second = factories.assignment(factories.goal("vatten"), "tva")
    former = factories.assignment(factories.goal("fritid", 2023), "forr")
    for on in (second, first, former):
        report(on, 2024, Period.T1)
    found = queries.progress_of_plans([first.goal.plan_id])
    assert [row.assignment.key for row in found] == ["ett", "tva"]
    assert found[0].assignment.committee.key == "kommunstyrelsen"


def test_one_period_has_one_report(app: Flask) -> None:
    on = factories.assignment()
    report(on, 2024, Period.T1, "Klart i april.")
    found = queries.progress_report(on.id, 2024, Period.T1)
    assert found is not None
    assert found.text.sv == "Klart i april."
    assert queries.progress_report(on.id, 2024, Period.T2) is None


def test_a_plans_assignments_can_be_narrowed_to_committees(app: Flask) -> None:
    val = factories.committee("valnamnden", "Valnämnden")
    mine = factories.assignment(factories.goal("val", body=val))
    other = factories.assignment(factories.goal("fritid"))
    plan = factories.plan()
    assert {row.id for row in queries.assignments_in(plan.id, None)} == {mine.id, other.id}
    assert [row.id for row in queries.assignments_in(plan.id, {val.id})] == [mine.id]
    assert queries.assignments_in(plan.id, set()) == []
