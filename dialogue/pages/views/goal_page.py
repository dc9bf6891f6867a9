# SPDX-License-Identifier: EUPL-1.2
"""One goal: what was said and answered, what is wanted, followed and paid, this year and last."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request, url_for

from dialogue.core.texts import _, long_date
from dialogue.core.web.guards import instant, public
from dialogue.core.workdays import local_day
from dialogue.feedback.queries.published import covers_of
from dialogue.goals.models import Goal
from dialogue.goals.queries import goal_by_key, investments_on, key_figures_on
from dialogue.pages.queries.contribution import Said, Shows, said_about, said_of_line
from dialogue.pages.queries.dialogue import Standing, standing_of_goal
from dialogue.pages.queries.followed import Followed, followed_on
from dialogue.pages.queries.goal import GoalHere, goal_here
from dialogue.pages.queries.line import Line, line_of
from dialogue.pages.queries.response import Listed, answers
from dialogue.pages.shown.contribution import Shown, reply_url, shown
from dialogue.pages.shown.dialogue import promise, thread_url
from dialogue.pages.shown.figures import figures_shown, money_shown
from dialogue.pages.shown.followed import days, in_groups, last_years
from dialogue.pages.shown.goal import goal_words, lineage, neighbours
from dialogue.pages.shown.picture import picture, said_url
from dialogue.pages.shown.response import cards
from dialogue.pages.views.blueprint import blueprint, found, today

NEWEST = 3


@blueprint.get("/mal/<int:year>/<key>")
@public(reading=True)
def goal(year: int, key: str) -> str:
    """One goal of a year."""
    here = found(goal_here(year, key, today()))
    line = line_of(here.goal.id)
    followed = followed_on([here.goal.id, *(g.id for g in _year_before(here.goal, line))])
    return render_template(
        "pages/goal.html",
        goal=goal_words(here.goal),
        plan_url=url_for("pages.plan", year=year),
        heirs=neighbours(line.heirs()),
        lineage=lineage(line),
        picture=picture(here.goal, here.counts),
        **_people(here, line, followed),
        **_followed(here.goal, line, followed),
    )


def _year_before(goal: Goal, line: Line) -> list[Goal]:
    """The goals of the year before that live on in this one."""
    return [former for former in line.before() if former.plan.year == goal.plan.year - 1]


def _people(here: GoalHere, line: Line, followed: list[Followed]) -> dict[str, Any]:
    """What was said and answered; box and promise while the plan is in force."""
    goal, in_force = here.goal, here.in_force
    earlier = [former.id for former in line.earlier()]
    standing = standing_of_goal(goal.id)
    listed, _later = answers(goal_ids=[goal.id, *earlier], limit=NEWEST + 1)
    newest = said_of_line(goal.id, earlier, NEWEST)
    url = thread_url(standing.dialogue, standing.thread) if standing else None
    return {
        "responses": cards(listed[:NEWEST], today(), goal.plan.year),
        "responses_url": url_for("pages.responses", mal=goal.path_key)
        if len(listed) > NEWEST
        else None,
        "contributions": [_said(said, standing) for said in newest if said.year is None],
        "former_contributions": [_said(said, standing) for said in newest if said.year],
        "contributions_url": said_url(goal) if newest else None,
        "form_action": f"{url}/skriv" if url and in_force else None,
        "promise": promise(standing.dialogue, [(goal, None)], standing.changes, instant())
        if standing and in_force
        else None,
        "first_answer_text": _first_answer(standing),
        "updated_text": long_date(_updated(goal, listed, newest, followed), today()),
    }


def _said(said: Said, standing: Standing | None) -> Shown:
    contribution = said.contribution
    at_home = standing is not None and contribution.thread_id == standing.thread.id
    root = contribution.parent_id or contribution.id
    reply = reply_url(standing.thread, root) if standing and at_home else None
    return shown(contribution, today(), reply_url=reply, year=said.year)


def _first_answer(standing: Standing | None) -> str | None:
    if standing is None or standing.first_due is None:
        return None
    due = local_day(standing.first_due)
    return long_date(due, today()) if due >= today() else None


def _updated(
    goal: Goal, listed: list[Listed], newest: list[Said], followed: list[Followed]
) -> date:
    """When something on the page last happened."""
    moments = [item.response.published_at for item in listed]
    moments += [said.contribution.shown_at for said in newest]
    known = [local_day(moment) for moment in moments if moment is not None]
    return max([goal.plan.adopted_on, *known, *days(followed)])


def _followed(goal: Goal, line: Line, followed: list[Followed]) -> dict[str, Any]:
    """Assignments, key figures and money, and how it went the year before."""
    before = _year_before(goal, line)
    ids = [goal.id, *(former.id for former in before)]
    figures, investments = key_figures_on(ids), investments_on(ids)
    own = [item for item in followed if item.assignment.goal_id == goal.id]
    year, key = goal.plan.year, goal.key
    return {
        "assignments": in_groups(own, today()),
        "figures": figures_shown([figure for figure in figures if figure.goal_id == goal.id]),
        "figures_csv": url_for("pages.goal_figures_csv", year=year, key=key),
        "money": money_shown([i for i in investments if i.goal_id == goal.id], goal.plan.year),
        "money_csv": url_for("pages.goal_money_csv", year=year, key=key),
        "last_years": last_years(before, followed, figures, investments, today()),
    }


@blueprint.get("/mal/<int:year>/<key>/synpunkter")
@public(reading=True)
def goal_said(year: int, key: str) -> str:
    """All that is said about a goal and the goals that live on in it, the newest first.

    `?visa=vantar` or `inte-andrade`: of the goal's own, those that wait, or changed no decision.
    """
    goal = found(goal_by_key(year, key))
    shows = next((one for one in Shows if one.value == request.args.get("visa")), None)
    after = request.args.get("efter")
    earlier = [former.id for former in line_of(goal.id).earlier()]
    page, later = said_about(goal.id, earlier, shows=shows, after=after)
    here = said_url(goal, shows)
    more = "&" if shows else "?"
    return render_template(
        "pages/goal_said.html",
        goal=neighbours([goal])[0],
        shows=shows.value if shows else None,
        facets=[
            (said_url(goal), _("All"), shows is None),
            (said_url(goal, Shows.WAITING), _("Wait for an answer"), shows is Shows.WAITING),
            (
                said_url(goal, Shows.UNCHANGED),
                _("Did not change the decision"),
                shows is Shows.UNCHANGED,
            ),
        ],
        contributions=[shown(s.contribution, today(), year=s.year) for s in page],
        reasons=_reasons(page) if shows is Shows.UNCHANGED else {},
        first_url=here if after else None,
        later_url=f"{here}{more}efter={later}" if later else None,
    )


def _reasons(page: list[Said]) -> dict[int, str]:
    """Why each of these did not change the decision, by its id."""
    covers = covers_of([said.contribution.id for said in page])
    return {here: cover.reason for here, cover in covers.items() if cover.reason}
