# SPDX-License-Identifier: EUPL-1.2
"""Receipts: find one, see one.  The address is a secret: never stored, never passed on."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for
from markupsafe import Markup

from dialogue.core.municipality import municipality
from dialogue.core.texts import Lazy, _, lazy
from dialogue.core.web.guards import instant, public, see_other
from dialogue.core.web.reading import keep_to_oneself
from dialogue.dialogues import codes
from dialogue.dialogues.acts import why_not_editable
from dialogue.dialogues.forms.contribution import MailForm
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.contribution import contribution_by_code
from dialogue.dialogues.wording import masked_address
from dialogue.moderation.queries import decision_in_force
from dialogue.pages.forms import FindForm
from dialogue.pages.queries.receipt import was_moved
from dialogue.pages.queries.response import answer_to
from dialogue.pages.shown.receipt import receipt_words
from dialogue.pages.shown.receipt_kept import calendar_of, kept_of
from dialogue.pages.views.blueprint import blueprint, done, found

DONE = {
    "tillbakatagen": lazy("You have taken your contribution back."),
    "namnlos": lazy("Your name is taken away."),
    "mejlstopp": lazy("We have erased your e-mail address and mail you no more about it."),
    "andrad": lazy("Your new text is in place."),
    "oandrad": lazy("This is how your text stands now."),
}


@blueprint.get("/kvitto")
@public
def find_receipt() -> Response:
    """Where one types the code."""
    return _find(FindForm(), 200)


@blueprint.post("/kvitto")
@public
def look_up() -> Response:
    """To the receipt, or the same page with what was typed."""
    form = FindForm()
    typed = form.code.data or ""
    form.is_known = len(typed) < 200 and contribution_by_code(typed) is not None
    status = form.refusal(limit="receipt")
    if status is not None:
        return _find(form, status)
    return keep_to_oneself(see_other(url_for("pages.receipt", code=codes.read(typed))))


def _find(form: FindForm, status: int) -> Response:
    html = render_template("pages/find_receipt.html", form=form)
    return keep_to_oneself(make_response(html, status))


@blueprint.get("/kvitto/<code>")
@public
def receipt(code: str) -> Response:
    """Where on the red thread it is; any spelling of a code will do."""
    contribution = contribution_by_code(code)
    if contribution is None:
        page = render_template("pages/receipt_unknown.html", form=FindForm(), is_error=True)
        return keep_to_oneself(make_response(page, 404))
    words = receipt_words(
        contribution,
        answer=answer_to(contribution.id),
        decision=decision_in_force(contribution.id),
        moved=was_moved(contribution.id),
        editable=why_not_editable(contribution, instant()) is None,
        now=instant(),
    )
    html = render_template(
        "pages/receipt.html", receipt=words, kept=kept_of(words.code), mail_form=MailForm(),
        phone=municipality().phones.main, done=_done(contribution),
    )  # fmt: skip
    return keep_to_oneself(make_response(html))


def _done(contribution: Contribution) -> Lazy | Markup | None:
    """What she just did; where the receipt is on its way to, she knows by a letter of it."""
    contact = contribution.contact
    if request.args.get("klart") == "mejlat" and contact is not None and contact.email:
        return _("The receipt is on its way to %(address)s.", address=masked_address(contact.email))
    return done(DONE)


@blueprint.get("/kvitto/<code>/kalender.ics")
@public
def receipt_calendar(code: str) -> Response:
    """The promised day, for her own calendar; 404 where no answer is awaited any more."""
    name, file = found(calendar_of(found(contribution_by_code(code))))
    response = make_response(file)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return keep_to_oneself(response)
