# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT of contributions, their receipts, and what shows in a thread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload
from sqlalchemy.sql.elements import ColumnElement

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues import codes
from dialogue.dialogues.models import Contribution, Dialogue, Receipt
from dialogue.dialogues.rules.contribution import ContributionState, Cursor, Sort, read_cursor

_PUBLISHED = Contribution.state == ContributionState.PUBLISHED
#: What a person does with a contribution once she has read it.
_HANDLED = (
    EventKind.CONTRIBUTION_APPROVED, EventKind.CONTRIBUTION_MASKED, EventKind.CONTRIBUTION_REJECTED,
    EventKind.CONTRIBUTION_HELD, EventKind.CONTRIBUTION_UNPUBLISHED,
    EventKind.CONTRIBUTION_RESTORED, EventKind.CONTRIBUTION_MOVED,
)  # fmt: skip


@dataclass(frozen=True)
class Root:
    """One place in a thread.  `contribution` is None when it no longer shows but replies do.

    `root_id` is for finding those replies, never for showing; `reply_count` counts what shows.
    """

    root_id: int
    contribution: Contribution | None
    reply_count: int


@dataclass(frozen=True)
class Roots:
    """A page of a thread; `later` is the cursor of the next page, None on the last."""

    rows: list[Root]
    later: str | None


@dataclass(frozen=True)
class Replies:
    """A page of the replies to one root; `later` is the cursor of the next page."""

    rows: list[Contribution]
    later: str | None


def shown_in(thread_id: int, contribution_id: int) -> Contribution | None:
    """A contribution of this thread that anybody may read."""
    return session().scalar(
        select(Contribution).where(
            Contribution.id == contribution_id, Contribution.thread_id == thread_id, _PUBLISHED
        )
    )


def contribution_by_key(key: str) -> Contribution | None:
    """What was stored under this submission key, with its receipt."""
    return session().scalar(
        select(Contribution)
        .where(Contribution.submission_key == key)
        .options(joinedload(Contribution.receipt))
    )


def contribution_by_code(code: str) -> Contribution | None:
    """The contribution of a receipt code, however the code is spelt, with all its receipt shows."""
    stored = codes.read(code)
    if stored is None:
        return None
    return session().scalar(
        select(Contribution)
        .join(Contribution.receipt)
        .where(Receipt.code == stored)
        .options(
            contains_eager(Contribution.receipt),
            joinedload(Contribution.contact),
            joinedload(Contribution.place),
            joinedload(Contribution.thread),
            joinedload(Contribution.dialogue).joinedload(Dialogue.committee),
        )
    )


def was_handled(contribution_id: int) -> bool:
    """Whether a person has decided anything about it, also what leaves no mark on it: to wait."""
    found = select(Event.id).where(
        Event.subject_type == Contribution.__tablename__,
        Event.subject_id == contribution_id,
        Event.kind.in_(_HANDLED),
    )
    return session().scalar(found.limit(1)) is not None


def public_contribution(contribution_id: int) -> Contribution | None:
    """A published contribution with its place, thread and dialogue; None for any other."""
    return session().scalar(
        select(Contribution)
        .join(Contribution.dialogue)
        .where(Contribution.id == contribution_id, _PUBLISHED, Dialogue.announced_at.is_not(None))
        .options(
            contains_eager(Contribution.dialogue).joinedload(Dialogue.committee),
            joinedload(Contribution.thread),
            joinedload(Contribution.place),
        )
    )


def roots(
    thread_id: int, sort: Sort = Sort.OLDEST, after: str | None = None, limit: int = 20
) -> Roots:
    """A page of a thread's roots, after the cursor; a cursor that is none gives the first page.

    A root that was hidden keeps its place while replies to it show.  By answers, only those that
    have one, the latest answer first.
    """
    cursor = read_cursor(after, sort)
    reply = aliased(Contribution)
    answers = and_(reply.parent_id == Contribution.id, reply.state == ContributionState.PUBLISHED)
    count = select(func.count(reply.id)).where(answers).correlate(Contribution).scalar_subquery()
    shows = or_(_PUBLISHED, exists().where(answers).correlate(Contribution))
    if sort is Sort.ANSWERED:
        shows = and_(_PUBLISHED, Contribution.answered_at.is_not(None))
    found = session().execute(
        select(Contribution, count)
        .where(
            Contribution.thread_id == thread_id,
            Contribution.parent_id.is_(None),
            Contribution.shown_at.is_not(None),
            shows,
            _beyond(sort, cursor),
        )
        .order_by(*_order(sort))
        .offset(cursor.skip)
        .limit(limit + 1)
        .options(joinedload(Contribution.place))
    )
    rows = [Root(c.id, c if c.is_shown else None, replies) for c, replies in found]
    later = _later(rows[:limit], sort, cursor) if len(rows) > limit else None
    return Roots(rows[:limit], later)


def _times(sort: Sort) -> InstrumentedAttribute[datetime | None]:
    return Contribution.answered_at if sort is Sort.ANSWERED else Contribution.shown_at


def _order(sort: Sort) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    time, identity = _times(sort), Contribution.id
    if sort is Sort.OLDEST:
        return time.asc(), identity.asc()
    return time.desc(), identity.desc()


def _beyond(sort: Sort, cursor: Cursor) -> ColumnElement[bool]:
    if cursor.moment is None:
        return true()
    here, last = tuple_(_times(sort), Contribution.id), tuple_(cursor.moment, cursor.identity)
    return here > last if sort is Sort.OLDEST else here < last


def _later(rows: list[Root], sort: Sort, before: Cursor) -> str:
    """Counts from the last one that shows: of a hidden one an address says neither id nor time."""
    for skip, row in enumerate(reversed(rows)):
        if (last := row.contribution) is not None:
            moment = last.answered_at if sort is Sort.ANSWERED else last.shown_at
            return Cursor(moment, last.id, skip).written(sort)
    return replace(before, skip=before.skip + len(rows)).written(sort)


def replies(root_ids: Collection[int], per_root: int = 5) -> dict[int, list[Contribution]]:
    """The first published replies to each root, in the order they were first shown.

    One limited walk of the index a root, all in one statement: a root may have tens of thousands.
    """
    if not root_ids:
        return {}
    grouped: dict[int, list[Contribution]] = {root_id: [] for root_id in root_ids}
    values = {f"root_{number}": root_id for number, root_id in enumerate(grouped)}
    for reply in session().scalars(_first_replies(len(grouped), per_root), values):
        assert reply.parent_id is not None
        grouped[reply.parent_id].append(reply)
    return grouped


@lru_cache(maxsize=64)
def _first_replies(roots: int, per_root: int) -> Select[Contribution]:
    """The statement for so many roots, `root_0` and on: writing it takes longer than asking it."""
    first = union_all(
        *(
            select(
                select(Contribution.id)
                .where(Contribution.parent_id == bindparam(f"root_{number}"), _PUBLISHED)
                .order_by(Contribution.reply_no)
                .limit(per_root)
                .subquery()
                .c.id
            )
            for number in range(roots)
        )
    ).subquery()
    return (
        select(Contribution)
        .where(Contribution.id.in_(select(first.c.id)))
        .order_by(Contribution.parent_id, Contribution.reply_no)
        .options(joinedload(Contribution.place))
    )


def replies_of(root_id: int, after: str | None = None, limit: int = 20) -> Replies:
    """A page of the published replies to one root; the cursor is the last one's number."""
    number = int(after) if after and after.isascii() and after.isdigit() and len(after) < 10 else 0
    found = session().scalars(
        select(Contribution)
        .where(and_(Contribution.parent_id == root_id, _PUBLISHED, Contribution.reply_no > number))
        .order_by(Contribution.reply_no)
        .limit(limit + 1)
        .options(joinedload(Contribution.place))
    )
    rows = list(found)
    return Replies(rows[:limit], str(rows[limit - 1].reply_no) if len(rows) > limit else None)
