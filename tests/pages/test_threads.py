# SPDX-License-Identifier: EUPL-1.2
"""A thread and its contributions: twenty at a time, five replies each, in three orders."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.dialogues.models import Thread
from dialogue.dialogues.rules.dialogue import DialogueForm
from tests import factories
from tests.factories import NOW
from tests.page import Browser, Page, words
from tests.pages.conftest import Town

PATH = "/sv/dialoger/ljus/fragan"


def ids(page: Page) -> list[int]:
    """The ids of the roots, in the order of the page."""
    rows = next(e for e in page.all("div") if e.get("class") == "rows")
    return [int(e.get("data-contribution", "0")) for e in rows if e.tag == "article"]


@pytest.fixture
def thread() -> Thread:
    return factories.dialogue("ljus").threads[0]


@pytest.mark.usefixtures("app")
def test_twenty_a_page_until_the_last(browser: Browser, thread: Thread) -> None:
    said = [
        factories.contribution(thread, f"Nummer {n}", at=NOW + timedelta(minutes=n)).id
        for n in range(45)
    ]
    for sort, expected in (("", said), ("?sortering=nyast", said[::-1])):
        page, seen = browser.get(PATH + sort), []
        while True:
            seen += ids(page)
            assert len(ids(page)) <= 20
            later = [a.get("href", "") for a in page.all("a", rel="next")]
            if not later:
                break
            page = browser.get(later[0])
        assert seen == expected


def test_a_bad_cursor_or_order_gives_the_first_page(
    app: object, browser: Browser, thread: Thread
) -> None:
    factories.contribution(thread)
    first = browser.get(PATH)
    for query in ("?efter=%00", "?efter=zzz", "?sortering=drop", "?efter=-1&sortering="):
        page = browser.get(PATH + query)
        assert page.status == 200
        assert ids(page) == ids(first)


def test_by_answers_shows_only_what_is_answered(town: Town, browser: Browser) -> None:
    factories.contribution(town.bounded.threads[0], "Väntar ännu.")
    assert ids(browser.get(f"{PATH}?sortering=besvarade")) == [town.answered.id]
    empty = browser.get("/sv/dialoger/mal-2024-aktivt-liv/samtal?sortering=besvarade")
    assert "Inget här är besvarat än." in empty.text


def test_five_replies_then_the_way_to_all(app: object, browser: Browser, thread: Thread) -> None:
    root = factories.contribution(thread, "Rot")
    for n in range(25):
        factories.contribution(thread, f"Kommentar {n}.", parent=root)
    page = browser.get(PATH)
    article = page.one("article", data_contribution=str(root.id))
    assert len(list(article.iter("article"))) == 1 + 5
    link = next(a for a in page.all("a") if words(a) == "Alla 25 kommentarer")
    assert link.get("href") == f"/sv/synpunkter/{root.id}#kommentarer"
    whole = browser.get(f"/sv/synpunkter/{root.id}")
    assert "Kommentar 19." in whole.text
    assert "Kommentar 20." not in whole.text
    rest = browser.get(whole.one("a", rel="next").get("href", "").partition("#")[0])
    assert "Kommentar 24." in rest.text
    assert "Kommentar 19." not in rest.text


def test_words_stand_in_their_own_language(app: object, browser: Browser, thread: Thread) -> None:
    here = factories.contribution(thread, "Buerie  biejjie", language="sma", name="<b>Maja")
    article = browser.get(PATH).one("article", data_contribution=str(here.id))
    assert article.get("lang") == "sma"
    said = next(e for e in article.iter("div") if e.get("class") == "words")
    assert "".join(said.itertext()) == "Buerie  biejjie"
    assert "<b>Maja" in words(article)


def test_one_can_write_and_comment_only_while_it_is_open(
    app: object, browser: Browser, thread: Thread
) -> None:
    here = factories.contribution(thread)
    is_open = browser.get(PATH).links()
    assert f"{PATH}/skriv" in is_open
    assert f"{PATH}/skriv?parent={here.id}" in is_open
    closed = factories.dialogue("stangd", closes_at=NOW - timedelta(days=1)).threads[0]
    there = factories.contribution(closed)
    links = browser.get("/sv/dialoger/stangd/fragan").links()
    assert not [href for href in links if "/skriv" in href]
    assert f"/sv/synpunkter/{there.id}/anmal" in links


def test_the_promise_stands_on_thread_and_dialogue(town: Town, browser: Browser) -> None:
    for path in (PATH, "/sv/dialoger/ljus"):
        card = browser.get(path).one("section", data_promise_card=True)
        said = {dd.get("data-field"): words(dd) for dd in card.iter("dd")}
        assert said["purpose"] == "Vi vill veta."
        assert said["open_to"] == "var"
        assert said["not_open_to"] == "om"
        assert said["level"] == "Vi frågar, och beslutar sedan."
        assert said["goals"] == "Kort aktivt-liv"
        assert said["decision_on"] == "Beslutet tas måndag 1 december 2036."
        assert said["answer_by"] == "Senast lördag 20 december 2036."
        assert said["moderation"] == "Innan den syns"
        assert said["contact"] == "Britta, 063-1"
        assert {"decider", "closes_at", "languages"} <= set(said)


def test_a_standing_thread_promises_working_days(app: object, browser: Browser) -> None:
    factories.dialogue("fritt", form=DialogueForm.STANDING, thread_slug="samtal")
    page = browser.get("/sv/dialoger/fritt/samtal")
    assert "Inom 10 arbetsdagar från det att du skrev." in page.text
    assert "Ingen har sagt något än. Bli först." in page.text
