# SPDX-License-Identifier: EUPL-1.2
"""Signed tokens that can be written in one way only."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer


def loads_as_written(signer: URLSafeSerializer, token: str) -> Any:
    """What a token holds, when it is spelt just as the signer spells it.

    The last letter of a signature has two bits that mean nothing, so four spellings would pass.
    Raises BadSignature for any but the one that was handed out.
    """
    value = signer.loads(token)
    if signer.dumps(value) != token:
        raise BadSignature("the token is spelt in another way than it was made")
    return value
