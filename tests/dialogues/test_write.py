# SPDX-License-Identifier: EUPL-1.2
"""The write page: what it asks, what it takes, what it refuses, and that it never loses a text."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, ModerationMode
from tests import factories
from tests.page import Browser, Page, Values, words


@pytest.fixture
def thread(app: Flask) -> Thread:
    """A thread of an open, post-moderated dialogue."""
    return factories.dialogue("bussar", moderation=ModerationMode.POST).threads[0]


URL = "/sv/dialoger/bussar/fragan/skriv"


def stored() -> list[Contribution]:
    session().rollback()
    return session().query(Contribution).order_by(Contribution.received_at).all()


def send(browser: Browser, values: Values, url: str = URL, press: str | None = None) -> Page:
    return browser.submit(browser.get(url), values, press=press)


def summary(page: Page) -> str:
    return words(page.one("div", role="alert"))


def box(page: Page) -> str:
    return (page.one("textarea", name="body").text or "").removeprefix("\n")


def test_one_word_is_enough_and_leads_to_the_receipt(browser: Browser, thread: Thread) -> None:
    page = send(browser, {"body": "Ljus"})
    assert page.status == 303
    (made,) = stored()
    assert page.location == f"/sv/kvitto/{made.receipt.code}"
    assert (made.body, made.state, made.language) == ("Ljus", ContributionState.PUBLISHED, "sv")
    assert made.author_id is None
    kinds = [event.kind for event in session().query(Event)]
    assert kinds == [EventKind.CONTRIBUTION_RECEIVED]


def test_everything_that_is_typed_is_kept(browser: Browser, thread: Thread) -> None:
    factories.place("brunflo", "Brunflo")
    page = send(
        browser,
        {"body": " Hej\r\n\r\ndär ", "place": "brunflo", "email": "Ada@example.org",
         "name": " Ada \n B ", "on_behalf_of": "IFK", "language": "sma"},
    )  # fmt: skip
    assert page.status == 303
    (made,) = stored()
    assert made.place is not None
    assert made.contact is not None
    assert (made.body, made.body_html) == ("Hej\n\ndär", "<p>Hej</p><p>där</p>")
    assert (made.name, made.on_behalf_of, made.language) == ("Ada B", "IFK", "sma")
    assert (made.place.key, made.contact.email, made.answer_language) == (
        "brunflo", "Ada@example.org", "sv",
    )  # fmt: skip


def test_every_option_says_its_language(browser: Browser, thread: Thread) -> None:
    factories.place("lit", "Lit")
    page = browser.get(URL.replace("/sv/", "/sma/"))
    said = {words(option): option.get("lang") for option in page.all("option")}
    assert (said["Hela kommunen"], said["Lit"], said["English"]) == ("sv", "sv", "en")


def test_the_language_is_the_pages_unless_chosen(browser: Browser, thread: Thread) -> None:
    send(browser, {"body": "Buorre"}, "/se/dialoger/bussar/fragan/skriv")
    assert stored()[0].language == "se"


def test_whoever_is_signed_in_writes_as_herself(browser: Browser, thread: Thread) -> None:
    who = factories.account(name="Ada")
    page = factories.sign_in(browser, who).get(URL)
    assert page.one("input", name="name").get("value") == ""
    assert browser.submit(page, {"body": "Ljus"}).status == 303
    assert (stored()[0].author_id, stored()[0].name) == (who.id, None)


def test_the_page_asks_in_this_order_and_says_what_the_law_asks(
    browser: Browser, thread: Thread
) -> None:
    page = browser.get(URL)
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "private, no-store"
    fields = [e for e in page.forms()[0].iter() if e.tag in ("textarea", "select", "input")]
    names = [field.get("name") for field in fields]
    visible = [n for n in names if n not in ("csrf_token", "parent", "website")]
    assert visible == ["body", "place", "email", "name", "on_behalf_of", "language"]
    positions = [
        page.text.index(text)
        for text in (
            "Vad tycker du?", "Det här lovar vi", "läser allt. Svar senast", "Vad vill du säga?",
            "Skriv inte andras namn och inget om någons hälsa. Det du skriver blir offentligt.",
            "Var gäller det?", "Hela kommunen", "Din e-post", "Svaret kommer på svenska.",
            "Mer om dig", "Namn som visas", "Skicka", "Visa hur det blir",
            "När du skickar blir texten en allmän handling.", "tillhandahåller tjänsten",
            "Vi läser vardagar 08–16. Det du skriver nu läses senast",
            "Skriv inte här. Ring 0980-31 92 11.", "Är ett barn i fara? Ring 112, dygnet runt.",
        )
    ]  # fmt: skip
    assert positions == sorted(positions)
    assert "/sv/personuppgifter#allman-handling" in page.links()
    assert "open" not in page.one("details", class_="fold").attrib
    assert page.all(data_promise_card=True)
    assert len(page.html.encode()) < 30_000


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"body": " \r\n\t "}, "Skriv vad du vill säga."),
        ({"body": "\u200b\u2800"}, "Skriv vad du vill säga."),
        ({"body": "å" * 5_001}, "Texten är för lång. Korta den med 1 tecken."),
        ({"body": "Hej", "email": "ada(at)example.org"}, "Mejladressen verkar inte stämma. Skriv "
         "den som namn@exempel.se, eller lämna tomt."),
        ({"body": "Hej", "email": "a@b.se\r\nBcc: c@d.se"}, "Mejladressen verkar inte stämma."),
        ({"body": "Hej", "email": "å@example.org"}, "Mejladressen verkar inte stämma."),
        ({"body": "Hej", "name": "n" * 81}, "Namnet är för långt. Det får vara högst 80 tecken."),
        ({"body": "Hej", "on_behalf_of": "n" * 121}, "Det får vara högst 120 tecken."),
        ({"body": "Hej", "place": "nowhere"}, "Välj en av platserna i listan."),
        ({"body": "Hej", "language": "fi"}, "Välj ett av språken i listan."),
        ({"body": "Hej", "parent": "17"}, "Det du kommenterar syns inte längre."),
        ({"body": "Hej", "parent": "' OR 1"}, "Det du kommenterar syns inte längre."),
        ({"body": "Hej", "act": "publish"}, "Välj vad du vill göra med texten."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_words_and_kept(
    browser: Browser, thread: Thread, values: dict[str, str], sentence: str
) -> None:
    page = send(browser, dict(values))
    assert page.status == 422
    assert summary(page).startswith("Det är en sak att rätta till")
    assert sentence in summary(page)
    assert box(page).strip() == values["body"].strip().strip("\u200b\u2800")
    assert stored() == []


def test_several_faults_are_counted(browser: Browser, thread: Thread) -> None:
    page = send(browser, {"body": "", "email": "x", "name": "n" * 81})
    assert summary(page).startswith("Det är 3 saker att rätta till")
    assert page.one("input", name="name").get("value") == "n" * 81
    assert "open" in page.one("details", class_="fold").attrib


@pytest.mark.parametrize(
    "body",
    ["å" * 5_000, "😀" * 5_000, "a\u030a" * 5_000, ("a" * 49 + "\r\n") * 99 + "a" * 50,
     "\r\n " + "x" * 5_000 + " \r\n"],
)  # fmt: skip
def test_exactly_five_thousand_pass(browser: Browser, thread: Thread, body: str) -> None:
    assert send(browser, {"body": body}).status == 303
    assert len(stored()[0].body or "") == 5_000


@pytest.mark.parametrize("email", ["ada@example.org", "ada@b.test", "Ada.B+x@xn--re-xia.se"])
def test_addresses_for_trying_out_are_taken(browser: Browser, thread: Thread, email: str) -> None:
    assert send(browser, {"body": "Hej", "email": email}).status == 303
    contact = stored()[0].contact
    assert contact is not None
    assert contact.email == email


def test_an_address_with_other_letters_is_stored_as_mail_takes_it(
    browser: Browser, thread: Thread
) -> None:
    assert send(browser, {"body": "Hej", "email": "ada@åre.se"}).status == 303
    contact = stored()[0].contact
    assert contact is not None
    assert contact.email == "ada@xn--re-xia.se"


def test_the_first_box_needs_no_token_and_stores_nothing(browser: Browser, thread: Thread) -> None:
    page = browser.post(
        URL, {"body": "Mer <b>ljus</b>", "act": "continue"}, Origin="https://evil.example"
    )
    assert page.status == 200
    assert box(page) == "Mer <b>ljus</b>"
    assert not page.all(role="alert")
    assert stored() == []
    assert browser.submit(page).status == 303


def test_a_double_click_is_one_contribution_and_other_words_another(
    browser: Browser, thread: Thread
) -> None:
    page = browser.get(URL)
    first = browser.submit(page, {"body": "Ljus"})
    again = browser.submit(page, {"body": " Ljus\r\n"})
    assert (again.status, again.location) == (303, first.location)
    assert browser.submit(page, {"body": "Mer ljus"}).location != first.location
    assert browser.submit(browser.get(URL), {"body": "Ljus"}).location != first.location
    assert len(stored()) == 3
    assert session().query(Event).count() == 3
    session().refresh(thread)
    assert thread.shown_count == 3


def test_machines_that_fill_in_the_hidden_field_get_a_thank_you(
    browser: Browser, thread: Thread
) -> None:
    page = send(browser, {"body": "Buy", "website": "http://spam.example"})
    assert (page.status, page.location) == (303, "/sv/tack")
    assert browser.follow(page).status == 200
    assert stored() == []


@pytest.mark.parametrize("token", ["", "x", "WyIiLCJhIl0.AAAA"])
def test_an_old_page_keeps_the_text_and_gets_a_new_token(
    browser: Browser, thread: Thread, token: str
) -> None:
    page = send(browser, {"body": "Ljus", "name": "Ada", "csrf_token": token})
    assert page.status == 400
    assert "Din text finns kvar. Tryck Skicka en gång till." in summary(page)
    assert (box(page), stored()) == ("Ljus", [])
    assert browser.submit(page).status == 303


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "null"}],
)
def test_another_site_cannot_send(
    browser: Browser, thread: Thread, headers: dict[str, str]
) -> None:
    token = browser.get(URL).one("input", name="csrf_token").get("value", "")
    page = browser.post(URL, {"body": "Ljus", "csrf_token": token}, **headers)
    assert (page.status, box(page), stored()) == (400, "Ljus", [])


def test_too_much_at_once_is_413(browser: Browser, thread: Thread) -> None:
    assert browser.post(URL, {"body": "x" * 1_000_001}).status == 413


def test_a_flood_is_told_how_long_to_wait(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = browser.app.extensions["dialogue"]
    monkeypatch.setitem(limits, "limits", {"contribute": (2, 600)})
    first = browser.get(URL)
    assert browser.submit(first, {"body": "Ett"}).status == 303
    assert browser.submit(first, {"body": "Visa"}, press="preview").status == 200
    assert browser.submit(first, {"body": "Två"}).status == 303
    page = browser.submit(first, {"body": "Tre"})
    assert page.status == 429
    assert 0 < int(page.response.headers["Retry-After"]) <= 600
    assert summary(page).startswith("Det är en sak att rätta till")
    assert "Det kommer många synpunkter från samma håll just nu. Vänta" in summary(page)
    assert (box(page), len(stored())) == ("Tre", 2)


def test_the_free_page_asks_what_it_is_about(browser: Browser) -> None:
    standing = DialogueForm.STANDING
    factories.dialogue("fritt", form=standing, thread_slug="samtal", moderation=ModerationMode.PRE)
    goal = factories.goal("aktivt-liv")
    factories.dialogue("mal-2024-aktivt-liv", form=standing, thread_slug="samtal", goals=[goal])
    page = browser.post("/sv/skriv", {"body": "Ljus", "act": "continue"})
    options = page.one("select", name="goal").findall("option")
    assert [(o.get("value"), words(o)) for o in options] == [
        ("?", "Vet inte, sortera åt mig"), ("aktivt-liv", "Kort aktivt-liv"),
    ]  # fmt: skip
    assert words(page.one("h1")) == "Vad vill du säga till kommunen?"
    assert browser.submit(page).status == 303
    assert browser.submit(page, {"goal": "aktivt-liv"}).status == 303
    slugs = {c.dialogue.slug: c.state for c in stored()}
    assert slugs == {
        "fritt": ContributionState.SUBMITTED, "mal-2024-aktivt-liv": ContributionState.SUBMITTED,
    }  # fmt: skip
    refused = browser.submit(page, {"goal": "nowhere"})
    assert refused.status == 422
    assert "Välj ett av målen i listan" in summary(refused)
    assert box(refused) == "Ljus"


def test_without_anywhere_to_put_it_the_free_page_is_not_found_when_sent(browser: Browser) -> None:
    page = browser.get("/sv/skriv")
    assert page.status == 200
    assert browser.submit(page, {"body": "Ljus"}).status == 404


@pytest.mark.parametrize("url", [URL, "/sv/dialoger/bussar/nej/skriv"])
def test_what_is_not_there_is_not_found(browser: Browser, url: str) -> None:
    assert browser.get(url).status == 404
    assert browser.post(url, {"body": "Ljus"}).status == 404
