# SPDX-License-Identifier: EUPL-1.2
"""Receipts: find one, see one.  The address is a secret: never stored, never passed on."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for

from dialogue.core.municipality import municipality
from dialogue.core.texts import lazy
from dialogue.core.web.guards import instant, public, see_other
from dialogue.core.web.reading import keep_to_oneself
from dialogue.dialogues import codes
from dialogue.dialogues.queries.contribution import contribution_by_code
from dialogue.moderation.queries import decision_in_force
from dialogue.pages.forms import FindForm
from dialogue.pages.queries.receipt import was_moved
from dialogue.pages.queries.response import answer_to
from dialogue.pages.shown.receipt import receipt_words
from dialogue.pages.views.blueprint import blueprint, done

DONE = {
    "tillbakatagen": lazy("You have taken your contribution back."),
    "namnlos": lazy("Your name is taken away."),
    "mejlstopp": lazy("We have erased your e-mail address and mail you no more about it."),
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
        now=instant(),
    )
    phone = municipality().phones.main
    html = render_template("pages/receipt.html", receipt=words, phone=phone, done=done(DONE))
    return keep_to_oneself(make_response(html))
