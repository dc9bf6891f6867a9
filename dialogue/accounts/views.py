# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out, one's own page, and barriers that people report."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for

from dialogue.accounts import commands, queries
from dialogue.accounts.acts import renew_session
from dialogue.accounts.forms import BarrierForm, SignInForm, SignOutForm
from dialogue.accounts.models import Account, LoginSession, SignInLink
from dialogue.accounts.rules import SESSION_DAYS, LinkState, link_state
from dialogue.accounts.tokens import read_sign_in_token
from dialogue.core.access import Permission
from dialogue.core.errors import Gone
from dialogue.core.html import render_words
from dialogue.core.municipality import municipality
from dialogue.core.texts import _
from dialogue.core.web.forms import ActForm
from dialogue.core.web.guards import (
    SESSION_COOKIE,
    here,
    instant,
    local_path,
    public,
    reader,
    requires,
    see_other,
)

blueprint = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")


@blueprint.before_app_request
def keep_signed_in() -> None:
    """The first POST of a day lets the session's 30 days begin anew; a GET writes nothing."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if request.method == "POST" and cookie and reader().signed_in:
        g.renewed = cookie if renew_session(cookie, instant()) else None


@blueprint.after_app_request
def keep_cookie(response: Response) -> Response:
    """The cookie lives as long as the session."""
    if cookie := g.get("renewed"):
        set_cookie(response, cookie)
    return response


def set_cookie(response: Response, cookie: str) -> None:
    """Give the browser its session; scripts and other sites never see it."""
    g.renewed = None
    response.set_cookie(
        SESSION_COOKIE, cookie, max_age=SESSION_DAYS * 86400, httponly=True, samesite="Lax",
        secure=over_https(), path="/",
    )  # fmt: skip


def drop_cookie(response: Response) -> None:
    """Take the session away from the browser."""
    g.renewed = None
    response.delete_cookie(
        SESSION_COOKIE, httponly=True, samesite="Lax", secure=over_https(), path="/"
    )


def over_https() -> bool:
    """Whether readers come by https, here or at the proxy."""
    return request.is_secure or str(current_app.config["BASE_URL"]).startswith("https://")


def done(**sentences: str) -> str | None:
    """What the last POST did, from `?klart=<word>`; an unknown word says nothing."""
    return sentences.get(request.args.get("klart", ""))


@blueprint.get("/konto/logga-in")
@public
def sign_in() -> str:
    """Ask for a link by mail; `?klart=mejlat` says what to do now."""
    till = local_path(request.args.get("till"), "")
    mailed = request.args.get("klart") == "mejlat"
    form = SignInForm(formdata=None, till=till)
    return render_template("accounts/sign_in.html", form=form, mailed=mailed, gone=None)


@blueprint.post("/konto/logga-in")
@public
def ask_for_link() -> tuple[str, int] | Response:
    """The same answer whether the address is known or not."""
    form = SignInForm()
    form.till.data = till = local_path(form.till.data, "")
    if status := form.refusal(limit="sign_in"):
        page = render_template("accounts/sign_in.html", form=form, mailed=False, gone=None)
        return page, status
    commands.request_sign_in(reader(), None, email=form.email.data, till=till or None, at=instant())
    return see_other(url_for("accounts.sign_in", klart="mejlat", till=till or None))


@blueprint.get("/konto/logga-in/<token>")
@public
def sign_in_link(token: str) -> tuple[str, int] | str:
    """One button; a look alone signs nobody in and spends nothing."""
    link = usable_link(token)
    if link is None:
        return gone(token)
    return render_template("accounts/sign_in_link.html", form=ActForm(formdata=None), url=here())


@blueprint.post("/konto/logga-in/<token>")
@public
def follow_link(token: str) -> tuple[str, int] | Response:
    """Spend the link and begin a new session; the old one ends."""
    link = usable_link(token)
    if link is None:
        return gone(token)
    form = ActForm()
    if status := form.refusal():
        return render_template("accounts/sign_in_link.html", form=form, url=here()), status
    old = request.cookies.get(SESSION_COOKIE)
    try:
        cookie = commands.use_sign_in_link(reader(), link, old_cookie=old, at=instant())
    except Gone:
        return gone(token)
    asked = local_path(request.args.get("till"), link.till or "")
    response = see_other(local_path(asked, url_for("accounts.account_page")))
    set_cookie(response, cookie)
    return response


def usable_link(token: str) -> SignInLink | None:
    """The link behind a token while it can be used."""
    link_id = read_sign_in_token(token)
    link = queries.sign_in_link(link_id) if link_id else None
    fresh = link and link_state(link.expires_at, link.used_at, instant()) is LinkState.FRESH
    return link if fresh else None


def gone(token: str) -> tuple[str, int]:
    """410 with a form for a new link, which leads to the same place."""
    link_id = read_sign_in_token(token)
    link = queries.sign_in_link(link_id) if link_id else None
    form = SignInForm(formdata=None, till=local_path(link.till, "") if link else "")
    return render_template("accounts/sign_in.html", form=form, mailed=False, gone=True), 410


@blueprint.get("/konto")
@requires(Permission.ACCOUNT_USE)
def account_page() -> str:
    """Who I am here, what I may do, and where I am signed in."""
    return account_html(SignOutForm(formdata=None))


def account_html(form: SignOutForm) -> str:
    """The page, with `form` for the buttons that sign out."""
    account = own_account()
    return render_template(
        "accounts/account.html",
        account=account,
        form=form,
        committees={row.id: row.name for row in queries.committees()},
        sessions=queries.live_sessions(account.id, instant()),
        this=own_session(),
        done=done(utloggade=_("The device is signed out.")),
    )


def own_account() -> Account:
    """The account of who reads."""
    account = queries.account(reader().account_id or 0)
    return account or abort(404)


def own_session() -> LoginSession | None:
    """The session of this device."""
    return queries.session_by_cookie(request.cookies.get(SESSION_COOKIE, ""))


@blueprint.get("/konto/logga-ut")
@requires(Permission.ACCOUNT_USE)
def sign_out() -> str:
    """Ask first: a link alone signs nobody out."""
    return render_template("accounts/sign_out.html", form=SignOutForm(formdata=None))


@blueprint.post("/konto/logga-ut")
@requires(Permission.ACCOUNT_USE)
def end_sessions() -> tuple[str, int] | Response:
    """End this session, one other, or all others, on the server: a copied cookie ends with it."""
    form = SignOutForm()
    if status := form.refusal():
        return render_template("accounts/sign_out.html", form=form), status
    account, this = own_account(), own_session()
    own = this.id if this else 0
    ids = chosen_sessions(form.which.data, own, account)
    commands.sign_out(reader(), account, session_ids=ids, at=instant())
    if own not in ids:
        return see_other(url_for("accounts.account_page", klart="utloggade"))
    response = see_other(url_for("pages.start", klart="utloggad"))
    drop_cookie(response)
    return response


def chosen_sessions(which: str | None, own: int, account: Account) -> set[int]:
    """The ids that the pressed button stands for."""
    if not which:
        return {own}
    if which == "others":
        return {row.id for row in queries.live_sessions(account.id, instant())} - {own}
    if not (which.isascii() and which.isdigit() and len(which) < 16):
        abort(404)
    return {int(which)}


@blueprint.get("/tillganglighet/rapportera")
@public
def report_barrier() -> str:
    """Anybody may tell of a barrier, without an account."""
    return barrier_html(BarrierForm(formdata=None))


def barrier_html(form: BarrierForm) -> str:
    """The page with its form, or with thanks."""
    thanks = _("Thank you. Your report has reached us.")
    return render_template(
        "accounts/report_barrier.html",
        form=form,
        contact=municipality().accessibility.contact,
        done=done(skickat=thanks),
    )


@blueprint.post("/tillganglighet/rapportera")
@public
def send_barrier() -> tuple[str, int] | Response:
    """Put the report on the administrator's list."""
    form = BarrierForm()
    if status := form.refusal(limit="contribute"):
        return barrier_html(form), status
    commands.report_barrier(
        reader(), None, text=form.text.data, email=form.email.data or None, at=instant()
    )
    return see_other(url_for("accounts.report_barrier", klart="skickat"))


@blueprint.get("/arbete/admin/brister")
@requires(Permission.BARRIERS_READ)
def barriers() -> str:
    """Reported barriers, newest first, by twenty."""
    before = request.args.get("fore", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    reports, later = queries.barrier_reports(cursor)
    context: dict[str, Any] = {"reports": reports, "begins": cursor is None}
    context["words"] = {report.id: render_words(report.text) for report in reports}
    context["later_url"] = url_for("accounts.barriers", fore=later) if later else None
    return render_template("accounts/barriers.html", **context)
