# SPDX-License-Identifier: EUPL-1.2
"""`@command`: the beat of every write.  Permission, change, record, in one transaction.

A command is `verb_noun(actor, subject, *, ..., at=NOW)`.  Before its body runs, the view's read is
ended, the write begun, the subject read anew and locked, and the permission checked on that row.
Commands never nest: what several share stands in `acts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import structlog
from sqlalchemy import inspect

from dialogue.core.access import Actor, Permission, Whose, may
from dialogue.core.database import Base, session, transaction
from dialogue.core.errors import Forbidden, NotFound, Stale

P = ParamSpec("P")
Subject = TypeVar("Subject")
Result = TypeVar("Result")

#: The default of every command's `at`: stands for the instant at which the command begins.
NOW: Final = datetime.min.replace(tzinfo=UTC)

COMMANDS: dict[str, tuple[Permission, Callable[..., Any]]] = {}
_running: ContextVar[str | None] = ContextVar("running_command", default=None)
log = structlog.get_logger()


def command(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[Actor, Subject, P], Result]],
    Callable[Concatenate[Actor, Subject, P], Result],
]:
    """Make a function the one way to do an act.

    Raises Forbidden when the actor may not do it to this subject, NotFound when the subject has
    gone meanwhile, RuntimeError when called from within another command.
    """

    def make(
        act: Callable[Concatenate[Actor, Subject, P], Result],
    ) -> Callable[Concatenate[Actor, Subject, P], Result]:
        @wraps(act)
        def run(actor: Actor, subject: Subject, /, *args: P.args, **kwargs: P.kwargs) -> Result:
            if outer := _running.get():
                raise RuntimeError(f"{act.__name__} was called from within {outer}")
            if kwargs.get("at", NOW) == NOW:
                kwargs["at"] = datetime.now(UTC)
            token = _running.set(act.__name__)
            try:
                with transaction():
                    fresh = _locked(subject)
                    if not may(actor, permission, whose(fresh)):
                        log.warning(
                            "refused", command=act.__name__, permission=permission.value,
                            account=actor.account_id,
                        )  # fmt: skip
                        raise Forbidden(f"{permission} is needed for {act.__name__}")
                    return act(actor, fresh, *args, **kwargs)
            finally:
                _running.reset(token)

        COMMANDS[f"{act.__module__}.{act.__name__}"] = (permission, act)
        return run

    return make


def check_seen(version: int, seen: int | None) -> None:
    """Raises Stale when `seen`, the version that the page showed, is not `version`, the one that
    stands now; None where no page was shown.
    """
    if seen is not None and seen != version:
        raise Stale(f"the page showed version {seen}, it is {version} now")


def whose(subject: object) -> Whose:
    """Whom a subject belongs to, by its own word; a subject that does not say belongs to all."""
    tell = getattr(subject, "whose", None)
    return tell() if callable(tell) else Whose()


def _locked(subject: Subject) -> Subject:
    """The subject as it stands now, locked until the transaction ends.

    A subject that is no stored row (None, or a plain value) is passed on as it is.
    """
    if not isinstance(subject, Base):
        return subject
    identity = inspect(subject).identity
    if identity is None:
        raise ValueError("a command's subject must be stored already")
    # NO KEY UPDATE on PostgreSQL: a row that is being changed can still be pointed at meanwhile,
    # so that a new reply and a change of what it answers never wait for each other.
    fresh = session().get(
        type(subject), identity, with_for_update={"key_share": True}, populate_existing=True
    )
    if fresh is None:
        raise NotFound("the subject has gone")
    return fresh
