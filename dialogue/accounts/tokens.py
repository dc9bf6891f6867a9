# SPDX-License-Identifier: EUPL-1.2
"""The two secrets of signing in: the mailed link's token and the session's cookie.

A link's token is the signed id of its row, so that whoever writes the mail can make it and nothing
needs to be stored.  A cookie is random; only its hash is stored.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from dialogue.core.web.signing import loads_as_written


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="sign-in")


def sign_in_token(link_id: int) -> str:
    """The token of a SignInLink, for its address `/<lang>/konto/logga-in/<token>`."""
    return str(_signer().dumps(link_id))


def read_sign_in_token(token: str) -> int | None:
    """The id of the SignInLink, or None when the token is not one that we signed."""
    try:
        link_id = loads_as_written(_signer(), token)
    except (BadSignature, ValueError, TypeError):
        return None
    return link_id if isinstance(link_id, int) and not isinstance(link_id, bool) else None


def new_cookie() -> str:
    """A value for the cookie of a new session: 256 random bits."""
    return secrets.token_urlsafe(32)


def cookie_hash(cookie: str) -> str:
    """What is stored of a cookie; one hash suffices for 256 random bits."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()
