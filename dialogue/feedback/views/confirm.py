# SPDX-License-Identifier: EUPL-1.2
"""The last page before publication: how many are told, and the mail that the first one gets."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request

from dialogue.core.municipality import municipality
from dialogue.core.personal_data import excerpt
from dialogue.core.texts import in_locale
from dialogue.dialogues.models import Contribution
from dialogue.feedback.forms import AnswerForm
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.queries import covering, desk
from dialogue.feedback.rules import Draft, Selection
from dialogue.feedback.wording import use_plain

#: As in the real mail.
QUOTED = 120


def page(response: FeedbackResponse, draft: Draft, form: AnswerForm | None) -> tuple[str, int]:
    """Ask once more; the form carries what was typed (`form`), or only what was seen."""
    written = [chosen.contribution_id for chosen in draft.covers]
    ids = written if form else covering.chosen_ids(response.id)
    first = desk.first_told(ids)
    html = render_template(
        "feedback/confirm.html", response=response, draft=draft, told=desk.told(ids),
        mail=_mail(draft, first) if first else None, lang=first[0].language if first else None,
        carried=_carried(response, form), writes=form is not None,
    )  # fmt: skip
    return html, 200


def _carried(response: FeedbackResponse, form: AnswerForm | None) -> list[tuple[str, str]]:
    if form is None:
        return [("seen", str(response.version))]
    sent = [
        (field.name, value)
        for field in form
        if field.name not in ("csrf_token", "seen")
        for value in request.form.getlist(field.name)
        if value
    ]
    return [("seen", str(response.version)), *sent]


def _mail(draft: Draft, told: list[Contribution]) -> tuple[str, str]:
    """(subject, text) of the real mail.  The receipt's address is hers alone and not shown."""
    chosen = {selection.contribution_id: selection for selection in draft.covers}
    language = told[0].language
    address = f"{current_app.config['BASE_URL']}/{language}/kvitto/…"
    with in_locale(language):
        text = render_template(
            "mails/feedback_published.txt",
            lines=[_line(c, chosen[c.id], address) for c in told if c.id in chosen],
            signature=draft.signature, written_at=told[0].received_at, url=address,
            foot_url=address, sender=municipality().mail_sender.name,
        )  # fmt: skip
    subject, _, body = text.strip().partition("\n")
    return subject, body.strip()


def _line(contribution: Contribution, chosen: Selection, address: str) -> dict[str, Any]:
    assert chosen.use is not None, "a use was asked for before"
    return {
        "quoted": excerpt(contribution.body or "", QUOTED),
        "use": use_plain(chosen.use, chosen.receiver),
        "line": chosen.line,
        "reason": chosen.reason,
        "url": address,
    }
