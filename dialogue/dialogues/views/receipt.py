# SPDX-License-Identifier: EUPL-1.2
"""What the receipt's holder can do: take it back, take the name away, say whether it is mailed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, render_template, request, url_for

from dialogue.core.access import Actor, holder
from dialogue.core.errors import Conflict, NotFound
from dialogue.core.web.forms import ActForm
from dialogue.core.web.guards import instant, public, see_other
from dialogue.core.web.reading import keep_to_oneself
from dialogue.dialogues.commands.contribution import mail_receipt as mail_receipt_to
from dialogue.dialogues.commands.contribution import remove_name as remove_name_of
from dialogue.dialogues.commands.contribution import stop_mail as stop_mail_for
from dialogue.dialogues.commands.contribution import withdraw_contribution
from dialogue.dialogues.forms.contribution import MailForm
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.contribution import contribution_by_code
from dialogue.dialogues.rules.contribution import MAILABLE
from dialogue.dialogues.views.blueprint import blueprint
from dialogue.dialogues.wording import masked_address

Command = Callable[..., Contribution]


@blueprint.route("/kvitto/<code>/ta-tillbaka", methods=["GET", "POST"])
@public
def withdraw(code: str) -> Response:
    """Take the contribution back."""
    return _ask_then_do(code, withdraw_contribution, "withdraw", "tillbakatagen")


@blueprint.route("/kvitto/<code>/ta-bort-namn", methods=["GET", "POST"])
@public
def remove_name(code: str) -> Response:
    """Take the name away from it."""
    return _ask_then_do(code, remove_name_of, "remove_name", "namnlos")


@blueprint.route("/kvitto/<code>/sluta-mejla", methods=["GET", "POST"])
@public
def stop_mail(code: str) -> Response:
    """Stop mails about it."""
    return _ask_then_do(code, stop_mail_for, "stop_mail", "mejlstopp")


@blueprint.route("/kvitto/<code>/mejla", methods=["GET", "POST"])
@public
def mail_receipt(code: str) -> Response:
    """Mail the receipt, and the answer when it comes."""
    contribution, form = held_by(code), MailForm()
    if request.method != "POST":
        return _mail_page(contribution, form, 200)
    if status := form.refusal(limit="sign_in"):
        return _mail_page(contribution, form, status)
    stored = contribution.receipt.code
    try:
        mail_receipt_to(holder(contribution.id), contribution, email=form.email.data, at=instant())
    except Conflict:
        return _mail_page(held_by(stored), form, 409)
    return keep_to_oneself(see_other(url_for("pages.receipt", code=stored, klart="mejlat")))


def _mail_page(contribution: Contribution, form: MailForm, status: int) -> Response:
    email = contribution.contact.email if contribution.contact else None
    html = render_template(
        "dialogues/receipt_mail.html", form=form, contribution=contribution,
        may_be_mailed=contribution.state in MAILABLE,
        mailed_to=masked_address(email) if email else None, was_refused=status == 409,
    )  # fmt: skip
    return keep_to_oneself(make_response(html, status))


def held_by(code: str) -> Contribution:
    """The contribution of whoever holds this code, however she spells it.  Raises NotFound."""
    contribution = contribution_by_code(code)
    if contribution is None:
        raise NotFound("no receipt has this code")
    return contribution


def _ask_then_do(code: str, command: Command, act: str, done: str) -> Response:
    """GET asks, POST does; the code is all that is needed, signed in or not."""
    contribution = held_by(code)
    form, status = ActForm(), 200
    if request.method == "POST" and (status := form.refusal() or 303) == 303:
        actor: Actor = holder(contribution.id)
        stored = contribution.receipt.code
        command(actor, contribution, at=instant())
        return keep_to_oneself(see_other(url_for("pages.receipt", code=stored, klart=done)))
    html = render_template(
        "dialogues/receipt_act.html", form=form, act=act, contribution=contribution
    )
    return keep_to_oneself(make_response(html, status))
