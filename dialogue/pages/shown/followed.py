# SPDX-License-Identifier: EUPL-1.2
"""Assignments with how far they have come, and how it went the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from dialogue.core.texts import _, current_locale, long_date, number
from dialogue.core.workdays import local_day
from dialogue.goals.models import Goal, Investment, KeyFigure, ProgressReport
from dialogue.goals.models.followed import OWN_AREA
from dialogue.goals.rules import AssignmentOrigin, Sex
from dialogue.goals.wording import STATES, TAGS, report_title
from dialogue.pages.queries.followed import Followed
from dialogue.pages.shown.figures import by_group, kronor
from dialogue.pages.shown.goal import assignment_url, goal_url
from dialogue.pages.shown.response import first_line
from dialogue.pages.shown.staff import staff_html

Words = tuple[str, str]


@dataclass(frozen=True)
class AssignmentShown:
    """An assignment with the newest that was said of it; `state` None: nothing was said yet."""

    url: str
    text: Words
    committee: Words
    state: Markup | None = None
    kind: str = ""
    title: Markup | None = None
    line: Words | None = None
    html: Markup | None = None
    date_text: str = ""


@dataclass(frozen=True)
class LastYear:
    """How it went for a goal that lives on in this one."""

    url: str
    short: Words
    year: int
    assignments: list[AssignmentShown]
    figures: list[tuple[Words, Markup]]
    money: Markup | None


def in_groups(
    followed: Sequence[Followed], today: date
) -> list[tuple[Markup, list[AssignmentShown]]]:
    """What a goal's assignments have come to, in two groups: the council's, and the committees'."""
    council = [f for f in followed if f.assignment.origin is AssignmentOrigin.COUNCIL]
    own = [f for f in followed if f.assignment.origin is AssignmentOrigin.COMMITTEE]
    return [
        (heading, [_assignment(item, item.latest, today) for item in items])
        for heading, items in (
            (_("From the municipal council"), council),
            (_("The committees' own"), own),
        )
        if items
    ]


def _assignment(item: Followed, report: ProgressReport | None, today: date) -> AssignmentShown:
    assignment, locale = item.assignment, current_locale()
    about = AssignmentShown(
        assignment_url(assignment),
        assignment.text.best(locale),
        assignment.committee.name.best(locale),
    )
    if report is None:
        return about
    lang, text = report.text.best(locale)
    html = staff_html(text)
    return AssignmentShown(
        about.url,
        about.text,
        about.committee,
        state=escape(STATES[report.state]),
        kind=TAGS[report.state],
        title=report_title(report.year, report.period),
        line=first_line(report.text),
        html=html if lang == locale else Markup('<div lang="{}">{}</div>').format(lang, html),
        date_text=long_date(local_day(report.changed_at or report.reported_at), today),
    )


def last_years(
    goals: Sequence[Goal],
    followed: Sequence[Followed],
    figures: Sequence[KeyFigure],
    investments: Sequence[Investment],
    today: date,
) -> list[LastYear]:
    """How it went for each of these goals in its own year."""
    return [
        LastYear(
            url=goal_url(goal),
            short=goal.short.best(current_locale()),
            year=goal.plan.year,
            assignments=[
                _assignment(item, item.of_year(goal.plan.year), today)
                for item in followed
                if item.assignment.goal_id == goal.id
            ],
            figures=[
                (figure.name.best(current_locale()), said)
                for figure in figures
                if figure.goal_id == goal.id and (said := _in_year(figure, goal.plan.year))
            ],
            money=_money([i for i in investments if i.goal_id == goal.id], goal.plan.year),
        )
        for goal in goals
    ]


def _in_year(figure: KeyFigure, year: int) -> Markup | None:
    """The value of a year, with its unit; women and men apart where there is none for all."""
    groups = by_group(figure)
    lang, unit = figure.unit.best(current_locale())
    said = Markup('<span lang="{}">{}</span>').format(lang, unit)
    own = groups.get((Sex.TOTAL, OWN_AREA), {})
    if year in own:
        return Markup("{} {}").format(number(own[year]), said)
    women, men = (groups.get((sex, OWN_AREA), {}).get(year) for sex in (Sex.WOMEN, Sex.MEN))
    if women is None or men is None:
        return None
    return _(
        "Women %(women)s, men %(men)s %(unit)s",
        women=number(women), men=number(men), unit=said,
    )  # fmt: skip


def _money(investments: Sequence[Investment], year: int) -> Markup | None:
    amounts = [investment.amount for investment in investments if investment.year == year]
    return kronor(sum(amounts)) if amounts else None


def days(followed: Sequence[Followed]) -> list[date]:
    """The days on which something was reported, or changed in a report."""
    reports = [report for item in followed for report in item.reports]
    return [local_day(report.changed_at or report.reported_at) for report in reports]
