# SPDX-License-Identifier: EUPL-1.2
"""Reading pages, headers, and what may be cached.

A reading page has the same bytes for the same state of the database, language and Stockholm day:
an ETag of the body answers conditional requests.  Everything else is private and not stored.
"""

from __future__ import annotations

import hashlib

from flask import Flask, Response, g, request

from dialogue.core.web.guards import SESSION_COOKIE, guard_of, reader

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def finish(response: Response) -> Response:
    """After each view: what may be cached, ETag, security headers."""
    _cache(response)
    headers = response.headers
    headers["Content-Security-Policy"] = CSP
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if retry := g.get("retry_after"):
        headers["Retry-After"] = str(retry)
    return response


def _cache(response: Response) -> None:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        return
    anonymous = SESSION_COOKIE not in request.cookies or not reader().signed_in
    if guard_of(request.endpoint) != "reading" or not anonymous or response.status_code != 200:
        response.headers.setdefault("Cache-Control", "private, no-store")
        return
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Cookie"
    if request.method in ("GET", "HEAD"):
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
        response.make_conditional(request)


def keep_to_oneself(response: Response) -> Response:
    """Headers of a receipt: its address is a secret and must not travel on."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def register(app: Flask) -> None:
    """Set the headers on every answer."""
    app.after_request(finish)
