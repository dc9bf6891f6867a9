# SPDX-License-Identifier: EUPL-1.2
"""Changing one's words with the receipt: for a quarter of an hour, while nobody has read them."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for

from dialogue.core.access import holder
from dialogue.core.errors import Conflict, Stale
from dialogue.core.html import mark_words
from dialogue.core.personal_data import find, mask
from dialogue.core.texts import plain, time_or_date
from dialogue.core.web.guards import instant, public, see_other
from dialogue.core.web.reading import keep_to_oneself
from dialogue.core.workdays import local_day
from dialogue.dialogues.acts import why_not_editable
from dialogue.dialogues.commands.contribution import edit_contribution
from dialogue.dialogues.forms.contribution import EditForm
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import EDITING
from dialogue.dialogues.views.blueprint import blueprint
from dialogue.dialogues.views.receipt import held_by
from dialogue.dialogues.views.write_pages import what_was_found
from dialogue.dialogues.wording import NOT_EDITABLE

#: What can be done with the form; a form that does not say sends.
ACTS = ("continue", "send", "mask")


@blueprint.route("/kvitto/<code>/andra", methods=["GET", "POST"])
@public
def edit(code: str) -> Response:
    """Change the words, or read why they can be changed no more."""
    contribution, form = held_by(code), EditForm()
    if request.method == "POST":
        return keep_to_oneself(_take(contribution, form))
    form.body.data, form.seen.data = contribution.body, str(contribution.version)
    return keep_to_oneself(_page(contribution, form))


def _take(contribution: Contribution, form: EditForm) -> Response:
    """Refuse in the order of the house, else show what was found, or put the words in place."""
    act = request.form.get("act", "send")
    if act == "continue":
        return _page(contribution, form)
    status = form.refusal(limit="contribute")
    if status is None and why_not_editable(contribution, instant()):
        status = 409
    if status is not None:
        return _page(contribution, form, status)
    if act not in ACTS:
        return _page(contribution, form, 422, fault=plain("Choose what to do with the text."))
    body = mask(form.body.data) if act == "mask" else form.body.data
    seen = request.form.get("personal_data_seen") == "1"
    if body != contribution.body and not seen and find(body):
        return _found_page(contribution, form)
    return _put(contribution, form, body)


def _put(contribution: Contribution, form: EditForm, body: str) -> Response:
    code, version = contribution.receipt.code, contribution.version
    try:
        after = edit_contribution(
            holder(contribution.id), contribution, body=body, seen=form.version, at=instant()
        )
    except Stale:
        # Pressed once more, the words replace what she has now been shown.
        now = held_by(code)
        form.seen.data = str(now.version)
        return _page(now, form, 409, is_stale=True)
    except Conflict:
        return _page(held_by(code), form, 409)
    done = "oandrad" if after.version == version else "andrad"
    return see_other(url_for("pages.receipt", code=code, klart=done))


def _page(
    contribution: Contribution,
    form: EditForm,
    status: int = 200,
    *,
    fault: str | None = None,
    is_stale: bool = False,
) -> Response:
    """The box; or why the words can be changed no more, with what was typed given back."""
    now, until = instant(), contribution.received_at + EDITING
    reason = why_not_editable(contribution, now)
    when = time_or_date(until, local_day(now))
    html = render_template(
        "dialogues/receipt_edit.html", form=form, contribution=contribution, until=until,
        reason=NOT_EDITABLE[reason] % {"when": when} if reason else None,
        kept=form.body.data if request.method == "POST" else None,
        faults=[fault] if fault else [], is_stale=is_stale,
    )  # fmt: skip
    return make_response(html, status)


def _found_page(contribution: Contribution, form: EditForm) -> Response:
    findings = find(form.body.data)
    heading, is_none = what_was_found(findings)
    html = render_template(
        "dialogues/receipt_found.html", form=form, contribution=contribution,
        words=mark_words(form.body.data, findings), found=heading, is_none=is_none,
    )  # fmt: skip
    return make_response(html, 422)
