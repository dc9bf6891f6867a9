# SPDX-License-Identifier: EUPL-1.2
"""Structured logs: one JSON line a request, with its id and nothing personal.

Written are the route's pattern (never path or query), method, status, milliseconds and request id.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time

import structlog
from flask import Flask, Response, current_app, g, request

log = structlog.get_logger()


def configure(json: bool = True) -> None:
    """Logs as JSON lines on stderr."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s", force=False)
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


#: How gunicorn begins the lines in which it quotes the sender's address, request line or path.
QUOTING = ("Invalid request", "Error handling request")


def leave_out_quotes(record: logging.LogRecord) -> bool:
    """Keep of such a line only its beginning, and the kind of the exception."""
    message = record.getMessage()
    for beginning in QUOTING:
        if message.startswith(beginning):
            kind = record.exc_info[0] if record.exc_info else None
            record.msg = f"{beginning}: {kind.__name__}" if kind else beginning
            record.args, record.exc_info = (), None
    return True


def begin() -> None:
    """Give the request its id: a trusted proxy's when it is plain, else a new one.

    Without a proxy the header is the sender's word, and could hold anybody's number.
    """
    trusted = current_app.config["SETTINGS"].trusted_proxies
    given = request.headers.get("X-Request-ID", "") if trusted else ""
    g.request_id = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else secrets.token_hex(8)
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def end(response: Response) -> Response:
    """Write the line."""
    rule = request.url_rule
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method if request.method.isalpha() else "?",
            route=rule.rule if rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        )
    response.headers["X-Request-ID"] = g.get("request_id", "")
    return response


def register(app: Flask) -> None:
    """Log every request of the application, and keep the web server as discreet."""
    configure()
    logging.getLogger("gunicorn.error").addFilter(leave_out_quotes)
    app.before_request(begin)
    app.after_request(end)
