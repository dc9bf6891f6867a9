# SPDX-License-Identifier: EUPL-1.2
"""A goal page tells what is followed: numbers with their tables, money, progress, last year."""

from __future__ import annotations

import csv
import io

import pytest

from dialogue.core.database import session
from dialogue.goals.rules import Period, ProgressState
from tests import factories
from tests.page import Browser, Page, words
from tests.pages.conftest import Town
from tests.pages.followed import SVG, M, T, W, investment, key_figure, lives_on, report
from tests.pages.test_queries import counted

GOAL = "/sv/mal/2024/aktivt-liv"
HOSTILE = '"><script>alert(1)</script>&'
ORDER = [
    "Kort aktivt-liv", "Säg något om Kort aktivt-liv", "Så gick det för det ni sagt",
    "Kommunen svarar", "Synpunkter", "Det här vill kommunen", "Uppdrag", "Siffror vi följer",
    "Pengar", "Så gick det förra året", "Målet förr och senare", "Hjälpte sidan dig?",
]  # fmt: skip


def table(page: Page, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, its head first."""
    found = next(t for t in page.all("table") if words(next(t.iter("caption"))) == caption)
    return [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in found.iter("tr")]


def rows_of(browser: Browser, path: str) -> list[list[str]]:
    page = browser.get(path)
    assert page.response.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(page.html.removeprefix("\ufeff")), delimiter=";"))


def test_the_headings_stand_in_their_order(town: Town, browser: Browser) -> None:
    former = factories.goal("fritid", 2023)
    lives_on(former, town.goal)
    page = browser.get(GOAL)
    seen = [words(h) for h in page.tree.iter() if h.tag in ("h1", "h2")]
    assert [h for h in seen if h in ORDER] == ORDER
    assert "Sidan uppdaterad" in page.text.partition("Hjälpte sidan dig?")[2]


def test_lines_are_told_apart_without_colour(town: Town, browser: Browser) -> None:
    key_figure(
        town.goal,
        {(2020, T, ""): -2, (2023, T, ""): 5, (2020, W, ""): 5, (2023, W, ""): 5,
         (2020, M, ""): 1, (2023, M, ""): 5, (2020, T, "Riket"): 4, (2023, T, "Riket"): 5},
        target=5,
    )  # fmt: skip
    page = browser.get(GOAL)
    (drawing,) = [s for s in page.all(f"{SVG}svg", role="img") if s.get("class") == "chart"]
    marks = [
        (mark.tag.removeprefix(SVG), mark.get("class"), mark.get("r"))
        for mark in drawing.iter()
        if mark.tag in (f"{SVG}circle", f"{SVG}rect")
    ]
    kinds = [("circle", None, "4"), ("rect", None, None), ("circle", "ring", "3.5"),
             ("circle", None, "2")]  # fmt: skip
    assert marks == [kind for kind in kinds for _ in range(2)]
    led = [line for line in drawing.iter(f"{SVG}line") if line.get("data-lead") is not None]
    assert len(led) == 5
    assert sum(line.get("data-zero") is not None for line in drawing.iter(f"{SVG}line")) == 1
    assert "0" in [words(t) for t in drawing.iter(f"{SVG}text")]


def test_without_numbers_the_page_says_so(town: Town, browser: Browser) -> None:
    text = browser.get(GOAL).text
    assert "Inga siffror är inlagda för 2024." in text
    assert "Inga investeringar är inlagda för 2024." in text


def test_a_key_figure_has_number_lines_target_and_the_same_in_a_table(
    town: Town, browser: Browser
) -> None:
    key_figure(
        town.goal,
        {(2020, W, ""): 55.5, (2020, M, ""): 70, (2023, W, ""): 61, (2023, M, ""): 77,
         (2020, T, ""): 63, (2022, T, ""): 65.25, (2023, T, ""): 69, (2023, T, "Riket"): 68},
        target=75,
    )  # fmt: skip
    page = browser.get(GOAL)
    for said in ("69 procent 2023", "Kvinnor 61 (2023)", "Män 77 (2023)", "Mål: 75",
                 "Källa: Kommunens enkät",
                 "Hos oss: 2020 var det 63, 2023 var det 69."):  # fmt: skip
        assert said in page.text
    assert table(page, "Känner sig trygg") == [
        ["År", "Hos oss", "Kvinnor", "Män", "Riket"],
        ["2023", "69", "61", "77", "68"],
        ["2022", "65,25", "–", "–", "–"],
        ["2020", "63", "55,5", "70", "–"],
    ]
    (drawing,) = [s for s in page.all(f"{SVG}svg", role="img") if s.get("class") == "chart"]
    named = [page.one(id=drawing.get(f"aria-{by}") or "") for by in ("labelledby", "describedby")]
    assert [n.tag for n in named] == [f"{SVG}title", f"{SVG}desc"]
    assert [words(t) for t in drawing.iter(f"{SVG}text")] == [
        "Hos oss", "Kvinnor", "Män", "Riket", "Mål: 75", "2020", "2023",
    ]  # fmt: skip
    assert page.one(href=f"{GOAL}/siffror.csv") is not None


@pytest.mark.parametrize(
    "values",
    [
        {(2023, T, ""): 0.0},
        {(2023, T, ""): -12.5, (2022, T, ""): -12.5},
        {(y, T, ""): y * 1e12 for y in range(1990, 2024)},
        {(2023, W, ""): 1.0},
        {(2023, T, "Riket"): 1.0},
        {},
    ],
)  # fmt: skip
def test_odd_series_are_shown_too(
    values: dict[tuple[int, object, str], float], town: Town, browser: Browser
) -> None:
    key_figure(town.goal, values)  # type: ignore[arg-type]  # the keys are as written there
    page = browser.get(GOAL)
    assert "Känner sig trygg" in page.text
    assert len(table(page, "Känner sig trygg")) == len(values) + 1 if values else True


def test_hostile_names_are_only_text(town: Town, browser: Browser) -> None:
    key_figure(
        town.goal, {(2022, T, HOSTILE): 1, (2023, W, HOSTILE): 2, (2023, T, ""): 3},
        name=f"=x{HOSTILE}", unit=HOSTILE, source=f"@{HOSTILE}",
    )  # fmt: skip
    investment(town.goal, 5, title=f"+x{HOSTILE}")
    report(town.assignment, ProgressState.ONGOING, text=HOSTILE)
    page = browser.get(GOAL)
    assert "<script>alert" not in page.html
    assert page.html.count("alert(1)") > 3
    figures = rows_of(browser, f"{GOAL}/siffror.csv")
    assert {row[3] for row in figures[1:]} == {f"'=x{HOSTILE}"}
    assert {row[6] for row in figures[1:]} == {f"'@{HOSTILE}"}
    assert rows_of(browser, f"{GOAL}/pengar.csv")[1][3] == f"'+x{HOSTILE}"


def test_money_is_summed_for_the_year_and_told_in_a_table_and_a_file(
    town: Town, browser: Browser
) -> None:
    investment(town.goal, 2_180_000)
    investment(town.goal, 900_000, key="park", title="Parken")
    investment(town.goal, 1_500_000, year=2025)
    page = browser.get(GOAL)
    assert "3 080 000 kronor avsatt för investeringar 2024" in page.text.replace("\xa0", " ")
    told = [[c.replace("\xa0", " ") for c in row] for row in table(page, "Investeringar, kronor")]
    assert told == [
        ["Vad", "2024", "2025"],
        ["Torget", "2 180 000", "1 500 000"],
        ["Parken", "900 000", "–"],
        ["Totalt", "3 080 000", "1 500 000"],
    ]
    assert rows_of(browser, f"{GOAL}/pengar.csv")[1:] == [
        ["2024", "aktivt-liv", "torg", "Torget", "2024", "2180000"],
        ["2024", "aktivt-liv", "park", "Parken", "2024", "900000"],
        ["2024", "aktivt-liv", "torg", "Torget", "2025", "1500000"],
    ]


def test_files_are_cached_as_pages_are_and_missing_goals_have_none(
    town: Town, browser: Browser
) -> None:
    for name in ("siffror", "pengar", "roda-traden"):
        page = browser.get(f"{GOAL}/{name}.csv")
        assert page.response.headers["Cache-Control"] == "public, no-cache"
        assert (
            f'filename="{name}-2024-aktivt-liv.csv"' in page.response.headers["Content-Disposition"]
        )
        etag = page.response.headers["ETag"]
        again = browser.get(f"{GOAL}/{name}.csv", **{"If-None-Match": etag})
        assert again.status == 304
        assert browser.get(f"/sv/mal/2024/finns-inte/{name}.csv").status == 404


def test_an_assignment_says_how_far_it_has_come_in_words(town: Town, browser: Browser) -> None:
    report(town.assignment, ProgressState.PLANNED, period=Period.T1, text="Snart.")
    report(town.assignment, ProgressState.DONE, period=Period.T2)
    section = words(browser.get(GOAL).one("section", **{"aria-labelledby": "assignments-name"}))
    assert "Bygg en brygga Kommunstyrelsen Klart Uppföljning augusti (T2) 2024" in section
    assert "Bryggan är ritad." in section
    assert "Snart." not in section
    assert "Den byggs i höst." not in section


def test_last_year_is_told_from_the_goals_that_live_on_in_this_one(
    town: Town, browser: Browser
) -> None:
    former, older, stranger = (
        factories.goal(key, year) for key, year in (("fritid", 2023), ("kultur", 2022), ("x", 2023))
    )
    lives_on(former, town.goal)
    lives_on(older, former)
    done = factories.assignment(former, "isbanan")
    factories.assignment(former, "tyst")
    report(done, ProgressState.STOPPED, year=2023, period=Period.T2, text="Isen smälte.")
    report(done, ProgressState.DONE, year=2023, period=Period.YEAR, text="Banan är **klar**.")
    report(factories.assignment(older), ProgressState.DONE, year=2022, text="Året dessförinnan.")
    report(factories.assignment(stranger), ProgressState.DONE, year=2023, text="Något annat.")
    key_figure(former, {(2022, T, ""): 4, (2023, T, ""): 5}, name="Badbesök", unit="stycken")
    investment(former, 700, year=2023)
    page = browser.get(GOAL)
    section = words(page.one("section", **{"aria-labelledby": "last-year-name"}))
    for said in (
        "Kort fritid 2023", "Klart", "Uppföljning helår 2023", "Banan är klar.",
        "Ingen har berättat hur det gick 2023 än.", "5 stycken", "700 kronor",
    ):  # fmt: skip
        assert said in section
    for other in ("Isen smälte.", "Året dessförinnan.", "Något annat."):
        assert other not in page.text


def test_the_page_is_as_new_as_its_newest_report(town: Town, browser: Browser) -> None:
    late = factories.NOW.replace(year=2027)
    report(town.assignment, ProgressState.DONE, at=late)
    assert "Sidan uppdaterad tisdag 16 november 2027" in browser.get(GOAL).text


def test_a_goal_with_everything_costs_eight_queries(town: Town, browser: Browser) -> None:
    for n in range(3):
        former = factories.goal(f"fritid-{n}", 2023)
        lives_on(former, town.goal)
        for goal in (former, town.goal):
            key_figure(goal, {(2023, T, ""): n, (2022, W, ""): n}, key=f"tal-{n}")
            investment(goal, n, key=f"pengar-{n}")
        report(factories.assignment(former), ProgressState.DONE, year=2023)
        factories.contribution(factories.dialogue(goals=[former]).threads[0])
    session().expunge_all()
    with counted() as statements:
        assert browser.get(GOAL).status == 200
    assert len(statements) <= 8
