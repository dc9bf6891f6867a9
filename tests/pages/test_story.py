# SPDX-License-Identifier: EUPL-1.2
"""From a sentence that somebody wrote to what came of it, and back."""

from __future__ import annotations

from datetime import date, timedelta

from dialogue.core.database import session
from dialogue.dialogues.models import DialogueChange
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.feedback.models import Decision
from dialogue.goals.models import GoalLineage
from dialogue.goals.rules import GoalKind, VisionDimension
from tests import factories
from tests.factories import NOW
from tests.page import Browser, words
from tests.pages.conftest import Town


def test_a_contribution_leads_to_goal_assignment_and_answer(town: Town, browser: Browser) -> None:
    page = browser.get(f"/sv/synpunkter/{town.answered.id}")
    assert page.one("article", data_contribution=str(town.answered.id)) is not None
    assert page.one("article", data_feedback=str(town.response.id)) is not None
    links = page.links()
    for href in (
        "/sv/mal/2024/aktivt-liv",
        f"/sv/uppdrag/{town.assignment.id}-uppdrag-1",
        f"/sv/aterkoppling/{town.response.id}-{town.response.slug}",
        "/sv/dialoger/ljus",
        "/sv/dialoger/ljus/fragan",
    ):
        assert href in links
    for said in ("Ledde till en ändring", "Du fick ljus.", "Lampor sätts upp.", "Tuva"):
        assert said in page.text
    done = [li.get("data-step") for li in page.all("li", data_done=True)]
    assert done == ["received", "published", "answered"]


def test_goal_assignment_place_and_answer_lead_back(town: Town, browser: Browser) -> None:
    here = f"/sv/synpunkter/{town.answered.id}"
    for path in (
        "/sv/mal/2024/aktivt-liv",
        f"/sv/uppdrag/{town.assignment.id}-uppdrag-1",
        "/sv/platser/brunflo",
        f"/sv/aterkoppling/{town.response.id}-{town.response.slug}",
    ):
        page = browser.get(path)
        assert here in page.links(), path
        assert page.all("article", data_feedback=str(town.response.id)), path


def test_an_answer_says_whom_it_answers_and_how(town: Town, browser: Browser) -> None:
    session().add(
        Decision(
            response_id=town.response.id, case_number="KS 2026/1", body_name="Kommunstyrelsen",
            decided_on=date(2026, 11, 10), section="§ 12", url="https://example.org/beslut",
        )
    )  # fmt: skip
    session().commit()
    page = browser.get(f"/sv/aterkoppling/{town.response.id}-{town.response.slug}")
    for said in (
        "Ni sa", "Vi har bestämt", "Så hänger det ihop", "Ebba Vattuman, utvecklare",
        "Svarar på 1 synpunkt", "Det är mörkt.", "Ledde till en ändring", "KS 2026/1", "§ 12",
    ):  # fmt: skip
        assert said in page.text
    assert "https://example.org/beslut" in page.links()
    assert [li.get("data-step") for li in page.all("li", data_done=True)] == [
        "received", "published", "decided", "answered",
    ]  # fmt: skip


def test_answers_come_twenty_a_page_the_newest_first(app: object, browser: Browser) -> None:
    made = [
        factories.response([], title=f"Svar {n}", at=NOW + timedelta(minutes=n)).id
        for n in range(23)
    ]
    first = browser.get("/sv/aterkoppling")
    rest = browser.get(first.one("a", rel="next").get("href", ""))
    shown = [int(a.get("data-feedback", "0")) for p in (first, rest) for a in p.all("article")]
    assert shown == made[::-1]


def test_a_former_years_goal_has_no_box_but_its_heirs(town: Town, browser: Browser) -> None:
    former = factories.goal("fritid", 2023)
    session().add(GoalLineage(from_goal_id=former.id, to_goal_id=town.goal.id))
    session().commit()
    page = browser.get("/sv/mal/2023/fritid")
    assert page.forms() == []
    assert "/sv/mal/2024/aktivt-liv" in page.links()
    assert "Det här målet gällde 2023." in page.text
    assert "Bli först" not in page.text
    assert "Ingen har sagt något här." in page.text
    assert "/sv/mal/2023/fritid" in browser.get("/sv/mal/2024/aktivt-liv").links()


def test_dialogues_stand_under_what_they_show_as(town: Town, browser: Browser) -> None:
    day = timedelta(days=1)
    factories.dialogue("kommer", opens_at=NOW + 3650 * day)
    late = factories.dialogue("sen", closes_at=NOW - 9 * day, answer_by=(NOW - 2 * day).date())
    factories.contribution(late.threads[0])
    factories.dialogue("klar", closes_at=NOW - 9 * day)
    gone = factories.dialogue("installd", state=DialogueState.CANCELLED)
    gone.announced_at = NOW
    session().commit()
    page = browser.get("/sv/dialoger")
    groups = {s.get("aria-labelledby"): words(s) for s in page.all("section")}
    for group, slug, tag in (
        ("open-name", "ljus", "Öppen till"), ("upcoming-name", "kommer", "Kommer"),
        ("answering-name", "sen", "Svaret är försenat"), ("answered-name", "klar", "Besvarad"),
        ("cancelled-name", "installd", "Inställd"), ("standing-name", "mal-2024", "Alltid öppna"),
    ):  # fmt: skip
        assert slug in groups[group]
        assert tag in groups[group]
    cancelled = browser.get("/sv/dialoger/installd")
    assert "Den behövs inte." in cancelled.text


def test_every_change_of_the_promise_stands_on_its_dialogue(town: Town, browser: Browser) -> None:
    assert "Löftet har inte ändrats." in browser.get("/sv/dialoger/ljus").text
    session().add(
        DialogueChange(
            dialogue_id=town.bounded.id, at=NOW, field="closes_at", old="fredag <1>", new="lördag 2"
        )
    )
    session().commit()
    session().expunge_all()
    page = browser.get("/sv/dialoger/ljus")
    assert "Löftet har ändrats 1 gång." in page.text
    changes = words(page.one(id="andringar"))
    for said in ("När den stänger", "fredag <1>", "lördag 2"):
        assert said in changes
    assert "/sv/dialoger/ljus/andringar" in browser.get("/sv/dialoger/ljus/fragan").links()


def test_the_first_page_shows_what_happened_and_what_is_open(town: Town, browser: Browser) -> None:
    page = browser.get("/sv/")
    for said in (
        "Säg vad du tycker.", "Ljus på vägen", "”Det är mörkt.”", "Du fick ljus.",
        "Vad tycker du?", "Kort aktivt-liv", "2 synpunkter · 1 svar", "Brunflo",
    ):  # fmt: skip
        assert said in page.text


def test_a_standing_dialogue_is_not_among_the_open_ones(app: object, browser: Browser) -> None:
    factories.dialogue("fritt", form=DialogueForm.STANDING, thread_slug="samtal")
    assert "Ingen dialog är öppen just nu." in browser.get("/sv/").text


def test_a_notice_that_was_given_is_said_on_top(town: Town, browser: Browser) -> None:
    page = browser.get(f"/sv/synpunkter/{town.waiting.id}?klart=anmald")
    assert words(page.one(role="status")) == "Tack. En människa tittar på det du anmälde."


def test_a_goal_says_which_dimension_it_serves_and_how_wide_it_reaches(
    town: Town, browser: Browser
) -> None:
    goal = factories.goal("klimat")
    goal.dimension, goal.kind = VisionDimension.ECOLOGICAL, GoalKind.CROSS_CUTTING
    session().commit()
    page = browser.get("/sv/mal/2024/klimat")
    assert "Ekologisk hållbarhet" in page.text
    assert "Går genom hela kommunens arbete" in page.text
