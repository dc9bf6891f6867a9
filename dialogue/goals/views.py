# SPDX-License-Identifier: EUPL-1.2
"""The follow-up desk: the assignments of my committees, and one assignment's reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from dialogue.core.access import Permission, committees_of, may
from dialogue.core.errors import NotFound, Stale
from dialogue.core.html import render_markdown
from dialogue.core.texts import Lazy, current_locale, lazy
from dialogue.core.web.forms import version_seen
from dialogue.core.web.guards import instant, reader, requires, see_other
from dialogue.core.workdays import local_day
from dialogue.goals import queries
from dialogue.goals.commands import report_progress
from dialogue.goals.forms import ProgressForm
from dialogue.goals.models import Assignment, Plan, ProgressReport
from dialogue.goals.rules import Period, ProgressState, report_years
from dialogue.goals.wording import PERIODS, STATES, TAGS, report_title

blueprint = Blueprint("goals", __name__, url_prefix="/<lang:lang>")
SAID = {"sparad": lazy("Saved. Everyone can read it now.")}


class Cell(NamedTuple):
    """One period of an assignment, as a link to its report."""

    url: str
    label: Lazy
    state: Markup | None
    kind: str
    current: bool = False


@blueprint.get("/arbete/uppfoljning")
@requires(Permission.PROGRESS_REPORT)
def follow_up() -> str:
    """The reader's assignments in one plan, by goal, with what was reported for the plan's year."""
    plans = queries.plans()
    plan = _chosen_plan(plans)
    mine = committees_of(reader(), Permission.PROGRESS_REPORT)
    assignments = queries.assignments_in(plan.id, mine) if plan else []
    reports = _by_period(queries.progress_of_plans([plan.id]) if plan else [])
    return render_template(
        "goals/follow_up.html",
        plan=plan,
        goals=[
            (goal, [(one, _cells(one, goal.plan.year, reports)) for one in of])
            for goal, of in groupby(assignments, key=lambda one: one.goal)
        ],
        years=[(url_for(".follow_up", ar=p.year), p.year, p is plan) for p in plans],
    )


def _chosen_plan(plans: Sequence[Plan]) -> Plan | None:
    """The plan of `?ar=`, else the one in force, else the first that will be."""
    asked = next((plan for plan in plans if str(plan.year) == request.args.get("ar")), None)
    current = queries.current_plan(local_day(instant()))
    return asked or current or (plans[-1] if plans else None)


Reports = dict[tuple[int, int, Period], ProgressReport]


def _by_period(reports: Sequence[ProgressReport]) -> Reports:
    return {(report.assignment_id, report.year, report.period): report for report in reports}


def _cells(
    assignment: Assignment, year: int, reports: Reports, current: Period | None = None
) -> list[Cell]:
    """The three periods of a year, each with its state where it was reported."""
    cells = []
    for period in Period:
        url = url_for(".report", assignment_id=assignment.id, ar=year, period=period)
        found = reports.get((assignment.id, year, period))
        state, kind = _tag(found) if found else (None, "")
        cells.append(Cell(url, PERIODS[period], state, kind, period is current))
    return cells


def _tag(report: ProgressReport) -> tuple[Markup, str]:
    """A report's state in words, and the kind of tag it is shown in."""
    return escape(STATES[report.state]), TAGS[report.state]


@blueprint.route("/arbete/uppfoljning/<int:assignment_id>", methods=["GET", "POST"])
@requires(Permission.PROGRESS_REPORT)
def report(assignment_id: int) -> tuple[str, int] | Response:
    """One period's report; POST saves it, in the place of what it said before."""
    assignment = _mine(assignment_id)
    years = report_years(assignment.goal.plan.year)
    if request.method != "POST":
        return _page(assignment, _stored(assignment, years))
    form = ProgressForm(years)
    if status := form.refusal() or _save(assignment, form):
        return _page(_mine(assignment_id), form, status)
    where = {"assignment_id": assignment_id, "ar": form.year.data, "period": form.period.data}
    return see_other(url_for(".report", **where, klart="sparad"))


def _mine(assignment_id: int) -> Assignment:
    """The assignment, when it is in the reader's scope.  Raises NotFound."""
    found = queries.assignment_by_id(assignment_id) if assignment_id < 2**63 else None
    if found is None or not may(reader(), Permission.PROGRESS_REPORT, found.whose()):
        raise NotFound("no such assignment for this reader")
    return found


def _stored(assignment: Assignment, years: range) -> ProgressForm:
    """The form of the period that is asked for; else of the newest report, else of the first."""
    year, period = request.args.get("ar", ""), request.args.get("period", "")
    if year not in map(str, years) or period not in list(Period):
        newest = next(iter(queries.progress_of_assignment(assignment.id)), None)
        year = str(newest.year if newest else years[0])
        period = newest.period if newest else Period.T1
    found = queries.progress_report(assignment.id, int(year), Period(period))
    values = {"state": found.state.value, "text": found.text.sv} if found else {}
    seen = found.version if found else 0
    return ProgressForm(
        years, formdata=None, data={"year": year, "period": period, "seen": seen, **values}
    )


def _save(assignment: Assignment, form: ProgressForm) -> int | None:
    """Save what was typed; 409 when somebody else said something meanwhile."""
    try:
        report_progress(
            reader(), assignment, year=int(form.year.data or 0), period=Period(form.period.data),
            state=ProgressState(form.state.data), text=form.text.data or "",
            seen=version_seen(form), at=instant(),
        )  # fmt: skip
    except Stale:
        return 409
    return None


def _page(assignment: Assignment, form: ProgressForm, status: int = 200) -> tuple[str, int]:
    """The page of one period, with everything that was typed."""
    reports = queries.progress_of_assignment(assignment.id)
    plan_year = assignment.goal.plan.year
    known = form.year.data in map(str, form.years) and form.period.data in list(Period)
    year = int(form.year.data or 0) if known else plan_year
    period = Period(form.period.data) if known else None
    by_period = _by_period(reports)
    stored = by_period.get((assignment.id, year, period)) if period else None
    if status == 409 and stored:
        # What is typed replaces what the other said only when it is sent once more.
        form.seen.data = str(stored.version)
    shown = {plan_year, year, *(one.year for one in reports)}
    last = min(max(plan_year, local_day(instant()).year), form.years[-1])
    html = render_template(
        "goals/report.html",
        assignment=assignment, form=form, stored=stored, conflict=status == 409,
        stored_tag=_tag(stored) if stored else None,
        stored_html=_rendered(stored) if stored else None,
        title=report_title(year, period) if period else None,
        years=[
            (one, _cells(assignment, one, by_period, period if one == year else None))
            for one in sorted(shown | set(range(plan_year, last + 1)))
        ],
        public_url=url_for("pages.assignment", assignment_id=assignment.id, slug=assignment.key),
        done=SAID.get(request.args.get("klart", "")),
    )  # fmt: skip
    return html, status


def _rendered(report: ProgressReport) -> tuple[str, Markup]:
    """(language, HTML) of what a report says."""
    lang, text = report.text.best(current_locale())
    return lang, render_markdown(text)
