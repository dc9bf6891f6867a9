# SPDX-License-Identifier: EUPL-1.2
"""The answer desk: what waits for an answer, and what is in work."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import render_template, request
from markupsafe import Markup

from dialogue.core.access import Permission, committees_of
from dialogue.core.municipality import municipality
from dialogue.core.texts import Lazy, lazy, ngettext
from dialogue.core.web.guards import instant, reader, requires
from dialogue.core.workdays import end_of_day, local_day
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.queries import desk as queries
from dialogue.feedback.queries import published
from dialogue.feedback.queries.covering import covered_ids
from dialogue.feedback.rules import ResponseState
from dialogue.feedback.views.blueprint import blueprint
from dialogue.moderation.queries import desk_count

Work = tuple[FeedbackResponse, int]
#: How many of a group are shown; the rest come up as these are answered.
SHOWN = 50
SAID = {
    "publicerat": lazy("Done. Everybody behind it gets the answer now."),
    "skickat": lazy("Sent to review."),
    "atersant": lazy("Sent back, with your reason."),
}


def said(committees: queries.Scope) -> Lazy | Markup | None:
    """What the last POST did, from `?klart=<word>`; of a publication (`svar`), how many it told."""
    word, number = request.args.get("klart", ""), request.args.get("svar", "")
    if word == "publicerat" and number.isascii() and number.isdigit() and len(number) < 17:
        response = published.public_response(int(number))
        if response and (committees is None or response.committee_id in committees):
            people = queries.told(covered_ids(response.id)).people
            return ngettext(
                "Done. %(num)s person gets an answer now.",
                "Done. %(num)s people get an answer now.",
                people,
            )
    return SAID.get(word)


def next_reading(committees: queries.Scope) -> datetime | None:
    """When more can come: what has been sent in is read by then; None when nothing waits."""
    mine = None if committees is None else frozenset(committees)
    oldest = desk_count(mine)[1]
    return municipality().next_reading(oldest) if oldest else None


def end_of_week(now: datetime) -> datetime:
    """The last second of Sunday in Stockholm."""
    today = local_day(now)
    return end_of_day(today + timedelta(days=7 - today.isoweekday()))


@blueprint.get("/arbete/aterkoppling")
@requires(Permission.FEEDBACK_DRAFT)
def desk() -> str:
    """What waits for an answer, by when it is due, and the responses in work."""
    mine, now = committees_of(reader(), Permission.FEEDBACK_DRAFT), instant()
    bounds = [
        ("late", None, now),
        ("soon", now, end_of_week(now)),
        ("later", end_of_week(now), None),
    ]
    groups = {
        name: queries.unanswered(mine, after=after, until=until, limit=SHOWN)
        for name, after, until in bounds
    }
    shown = [contribution.id for rows, _ in groups.values() for contribution in rows]
    mine_to_do = sorted_work(queries.responses_in_work(mine, SHOWN))
    return render_template(
        "feedback/desk.html", groups=groups, now=now, work_for=queries.in_work_for(shown, mine),
        days=lambda when: (local_day(when) - local_day(now)).days,
        awaited=None if shown else next_reading(mine),
        done=said(mine), **mine_to_do,
    )  # fmt: skip


def sorted_work(rows: list[Work]) -> dict[str, list[Work]]:
    """What waits for the reader's eyes, what somebody else has to read, and the drafts."""
    review = [row for row in rows if row[0].state is ResponseState.IN_REVIEW]
    may = {row[0].id for row in review if row[0].may_be_published_by(reader().account_id)}
    return {
        "review": [row for row in review if row[0].id in may],
        "sent": [row for row in review if row[0].id not in may],
        "drafts": [row for row in rows if row[0].state is ResponseState.DRAFT],
    }
