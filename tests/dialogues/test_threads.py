# SPDX-License-Identifier: EUPL-1.2
"""What shows in a thread: order, pages, replies, what is gone; and in how many queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from dialogue.core.database import db, session
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.queries.contribution import (
    contribution_by_code,
    public_contribution,
    replies,
    replies_of,
    roots,
)
from dialogue.dialogues.rules.contribution import ContributionState, Sort
from dialogue.dialogues.rules.dialogue import DialogueState
from tests import factories
from tests.factories import NOW

HIDDEN = [s for s in ContributionState if s is not ContributionState.PUBLISHED]


@pytest.fixture
def thread(app: Flask) -> Thread:
    """An empty thread."""
    return factories.dialogue().threads[0]


@contextmanager
def queries(expected: int) -> Iterator[None]:
    """Exactly so many statements are run within, from an empty identity map."""
    session().rollback()
    session().expunge_all()
    seen: list[str] = []

    def count(*args: object) -> None:
        if args[2] != "BEGIN":
            seen.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len(seen) == expected, "\n".join(seen)


def fill(thread: Thread, count: int) -> list[int]:
    """So many roots, two of each minute; their ids in the public order."""
    made = [
        factories.contribution(thread, at=NOW + timedelta(minutes=n // 2), where=place)
        for place in [factories.place()]
        for n in range(count)
    ]
    return [c.id for c in sorted(made, key=lambda c: (c.received_at, c.id))]


def walk(thread: Thread, sort: Sort, limit: int = 20) -> list[list[int]]:
    """The ids of every page; 0 for what is gone."""
    pages, after = [], None
    while True:
        page = roots(thread.id, sort, after, limit)
        pages.append([row.contribution.id if row.contribution else 0 for row in page.rows])
        if page.later is None:
            return pages
        after = page.later


@pytest.mark.parametrize("limit", [1, 3, 20])
def test_pages_hold_every_root_once_in_order(thread: Thread, limit: int) -> None:
    ids = fill(thread, 41)
    for sort, expected in ((Sort.OLDEST, ids), (Sort.NEWEST, ids[::-1])):
        pages = walk(thread, sort, limit)
        assert [c for page in pages for c in page] == expected
        assert {len(page) for page in pages[:-1]} == {limit}


def test_by_answers_only_the_answered_show_the_latest_first(thread: Thread) -> None:
    factories.contribution(thread)
    made = [factories.contribution(thread, answered_at=NOW + timedelta(days=n)) for n in (3, 1, 2)]
    factories.contribution(
        thread, answered_at=NOW + timedelta(9), state=ContributionState.UNPUBLISHED
    )
    assert walk(thread, Sort.ANSWERED, 2) == [[made[0].id, made[2].id], [made[1].id]]


@pytest.mark.parametrize("text", ["x", "Zm9v", "%00", "YWxkc3QuMS4x" * 3, "ö", "-1"])
def test_a_bad_cursor_is_the_first_page(thread: Thread, text: str) -> None:
    ids = fill(thread, 3)
    assert [row.root_id for row in roots(thread.id, Sort.OLDEST, text).rows] == ids
    newest = roots(thread.id, Sort.NEWEST, None, 1).later
    assert [row.root_id for row in roots(thread.id, Sort.OLDEST, newest).rows] == ids


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_vanishes_or_leaves_its_place_to_its_replies(
    thread: Thread, state: ContributionState
) -> None:
    first, second, third = (
        factories.contribution(thread, at=NOW + timedelta(minutes=n)) for n in range(3)
    )
    reply = factories.contribution(thread, parent=second, at=NOW + timedelta(hours=1))
    second.state = state
    session().commit()
    assert walk(thread, Sort.OLDEST) == [[first.id, 0, third.id]]
    assert walk(thread, Sort.NEWEST, 1) == [[third.id], [0], [first.id]]
    gone = roots(thread.id).rows[1]
    assert (gone.contribution, gone.reply_count) == (None, 1)
    reply.state = state
    session().commit()
    assert walk(thread, Sort.OLDEST) == [[first.id, third.id]]


def test_a_cursor_says_nothing_of_what_is_gone(thread: Thread) -> None:
    made = [factories.contribution(thread, at=NOW + timedelta(minutes=n)) for n in range(6)]
    for root in (*made[:3], made[4]):
        factories.contribution(thread, parent=root)
        root.state = ContributionState.WITHDRAWN
    session().commit()
    for limit in (1, 2, 3, 4):
        pages = walk(thread, Sort.OLDEST, limit)
        assert [c for page in pages for c in page] == [0, 0, 0, made[3].id, 0, made[5].id]
        after = roots(thread.id, Sort.OLDEST, None, limit).later
        assert after is not None
        assert len(after) < (30 if limit < 4 else 60)


@pytest.mark.parametrize("state", HIDDEN)
def test_replies_show_by_number_and_only_published_ones(
    thread: Thread, state: ContributionState
) -> None:
    root, other = factories.contribution(thread), factories.contribution(thread)
    made = [factories.contribution(thread, parent=root) for _ in range(47)]
    made[1].state = state
    session().commit()
    ids = [c.id for c in made if c is not made[1]]
    found = replies([root.id, other.id])
    assert [c.id for c in found[root.id]] == ids[:5]
    assert found[other.id] == []
    assert roots(thread.id).rows[0].reply_count in (46, 0)
    pages, after = [], None
    for _ in range(3):
        page = replies_of(root.id, after)
        pages += [c.id for c in page.rows]
        after = page.later
    assert (pages, after) == (ids, None)


@pytest.mark.parametrize("after", ["x", "-1", "", "٣", "9" * 40, None])
def test_a_bad_reply_cursor_is_the_first_page(thread: Thread, after: str | None) -> None:
    root = factories.contribution(thread)
    reply = factories.contribution(thread, parent=root)
    assert [c.id for c in replies_of(root.id, after).rows] == [reply.id]


@pytest.mark.parametrize("count", [1, 20, 45])
def test_a_page_takes_one_query_for_roots_and_one_for_replies(thread: Thread, count: int) -> None:
    for root_id in fill(thread, count)[:20]:
        parent = session().get_one(Contribution, root_id)
        factories.contribution(thread, parent=parent, where=factories.place(f"p{root_id}"))
    number = thread.id
    with queries(1):
        rows = roots(number).rows
        assert all(row.contribution and row.contribution.place for row in rows)
    with queries(1):
        found = replies([row.root_id for row in rows])
        assert all(reply.place for several in found.values() for reply in several)
    with queries(1):
        assert all(reply.place for reply in replies_of(rows[0].root_id).rows)


def test_no_roots_no_query(app: Flask) -> None:
    with queries(0):
        assert replies([]) == {}


def test_one_contribution_is_public_only_when_it_and_its_dialogue_are(thread: Thread) -> None:
    shown = factories.contribution(thread, where=factories.place())
    code, number = shown.receipt.code, shown.id
    hidden = [factories.contribution(thread, state=state) for state in HIDDEN]
    assert [public_contribution(c.id) for c in hidden] == [None] * len(hidden)
    assert public_contribution(17) is None
    draft = factories.contribution(factories.dialogue(state=DialogueState.DRAFT).threads[0])
    assert public_contribution(draft.id) is None
    with queries(1):
        found = public_contribution(number)
        assert found is not None
        assert all((found.place, found.thread, found.dialogue.committee.name))
    with queries(1):
        by_code = contribution_by_code(code.lower())
        assert by_code is not None
        assert (by_code.contact, by_code.dialogue.committee.key) == (None, "kommunstyrelsen")
    with queries(0):
        assert contribution_by_code("x") is None
