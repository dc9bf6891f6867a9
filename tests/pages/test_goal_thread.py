# SPDX-License-Identifier: EUPL-1.2
"""The red thread of a goal as a picture, and the same goal in other years."""

from __future__ import annotations

from dialogue.core.database import session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.feedback.models import Decision
from dialogue.feedback.rules import ResponseState, Use
from dialogue.goals.rules import Period, ProgressState
from dialogue.pages.queries.links import goal_counts
from tests import factories
from tests.page import Browser, Page, words
from tests.pages.conftest import Town
from tests.pages.followed import SVG, lives_on, report
from tests.pages.test_goal_followed import GOAL, rows_of, table


def stations(page: Page) -> list[str]:
    return [words(li) for li in page.all("li") if li.get("data-station")]


def counts(browser: Browser) -> dict[str, str]:
    return {row[0]: row[2] for row in rows_of(browser, f"{GOAL}/roda-traden.csv")[1:]}


def test_the_picture_counts_what_anybody_may_see(town: Town, browser: Browser) -> None:
    hidden = factories.dialogue("utkast", goals=[town.goal], state=DialogueState.DRAFT)
    factories.contribution(hidden.threads[0])
    for state in ContributionState:
        if state is not ContributionState.PUBLISHED:
            factories.contribution(town.standing.threads[0], state=state)
    factories.response([], state=ResponseState.IN_REVIEW)
    assert stations(browser.get(GOAL)) == [
        "2 synpunkter", "1 svar från kommunen 1 väntar på svar", "0 beslut", "0 klara",
    ]  # fmt: skip
    said, answered = goal_counts([town.goal.id])[town.goal.id]
    assert (counts(browser)["contributions"], counts(browser)["answers"]) == (
        str(said), str(answered),
    )  # fmt: skip


def test_decisions_and_assignments_that_are_done_are_stations(town: Town, browser: Browser) -> None:
    session().add(Decision(response_id=town.response.id, case_number="KS 1"))
    session().commit()
    report(town.assignment, ProgressState.DONE, period=Period.T1)
    assert stations(browser.get(GOAL))[2:] == ["1 beslut", "1 klart"]
    report(town.assignment, ProgressState.STOPPED, period=Period.YEAR)
    assert stations(browser.get(GOAL))[3] == "0 klara"


def test_what_changed_nothing_is_not_lost(town: Town, browser: Browser) -> None:
    second = factories.contribution(town.bounded.threads[0], "Mindre ljus.")
    factories.response([second], use=Use.NOT_USED)
    page = browser.get(GOAL)
    assert "1 ändrade inte beslutet – läs varför" in stations(page)[2]
    shown = browser.get(f"{GOAL}/synpunkter?visa=inte-andrade")
    assert [a.get("data-contribution") for a in shown.all("article")] == [str(second.id)]
    assert "Varför: Pengarna räckte inte." in shown.text
    waiting = browser.get(f"{GOAL}/synpunkter?visa=vantar")
    assert [a.get("data-contribution") for a in waiting.all("article")] == [str(town.waiting.id)]
    assert counts(browser)["unchanged"] == "1"
    second.state = ContributionState.UNPUBLISHED
    session().commit()
    assert counts(browser)["unchanged"] == "0"


def test_every_station_leads_on_and_the_table_and_the_file_say_the_same(
    town: Town, browser: Browser
) -> None:
    page = browser.get(GOAL)
    for li in page.all("li"):
        for link in li.iter("a") if li.get("data-station") else []:
            target = str(link.get("href"))
            if not target.startswith("#"):
                assert browser.get(target).status == 200
            else:
                assert page.one(id=target[1:]) is not None
    rows = table(page, "Röda tråden för Kort aktivt-liv")[1:]
    file = rows_of(browser, f"{GOAL}/roda-traden.csv")[1:]
    assert rows == [row[1:] for row in file]
    drawings = [s for s in page.all(f"{SVG}svg", role="img") if "only-" in (s.get("class") or "")]
    assert len(drawings) == 2
    for drawing in drawings:
        named = [
            page.one(id=drawing.get(f"aria-{by}") or "") for by in ("labelledby", "describedby")
        ]
        assert [n.tag for n in named] == [f"{SVG}title", f"{SVG}desc"]
        assert "2 synpunkter, 1 svar från kommunen" in words(named[1])


def test_the_name_of_the_table_says_its_language_where_it_is_not_translated(
    town: Town, browser: Browser
) -> None:
    name = browser.get(GOAL.replace("/sv/", "/se/")).one(id="picture-table")
    assert [(part.get("lang"), words(part)) for part in name] == [
        ("sv", "Röda tråden för Kort aktivt-liv")
    ]


def test_before_the_first_contribution_there_is_no_picture(browser: Browser, app: object) -> None:
    factories.goal()
    page = browser.get(GOAL)
    assert "Bilden växer fram när de första synpunkterna kommit." in page.text
    assert not stations(page)


def test_what_was_said_in_former_years_is_found_with_its_year(town: Town, browser: Browser) -> None:
    former, older = factories.goal("fritid", 2023), factories.goal("kultur", 2021)
    lives_on(former, town.goal)
    lives_on(older, former)
    old = factories.dialogue("sjon", goals=[former])
    oldest = factories.dialogue("scen", goals=[older])
    both = factories.dialogue("bada", goals=[former, town.goal])
    said = factories.contribution(old.threads[0], "Ploga sjön.")
    hidden = factories.contribution(old.threads[0], "Dold.", state=ContributionState.SUBMITTED)
    first = factories.contribution(oldest.threads[0], "En scen.")
    shared = factories.contribution(both.threads[0], "Båda.")
    answer = factories.response([said], title="Sjön plogas")
    page = browser.get(GOAL)

    def article(identity: int) -> str:
        return words(page.one("article", **{"data-contribution": str(identity)}))

    assert "Mål 2023" in article(said.id)
    assert "Mål 2021" in article(first.id)
    assert "Mål 20" not in article(shared.id)
    assert "Mål 2023" in words(page.one("article", **{"data-feedback": str(answer.id)}))
    assert str(hidden.id) not in page.html
    assert stations(page)[0] == "3 synpunkter"
    everything = browser.get(f"{GOAL}/synpunkter")
    assert {a.get("data-contribution") for a in everything.all("article")} == {
        str(c.id) for c in (said, first, shared, town.waiting, town.answered)
    }
    assert everything.text.count("Mål 2023") == 1
    assert "Sjön plogas" in browser.get("/sv/aterkoppling?mal=2024/aktivt-liv").text


def test_all_that_was_said_is_read_page_by_page(town: Town, browser: Browser) -> None:
    for n in range(25):
        factories.contribution(town.bounded.threads[0], f"Röst {n}")
    seen: list[str | None] = []
    path: str | None = f"{GOAL}/synpunkter"
    while path:
        page = browser.get(path)
        seen += [a.get("data-contribution") for a in page.all("article")]
        later = [str(a.get("href")) for a in page.all("a", rel="next")]
        path = later[0] if later else None
    assert len(seen) == len(set(seen)) == 27


def test_a_former_goal_leads_on_to_those_that_came_of_it(town: Town, browser: Browser) -> None:
    former, between = factories.goal("fritid", 2022), factories.goal("kultur", 2023)
    lives_on(former, between)
    lives_on(between, town.goal)
    old = factories.dialogue("sjon", goals=[former])
    said = factories.contribution(old.threads[0], "Ploga sjön.")
    for path in (f"/sv/synpunkter/{said.id}", "/sv/dialoger/sjon"):
        page = browser.get(path)
        assert "Målet heter nu:" in page.text
        assert GOAL in page.links()
        assert "/sv/mal/2023/kultur" not in page.links()
    page = browser.get("/sv/mal/2022/fritid")
    assert "Du kan skriva till målet som kom efter" in page.text
    assert "Målet heter nu:" not in browser.get("/sv/dialoger/ljus").text


def test_the_line_of_a_goal_is_a_list_over_all_years_with_a_drawing(
    town: Town, browser: Browser
) -> None:
    older, first, second = (
        factories.goal(key, year) for key, year in (("a", 2021), ("b", 2023), ("c", 2023))
    )
    for earlier, later in ((older, first), (first, town.goal), (second, town.goal)):
        lives_on(earlier, later)
    drawn = browser.get(GOAL).one("div", **{"class": "lineage"})
    rows = [words(li) for li in drawn.iter("li")]
    assert [row.partition(" Det lever")[0] for row in rows] == [
        "Kort a 2021", "Kort b 2023", "Kort c 2023", "Kort aktivt-liv 2024",
    ]  # fmt: skip
    assert "Det lever vidare i Kort b." in rows[0]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 4
    assert len(list(drawn.iter(f"{SVG}line"))) == 3


def test_answers_with_a_decision_can_be_read_alone(town: Town, browser: Browser) -> None:
    path = "/sv/aterkoppling?mal=2024/aktivt-liv&beslut=1"
    assert "Ljus på vägen" not in browser.get(path).text
    session().add(Decision(response_id=town.response.id, case_number="KS 1"))
    session().commit()
    assert "Ljus på vägen" in browser.get(path).text


def test_a_comment_stands_with_what_it_answers_and_among_all_but_not_among_the_newest(
    town: Town, browser: Browser
) -> None:
    for n in range(4):
        factories.contribution(town.bounded.threads[0], f"Röst {n}", parent=town.answered)
    page = browser.get(GOAL)
    seen = {a.get("data-contribution") for a in page.all("article", **{"class": "contribution"})}
    assert seen == {str(town.waiting.id), str(town.answered.id)}
    assert stations(page)[0] == "6 synpunkter"
    assert len(browser.get(f"{GOAL}/synpunkter").all("article")) == 6
