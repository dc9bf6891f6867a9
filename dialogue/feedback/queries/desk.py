# SPDX-License-Identifier: EUPL-1.2
"""What the answer desk looks up: what waits, what is in work, who is told, who may review."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from dialogue.accounts.models import Account, Committee, RoleGrant
from dialogue.core.access import Permission, may
from dialogue.core.database import session
from dialogue.core.events import Event
from dialogue.dialogues.models import Contact, Contribution, DialogueLink
from dialogue.dialogues.queries.contact import has_mail_address, mail_address
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackResponse, FeedbackSelection
from dialogue.feedback.queries.covering import Ids, in_scope
from dialogue.feedback.queries.published import whole
from dialogue.feedback.rules import ResponseState

Scope = Collection[int] | None


def _unanswered(committees: Scope) -> Select[Contribution]:
    return (
        select(Contribution)
        .join(Contribution.dialogue)
        .where(
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.answered_at.is_(None),
            in_scope(committees),
        )
        .options(*_shown())
        .order_by(Contribution.due_at, Contribution.id)
    )


def _shown() -> tuple[Any, ...]:
    return (
        contains_eager(Contribution.dialogue),
        joinedload(Contribution.place),
        joinedload(Contribution.thread),
    )


def unanswered(
    committees: Scope, *, after: datetime | None, until: datetime | None, limit: int
) -> tuple[list[Contribution], int]:
    """Published contributions without an answer that are due after one instant and until another,
    the first due first, and how many there are in all.
    """
    found = _unanswered(committees)
    if after is not None:
        found = found.where(Contribution.due_at > after)
    if until is not None:
        found = found.where(Contribution.due_at <= until)
    counted = found.add_columns(func.count().over().label("total")).limit(limit)
    rows = session().execute(counted).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def more_to_answer(committees: Scope, chosen: Sequence[int], limit: int) -> list[Contribution]:
    """Unanswered ones that could be answered along with those `chosen`: of their dialogues first,
    then of dialogues with their goals; without any chosen, the first due.
    """
    found = _unanswered(committees).where(Contribution.id.not_in(chosen)).limit(limit)
    if not chosen:
        return list(session().scalars(found))
    dialogues = select(Contribution.dialogue_id).where(Contribution.id.in_(chosen))
    goals = select(DialogueLink.goal_id).where(DialogueLink.dialogue_id.in_(dialogues))
    related = select(DialogueLink.dialogue_id).where(DialogueLink.goal_id.in_(goals))
    same = Contribution.dialogue_id.in_(dialogues)
    found = found.where(or_(same, Contribution.dialogue_id.in_(related)))
    found = found.order_by(None).order_by(same.desc(), Contribution.due_at, Contribution.id)
    return list(session().scalars(found))


def answerable(ids: Sequence[int], committees: Scope) -> dict[int, Contribution]:
    """Id → contribution, for those that are published and in scope, with place and dialogue."""
    found = session().scalars(
        select(Contribution)
        .join(Contribution.dialogue)
        .where(
            Contribution.id.in_(ids),
            Contribution.state == ContributionState.PUBLISHED,
            in_scope(committees),
        )
        .options(*_shown())
    )
    return {contribution.id: contribution for contribution in found}


def received(ids: Sequence[int]) -> dict[int, datetime]:
    """Id → when it was received, whatever has become of it."""
    rows = select(Contribution.id, Contribution.received_at).where(Contribution.id.in_(ids))
    return {row[0]: row[1] for row in session().execute(rows)} if ids else {}


def in_work_for(contribution_ids: Collection[int], committees: Scope) -> dict[int, int]:
    """Contribution id → the id of a response in work, in scope, that is to cover it."""
    found = (
        select(FeedbackSelection.contribution_id, FeedbackSelection.response_id)
        .join(FeedbackResponse, FeedbackResponse.id == FeedbackSelection.response_id)
        .where(FeedbackSelection.contribution_id.in_(contribution_ids))
        .order_by(FeedbackSelection.response_id)
    )
    if committees is not None:
        found = found.where(FeedbackResponse.committee_id.in_(committees))
    return {row[0]: row[1] for row in session().execute(found)}


def responses_in_work(committees: Scope, limit: int) -> list[tuple[FeedbackResponse, int]]:
    """Drafts and responses in review in scope, the latest first, with how many each covers."""
    count = (
        select(func.count())
        .where(FeedbackSelection.response_id == FeedbackResponse.id)
        .scalar_subquery()
    )
    found = (
        select(FeedbackResponse, count)
        .where(FeedbackResponse.state != ResponseState.PUBLISHED)
        .options(joinedload(FeedbackResponse.author), selectinload(FeedbackResponse.revisions))
        .order_by(FeedbackResponse.id.desc())
        .limit(limit)
    )
    if committees is not None:
        found = found.where(FeedbackResponse.committee_id.in_(committees))
    return [(row[0], row[1]) for row in session().execute(found)]


def response_by_id(response_id: int) -> FeedbackResponse | None:
    """One response in whatever state, with texts, links, decision, author and reviewer."""
    found = select(FeedbackResponse).where(FeedbackResponse.id == response_id)
    people = (joinedload(FeedbackResponse.author), joinedload(FeedbackResponse.reviewer))
    return session().scalar(found.options(*whole(), *people))


def last_hand(response: FeedbackResponse) -> tuple[Account | None, datetime] | None:
    """Who did the last thing to a response, and when."""
    row = session().execute(
        select(Account, Event.at)
        .select_from(Event)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(
            Event.subject_type == FeedbackResponse.__tablename__, Event.subject_id == response.id
        )
        .order_by(Event.id.desc())
        .limit(1)
    )
    found = row.first()
    return (found[0], found[1]) if found else None


def reviewers(response: FeedbackResponse) -> list[Account]:
    """Those who may review it and publish it, by name."""
    here = or_(RoleGrant.committee_id.is_(None), RoleGrant.committee_id == response.committee_id)
    staff = select(RoleGrant.account_id).where(here)
    accounts = session().scalars(
        select(Account)
        .where(Account.id.in_(staff), Account.closed_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    return [
        account
        for account in accounts
        if may(account.actor(), Permission.FEEDBACK_PUBLISH, response.whose())
        and response.may_be_published_by(account.id)
    ]


def first_committee(committees: Scope) -> Committee:
    """The first of these (None: of all): a response without contributions begins as its."""
    found = select(Committee).order_by(Committee.id).limit(1)
    if committees is not None:
        found = found.where(Committee.id.in_(committees))
    return session().scalars(found).one()


@dataclass(frozen=True)
class Told:
    """How many people get a mail, and how many contributions have only their receipt."""

    mails: int
    receipts: int

    @property
    def people(self) -> int:
        """All who are told."""
        return self.mails + self.receipts


def told(among: Ids) -> Told:
    """Who will be told when these contributions are answered."""
    row = session().execute(
        select(
            func.count(mail_address().distinct()).filter(has_mail_address()),
            func.count().filter(~has_mail_address()),
        )
        .select_from(Contribution)
        .outerjoin(Contact, Contact.contribution_id == Contribution.id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(Contribution.id.in_(among))
    )
    mails, receipts = row.one()
    return Told(mails, receipts)


def first_told(among: Ids, limit: int = 10) -> list[Contribution]:
    """The contributions of the first person who gets a mail, the oldest first."""
    mailed = (
        select(Contribution)
        .outerjoin(Contact, Contact.contribution_id == Contribution.id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(Contribution.id.in_(among), has_mail_address())
        .order_by(Contribution.received_at, Contribution.id)
    )
    address = session().scalar(mailed.with_only_columns(mail_address()).limit(1))
    return list(session().scalars(mailed.where(mail_address() == address).limit(limit)))
