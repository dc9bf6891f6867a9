# SPDX-License-Identifier: EUPL-1.2
"""Atom feeds: valid, the same for everybody, and only what anybody may read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask, g, render_template
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.access import holder
from dialogue.core.database import session
from dialogue.core.html import render_words
from dialogue.core.plain_text import normalise, one_line, without_controls
from dialogue.dialogues.commands.contribution import edit_contribution, remove_name
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState, ModerationMode
from dialogue.feedback.rules import ResponseState
from dialogue.pages.shown.feed import Entry, Feed
from tests import factories as make
from tests.factories import NOW
from tests.page import Browser, Page

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HOSTILE = "Hej ]]> <b>fet</b> & \"citat\" 'x' <!-- --> &amp; \u2028 <script>x</script> https://a.se/?b=1&c"


def feed(page: Page) -> ElementTree.Element:
    """A feed that holds to RFC 4287, parsed."""
    assert page.status == 200
    assert page.response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(page.response.get_data())
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1, name
        assert RFC3339.fullmatch(part.findtext(f"{ATOM}updated") or "")
        assert part.find(f"{ATOM}author/{ATOM}name") is not None
        assert (part.findtext(f"{ATOM}id") or "").startswith("tag:localhost,2026:")
        assert [a.get("rel") for a in part.findall(f"{ATOM}link")].count("alternate") == 1
        assert part.get(LANG)
    every = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(every) == len(set(every)) <= 50
    return root


def entries(page: Page) -> list[ElementTree.Element]:
    return list(feed(page).iter(f"{ATOM}entry"))


def link(part: ElementTree.Element, rel: str = "alternate") -> str:
    found = [a.get("href") for a in part.findall(f"{ATOM}link") if a.get("rel") == rel]
    return str(found[0])


def town() -> tuple[Dialogue, Contribution]:
    """A goal, a place and a dialogue, with something said and answered in all three."""
    place = make.place("lit", "Lit")
    dialogue = make.dialogue("buss", goals=[make.goal("infrastruktur")])
    said = make.contribution(dialogue.threads[0], "Fler bussar på kvällen.", where=place)
    make.response([said], title="Nya turer")
    return dialogue, said


FEEDS = [
    "/feeds/mal-2024-infrastruktur.atom", "/feeds/dialog-buss.atom", "/feeds/plats-lit.atom",
]  # fmt: skip


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_holds_what_is_said_and_answered_the_newest_first(
    path: str, app: Flask, browser: Browser
) -> None:
    _dialogue, said = town()
    root = feed(browser.get(path))
    answer, words = list(root.iter(f"{ATOM}entry"))
    assert words.findtext(f"{ATOM}title") == "Fler bussar på kvällen."
    assert words.findtext(f"{ATOM}content") == "<p>Fler bussar på kvällen.</p>"
    assert words.find(f"{ATOM}content").get("type") == "html"  # type: ignore[union-attr]  # it is there
    assert words.findtext(f"{ATOM}author/{ATOM}name") == "Invånare"
    assert link(words) == f"http://localhost/sv/synpunkter/{said.id}"
    assert answer.findtext(f"{ATOM}title") == "Nya turer"
    summary = answer.findtext(f"{ATOM}summary") or ""
    assert [summary.index(h) for h in ("Ni sa", "Vi har bestämt", "Så hänger det ihop")]
    assert "Lampor sätts upp." in summary
    assert answer.findtext(f"{ATOM}author/{ATOM}name") == "Ebba Vattuman, utvecklare"
    assert link(root, "self") == f"http://localhost{path}"
    assert root.findtext(f"{ATOM}updated") == answer.findtext(f"{ATOM}updated")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Östersunds kommun"
    for part in (root, answer, words):
        assert browser.get(urlsplit(link(part)).path).status == 200


def test_the_feed_of_answers_holds_answers_alone(app: Flask, browser: Browser) -> None:
    town()
    [answer] = entries(browser.get("/feeds/aterkoppling.atom"))
    assert answer.findtext(f"{ATOM}title") == "Nya turer"


def test_the_address_chooses_the_language_and_nothing_else_does(app: Flask) -> None:
    _dialogue, said = town()
    said.language, said.name = "sma", "Jupmele"
    session().commit()
    path = FEEDS[0]
    swedish = Browser(app).get(path)
    for asked in ("sv", "de", "", "<x>"):
        page = Browser(app, headers={"Accept-Language": "en"}).get(f"{path}?sprak={asked}")
        assert page.html == swedish.html
    english = feed(Browser(app).get(f"{path}?sprak=en"))
    assert english.get(LANG) == "en"
    assert link(english, "self") == f"http://localhost{path}?sprak=en"
    answer, words = list(english.iter(f"{ATOM}entry"))
    assert link(words).startswith("http://localhost/en/synpunkter/")
    assert words.get(LANG) == "sma"
    assert answer.get(LANG) == "sv"
    same = [e.findtext(f"{ATOM}id") for e in entries(swedish)]
    assert same == [e.findtext(f"{ATOM}id") for e in (answer, words)]


def test_a_feed_is_a_reading_page(app: Flask, browser: Browser) -> None:
    town()
    for path in (*FEEDS, "/feeds/aterkoppling.atom"):
        page = browser.get(path)
        tag = page.response.headers["ETag"]
        assert page.response.headers["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in page.response.headers
        assert browser.get(path, If_None_Match=tag).status == 304
        other = Browser(app, headers={"Accept-Language": "sma"}).get(path)
        assert other.response.get_data() == page.response.get_data()
        assert browser.post(path).status == 405


def test_what_is_not_public_is_in_no_feed(app: Flask, browser: Browser) -> None:
    dialogue, said = town()
    place = said.place
    for state in ContributionState:
        if state is not ContributionState.PUBLISHED:
            make.contribution(
                dialogue.threads[0], "Hemligt", state=state, where=place, name="Hemlig"
            )
    for unready in (ResponseState.DRAFT, ResponseState.IN_REVIEW):
        make.response([said], state=unready, title="Hemligt")
    for path in (*FEEDS, "/feeds/aterkoppling.atom"):
        assert "Hemlig" not in browser.get(path).html
    tag = browser.get(FEEDS[0]).response.headers["ETag"]
    said.state = ContributionState.UNPUBLISHED
    session().commit()
    for path in FEEDS:
        assert "Fler bussar" not in browser.get(path).html
    assert browser.get(FEEDS[0], If_None_Match=tag).status == 200


def test_a_feed_of_what_nobody_may_see_or_nothing_is_not_there(
    app: Flask, browser: Browser
) -> None:
    make.dialogue("hemlig", state=DialogueState.DRAFT)
    for path in (
        "/feeds/dialog-hemlig.atom", "/feeds/dialog-finns-inte.atom", "/feeds/mal-2024-x.atom",
        "/feeds/plats-x.atom", "/feeds/x.atom", "/sv/feeds/aterkoppling.atom", "/feeds/",
    ):  # fmt: skip
        assert browser.get(path).status == 404, path


def test_a_feed_with_nothing_in_it_is_valid_too(app: Flask, browser: Browser) -> None:
    make.place("lit", "Lit")
    root = feed(browser.get("/feeds/plats-lit.atom"))
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_the_newest_fifty_are_in_it(app: Flask, browser: Browser) -> None:
    thread = make.dialogue("buss").threads[0]
    for number in range(52):
        make.contribution(thread, f"Nummer {number}.", at=NOW + timedelta(minutes=number))
    make.response([make.contribution(thread, "Först.", at=NOW - timedelta(days=9))])
    found = entries(browser.get("/feeds/dialog-buss.atom"))
    assert len(found) == 50
    assert found[1].findtext(f"{ATOM}title") == "Nummer 51."
    moments = [e.findtext(f"{ATOM}published") or "" for e in found]
    assert moments == sorted(moments, reverse=True)


def test_words_that_were_masked_later_are_fetched_anew(app: Flask, browser: Browser) -> None:
    said = make.contribution(make.dialogue("buss").threads[0])
    said.reviewed_at = NOW + timedelta(hours=3)
    session().commit()
    [entry] = entries(browser.get("/feeds/dialog-buss.atom"))
    assert entry.findtext(f"{ATOM}published") == "2026-11-16T09:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-16T12:00:00Z"


def test_words_and_names_that_their_author_took_away_are_fetched_anew(
    app: Flask, browser: Browser
) -> None:
    thread = make.dialogue("buss", moderation=ModerationMode.POST).threads[0]
    worded = make.contribution(thread, "Hos oss på Storgatan 3.", reviewed=False)
    named = make.contribution(thread, name="Ada")
    edit_contribution(holder(worded.id), worded, body="Hos oss.", at=NOW + timedelta(minutes=9))
    remove_name(holder(named.id), named, at=NOW + timedelta(days=2))
    found = {link(e): e for e in entries(browser.get("/feeds/dialog-buss.atom"))}
    updated = [
        found[f"http://localhost/sv/synpunkter/{one.id}"].findtext(f"{ATOM}updated")
        for one in (worded, named)
    ]
    assert updated == ["2026-11-16T09:09:00Z", "2026-11-18T09:00:00Z"]


@pytest.mark.parametrize("words", [HOSTILE, "\ufffe\x0b\x1f\ud800ljus", "a" * 5000])
def test_hostile_words_break_nothing(words: str, app: Flask, browser: Browser) -> None:
    thread = make.dialogue("buss").threads[0]
    said = make.contribution(thread, normalise(words), name=one_line(words)[:80])
    answer = make.response([said], title=one_line(words)[:90])
    answer.signature = one_line(words)[:90]
    session().commit()
    found = entries(browser.get("/feeds/dialog-buss.atom"))
    content = next(e for e in found if e.find(f"{ATOM}content") is not None)
    shown = html5lib.parseFragment(
        content.findtext(f"{ATOM}content") or "", namespaceHTMLElements=False
    )
    assert shown.find(".//script") is None
    assert "".join(shown.itertext()) == normalise(words)


@given(words=st.text(max_size=60), name=st.text(max_size=20))
def test_whatever_is_written_the_feed_parses_and_says_it(
    engine_app: Flask, words: str, name: str
) -> None:
    entry = Entry(
        id="tag:localhost,2026:x", lang="sv", title=words, url="http://localhost/?a=1&b=2",
        author=("sv", name), html=str(render_words(words)), is_answer=False, shown_at=NOW,
        changed_at=NOW,
    )  # fmt: skip
    whole = Feed(entry.id, "sv", ("sv", words), entry.url, entry.url, ("sv", name), [entry])
    with engine_app.test_request_context("/"):
        g.lang = "sv"
        xml = without_controls(render_template("feeds/atom.xml", feed=whole))
    root = ElementTree.fromstring(xml.encode())
    paths = {f"{ATOM}title": words, f"{ATOM}author/{ATOM}name": name}
    for path, text in {**paths, f"{ATOM}entry/{ATOM}title": words}.items():
        said = root.findtext(path) or ""
        assert said == re.sub("\r\n?", "\n", without_controls(text))
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated") or "") == NOW
