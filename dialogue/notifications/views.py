# SPDX-License-Identifier: EUPL-1.2
"""Following by e-mail: ask for it, say yes from the mail, and end it from any later one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, render_template, request

from dialogue.core.errors import Gone, NotFound
from dialogue.core.texts import _, current_locale
from dialogue.core.web.forms import ActForm
from dialogue.core.web.guards import here, instant, public, reader, see_other
from dialogue.core.web.reading import keep_to_oneself
from dialogue.core.workdays import local_day
from dialogue.dialogues.queries.dialogue import public_dialogue
from dialogue.goals.models import Goal
from dialogue.goals.queries import current_plan, goal_by_key, heirs, place_by_key
from dialogue.notifications import commands
from dialogue.notifications.forms import FollowForm, StopForm
from dialogue.notifications.models import Follow, Followed
from dialogue.notifications.queries import follow as queries
from dialogue.notifications.rules import is_too_old
from dialogue.notifications.shown import Words, name_of, page_of
from dialogue.notifications.tokens import read_confirm_token, read_stop_token

blueprint = Blueprint("notifications", __name__, url_prefix="/<lang:lang>")

#: What a mail program posts when its own button is pressed (RFC 8058).
ONE_CLICK = ("List-Unsubscribe", "One-Click")


@blueprint.route("/mal/<int:year>/<key>/folj", methods=["GET", "POST"])
@public
def follow_goal(year: int, key: str) -> Response:
    """Follow a goal; one of a former year gives the goals in which it lives on."""
    return _follow(goal_by_key(year, key))


@blueprint.route("/dialoger/<slug>/folj", methods=["GET", "POST"])
@public
def follow_dialogue(slug: str) -> Response:
    """Follow a dialogue."""
    return _follow(public_dialogue(slug))


@blueprint.route("/platser/<slug>/folj", methods=["GET", "POST"])
@public
def follow_place(slug: str) -> Response:
    """Follow a place."""
    return _follow(place_by_key(slug))


def _follow(followed: Followed | None) -> Response:
    """The same answer to every address, known or not."""
    if followed is None:
        raise NotFound("there is no such thing for this reader")
    form = FollowForm()
    successors = _heirs(followed)
    if request.method != "POST":
        return _follow_page(followed, form, successors, 200)
    status = form.refusal(limit="sign_in")
    if status is None and successors is not None:
        status = 409
    if status is not None and not (form.website.data and status == 422):
        return _follow_page(followed, form, successors, status)
    if not form.website.data:
        commands.request_follow(
            reader(), followed, email=str(form.email.data), language=current_locale(), at=instant()
        )
    return see_other(f"{follow_url(followed)}?klart=mejlat")


def _heirs(followed: Followed) -> Sequence[Goal] | None:
    """The goals in which one of a former year lives on; None for what can be followed itself."""
    plan = current_plan(local_day(instant()))
    if not isinstance(followed, Goal) or plan is None or followed.plan.year >= plan.year:
        return None
    return heirs(followed.id, plan.id)


def _follow_page(
    followed: Followed, form: FollowForm, successors: Sequence[Goal] | None, status: int
) -> Response:
    html = render_template(
        "notifications/follow.html",
        form=form,
        name=name_of(followed),
        page_url=page_of(followed),
        follow_url=follow_url(followed),
        heirs=None if successors is None else [_thing(heir) for heir in successors],
        mailed=status == 200 and request.args.get("klart") == "mejlat",
    )
    return make_response(html, status)


def follow_url(followed: Followed) -> str:
    """Where one asks to follow it."""
    return f"{page_of(followed)}/folj"


def _thing(followed: Followed) -> tuple[Words, str, str]:
    return name_of(followed), page_of(followed), follow_url(followed)


@blueprint.route("/folj/<confirm_token>", methods=["GET", "POST"])
@public
def confirm(confirm_token: str) -> Response:
    """One button; a look alone changes nothing.  Pressed twice, it has been pressed."""
    asked = read_confirm_token(confirm_token)
    follow = queries.follow_as_asked(asked.follow_id, asked.requested_at) if asked else None
    if follow is None or _has_run_out(follow):
        return _gone(queries.followed_by_id(asked.kind, asked.followed_id) if asked else None)
    form, status = ActForm(), 200
    if request.method == "POST" and (status := form.refusal() or 303) == 303:
        try:
            commands.confirm_follow(reader(), follow, at=instant())
        except (Gone, NotFound):
            return _gone(follow.followed)
        return keep_to_oneself(see_other(here()))
    html = render_template(
        "notifications/confirm.html", form=form, follow=follow, url=here(),
        name=name_of(follow.followed), page_url=page_of(follow.followed),
    )  # fmt: skip
    return keep_to_oneself(make_response(html, status))


def _has_run_out(follow: Follow) -> bool:
    return follow.confirmed_at is None and is_too_old(follow.requested_at, instant())


def _gone(followed: Followed | None) -> Response:
    """410 with a way to begin anew."""
    thing = _thing(followed) if followed else None
    html = render_template("notifications/gone.html", thing=thing, is_error=True)
    return keep_to_oneself(make_response(html, 410))


@blueprint.route("/folj/sluta/<stop_token>", methods=["GET", "POST"])
@public
def stop(stop_token: str) -> Response:
    """What an address follows, and the end of it; the mail program's own button ends all."""
    email = read_stop_token(stop_token)
    if email is None:
        return _gone(None)
    name, value = ONE_CLICK
    if request.method == "POST" and request.form.get(name) == value:
        # The signed address is the right to do it; RFC 8058 wants no redirect and no question.
        commands.end_follows(reader(), None, email=email, at=instant())
        return _stop_page(email, StopForm(formdata=None), 200)
    form = StopForm()
    if request.method == "POST":
        return _stop(email, form)
    return _stop_page(email, form, 200)


def _stop(email: str, form: StopForm) -> Response:
    if status := form.refusal():
        return _stop_page(email, form, status)
    try:
        follow_id = form.follow_id()
    except ValueError as error:
        raise NotFound("there is no such follow") from error
    commands.end_follows(reader(), None, email=email, follow_id=follow_id, at=instant())
    return keep_to_oneself(see_other(f"{request.path}?klart=slutat"))


def _stop_page(email: str, form: StopForm, status: int) -> Response:
    ended = request.args.get("klart") == "slutat"
    follows = [(row.id, *_thing(row.followed)) for row in queries.follows_of(email)]
    html = render_template(
        "notifications/stop.html",
        form=form,
        follows=follows,
        url=request.path,
        done=_("You no longer follow it.") if ended and follows else None,
    )
    return keep_to_oneself(make_response(html, status))
