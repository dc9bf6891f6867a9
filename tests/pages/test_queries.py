# SPDX-License-Identifier: EUPL-1.2
"""Each page asks the database a fixed number of times, however much is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from dialogue.core.database import db, session
from dialogue.notifications.queries.news import due_with_news
from dialogue.pages.queries import contribution as contributions
from tests import factories
from tests.factories import NOW
from tests.page import Browser
from tests.pages.conftest import Town

#: Path → how many queries the anonymous may cost at most.
BUDGETS = {
    "/": 8,
    "/mal": 8,
    "/mal/2024/aktivt-liv": 8,
    "/mal/2024/aktivt-liv/synpunkter": 4,
    "/mal/2024/aktivt-liv/synpunkter?visa=inte-andrade": 4,
    "/mal/2024/aktivt-liv/siffror.csv": 2,
    "/mal/2024/aktivt-liv/pengar.csv": 2,
    "/mal/2024/aktivt-liv/roda-traden.csv": 1,
    "/dialoger": 8,
    "/dialoger/ljus": 8,
    "/dialoger/ljus/fragan": 4,
    "/dialoger/ljus/fragan?sortering=besvarade": 4,
    "/dialoger/mal-2024-aktivt-liv/samtal": 4,
    "/platser/brunflo": 8,
    "/aterkoppling": 8,
}
#: The same for what has no language in its address.
FEED_BUDGETS = {
    "/feeds/mal-2024-aktivt-liv.atom": 8,
    "/feeds/dialog-ljus.atom": 8,
    "/feeds/plats-brunflo.atom": 8,
    "/feeds/aterkoppling.atom": 8,
}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries that run inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def costs(browser: Browser, paths: list[str]) -> dict[str, int]:
    found = {}
    for path in paths:
        session().expunge_all()
        with counted() as statements:
            assert browser.get(path if path.startswith("/feeds") else f"/sv{path}").status == 200
        found[path] = len(statements)
    return found


@pytest.fixture
def crowded(town: Town) -> Town:
    """Many more voices, replies and answers."""
    thread = town.bounded.threads[0]
    said = [factories.contribution(thread, f"Synpunkt {n}", where=town.place) for n in range(300)]
    for n in range(30):
        factories.contribution(thread, f"Kommentar {n}", parent=said[n % 5])
    for n in range(10):
        factories.response(said[n * 3 : n * 3 + 3], title=f"Svar {n}")
    return town


def test_no_page_costs_more_than_its_budget(crowded: Town, browser: Browser) -> None:
    budgets = BUDGETS | FEED_BUDGETS
    found = costs(browser, list(budgets))
    assert {path: n for path, n in found.items() if n > budgets[path]} == {}


def test_what_a_page_costs_does_not_grow(town: Town, browser: Browser) -> None:
    paths = [
        *BUDGETS,
        *FEED_BUDGETS,
        f"/synpunkter/{town.answered.id}",
        f"/aterkoppling/{town.response.id}-{town.response.slug}",
        f"/uppdrag/{town.assignment.id}-uppdrag-1",
    ]
    thread = town.bounded.threads[0]
    for n in range(2):
        factories.contribution(thread, f"Kommentar {n}", parent=town.answered)
    few = costs(browser, paths)
    said = [factories.contribution(thread, f"Synpunkt {n}", where=town.place) for n in range(300)]
    for n in range(30):
        factories.contribution(thread, f"Kommentar {n}", parent=said[n % 5])
    factories.response(said[:30], title="Ett svar till")
    assert costs(browser, paths) == few


def plans_of(asking: Callable[[], object]) -> list[str]:
    """How the database goes about what is asked, where it cannot gather everything and sort it."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        asked.append((statement, given))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        asking()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    on_sqlite = db.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if on_sqlite else "EXPLAIN"
    with db.engine.connect() as connection:
        if not on_sqlite:
            for way in ("seqscan", "sort", "bitmapscan"):
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        return [
            "\n".join(row[-1] for row in connection.exec_driver_sql(f"{explain} {said}", given))
            for said, given in asked
            if said.startswith("SELECT")
        ]


def test_the_newest_words_are_looked_up_by_index(town: Town) -> None:
    for asking in (
        lambda: contributions.newest_of_dialogue(town.bounded.id),
        lambda: contributions.newest_at_place(town.place.id),
        lambda: contributions.said_about(town.goal.id, []),
    ):
        assert any("ix_contribution_shown" in plan for plan in plans_of(asking))


def test_a_digest_looks_at_the_words_of_its_weeks_only(town: Town) -> None:
    for followed in (town.goal, town.bounded, town.place):
        factories.follow(followed)
    plans = plans_of(lambda: due_with_news(NOW + timedelta(days=8)))
    assert sum("ix_contribution_shown" in plan for plan in plans) == 3
