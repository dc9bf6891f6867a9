# SPDX-License-Identifier: EUPL-1.2
"""The receipt in each state: what it says, what may still be done, and that nobody stores it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from dialogue.core.database import session
from dialogue.core.workdays import end_of_day
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.feedback.models import Decision
from dialogue.feedback.rules import ResponseSize, Use
from dialogue.moderation.models import ModerationDecision
from dialogue.moderation.rules import DeskAct, Ground
from tests import factories
from tests.factories import NOW
from tests.page import Browser, Page, words

S = ContributionState


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as clock:
        yield clock


def standing(**more: object) -> Contribution:
    goal = factories.goal()
    thread = factories.dialogue(
        "mal-2024-aktivt-liv", goals=[goal], form=DialogueForm.STANDING, thread_slug="samtal"
    ).threads[0]
    return factories.contribution(thread, "Mer is.", **more)  # type: ignore[arg-type]  # passed through


def receipt(browser: Browser, contribution: Contribution) -> Page:
    page = browser.get(f"/sv/kvitto/{contribution.receipt.code}")
    assert page.status == 200
    mark = page.one(data_receipt=contribution.receipt.code)
    assert mark.get("data-state") == contribution.state.value
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    return page


def steps(page: Page) -> dict[str, bool]:
    line = page.one("ol", data_red_thread=True)
    return {li.get("data-step", ""): "data-done" in li.attrib for li in line.iter("li")}


def tag(page: Page) -> str:
    main = page.one("main")
    return next(words(e) for e in main.iter("span") if (e.get("class") or "").startswith("tag"))


def test_a_sent_one_says_when_it_is_read_and_when_the_answer_comes(browser: Browser) -> None:
    page = receipt(browser, standing(state=S.SUBMITTED))
    assert words(page.one("h1")) == "Tack. Vi har din synpunkt."
    assert tag(page) == "Inskickad"
    assert "Vi läser den senast tisdag kl. 12." in page.text
    assert "Svar senast måndag 30 november" in page.text
    assert "om 10 arbetsdagar" in page.text
    assert "Sedan räknade vi 10 arbetsdagar:" in page.text
    assert "fredag 20 november" in page.text
    assert steps(page) == {"received": True, "published": False, "answered": False}
    assert "Mer is." in page.text


def test_a_held_one_says_what_was_found(browser: Browser) -> None:
    page = receipt(browser, standing(state=S.HELD, held_for=["phone"]))
    assert tag(page) == "Väntar på läsning"
    assert "Vi hittade ett telefonnummer i texten." in page.text
    several = factories.contribution(state=S.HELD, held_for=["phone", "email"])
    assert "flera personuppgifter" in receipt(browser, several).text
    other = receipt(browser, factories.contribution(state=S.HELD))
    assert "En människa tittar innan den syns för andra." in other.text


def test_a_published_one_waits_for_its_answer_and_can_be_seen(browser: Browser) -> None:
    contribution = standing(name="Tuva", email="tuva@example.org")
    page = receipt(browser, contribution)
    assert tag(page) == "Väntar på svar"
    assert steps(page) == {"received": True, "published": True, "answered": False}
    code = contribution.receipt.code
    for act in ("ta-tillbaka", "ta-bort-namn", "sluta-mejla"):
        assert f"/sv/kvitto/{code}/{act}" in page.links()
    assert f"/sv/synpunkter/{contribution.id}" in page.links()
    assert "t•••@example.org" in page.text
    assert "tuva@example.org" not in page.html


def test_without_name_and_address_there_is_nothing_to_take_away(browser: Browser) -> None:
    contribution = standing()
    links = receipt(browser, contribution).links()
    code = contribution.receipt.code
    assert f"/sv/kvitto/{code}/ta-tillbaka" in links
    assert f"/sv/kvitto/{code}/ta-bort-namn" not in links
    assert f"/sv/kvitto/{code}/sluta-mejla" not in links


def test_a_late_answer_is_called_late(browser: Browser) -> None:
    page = receipt(browser, standing(at=NOW - timedelta(days=40)))
    assert tag(page) == "Svaret är försenat"
    assert "Nu är det Kommunstyrelsen som ska svara dig. Ny dag: inte bestämd." in page.text


@pytest.mark.parametrize(
    ("state", "act", "said"),
    [
        (S.REJECTED, DeskAct.REJECT, "Inte publicerad"),
        (S.UNPUBLISHED, DeskAct.UNPUBLISH, "Syns inte längre"),
    ],
)
def test_a_refused_one_says_why_and_how_to_complain(
    browser: Browser, state: ContributionState, act: DeskAct, said: str
) -> None:
    contribution = standing(state=state)
    session().add(
        ModerationDecision(
            contribution_id=contribution.id, act=act, ground=Ground.THREAT,
            text="Sista meningen är ett hot.", at=NOW,
        )
    )  # fmt: skip
    session().commit()
    page = receipt(browser, contribution)
    assert tag(page) == said
    assert "Varför: " in page.text
    assert "Sista meningen är ett hot." in page.text
    assert "Det är gratis, och du har sex månader på dig." in page.text
    assert "Svar senast" not in page.text.replace("Den som har koden", "")
    assert "answered" not in steps(page)
    assert f"/sv/synpunkter/{contribution.id}" not in page.links()


def test_a_withdrawn_one_says_so_and_offers_it_no_more(browser: Browser) -> None:
    contribution = standing(state=S.WITHDRAWN)
    page = receipt(browser, contribution)
    assert tag(page) == "Du har tagit tillbaka den"
    assert "Kommunen har kvar den så länge lagen kräver." in page.text
    assert f"/sv/kvitto/{contribution.receipt.code}/ta-tillbaka" not in page.links()
    assert "Den som har koden kan ta tillbaka" not in page.text


def test_a_moved_one_says_where_it_stands_now(browser: Browser) -> None:
    contribution = standing()
    session().add(ModerationDecision(contribution_id=contribution.id, act=DeskAct.MOVE, at=NOW))
    session().commit()
    page = receipt(browser, contribution)
    tags = [words(e) for e in page.one("main").iter("span") if e.get("class") == "tag brand"]
    assert "Flyttad till Dialogen mal-2024-aktivt-liv" in tags
    assert "Den passade bättre här. Inget annat har ändrats." in page.text


def test_an_answered_one_turns_round(browser: Browser) -> None:
    contribution = standing()
    factories.response([contribution], size=ResponseSize.SHORT, use=Use.NOT_USED, at=NOW)
    other = browser.get(f"/en/kvitto/{contribution.receipt.code}")
    assert "Ebba Vattuman, utvecklare" in [words(e) for e in other.all("span", lang="sv")]
    page = receipt(browser, contribution)
    assert words(page.one("h1")) == "Du har fått svar"
    assert tag(page) == "Ändrade inte beslutet"
    for said in ("Mer is.", "Du fick ljus.", "Varför: Pengarna räckte inte.", "Lampor sätts upp."):
        assert said in page.text
    assert "av Ebba Vattuman, utvecklare." in page.text
    assert steps(page) == {"received": True, "published": True, "answered": True}


def test_a_decision_behind_the_answer_is_a_step(browser: Browser) -> None:
    contribution = standing()
    answer = factories.response([contribution], at=NOW)
    session().add(
        Decision(response_id=answer.id, body_name="Nämnden", decided_on=date(2026, 11, 1))
    )
    session().commit()
    assert steps(receipt(browser, contribution))["decided"] is True


def test_in_a_bounded_dialogue_the_planned_decision_is_a_step(browser: Browser) -> None:
    contribution = factories.contribution()
    contribution.due_at = end_of_day(date(2036, 12, 20))
    session().commit()
    page = receipt(browser, contribution)
    assert list(steps(page)) == ["received", "published", "decided", "answered"]
    assert steps(page)["decided"] is False


@pytest.mark.parametrize("language", ["sv", "sma", "se", "smj", "en"])
def test_a_receipt_can_be_read_in_every_language(browser: Browser, language: str) -> None:
    code = standing(name="Tuva").receipt.code
    assert browser.get(f"/{language}/kvitto/{code}").status == 200


def test_any_spelling_of_the_code_leads_to_it(browser: Browser) -> None:
    code = standing().receipt.code
    for spelt in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("0", "o"),
    ):
        assert browser.get(f"/sv/kvitto/{spelt}").status == 200


def test_a_code_that_is_nobodys_asks_one_to_check(browser: Browser) -> None:
    code = standing().receipt.code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    page = browser.get(f"/sv/kvitto/{wrong}")
    assert page.status == 404
    assert words(page.one("h1")) == "Kontrollera det du skrev"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert wrong not in page.html


def test_one_finds_it_by_typing_the_code(browser: Browser) -> None:
    code = standing().receipt.code
    form = browser.get("/sv/kvitto")
    found = browser.submit(form, {"code": f" {code.lower()} "})
    assert (found.status, found.location) == (303, f"/sv/kvitto/{code}")
    wrong = browser.submit(form, {"code": "K7MP<b>"})
    assert wrong.status == 422
    assert "Vi hittar ingen synpunkt med den koden. Kontrollera sista tecknet." in wrong.text
    assert wrong.one("input", name="code").get("value") == "K7MP<b>"


def test_looking_up_without_a_token_gives_the_text_back(browser: Browser) -> None:
    page = browser.post("/sv/kvitto", {"code": "abc"})
    assert page.status == 400
    assert page.one("input", name="code").get("value") == "abc"


def test_what_was_just_done_is_said_on_top(browser: Browser) -> None:
    code = standing().receipt.code
    said = browser.get(f"/sv/kvitto/{code}?klart=tillbakatagen").text
    assert "Du har tagit tillbaka din synpunkt." in said
    unknown = browser.get(f"/sv/kvitto/{code}?klart=annat")
    assert not [e for e in unknown.all(role="status") if "hidden" not in e.attrib]


def test_the_slip_holds_the_code_and_the_day(browser: Browser) -> None:
    contribution = standing()
    page = receipt(browser, contribution)
    slip = next(e for e in page.all("div") if e.get("class") == "slip")
    assert contribution.receipt.code in words(slip)
    assert "måndag 30 november" in words(slip)
    assert datetime.now(UTC) == NOW + timedelta(hours=1)
