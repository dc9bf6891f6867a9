# SPDX-License-Identifier: EUPL-1.2
"""Did this page help?  Asked on every page of goals, dialogues and answers; words are answered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.goals.models import Goal
from dialogue.insights.models import PageVerdict
from dialogue.insights.queries import judged_pages
from dialogue.insights.rules import Verdict
from tests import factories
from tests.page import Browser, words


@pytest.fixture
def free(app: Flask) -> Dialogue:
    """The municipality's own dialogue, for what has no goal yet."""
    return factories.dialogue("fritt", form=DialogueForm.STANDING, thread_slug="samtal", goals=[])


@pytest.fixture
def goal(free: Dialogue) -> Goal:
    """A goal of the plan in force, with its standing dialogue."""
    goal = factories.goal("aktivt-liv")
    factories.dialogue(
        "mal-2024-aktivt-liv", goals=[goal], form=DialogueForm.STANDING, thread_slug="samtal"
    )
    return goal


def counted() -> dict[tuple[str, Verdict], int]:
    session().rollback()
    return {(row.page, row.verdict): row.count for row in session().query(PageVerdict)}


def said() -> list[Contribution]:
    session().rollback()
    return session().query(Contribution).all()


def paths(goal: Goal) -> list[str]:
    """A page of each kind that asks."""
    dialogue = factories.dialogue("ljus", goals=[goal])
    contribution = factories.contribution(dialogue.threads[0], "Det är mörkt.")
    response = factories.response([contribution])
    assignment = factories.assignment(goal)
    return [
        "/mal", "/mal/2024", "/mal/2024/aktivt-liv", f"/uppdrag/{assignment.id}-{assignment.key}",
        "/dialoger", "/dialoger/ljus", f"/dialoger/ljus/{dialogue.threads[0].slug}",
        f"/synpunkter/{contribution.id}", "/aterkoppling",
        f"/aterkoppling/{response.id}-{response.slug}",
    ]  # fmt: skip


def test_every_page_of_goals_dialogues_and_answers_asks(browser: Browser, goal: Goal) -> None:
    for path in paths(goal):
        page = browser.get(f"/sv{path}")
        links = [a.get("href") for a in page.all("a") if "/hjalpte" in (a.get("href") or "")]
        assert links == [f"/sv{path}/hjalpte?svar=ja", f"/sv{path}/hjalpte?svar=nej"], path
        asked = browser.get(links[1] or "")
        assert asked.status == 200
        assert asked.one("input", value="nej").get("checked") is not None
        assert "no-store" in asked.response.headers["Cache-Control"]


def test_looking_counts_nothing_and_answering_counts_one(browser: Browser, goal: Goal) -> None:
    asked = browser.get("/sma/mal/2024/aktivt-liv/hjalpte?svar=ja")
    assert counted() == {}
    page = browser.submit(asked, {})
    assert (page.status, page.location) == (303, "/sma/mal/2024/aktivt-liv/hjalpte?klart=tack")
    browser.submit(browser.get("/sv/mal/2024/aktivt-liv/hjalpte"), {"svar": "ja"})
    browser.submit(browser.get("/sv/mal/2024/aktivt-liv/hjalpte"), {"svar": "nej"})
    path = "/mal/2024/aktivt-liv"
    assert counted() == {(path, Verdict.YES): 2, (path, Verdict.NO): 1}
    kinds = [event.kind for event in session().query(Event)]
    assert kinds == [EventKind.PAGE_JUDGED] * 3
    assert browser.get(page.location).one("h1") is not None


def test_words_become_a_contribution_on_the_goal(browser: Browser, goal: Goal) -> None:
    asked = browser.get("/sv/mal/2024/aktivt-liv/hjalpte?svar=nej")
    page = browser.submit(asked, {"body": "Vem sköter isen?", "email": "ada@example.org"})
    (made,) = said()
    assert (page.status, page.location) == (303, f"/sv/kvitto/{made.receipt.code}")
    assert (made.body, made.dialogue.slug) == ("Vem sköter isen?", "mal-2024-aktivt-liv")
    assert made.contact is not None
    assert sum(counted().values()) == 1


def test_words_about_a_dialogue_are_said_in_it_while_it_is_open(
    browser: Browser, goal: Goal
) -> None:
    factories.dialogue("ljus", goals=[goal])
    factories.dialogue("is", closes_at=datetime(2024, 1, 1, tzinfo=UTC))
    for slug in ("ljus", "is"):
        asked = browser.get(f"/sv/dialoger/{slug}/hjalpte?svar=nej")
        assert browser.submit(asked, {"body": f"Om {slug}."}).status == 303
    assert {c.body: c.dialogue.slug for c in said()} == {"Om ljus.": "ljus", "Om is.": "fritt"}


def test_a_goal_of_a_former_year_leaves_the_words_to_be_sorted(
    browser: Browser, goal: Goal
) -> None:
    factories.goal("fritid", 2023)
    asked = browser.get("/sv/mal/2023/fritid/hjalpte?svar=nej")
    assert browser.submit(asked, {"body": "Var är bilderna?"}).status == 303
    assert [c.dialogue.slug for c in said()] == ["fritt"]


def test_personal_data_is_shown_before_it_is_sent(browser: Browser, goal: Goal) -> None:
    asked = browser.get("/sv/mal/2024/aktivt-liv/hjalpte?svar=nej")
    page = browser.submit(asked, {"body": "Ring 070-174 06 35."})
    assert page.status == 422
    assert page.one("mark").get("data-kind") == "phone"
    assert said() == []
    assert browser.submit(page, {}, press="mask").status == 303
    assert [c.body for c in said()] == ["Ring [personuppgift borttagen]."]
    assert sum(counted().values()) == 1


def test_no_choice_is_refused_with_the_words_kept(browser: Browser, goal: Goal) -> None:
    page = browser.submit(browser.get("/sv/mal/hjalpte"), {"body": "Jaha."})
    assert page.status == 422
    assert "Jaha." in (page.one("textarea").text or "")
    assert "Välj ja eller nej." in words(page.one("div", role="alert"))
    assert (counted(), said()) == ({}, [])


def test_a_foreign_token_is_refused_with_the_words_kept(browser: Browser, goal: Goal) -> None:
    sent = {"svar": "ja", "body": "Jaha.", "csrf_token": "nonsense"}
    page = browser.post("/sv/mal/hjalpte", sent)
    assert (page.status, counted(), said()) == (400, {}, [])
    assert "Jaha." in (page.one("textarea").text or "")


def test_a_machine_counts_for_nothing(browser: Browser, goal: Goal) -> None:
    page = browser.submit(browser.get("/sv/mal/hjalpte"), {"svar": "ja", "website": "x"})
    assert (page.status, page.location, counted()) == (303, "/sv/tack", {})


def test_words_that_are_refused_let_nobody_count_without_end(
    browser: Browser, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {"contribute": (3, 600)}
    monkeypatch.setitem(browser.app.extensions["dialogue"], "limits", limits)
    page = browser.get("/sv/mal/hjalpte")
    sent = {"svar": "nej", "body": "x" * 5001}
    got = [browser.submit(page, sent).status for _ in range(4)]
    assert got[-1] == 429
    assert sum(counted().values()) <= 3


@pytest.mark.parametrize(
    "path",
    ["/mal/1999", "/mal/2024/nope", "/dialoger/nope", "/dialoger/utkast", "/kvitto", "/om", "/",
     "/arbete/sidor", "/mal/2024/aktivt-liv/hjalpte", "/aterkoppling/999-x"],
)  # fmt: skip
def test_what_is_no_such_page_does_not_ask(browser: Browser, goal: Goal, path: str) -> None:
    factories.dialogue("utkast", goals=[goal], state=DialogueState.DRAFT)
    assert browser.get(f"/sv{path}/hjalpte").status == 404
    assert browser.post(f"/sv{path}/hjalpte", {"svar": "ja"}).status in (404, 405)
    assert counted() == {}


def test_staff_see_which_pages_helped_least(browser: Browser, goal: Goal) -> None:
    for path, answer in [("/mal", "ja"), ("/mal/2024", "nej"), ("/mal/2024", "ja")]:
        browser.submit(browser.get(f"/sv{path}/hjalpte"), {"svar": answer})
    assert [tuple(row) for row in judged_pages(date(2000, 1, 1))] == [
        ("/mal/2024", 1, 1), ("/mal", 1, 0),
    ]  # fmt: skip
    assert judged_pages(date(2999, 1, 1)) == []
    factories.sign_in(browser, factories.account(role=Role.OFFICIAL))
    page = browser.get("/sv/arbete/sidor")
    rows = [[words(cell) for cell in row] for row in page.all("tr")][1:]
    assert rows == [["/mal/2024", "1", "1", "50"], ["/mal", "1", "0", "100"]]
