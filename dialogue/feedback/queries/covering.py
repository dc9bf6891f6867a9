# SPDX-License-Identifier: EUPL-1.2
"""What can be covered, and what stands in the way of covering it.

`among` is a list of contribution ids, or a SELECT of them for a response in work; `committees` are
the ids of those in whose scope the reader is, None for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Select, func, select, true

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackCover, FeedbackSelection
from dialogue.feedback.rules import Selection

Ids = Sequence[int] | Select[int]

#: How many are named when something is refused.
NAMED = 100
#: How many ids go into one query.
CHUNK = 5_000


def chosen_ids(response_id: int) -> Select[int]:
    """The ids that a response in work is to cover."""
    return select(FeedbackSelection.contribution_id).where(
        FeedbackSelection.response_id == response_id
    )


def covered_ids(response_id: int) -> Select[int]:
    """The ids that a published response covers."""
    return select(FeedbackCover.contribution_id).where(FeedbackCover.response_id == response_id)


def selections(response_id: int) -> Iterator[Selection]:
    """What a response in work is to cover, one by one in the order chosen: memory stays flat."""
    rows = session().execute(
        select(
            FeedbackSelection.contribution_id, FeedbackSelection.use, FeedbackSelection.line,
            FeedbackSelection.reason, FeedbackSelection.receiver,
        )
        .where(FeedbackSelection.response_id == response_id)
        .order_by(FeedbackSelection.id)
        .execution_options(yield_per=1_000)
    )  # fmt: skip
    return (Selection(*row) for row in rows)


def in_scope(committees: Collection[int] | None) -> ColumnElement[bool]:
    """Whether a joined Dialogue is a committee's of these; None means all."""
    return true() if committees is None else Dialogue.committee_id.in_(committees)


def published_in_scope(ids: Sequence[int], committees: Collection[int] | None) -> dict[int, int]:
    """Contribution id → its committee's id, for those that are published and in scope."""
    found: dict[int, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = session().execute(
            select(Contribution.id, Dialogue.committee_id)
            .join(Contribution.dialogue)
            .where(
                Contribution.id.in_(ids[start : start + CHUNK]),
                Contribution.state == ContributionState.PUBLISHED,
                in_scope(committees),
            )
        )
        found.update((contribution_id, committee_id) for contribution_id, committee_id in rows)
    return found


def outside(among: Ids, committees: Collection[int] | None) -> list[int]:
    """Those that belong to other committees' dialogues."""
    if committees is None:
        return []
    return _ids(
        select(Contribution.id)
        .join(Contribution.dialogue)
        .where(Contribution.id.in_(among), Dialogue.committee_id.not_in(committees))
    )


def not_published(among: Ids) -> list[int]:
    """Those that have left `published`."""
    return _ids(
        select(Contribution.id).where(
            Contribution.id.in_(among), Contribution.state != ContributionState.PUBLISHED
        )
    )


def covered(among: Ids) -> list[int]:
    """Those that a published response covers already."""
    return _ids(
        select(FeedbackCover.contribution_id.label("id"))
        .where(FeedbackCover.contribution_id.in_(among))
        .distinct()
    )


def _ids(statement: Select[int]) -> list[int]:
    return list(session().scalars(statement.order_by("id").limit(NAMED)))


def lock(among: Select[int]) -> int:
    """Lock the contributions in the order of their ids, so that of two responses that cover the
    same one the second waits and then sees it covered.  How many they are.
    """
    locked = (
        select(Contribution.id)
        .where(Contribution.id.in_(among))
        .order_by(Contribution.id)
        .with_for_update()
        .subquery()
    )
    return session().scalar(select(func.count()).select_from(locked)) or 0
