# SPDX-License-Identifier: EUPL-1.2
"""Error pages in the reader's language, with the text given back where there was any.

A hidden thing answers exactly like a missing one: the page says nothing of the address.
"""

from __future__ import annotations

from traceback import extract_tb

import structlog
from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from dialogue.core.access import ANYONE
from dialogue.core.database import is_busy, session
from dialogue.core.errors import DialogueError, Invalid, TooMany
from dialogue.core.languages import DEFAULT
from dialogue.core.texts import lazy
from dialogue.core.web.addresses import chosen_language
from dialogue.core.web.forms import is_foreign, is_signed
from dialogue.core.web.guards import reader

log = structlog.get_logger()
BUSY_SECONDS = 5

#: The fields whose words are given back when something goes wrong: nobody writes twice.
KEPT = (
    "body", "text", "said", "decided", "connection", "title", "purpose", "open_to", "not_open_to",
    "decider", "question", "reason", "contact", "name", "on_behalf_of", "signature",
)  # fmt: skip


#: The same of fields that stand once per contribution: `line-<id>`.
KEPT_EACH = ("line-", "reason-")

#: More texts than this are nobody's form: the page would be many times what was sent.
KEPT_AT_MOST = 200

#: What may pass if she only tries again, with the same form: it is sent to the same address.
PASSING = (429, 500, 503)

_AGAIN = lazy("Go back, load the page again and try once more.")
_OURS = (
    lazy("Something went wrong with us, not with you"),
    lazy("We have been told about it. Try again in a while."),
)
_NOT_READ = (lazy("We could not read what was sent"), _AGAIN)
_SIGNED_OUT = lazy("You are not signed in. Sign in, and try once more.")

#: Heading and one sentence for each status.
TEXTS = {
    400: _NOT_READ,
    403: (
        lazy("You do not have access here"),
        lazy("Your account does not have the right to do this."),
    ),
    404: (
        lazy("We cannot find the page"),
        lazy("It may have moved, or never been here. Start from the first page."),
    ),
    405: (lazy("That is not possible here"), lazy("Go back and try in another way.")),
    409: (
        lazy("Something has changed meanwhile"),
        lazy("Somebody else was here before you. Load the page again and see what happened."),
    ),
    410: (lazy("The link no longer works"), lazy("It has been used, or is too old.")),
    413: (lazy("That was too much at once"), lazy("Send a shorter text.")),
    422: (lazy("Something needs to be corrected"), lazy("Go back and check what you wrote.")),
    429: (
        lazy("Wait a little"),
        lazy("Many requests come from the same place just now. Try again in a while."),
    ),
    503: (
        lazy("We cannot take it just now"),
        lazy("Many are here at the same time. Try again in a moment."),
    ),
}


def page(status: int, message: str | None = None) -> Response:
    """The error page of `status`; `message` is a sentence of its own for this case."""
    g.setdefault("lang", chosen_language())
    if status >= 500:
        g.setdefault("reader", ANYONE)  # the database may be what failed: do not ask it again
    heading, lead = TEXTS.get(status, _OURS if status >= 500 else _NOT_READ)
    if status == 403 and not reader().signed_in:
        lead = _SIGNED_OUT
    html = render_template(
        "errors/error.html",
        is_error=True,
        heading=heading,
        lead=message or lead,
        **_given_back(status),
    )
    return make_response(html, status)


def _given_back(status: int) -> dict[str, object]:
    """`kept`: (name, words) of the refused POST, in the order in which its form had them.

    `again`: the rest of its fields, when the same form may be sent once more; else None.  Its own
    token comes along, so that what was stored after all is not stored twice.
    """
    if request.method != "POST" or status in (404, 405, 413):
        return {"kept": [], "again": None}
    try:
        sent = [pair for pair in request.form.items(multi=True) if pair[1].strip()]
    except HTTPException:
        return {"kept": [], "again": None}
    kept = [pair for pair in sent if _is_kept(pair[0])]
    is_whole = status in PASSING and request.url_rule is not None and len(sent) <= KEPT_AT_MOST
    is_ours = is_whole and is_signed(request.form.get("csrf_token")) and not is_foreign()
    again = [pair for pair in sent if not _is_kept(pair[0])] if is_ours else None
    return {"kept": kept[:KEPT_AT_MOST], "again": again}


def _is_kept(name: str) -> bool:
    return name in KEPT or name.startswith(KEPT_EACH)


def _known_without_prefix() -> BaseResponse | None:
    """302 to the same page with a language, when the path is known apart from its prefix."""
    if request.method not in ("GET", "HEAD"):
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    path = request.path
    if "//" in path:
        return None
    candidates = [f"/{g.lang}{path}"]
    if path.endswith("/") and len(path) > 1:
        candidates = [path.rstrip("/"), f"/{g.lang}{path.rstrip('/')}"]
    for candidate in candidates:
        try:
            adapter.match(candidate, method="GET")
        except RequestRedirect:
            pass
        except HTTPException:
            continue
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        response = redirect(candidate + query, 302)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response
    return None


def on_http(error: HTTPException) -> BaseResponse:
    """A refusal by Flask, Werkzeug or `abort()`."""
    if isinstance(error, BadHost):
        # No address can be made on such a host, so there is no page to show either.
        return Response("400\n", 400, content_type="text/plain; charset=utf-8")
    if error.code is None:
        return error.get_response()
    if isinstance(error, NotFound) and (found := _known_without_prefix()):
        return found
    response = page(error.code)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def on_refusal(error: DialogueError) -> Response:
    """A refusal by a rule or command that no view explained better."""
    session().rollback()
    if isinstance(error, TooMany):
        g.retry_after = error.seconds
    if error.status == 503:
        g.retry_after = BUSY_SECONDS
    if error.status == 500:
        return on_fault(error)
    message = " ".join(error.faults.values()) if isinstance(error, Invalid) else None
    return page(error.status, message)


def on_database(error: DBAPIError) -> Response:
    """503 when the database is busy or away; else 500."""
    session().rollback()
    if is_busy(error):
        log.warning("database_busy", route=request.url_rule.rule if request.url_rule else None)
        g.retry_after = BUSY_SECONDS
        return page(503)
    return on_fault(error)


def on_fault(error: Exception) -> Response:
    """500: logged by kind and place, never with what was sent.  Tests get the fault itself."""
    if current_app.testing:
        raise error
    log.error("fault", kind=type(error).__name__, place=_place(error))
    g.setdefault("lang", DEFAULT)
    session().rollback()
    return page(500)


def _place(error: Exception) -> str | None:
    """File and line of the last step within our own code."""
    own = None
    for frame in extract_tb(error.__traceback__):
        if "/dialogue/" in frame.filename or own is None:
            own = f"{frame.filename}:{frame.lineno}"
    return own


def register(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(DialogueError, on_refusal)
    app.register_error_handler(DBAPIError, on_database)
    app.register_error_handler(Exception, on_fault)
