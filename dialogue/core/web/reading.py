# SPDX-License-Identifier: EUPL-1.2
"""Reading pages, headers, and what may be cached.

A reading page has the same bytes for the same state of the database, language and Stockholm day:
an ETag of the body answers conditional requests.  Everything else is private and not stored.

Reading pages and static texts go compressed to whoever takes that.  Pages with forms do not: beside
a token, what was typed and the length of the answer together would give the token away (BREACH).
"""

from __future__ import annotations

import gzip
import hashlib

from flask import Flask, Response, g, request

from dialogue.core.web.guards import SESSION_COOKIE, guard_of, reader

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


#: Shorter answers fit into one packet as they are.
WORTH_PACKING = 1_000
PACKED = frozenset(
    {
        "text/html", "text/css", "text/csv", "text/javascript", "image/svg+xml",
        "application/atom+xml",
    }
)  # fmt: skip


def finish(response: Response) -> Response:
    """After each view: what may be cached, ETag, packing, security headers."""
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
        _pack(response)
        return
    anonymous = SESSION_COOKIE not in request.cookies or not reader().signed_in
    if guard_of(request.endpoint) != "reading" or not anonymous or response.status_code != 200:
        response.headers.setdefault("Cache-Control", "private, no-store")
        return
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Cookie"
    if request.method in ("GET", "HEAD"):
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
        _pack(response)
        response.make_conditional(request)


def _pack(response: Response) -> None:
    """Compress it where the reader takes that; a packed answer has an ETag of its own."""
    if response.mimetype not in PACKED:
        return
    response.vary.add("Accept-Encoding")
    takes = request.accept_encodings.quality("gzip") > 0
    if not takes or response.status_code != 200 or "Content-Encoding" in response.headers:
        return
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < WORTH_PACKING:
        return
    response.set_data(gzip.compress(body, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag := response.get_etag()[0]:
        response.set_etag(f"{etag}-gzip")


def keep_to_oneself(response: Response) -> Response:
    """Headers of a receipt: its address is a secret and must not travel on."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def register(app: Flask) -> None:
    """Set the headers on every answer."""
    app.after_request(finish)
