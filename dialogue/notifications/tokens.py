# SPDX-License-Identifier: EUPL-1.2
"""The two signed links of following: the one that says yes, and the one that ends it.

Nothing of either is stored.  The first names the row and when it was asked for, so that a number
that is given anew opens nothing; and what it was about, so that one can begin again.  The second
names the address: it works from every mail that ever went there (docs/decisions/0009).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from dialogue.core.web.signing import loads_as_written
from dialogue.notifications.rules import FollowKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Asked(NamedTuple):
    """What the link of the first mail stands for."""

    follow_id: int
    requested_at: datetime
    kind: FollowKind
    followed_id: int


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=salt)


def confirm_token(asked: Asked) -> str:
    """The token of the address `/<lang>/folj/<token>`."""
    moment = (asked.requested_at - _EPOCH) // _MICROSECOND
    value = [asked.follow_id, moment, asked.kind.value, asked.followed_id]
    return str(_signer("follow").dumps(value))


def read_confirm_token(token: str) -> Asked | None:
    """What it stands for, or None when it is not one that we signed."""
    match _read("follow", token):
        case [int(follow_id), int(moment), str(kind), int(followed_id)]:
            asked_at = _EPOCH + moment * _MICROSECOND
            return Asked(follow_id, asked_at, FollowKind(kind), followed_id)
    return None


def stop_token(email: str) -> str:
    """The token of the address `/<lang>/folj/sluta/<token>`."""
    return str(_signer("follow-stop").dumps(email))


def read_stop_token(token: str) -> str | None:
    """The e-mail address, or None when the token is not one that we signed."""
    email = _read("follow-stop", token)
    return email if isinstance(email, str) else None


def _read(salt: str, token: str) -> Any:
    try:
        return loads_as_written(_signer(salt), token)
    except (BadSignature, ValueError, TypeError):
        return None
