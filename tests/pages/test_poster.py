# SPDX-License-Identifier: EUPL-1.2
"""The poster of a dialogue, and the short address that stands on it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.core.qr import qr_svg
from dialogue.dialogues.models import Thread
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.pages.views.poster import SIZES, _length
from tests import factories as make
from tests.factories import NOW
from tests.page import Browser, words

POSTER = "/sv/dialoger/buss/affisch"


def drawn(svg: str) -> str:
    """The dark modules of a QR code."""
    found = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert found
    return found[1]


def test_a_poster_says_all_that_one_needs(app: Flask, browser: Browser) -> None:
    dialogue = make.dialogue("buss")
    dialogue.place, dialogue.languages = make.place("lit", "Lit"), ["sv", "sma"]
    session().commit()
    page = browser.get(POSTER)
    assert page.status == 200
    assert words(page.one("h1")) == "Vad tycker du?"
    for said in (
        "Östersunds kommun", "Lit", "Säg vad du tycker. Få svar.", "Öppen till", "Svar senast",
        "localhost/d/buss", "0980-31", "Åarjelsaemien gïele",
    ):  # fmt: skip
        assert said in page.text, said
    own = qr_svg("http://localhost/d/buss", title="")
    assert drawn(page.html) == drawn(str(own)), "the code holds the short address"
    assert "QR-kod till http://localhost/d/buss" in page.html
    assert "dialoger/buss/affisch" in browser.get("/sv/dialoger/buss").html


def test_it_is_a_reading_page_in_two_sizes(app: Flask, browser: Browser) -> None:
    make.dialogue("buss")
    page = browser.get(POSTER)
    assert page.response.headers["Cache-Control"] == "public, no-cache"
    assert not page.forms()
    again = Browser(app, headers={"Accept-Language": "en"}).get(POSTER)
    assert again.html == page.html
    assert "poster a4" in page.html
    assert "poster a5" in browser.get(f"{POSTER}?format=a5").html
    assert "poster a4" in browser.get(f"{POSTER}?format=%3Cx%3E").html


def test_one_question_is_asked_and_several_stand_under_the_title(
    app: Flask, browser: Browser
) -> None:
    dialogue = make.dialogue("buss")
    dialogue.threads.append(Thread(slug="nar", question=make.sv("När på dygnet?")))
    session().commit()
    page = browser.get(POSTER)
    assert words(page.one("h1")) == "Dialogen buss"
    assert [words(li) for li in page.one("ul", class_="poster-questions")] == [
        "Vad tycker du?", "När på dygnet?",
    ]  # fmt: skip
    dialogue.threads[0].question = make.sv("Hur " * 60)
    session().commit()
    assert not browser.get(POSTER).all("ul", class_="poster-questions")


def test_a_standing_dialogue_promises_days_and_one_that_closed_promises_nothing(
    app: Flask, browser: Browser
) -> None:
    make.dialogue("mal-2024-x", goals=[make.goal()], form=DialogueForm.STANDING)
    standing = browser.get("/sv/dialoger/mal-2024-x/affisch")
    assert "Alltid öppen" in standing.text
    assert "Svar inom 10 arbetsdagar" in standing.text
    make.dialogue("buss", closes_at=NOW - timedelta(days=1))
    closed = browser.get(POSTER)
    assert "Säg vad du tycker" not in closed.text
    assert "Öppen till" not in closed.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Vad ska byggas i parken?", "short"),
        ("Kollektivtrafik på kvällen?", "long"),
        ("Vad " * 20, "middle"),
        ("Vad " * 38, "long"),
        ("Vad " * 60, "longest"),
        ("Kollektivtrafikförsörjningsplan", "longest"),
        ("", "short"),
    ],
)
def test_longer_questions_are_set_smaller(question: str, expected: str) -> None:
    assert _length(question) == expected
    assert list(SIZES) == ["short", "middle", "long"]


def test_the_short_address_leads_to_the_dialogue_in_the_visitors_language(
    app: Flask, browser: Browser
) -> None:
    make.dialogue("buss")
    for asked, lang in (("", "sv"), ("sma", "sma"), ("en-GB,sv;q=0.5", "en"), ("de", "sv")):
        page = browser.get("/d/buss", Accept_Language=asked)
        assert (page.status, page.location) == (302, f"/{lang}/dialoger/buss")
        assert page.response.headers["Cache-Control"] == "private, no-store"
        assert page.response.headers["Vary"] == "Accept-Language, Cookie"
    browser.client.set_cookie("language", "se")
    assert browser.get("/d/buss", Accept_Language="en").location == "/se/dialoger/buss"


def test_what_nobody_may_see_has_neither_poster_nor_short_address(
    app: Flask, browser: Browser
) -> None:
    make.dialogue("hemlig", state=DialogueState.DRAFT)
    for slug in ("hemlig", "finns-inte"):
        assert browser.get(f"/d/{slug}").status == 404
        assert browser.get(f"/sv/dialoger/{slug}/affisch").status == 404


@pytest.mark.parametrize("lang", ["sma", "se", "smj", "en"])
def test_it_stands_in_every_language(lang: str, app: Flask, browser: Browser) -> None:
    make.dialogue("buss", goals=[make.goal()])
    assert browser.get(f"/{lang}/dialoger/buss/affisch").status == 200
