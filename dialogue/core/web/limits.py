# SPDX-License-Identifier: EUPL-1.2
"""Rate limits over all processes, counted in the database; addresses only hashed and short-lived.

The key is the account, else a hash of the address prefix (IPv4 /32, IPv6 /64) that changes daily.
Counted in a transaction of its own before the view's write; reading never counts.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime

from flask import current_app, request
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core.database import Base, Key, insert_into, transaction
from dialogue.core.web.guards import instant, reader


class RateCount(Base):
    """How often one key did one thing within one window of time."""

    __tablename__ = "rate_count"

    key_hash: Mapped[Key] = mapped_column(primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


def seconds_to_wait(name: str) -> int:
    """Count one act; 0 while the limit allows it, else the seconds until the window ends."""
    limits: dict[str, tuple[int, int]] = current_app.extensions["dialogue"]["limits"]
    if name not in limits:
        return 0
    count, seconds = limits[name]
    now = instant()
    bucket = int(now.timestamp()) // seconds
    ends_at = datetime.fromtimestamp((bucket + 1) * seconds, now.tzinfo)
    key = _key(name, now)
    with transaction() as current:
        current.execute(delete(RateCount).where(RateCount.ends_at < now))
        used = current.scalar(
            insert_into(RateCount)
            .values(key_hash=key, bucket=bucket, n=1, ends_at=ends_at)
            .on_conflict_do_update(
                index_elements=[RateCount.key_hash, RateCount.bucket],
                set_={"n": RateCount.n + 1},
            )
            .returning(RateCount.n)
        )
    used = used or 0
    return 0 if used <= count else max(1, round((ends_at - now).total_seconds()))


def _key(name: str, now: datetime) -> str:
    actor = reader()
    who = f"a:{actor.account_id}" if actor.signed_in else f"p:{_prefix(request.remote_addr)}"
    message = f"{name}|{now.date()}|{who}".encode()
    return hmac.new(str(current_app.secret_key).encode(), message, hashlib.sha256).hexdigest()[:32]


def _prefix(address: str | None) -> str:
    try:
        parsed = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    # A socket for both kinds gives IPv4 as ::ffff:a.b.c.d, all of it within one /64.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    length = 32 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{parsed}/{length}", strict=False))
