# SPDX-License-Identifier: EUPL-1.2
"""Two at once: one contribution, numbers given once, nobody waits for another for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from dialogue.core.access import ANYONE, holder
from dialogue.core.database import db, session
from dialogue.core.events import Event
from dialogue.dialogues.acts import Words
from dialogue.dialogues.commands.contribution import contribute, withdraw_contribution
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories
from tests.page import Browser, form_values


@pytest.fixture
def thread(app: Flask) -> Thread:
    """A thread of an open, post-moderated dialogue."""
    return factories.dialogue("bussar", moderation=ModerationMode.POST).threads[0]


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Let all begin together, each in a context and session of its own; what each gave back."""
    session().rollback()
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait()
            try:
                return act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        results = list(pool.map(run, acts))
    session().rollback()
    session().expire_all()
    return results


def count(table: type[Contribution] | type[Event]) -> int:
    return session().scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("round_", range(3))
def test_a_double_click_at_the_same_instant_gets_one_receipt(
    app: Flask, browser: Browser, thread: Thread, round_: int
) -> None:
    page = browser.get("/sv/dialoger/bussar/fragan/skriv")
    data = {**dict(form_values(page.forms()[0])), "body": "Ljus"}

    def click() -> tuple[int, str]:
        response = app.test_client().post(page.path, data=data)
        return response.status_code, str(response.headers.get("Location"))

    results = at_once(app, *[click] * 4)
    assert len(set(results)) == 1
    assert results[0][0] == 303  # type: ignore[index]  # at_once gives back what each act gave
    assert (count(Contribution), count(Event), thread.shown_count) == (1, 1, 1)


def test_comments_at_once_get_a_number_each_while_the_root_is_taken_back(
    app: Flask, thread: Thread
) -> None:
    root = factories.contribution(thread)
    thread_id, root_id = thread.id, root.id

    def comment() -> None:
        there = session().get_one(Thread, thread_id)
        words = Words("Jag med", parent_id=root_id)
        contribute(ANYONE, there, words=words, key=None)

    def take_back() -> None:
        mine = session().get_one(Contribution, root_id)
        withdraw_contribution(holder(root_id), mine)

    for _ in range(3):
        at_once(app, comment, comment, comment)
    at_once(app, take_back, take_back)
    replies = select(Contribution.reply_no).where(Contribution.parent_id.is_not(None))
    numbers = session().scalars(replies)
    assert sorted(n or 0 for n in numbers) == list(range(1, 10))
    assert (thread.shown_count, root.state) == (9, ContributionState.WITHDRAWN)
    assert count(Event) == 10


def test_a_comment_and_taking_back_what_it_answers_never_block_each_other(
    app: Flask, thread: Thread
) -> None:
    thread_id = thread.id
    for _ in range(5):
        root_id = factories.contribution(thread).id

        def comment(root_id: int = root_id) -> str:
            there = session().get_one(Thread, thread_id)
            try:
                contribute(ANYONE, there, words=Words("Jag med", parent_id=root_id), key=None)
            except Exception as refusal:
                return type(refusal).__name__
            return "stored"

        def take_back(root_id: int = root_id) -> str:
            withdraw_contribution(holder(root_id), session().get_one(Contribution, root_id))
            return "taken back"

        commented, taken = at_once(app, comment, take_back)
        assert commented in ("stored", "Invalid")
        assert taken == "taken back"
    shown = select(func.count()).where(Contribution.state == ContributionState.PUBLISHED)
    assert thread.shown_count == session().scalar(shown)


def test_what_closes_meanwhile_takes_nothing_more(app: Flask, thread: Thread) -> None:
    stale = session().get_one(Thread, thread.id)
    assert stale.dialogue.is_open(factories.NOW)
    with db.engine.begin() as connection:
        connection.execute(
            Dialogue.__table__.update().values(closes_at=factories.NOW)  # type: ignore[attr-defined]  # a Table
        )
    session().rollback()
    with pytest.raises(Exception, match="not open"):
        contribute(ANYONE, stale, words=Words("Sent"), key=None)
    assert count(Contribution) == 0
