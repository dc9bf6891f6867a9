# SPDX-License-Identifier: EUPL-1.2
"""Rows for tests, as plain functions: everything has a default, times are passed in.

They write rows directly, so that a test of one feature does not lean on another's commands.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from dialogue.accounts.models import Account, Committee, LoginSession, RoleGrant
from dialogue.accounts.tokens import cookie_hash, new_cookie
from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.core.html import HTML_VERSION, render_words
from dialogue.core.languages import Translated
from dialogue.core.workdays import end_of_day, local_day
from dialogue.dialogues import codes
from dialogue.dialogues.models import (
    Contact,
    Contribution,
    Dialogue,
    DialogueLink,
    Receipt,
    Thread,
)
from dialogue.dialogues.rules.contribution import Channel, ContributionState
from dialogue.dialogues.rules.dialogue import (
    DialogueForm,
    DialogueState,
    ModerationMode,
    ParticipationLevel,
)
from dialogue.feedback.models import (
    FeedbackCover,
    FeedbackLink,
    FeedbackResponse,
    FeedbackRevision,
)
from dialogue.feedback.rules import ResponseSize, ResponseState, Use
from dialogue.goals.models import Assignment, Goal, Place, Plan
from dialogue.goals.rules import AssignmentOrigin, PlaceKind
from dialogue.notifications.models import Follow, Followed
from dialogue.notifications.queries.follow import columns_of
from tests.page import Browser

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday
T = TypeVar("T")
_numbers = itertools.count(1)


def sv(text: str) -> Translated:
    """A text in Swedish only."""
    return Translated({"sv": text})


def _save(row: T) -> T:
    session().add(row)
    session().commit()
    return row


def committee(key: str = "kommunstyrelsen", name: str = "Kommunstyrelsen") -> Committee:
    """The committee with this key, made when it is not there."""
    found = session().query(Committee).filter_by(key=key).one_or_none()
    return found or _save(Committee(key=key, name=sv(name)))


def account(
    email: str | None = None,
    role: Role | None = None,
    body: Committee | None = None,
    name: str = "",
) -> Account:
    """An account; `body` narrows its role to one committee."""
    made = _save(
        Account(email=email or f"n{next(_numbers)}@example.org", name=name, created_at=NOW)
    )
    if role is not None:
        made.grants.append(RoleGrant(role=role, committee_id=body.id if body else None))
        session().commit()
    return made


def sign_in(browser: Browser, who: Account, *, seen_on: date | None = None) -> Browser:
    """The browser, signed in as `who`: a session of its own and its cookie."""
    cookie, now = new_cookie(), datetime.now(UTC)
    _save(
        LoginSession(
            account_id=who.id, token_hash=cookie_hash(cookie), created_at=now,
            seen_on=seen_on or local_day(now),
        )
    )  # fmt: skip
    browser.client.set_cookie("session", cookie)
    return browser


def plan(year: int = 2024) -> Plan:
    """The plan of a year, made when it is not there."""
    found = session().query(Plan).filter_by(year=year).one_or_none()
    return found or _save(
        Plan(year=year, title=sv(f"Mål och budget {year}"), adopted_on=date(year, 1, 1))
    )


def goal(key: str = "aktivt-liv", year: int = 2024, body: Committee | None = None) -> Goal:
    """A goal of a year's plan."""
    number = next(_numbers)
    return _save(
        Goal(
            plan_id=plan(year).id, committee_id=(body or committee()).id, key=key, number=number,
            kind=None, dimension=None, short=sv(f"Kort {key}"), about=sv("fritid och kultur"),
            name=sv(f"Målet {key} i sin helhet"), policy=sv("Vi vill mer.\n\nMycket mer."),
        )
    )  # fmt: skip


def assignment(under: Goal | None = None, key: str = "uppdrag-1") -> Assignment:
    """An assignment under a goal."""
    under = under or goal()
    return _save(
        Assignment(
            goal_id=under.id, key=key, committee_id=under.committee_id,
            origin=AssignmentOrigin.COUNCIL, text=sv("Bygg en brygga"),
        )
    )  # fmt: skip


def place(key: str = "brunflo", name: str = "Brunflo") -> Place:
    """A place."""
    return _save(Place(key=key, name=sv(name), kind=PlaceKind.DISTRICT))


def dialogue(
    slug: str | None = None,
    *,
    goals: list[Goal] | None = None,
    body: Committee | None = None,
    state: DialogueState = DialogueState.ANNOUNCED,
    moderation: ModerationMode = ModerationMode.PRE,
    form: DialogueForm = DialogueForm.BOUNDED,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    answer_by: date | None = None,
    thread_slug: str | None = None,
) -> Dialogue:
    """A dialogue with one thread, by default bounded, announced and open at NOW."""
    bounded = form is DialogueForm.BOUNDED
    announced = state in (DialogueState.ANNOUNCED, DialogueState.ARCHIVED)
    made = Dialogue(
        slug=slug or f"dialog-{next(_numbers)}", committee_id=(body or committee()).id, form=form,
        state=state, moderation=moderation, level=ParticipationLevel.CONSULTATION,
        title=sv(f"Dialogen {slug or ''}".strip()), purpose=sv("Vi vill veta."),
        open_to=sv("var"), not_open_to=sv("om"), decider=sv("Nämnden"), contact="Britta, 063-1",
        languages=["sv"], opens_at=opens_at or (NOW - timedelta(days=10) if bounded else None),
        closes_at=closes_at or (NOW + timedelta(days=3650) if bounded else None),
        decision_on=date(2036, 12, 1) if bounded else None,
        answer_by=(answer_by or date(2036, 12, 20)) if bounded else None,
        announced_at=NOW - timedelta(days=10) if announced else None,
        cancel_reason="Den behövs inte." if state is DialogueState.CANCELLED else None,
    )  # fmt: skip
    made.threads = [Thread(slug=thread_slug or "fragan", question=sv("Vad tycker du?"))]
    made.links = [DialogueLink(goal_id=g.id) for g in goals or []]
    return _save(made)


def contribution(
    thread: Thread | None = None,
    body: str = "Mer ljus, tack.",
    *,
    state: ContributionState = ContributionState.PUBLISHED,
    parent: Contribution | None = None,
    name: str | None = None,
    email: str | None = None,
    language: str = "sv",
    at: datetime = NOW,
    reviewed: bool = True,
    held_for: list[str] | None = None,
    where: Place | None = None,
    answered_at: datetime | None = None,
) -> Contribution:
    """A contribution with its receipt, and its thread's counter kept right."""
    thread = thread or dialogue().threads[0]
    shown = state in (ContributionState.PUBLISHED, ContributionState.UNPUBLISHED)
    made = Contribution(
        dialogue_id=thread.dialogue_id, thread_id=thread.id,
        parent_id=parent.id if parent else None,
        channel=Channel.COMMENT, name=name, language=language, body=body,
        body_html=str(render_words(body)), html_version=HTML_VERSION, state=state,
        held_for=held_for or [], received_at=at, shown_at=at if shown else None,
        reviewed_at=at if shown and reviewed else None,
        due_at=end_of_day((at + timedelta(14)).date()),
        answered_at=answered_at, place_id=where.id if where else None,
    )  # fmt: skip
    if parent is not None and shown:
        siblings = session().query(Contribution).filter_by(parent_id=parent.id).count()
        made.reply_no = siblings + 1
    made.receipt = Receipt(code=codes.new_code())
    if email:
        made.contact = Contact(email=email)
    thread.shown_count += state is ContributionState.PUBLISHED
    return _save(made)


def response(
    covers: list[Contribution],
    *,
    use: Use = Use.LED_TO_CHANGE,
    size: ResponseSize = ResponseSize.FULL,
    state: ResponseState = ResponseState.PUBLISHED,
    author: Account | None = None,
    reviewer: Account | None = None,
    title: str = "Ljus på vägen",
    at: datetime = NOW + timedelta(days=1),
    body: Committee | None = None,
) -> FeedbackResponse:
    """A response; a published one covers `covers` and marks them answered."""
    published = state is ResponseState.PUBLISHED
    full = size is ResponseSize.FULL
    made = FeedbackResponse(
        committee_id=(body or committee()).id, slug="ljus-pa-vagen", title=sv(title), size=size,
        state=state, author_id=author.id if author else None,
        reviewer_id=reviewer.id if reviewer else None, signature="Ebba Vattuman, utvecklare",
        created_at=at, published_at=at if published else None,
    )  # fmt: skip
    made.revisions = [
        FeedbackRevision(
            number=1, said=sv("Ni ville ha ljus.") if full else None,
            decided=sv("Lampor sätts upp."),
            connection=sv("Därför.") if full else None, by_id=author.id if author else None, at=at,
        )
    ]  # fmt: skip
    _save(made)
    if published:
        for covered in covers:
            session().add(
                FeedbackCover(
                    response_id=made.id, contribution_id=covered.id, use=use,
                    line="Du fick ljus.",
                    reason="Pengarna räckte inte." if use is Use.NOT_USED else "",
                    receiver="contact_centre" if use is Use.PASSED_ON else "",
                )
            )  # fmt: skip
            covered.answered_at = at
        tied = {(ln.goal_id, ln.assignment_id) for c in covers for ln in c.dialogue.links}
        made.links = [
            FeedbackLink(goal_id=goal_id, assignment_id=a) for goal_id, a in sorted(tied, key=str)
        ]
        session().commit()
    return made


def follow(
    followed: Followed,
    email: str = "a@example.org",
    *,
    asked: datetime = NOW,
    confirmed: datetime | None = NOW,
    language: str = "sv",
) -> Follow:
    """Somebody follows something; with `confirmed` None she has not said yes yet."""
    return _save(
        Follow(
            email=email, language=language, requested_at=asked, confirmed_at=confirmed,
            **columns_of(followed),
        )
    )  # fmt: skip
