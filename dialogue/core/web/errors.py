"""Error pages in the reader's language, with the text given back where there was any.

A hidden thing answers exactly like a missing one: the page says nothing of the address.
"""

from __future__ import annotations

import structlog
from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from dialogue.core.database import is_busy, session
from dialogue.core.errors import DialogueError, Invalid, TooMany
from dialogue.core.languages import DEFAULT
from dialogue.core.texts import plain

log = structlog.get_logger()
BUSY_SECONDS = 5

#: The fields whose words are given back when something goes wrong: nobody writes twice.
KEPT = (
    "body", "text", "said", "decided", "connection", "title", "purpose", "open_to", "not_open_to",
    "decider", "question", "reason", "contact", "name", "on_behalf_of", "signature",
)  # fmt: skip


def page(status: int, message: str | None = None) -> Response:
    """The error page of `status`; `message` is a sentence of its own for this case."""
    heading, lead = texts(status)
    kept: list[str] = []
    if request.method == "POST" and status not in (404, 405, 413):
        try:
            kept = [v for name in KEPT for v in request.form.getlist(name) if v.strip()]
        except HTTPException:
            kept = []
    html = render_template(
        "errors/error.html", status=status, heading=heading, lead=message or lead, kept=kept
    )
    return make_response(html, status)


def texts(status: int) -> tuple[str, str]:
    """Heading and one sentence for each status."""
    known = {
        400: (
            plain("We could not read what was sent"),
            plain("Go back, load the page again and try once more."),
        ),
        403: (
            plain("You do not have access here"),
            plain("Your account does not have the right to do this."),
        ),
        404: (
            plain("We cannot find the page"),
            plain("It may have moved, or never been here. Start from the first page."),
        ),
        405: (plain("That is not possible here"), plain("Go back and try in another way.")),
        409: (
            plain("Something has changed meanwhile"),
            plain("Somebody else was here before you. Load the page again and see what happened."),
        ),
        410: (plain("The link no longer works"), plain("It has been used, or is too old.")),
        413: (plain("That was too much at once"), plain("Send a shorter text.")),
        422: (plain("Something needs to be corrected"), plain("Go back and check what you wrote.")),
        429: (
            plain("Wait a little"),
            plain("Many requests come from the same place just now. Try again in a while."),
        ),
        503: (
            plain("We cannot take it just now"),
            plain("Many are here at the same time. Try again in a moment."),
        ),
    }
    otherwise = (
        plain("Something went wrong with us, not with you"),
        plain("We have been told about it. Try again in a while."),
    )
    return known.get(status, otherwise)


def _known_without_prefix() -> BaseResponse | None:
    """302 to the same page with a language, when the path is known apart from its prefix."""
    if request.method not in ("GET", "HEAD"):
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    path = request.path
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
    if isinstance(error, RequestRedirect) or error.code is None:
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
    if error.status >= 500:
        g.retry_after = BUSY_SECONDS
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
    """500: logged by kind and place, never with what was sent."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else None
    log.error("fault", kind=type(error).__name__, place=place)
    session().rollback()
    g.setdefault("lang", DEFAULT)
    return page(500)


def register(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(DialogueError, on_refusal)
    app.register_error_handler(DBAPIError, on_database)
    if not app.testing:
        app.register_error_handler(Exception, on_fault)
