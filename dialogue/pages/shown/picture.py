# SPDX-License-Identifier: EUPL-1.2
"""The red thread of a goal as a picture: stations, what is left beside them, and the same in rows.

What falls away is not lost: whoever waits, or changed nothing, is counted in words beside the line.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from dialogue.core.texts import _, current_locale, lang_of, ngettext, number, plain
from dialogue.goals.models import Goal
from dialogue.insights.charts.stations import Station, stations
from dialogue.pages.queries.contribution import Shows
from dialogue.pages.queries.goal import COUNTED, Counts


@dataclass(frozen=True)
class Beside:
    """What is left over at a station, in words, and where it is told."""

    words: Markup
    url: str


@dataclass(frozen=True)
class Stop:
    """A station with its words; `dot` is where it stands in the drawing."""

    dot: Station
    words: Markup
    url: str
    beside: Beside | None


@dataclass(frozen=True)
class Picture:
    """What the macro `thread_picture` takes; `rows` are the same numbers for the table."""

    stops: list[Stop]
    title: str
    title_lang: str
    desc: str
    desc_lang: str
    rows: list[tuple[Markup, Markup]]
    csv_url: str


def picture(goal: Goal, counts: Counts) -> Picture | None:
    """The picture; None before the first contribution."""
    if not counts.said:
        return None
    dots = stations(
        [
            ("said", counts.said),
            ("answers", counts.answers),
            ("decisions", counts.decisions),
            ("done", counts.done),
        ]
    )
    return Picture(
        stops=[_stop(goal, counts, dot) for dot in dots],
        title=plain("The red thread of %(goal)s", goal=goal.short.best(current_locale())[1]),
        title_lang=lang_of("The red thread of %(goal)s"),
        desc=", ".join(_words(dot.key, dot.count, number(dot.count)).striptags() for dot in dots),
        desc_lang=lang_of("%(count)s contribution", "%(count)s contributions"),
        rows=[(words, _count(n)) for _key, words, n in in_rows(counts)],
        csv_url=url_for("pages.goal_thread_csv", year=goal.plan.year, key=goal.key),
    )


def in_rows(counts: Counts) -> list[tuple[str, Markup, int]]:
    """(key, words, how many), stations and what is beside them, for the table and the file."""
    return [
        ("contributions", _("Contributions"), counts.said),
        ("waiting", _("Wait for an answer"), counts.waiting),
        ("answers", _("Answers from the municipality"), counts.answers),
        ("decisions", _("Decisions"), counts.decisions),
        ("unchanged", _("Did not change the decision"), counts.unchanged),
        ("done", _("Assignments done"), counts.done),
    ]


def _count(n: int) -> Markup:
    """What is counted no further than a limit says that it may be more."""
    if n == COUNTED + 1:
        return _("more than %(n)s", n=number(COUNTED))
    return escape(number(n))


def _words(key: str, n: int, count: str) -> Markup:
    """A station in words; `count` is the number as it is to stand in them."""
    match key:
        case "said":
            return ngettext("%(count)s contribution", "%(count)s contributions", n, count=count)
        case "answers":
            return ngettext(
                "%(count)s answer from the municipality",
                "%(count)s answers from the municipality",
                n,
                count=count,
            )
        case "decisions":
            return ngettext("%(count)s decision", "%(count)s decisions", n, count=count)
    return ngettext("%(count)s assignment done", "%(count)s assignments done", n, count=count)


def _stop(goal: Goal, counts: Counts, dot: Station) -> Stop:
    count = Markup('<b class="num">{}</b>').format(number(dot.count))
    return Stop(
        dot=dot,
        words=_words(dot.key, dot.count, count),
        url=_url(goal, dot.key),
        beside=_beside(goal, counts, dot.key),
    )


def _url(goal: Goal, key: str) -> str:
    if key == "said":
        return said_url(goal)
    if key == "done":
        return "#assignments"
    return url_for("pages.responses", mal=goal.path_key, beslut="1" if key == "decisions" else None)


def said_url(goal: Goal, shows: Shows | None = None) -> str:
    """All that is said about a goal, or what waits, or what changed nothing."""
    return url_for(
        "pages.goal_said",
        year=goal.plan.year,
        key=goal.key,
        visa=shows.value if shows else None,
    )


def _beside(goal: Goal, counts: Counts, key: str) -> Beside | None:
    if key == "answers" and counts.waiting:
        waiting = ngettext(
            "%(count)s waits for an answer",
            "%(count)s wait for an answer",
            counts.waiting,
            count=_count(counts.waiting),
        )
        return Beside(waiting, said_url(goal, Shows.WAITING))
    if key == "decisions" and counts.unchanged:
        unchanged = ngettext(
            "%(count)s did not change the decision – read why",
            "%(count)s did not change the decisions – read why",
            counts.unchanged,
            count=_count(counts.unchanged),
        )
        return Beside(unchanged, said_url(goal, Shows.UNCHANGED))
    return None
