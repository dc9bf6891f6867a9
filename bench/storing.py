# SPDX-License-Identifier: EUPL-1.2
"""From the rows of rows.py to the tables of the models, thousands at a time.

Nothing here goes through a command: a million commands would take hours.  What a command would
have left behind is left behind all the same: receipt, event, outbox row, and the mail sent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import cast

from sqlalchemy import Connection, Table, bindparam, func, select, update

from bench.rows import BODIES, Answer, Chunk, Place, Row, Words, answer_day
from dialogue.accounts.models import Account
from dialogue.core.database import Base
from dialogue.core.events import Event, EventKind, Outbox
from dialogue.core.html import HTML_VERSION, render_words
from dialogue.core.languages import Translated
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import (
    Contact,
    Contribution,
    Dialogue,
    DialogueLink,
    Receipt,
    Thread,
)
from dialogue.dialogues.rules.contribution import Cursor, Sort
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.feedback.models import (
    FeedbackCover,
    FeedbackLink,
    FeedbackResponse,
    FeedbackRevision,
)
from dialogue.goals.models import Goal, Plan
from dialogue.goals.models import Place as Where
from dialogue.goals.queries import current_plan, goals_of
from dialogue.moderation.models import ModerationDecision
from dialogue.notifications.models import Notification

CHUNK = 4_000
BOUNDED = 30
BIG, SMALL, QUESTION = "matning-stor", "matning-liten", "fragan"
NUMBERED = (Event, Outbox, Notification, Account, Dialogue, Thread, FeedbackResponse)


def table_of(model: type[Base]) -> Table:
    """A model's table."""
    return cast(Table, model.__table__)


def sv(words: str) -> Translated:
    """A text in Swedish."""
    return Translated({"sv": words})


class Storing:
    """One building of a data set, within one connection."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection, self.now = connection, now
        self.html = [str(render_words(body)) for body in BODIES]
        self.next = {
            table_of(model): (connection.scalar(select(func.max(table_of(model).c.id))) or 0) + 1
            for model in NUMBERED
        }
        self.accounts: list[int] = []
        plan = current_plan(local_day(now))
        assert plan is not None, "the demo has a plan in force"
        self.plan: Plan = plan
        self.goals: list[Goal] = goals_of(plan.id)

    def put(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Store rows that all have the same columns."""
        if rows:
            self.connection.execute(table_of(model).insert(), rows)

    def number(self, model: type[Base]) -> int:
        """The next id of a table that counts."""
        table = table_of(model)
        self.next[table] += 1
        return self.next[table] - 1

    # What is there before anybody says anything

    def words(self, n: int) -> Words:
        """`n` contributions, and the dialogues and people for them."""
        standing = self.connection.execute(
            select(Thread.id, Dialogue.id)
            .join(Dialogue, Dialogue.id == Thread.dialogue_id)
            .where(
                Dialogue.form == DialogueForm.STANDING,
                Dialogue.state == DialogueState.ANNOUNCED,
            )
            .order_by(Thread.id)
        )
        others = [Place(thread_id, dialogue_id) for thread_id, dialogue_id in standing] * 3
        big, small = self._dialogue(BIG, 0), self._dialogue(SMALL, 1)
        big.is_answered = small.is_answered = False
        others += [self._dialogue(f"matning-{number}", number) for number in range(BOUNDED)]
        place_ids = list(self.connection.scalars(select(Where.id).order_by(Where.id)))
        words = Words(n, self.now, big, small, others, place_ids)
        self._people(words.residents)
        return words

    def _people(self, count: int) -> None:
        self.accounts = [self.number(Account) for _ in range(count)]
        rows = [
            {
                "id": number, "email": f"invanare{place}@example.org", "name": "",
                "language": "sv", "created_at": self.now - timedelta(days=800),
            }
            for place, number in enumerate(self.accounts)
        ]  # fmt: skip
        for start in range(0, count, CHUNK):
            self.put(Account, rows[start : start + CHUNK])

    def _dialogue(self, slug: str, number: int) -> Place:
        """A bounded dialogue with one question, open for years."""
        goal = self.goals[number % len(self.goals)]
        place = Place(self.number(Thread), self.number(Dialogue), due_at=answer_day(self.now))
        row = {
            "id": place.dialogue_id, "slug": slug, "committee_id": goal.committee_id,
            "form": "bounded", "state": "announced", "moderation": "post", "level": "consultation",
            "title": sv(f"Hur ska vi ha det på gatorna? ({slug})"),
            "purpose": sv("Vi vill veta vad som ska göras först."),
            "open_to": sv("Vad vi börjar med, och när."),
            "not_open_to": sv("Hur mycket pengar det finns."),
            "decider": sv("Nämnden."), "contact": "Britta Vägbo, 063-14 30 00",
            "languages": ["sv", "sma"], "sami_flag": False, "child_flag": False,
            "opens_at": self.now - timedelta(days=740),
            "closes_at": self.now + timedelta(days=3650),
            "decision_on": (self.now + timedelta(days=3690)).date(),
            "answer_by": answer_day(self.now).date(),
            "announced_at": self.now - timedelta(days=745), "version": 1,
        }  # fmt: skip
        thread = {
            "id": place.thread_id, "dialogue_id": place.dialogue_id, "slug": QUESTION,
            "position": 0, "question": sv("Vad ska vi börja med?"), "shown_count": 0,
        }  # fmt: skip
        self.put(Dialogue, [row])
        self.put(Thread, [thread])
        self.put(DialogueLink, [{"dialogue_id": place.dialogue_id, "goal_id": goal.id}])
        return place

    # What was said

    def chunk(self, chunk: Chunk) -> None:
        """Contributions with all that belongs to them."""
        self.put(Contribution, [self._stored(row) for row in chunk.contributions])
        self.put(Receipt, chunk.receipts)
        self.put(Contact, chunk.contacts)
        self.put(ModerationDecision, chunk.decisions)
        self._received(chunk.contributions)

    def _stored(self, row: Row) -> Row:
        """A row as its table has it: words rendered, its author's account where she signed in."""
        stored = {k: v for k, v in row.items() if k not in ("resident", "is_signed_in", "email")}
        stored["body"], stored["body_html"] = BODIES[row["body"]], self.html[row["body"]]
        stored["html_version"] = HTML_VERSION
        stored["author_id"] = self._author(row)
        return stored

    def _author(self, row: Row) -> int | None:
        return self.accounts[row["resident"]] if row["is_signed_in"] else None

    def _received(self, rows: Sequence[Row]) -> None:
        """What was recorded when they came, and the mails that went out."""
        events, outbox, mails = [], [], []
        for row in rows:
            one = self._event(EventKind.CONTRIBUTION_RECEIVED, row["received_at"], row["id"])
            one["actor_id"] = self._author(row)
            one["details"] = {"state": row["state"].value, "channel": "comment"}
            events.append(one)
            outbox.append(self._told(one))
            if "email" in row:
                mails.append(self._mail(one, row["email"]))
        self.put(Event, events)
        self.put(Outbox, outbox)
        self.put(Notification, mails)

    def _event(self, kind: EventKind, at: datetime, subject_id: int) -> Row:
        subject = FeedbackResponse if kind is EventKind.FEEDBACK_PUBLISHED else Contribution
        return {
            "id": self.number(Event), "kind": kind, "at": at, "actor_id": None,
            "subject_type": subject.__tablename__, "subject_id": subject_id, "details": {},
        }  # fmt: skip

    def _told(self, one: Row) -> Row:
        expanded = one["at"] + timedelta(seconds=2)
        return {"id": self.number(Outbox), "event_id": one["id"], "expanded_at": expanded}

    def _mail(self, one: Row, email: str) -> Row:
        return {
            "id": self.number(Notification), "event_id": one["id"], "person": f"e:{email}",
            "language": "sv", "address": email, "attempts": 1,
            "sent_at": one["at"] + timedelta(seconds=5),
        }  # fmt: skip

    # What was answered

    def answer(self, answer: Answer) -> None:
        """A published answer with its text, links, covers and event, and a mail to each person."""
        number, at = self.number(FeedbackResponse), answer.at
        committee_id, goal_ids = self._about[answer.dialogue_id]
        row = {
            "id": number, "committee_id": committee_id, "slug": "sa-blev-det",
            "title": sv(f"Så blev det med gatorna, del {number}"), "size": "short",
            "state": "published", "signature": "Britta Vägbo, gatuingenjör",
            "created_at": at - timedelta(hours=2), "published_at": at, "version": 2,
        }  # fmt: skip
        decided = sv("Vi sätter upp fler lampor i vår, och börjar vid skolan.")
        cover = {
            "response_id": number, "use": "led_to_change", "line": "", "reason": "", "receiver": "",
        }  # fmt: skip
        one = self._event(EventKind.FEEDBACK_PUBLISHED, at, number)
        people = dict.fromkeys(row["email"] for row in answer.covers if "email" in row)
        self.put(FeedbackResponse, [row])
        text = {"response_id": number, "number": 1, "decided": decided, "at": at}
        self.put(FeedbackRevision, [text])
        self.put(FeedbackLink, [{"response_id": number, "goal_id": goal} for goal in goal_ids])
        self.put(FeedbackCover, [{**cover, "contribution_id": c["id"]} for c in answer.covers])
        self.put(Event, [one])
        self.put(Outbox, [self._told(one)])
        self.put(Notification, [self._mail(one, email) for email in people])

    @cached_property
    def _about(self) -> dict[int, tuple[int, list[int]]]:
        """Dialogue id → its committee's id, and the goals that it is about."""
        rows = self.connection.execute(select(Dialogue.id, Dialogue.committee_id))
        about: dict[int, tuple[int, list[int]]] = {d: (c, []) for d, c in rows}
        links = self.connection.execute(select(DialogueLink.dialogue_id, DialogueLink.goal_id))
        for dialogue_id, goal_id in links:
            about[dialogue_id][1].append(goal_id)
        return about

    def mark_and_count(self, words: Words) -> None:
        """When each was answered, and how much shows in each thread."""
        covers, response = FeedbackCover, FeedbackResponse
        answered = (
            select(response.published_at)
            .join(covers, covers.response_id == response.id)
            .where(covers.contribution_id == Contribution.id, response.state == "published")
            .scalar_subquery()
        )
        self.connection.execute(
            update(Contribution)
            .where(
                Contribution.answered_at.is_(None),
                Contribution.id.in_(select(covers.contribution_id)),
            )
            .values(answered_at=answered)
        )
        table = table_of(Thread)
        self.connection.execute(
            update(table)
            .where(table.c.id == bindparam("thread"))
            .values(shown_count=table.c.shown_count + bindparam("more")),
            [{"thread": thread, "more": more} for thread, more in words.counts.items()],
        )
        if self.connection.dialect.name == "postgresql":
            for table in self.next:
                last = self.connection.scalar(select(func.max(table.c.id)))
                sequence = func.pg_get_serial_sequence(table.name, "id")
                self.connection.execute(select(func.setval(sequence, last)))

    def where(self, words: Words) -> dict[str, str]:
        """The addresses of what is measured, and the ids that the limit asks for."""
        goal = self.goals[0]
        covered = [row["id"] for answer in words.answers[-1:] for row in answer.covers]
        answered = covered[0] if covered else words.marks[0][1]
        moment, identity = words.marks[len(words.marks) * 9 // 10]
        code = self.connection.scalar(
            select(Receipt.code).where(Receipt.contribution_id == answered)
        )
        standing = self.connection.scalars(
            select(Dialogue.slug)
            .where(Dialogue.form == DialogueForm.STANDING, Dialogue.slug.startswith("mal-"))
            .order_by(Dialogue.id)
        )
        thread = f"/sv/dialoger/{BIG}/{QUESTION}"
        return {
            "thread": thread,
            "deep": f"{thread}?efter={Cursor(moment, identity).written(Sort.OLDEST)}",
            "small": f"/sv/dialoger/{SMALL}/{QUESTION}",
            "dialogue": f"/sv/dialoger/{BIG}",
            "goal": f"/sv/mal/{self.plan.year}/{goal.key}",
            "contribution": f"/sv/synpunkter/{answered}",
            "receipt": f"/sv/kvitto/{code}",
            "standing": json.dumps(list(standing)),
            "big_thread_id": str(words.big.thread_id),
        }
