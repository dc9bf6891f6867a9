# SPDX-License-Identifier: EUPL-1.2
"""Each page asks the database a fixed number of times, however much is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from dialogue.core.database import db, session
from tests import factories
from tests.page import Browser
from tests.pages.conftest import Town

#: Path → how many queries the anonymous may cost at most.
BUDGETS = {
    "/": 8,
    "/mal": 8,
    "/mal/2024/aktivt-liv": 8,
    "/dialoger": 8,
    "/dialoger/ljus": 8,
    "/dialoger/ljus/fragan": 4,
    "/dialoger/ljus/fragan?sortering=besvarade": 4,
    "/dialoger/mal-2024-aktivt-liv/samtal": 4,
    "/platser/brunflo": 8,
    "/aterkoppling": 8,
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
            assert browser.get(f"/sv{path}").status == 200
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
    found = costs(browser, list(BUDGETS))
    assert {path: n for path, n in found.items() if n > BUDGETS[path]} == {}


def test_what_a_page_costs_does_not_grow(town: Town, browser: Browser) -> None:
    paths = [
        *BUDGETS,
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
