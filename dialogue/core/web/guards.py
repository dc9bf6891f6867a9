# SPDX-License-Identifier: EUPL-1.2
"""Who may come in: every endpoint is `@public` or `@requires(permission)`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, overload
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from dialogue.core.access import ANYONE, Actor, Permission, may_somewhere

View = TypeVar("View", bound=Callable[..., Any])
SESSION_COOKIE = "session"

#: Given by the accounts feature at start: the value of the session cookie → who that is.
Loader = Callable[[str, datetime], Actor | None]


@overload
def public(view: View) -> View: ...
@overload
def public(*, reading: bool = False) -> Callable[[View], View]: ...
def public(view: View | None = None, *, reading: bool = False) -> View | Callable[[View], View]:
    """Anybody may come in.  `reading=True`: a page of the same bytes for everybody anonymous."""

    def mark(function: View) -> View:
        function.__dict__["guard"] = "reading" if reading else "public"
        return function

    return mark if view is None else mark(view)


def requires(permission: Permission) -> Callable[[View], View]:
    """Only actors who have `permission` somewhere; whether on this thing, the view asks."""

    def mark(function: View) -> View:
        function.__dict__["guard"] = permission
        return function

    return mark


def guard_of(endpoint: str | None) -> Permission | str | None:
    """The guard of an endpoint: `public`, `reading`, a Permission, or None when it has none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "guard", None)


def instant() -> datetime:
    """The one instant of this request, UTC."""
    if "instant" not in g:
        g.instant = datetime.now(UTC)
    moment: datetime = g.instant
    return moment


def reader() -> Actor:
    """Who reads or acts: the account behind the session cookie, or ANYONE."""
    if "reader" not in g:
        cookie = request.cookies.get(SESSION_COOKIE)
        load: Loader = current_app.extensions["dialogue"]["load_reader"]
        g.reader = (load(cookie, instant()) if cookie else None) or ANYONE
    actor: Actor = g.reader
    return actor


def check_guard() -> BaseResponse | None:
    """Before each view: size (413), sign-in (302 or 403), role (403)."""
    if request.routing_exception is not None:
        return None
    limit = request.max_content_length
    if limit is not None and (request.content_length or 0) > limit:
        abort(413)
    guard = guard_of(request.endpoint)
    if isinstance(guard, Permission):
        actor = reader()
        if not actor.signed_in:
            if request.method in ("GET", "HEAD"):
                return redirect(url_for("accounts.sign_in", till=here()))
            abort(403)
        if not may_somewhere(actor, guard):
            abort(403)
    return None


def here() -> str:
    """The path and query of this request, for coming back."""
    return request.full_path if request.query_string else request.path


def local_path(value: str | None, otherwise: str = "/") -> str:
    """`value` when it is a path on this site, else `otherwise`; never another host."""
    if not value or len(value) > 2000 or not value.startswith("/"):
        return otherwise
    if value.startswith(("//", "/\\")) or any(ord(c) < 33 or c == "\\" for c in value):
        return otherwise
    parts = urlsplit(value)
    return otherwise if parts.scheme or parts.netloc else value


def see_other(address: str) -> Response:
    """The answer to a successful POST: look there now."""
    response = redirect(address, 303, Response=Response)
    assert isinstance(response, Response)
    return response
