"""The answer desk: what waits for an answer, and what is in work."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import render_template, request

from dialogue.core.access import Permission, committees_of
from dialogue.core.texts import lazy
from dialogue.core.web.guards import instant, reader, requires
from dialogue.core.workdays import end_of_day, local_day
from dialogue.feedback.queries import desk as waiting
from dialogue.feedback.rules import ResponseState
from dialogue.feedback.views.blueprint import blueprint

#: How many of a group are shown; the rest come up as these are answered.
SHOWN = 50
SAID = {
    "publicerat": lazy("Done. Everybody behind it gets the answer now."),
    "skickat": lazy("Sent to review."),
    "atersant": lazy("Sent back, with your reason."),
}


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
        name: waiting.unanswered(mine, after=after, until=until, limit=SHOWN)
        for name, after, until in bounds
    }
    shown = [contribution.id for rows, _ in groups.values() for contribution in rows]
    in_work = waiting.responses_in_work(mine, SHOWN)
    return render_template(
        "feedback/desk.html", groups=groups, now=now, work_for=waiting.in_work_for(shown, mine),
        review=[row for row in in_work if row[0].state is ResponseState.IN_REVIEW],
        drafts=[row for row in in_work if row[0].state is ResponseState.DRAFT],
        done=SAID.get(request.args.get("klart", "")),
    )  # fmt: skip
