# SPDX-License-Identifier: EUPL-1.2
"""Budget texts of other municipalities' shapes: nothing lost, nothing under the wrong goal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

from dialogue.goals.importing import Known, PlanRow, read_plans
from dialogue.goals.importing.budget import Here, draft_plan, written

HERE = Here({"kommunstyrelsen": "Kommunstyrelsen", "tekniska-namnden": "Tekniska nämnden"})
NAMES = [
    "Sundby kommun ska vara en trygg plats att växa upp på",
    "En levande landsbygd med service nära",
    "Näringslivet i Sundby är starkt och växer",
    "Vård och omsorg präglas av värdighet",
]
SENTENCES = [
    "Barn ska kunna gå till skolan själva, och det ska finnas en vuxen som lyssnar.",
    "Affären i byn är kvar, och bussen dit går även på kvällen när skiftet slutar.",
    "Den som startar ett företag får svar inom två veckor och en enda person att ringa.",
    "Ingen ska behöva vänta på hjälp, och maten lagas där den äts av dem som bor där.",
]
Head = Callable[[int, str], str]
LATER = "2 Ekonomi\n\nPengarna räcker.\n"


def dotted(n: int, name: str) -> str:
    return f"1.{n} {name}"


def document(
    head: Head = dotted, below: Callable[[int], str] = lambda n: "", *, chapter: str = "1 Mål",
    later: str = LATER, contents: bool = False,
) -> str:  # fmt: skip
    """A budget's text: `below` stands under each goal's own sentence."""
    listed = [f"{head(n, name)} ...... {n + 2}" for n, name in enumerate(NAMES, 1)]
    goals = [
        f"{head(n, name)}\n\n{said}\n\n{below(n)}\n\n"
        for n, (name, said) in enumerate(zip(NAMES, SENTENCES, strict=True), 1)
    ]
    first = "\n".join(["Innehåll", *listed, "Ekonomi ...... 9", ""]) if contents else ""
    return f"Sundby kommun\n\nBudget 2031\n\n{first}\n{chapter}\n\n{''.join(goals)}{later}"


def plan_of(text: str) -> tuple[PlanRow, str]:
    """The plan as somebody imports it who has read the draft, and the draft."""
    draft = written(draft_plan(text.encode(), 2031, HERE))
    read = draft.replace("    unread: true\n", "").encode()
    (plan,) = read_plans(read, Known(list(HERE.committees), [], {}))
    return plan, draft


def policies(text: str) -> list[str]:
    plan, _ = plan_of(text)
    assert [goal.name.sv for goal in plan.goals] == NAMES
    return [goal.policy.sv for goal in plan.goals]


@pytest.mark.parametrize("new_page", ["", "\x0c"])
def test_a_heading_that_each_goal_has_is_its_own_and_not_the_pages(new_page: str) -> None:
    text = document(lambda n, name: f"{new_page}1.{n} {name}\n\nDet här vill vi")
    assert policies(text) == [f"Det här vill vi\n\n{said}" for said in SENTENCES]


def test_a_sentence_that_comes_back_in_each_goal_stays() -> None:
    again = "Barn och unga ska ha fått säga sitt innan\nnågot beslutas om dem."
    for policy, said in zip(policies(document(below=lambda n: again)), SENTENCES, strict=True):
        assert policy == f"{said}\n\n" + again.replace("\n", " ")


@pytest.mark.parametrize(
    "furniture",
    [
        "\n\n{n} (20)\n\x0cSundby kommun\n\n", "\n{n}\n\x0cSundby kommun   Budget\n",
        "\n\nSundby kommun | Budget | sida {n}\n\n", "\n\nBudget för Sundby         {n}\n\n",
        "\n\nSundby kommun\n\n",
    ],
)  # fmt: skip
def test_heads_and_feet_in_the_middle_of_sentences_go(furniture: str) -> None:
    pieces = document().split(", och ")
    text = pieces[0]
    for n, piece in enumerate(pieces[1:], 3):
        text += f",{furniture.format(n=n)}och {piece}"
    assert policies(text) == SENTENCES
    assert "Inte med: ”" in plan_of(text)[1]


@pytest.mark.parametrize("running", ["1 Mål och uppdrag", "Mål och uppdrag"])
def test_a_chapters_heading_on_every_page_goes(running: str) -> None:
    pieces = document(chapter="1 Mål och uppdrag").split(", och ")
    assert policies(f",\n\n9\n\x0c{running}\n\noch ".join(pieces)) == SENTENCES


@pytest.mark.parametrize("page", ["", "       7"])
def test_a_goals_heading_on_its_later_pages_goes(page: str) -> None:
    text = document(contents=True)
    for n, (name, said) in enumerate(zip(NAMES, SENTENCES, strict=True), 1):
        later = said.replace(", och ", f",\n\x0c1.{n} {name}{page}\n\noch ")
        text = text.replace(said, f"Kort.\n\x0c1.{n} {name}{page}\n\n{later}")
    assert policies(text) == [f"Kort.\n\n{said}" for said in SENTENCES]


@pytest.mark.parametrize("between", [" ", "(?<!\n-) "])
def test_a_document_of_one_word_a_line_is_put_together(between: str) -> None:
    tasks = "Vi gör - och det är nytt - mer.\n\nUppdrag\n\n- Bygg en bro\n- Mät vägen"
    text = document(below=lambda n: tasks, contents=True)
    plan, _ = plan_of(re.sub(between, "\n", text))
    assert [goal.name.sv for goal in plan.goals] == NAMES
    more = "Vi gör - och det är nytt - mer."
    assert [goal.policy.sv for goal in plan.goals] == [f"{said}\n\n{more}" for said in SENTENCES]
    assert [task.text.sv for goal in plan.goals for task in goal.assignments] == [
        "Bygg en bro", "Mät vägen",
    ] * 4  # fmt: skip


def test_a_number_alone_on_its_line_stays_in_its_sentence() -> None:
    first = document(below=lambda n: "Av\nalla\när\n25\nprocent\nunga.")
    assert all(policy.endswith("Av alla är 25 procent unga.") for policy in policies(first))


@pytest.mark.parametrize("without", range(4))
def test_a_goal_without_text_is_a_goal_of_its_own(without: int) -> None:
    text = document(contents=True).replace(SENTENCES[without], "")
    expected = list(SENTENCES)
    expected[without] = NAMES[without]
    assert policies(text) == expected
    assert plan_of(text)[1].count("ingen text hittades under rubriken") == 1


def test_a_goal_may_have_its_text_in_numbered_sections() -> None:
    text = document(lambda n, name: f"1.{n} {name}\n\n1.{n}.1 Nuläge\n")
    assert policies(text) == [f"1.{n}.1 Nuläge\n\n{s}" for n, s in enumerate(SENTENCES, 1)]


@pytest.mark.parametrize("chapter", ["2 Styrning", "2 Mål och styrning"])
def test_goals_may_stand_a_level_down(chapter: str) -> None:
    text = document(
        lambda n, name: f"2.1.{n} {name}",
        chapter=f"1 Inledning\n\nVi börjar.\n\n{chapter}\n\n2.1 Fullmäktiges mål\n\nMålen är fyra.",
        later="2.2 Uppföljning\n\nVi följer upp.\n\n3 Ekonomi\n\nPengarna räcker.\n",
    )
    assert policies(text) == SENTENCES


@pytest.mark.parametrize(
    "word", ["Prioriterat mål", "STRATEGISKT MÅL", "Fullmäktigemål", "Kommunövergripande mål"]
)
def test_goals_are_called_so_in_many_words(word: str) -> None:
    assert policies(document(lambda n, name: f"{word} {n}: {name}", chapter="")) == SENTENCES


@pytest.mark.parametrize("sign", ["§ ", "Kap. ", "Avsnitt "])
def test_a_sign_may_stand_before_the_number(sign: str) -> None:
    assert policies(document(lambda n, name: f"{sign}1.{n} {name}")) == SENTENCES


def test_headings_in_capitals_may_be_broken() -> None:
    text = document(lambda n, name: f"1.{n} " + "\n".join(textwrap.wrap(name.upper(), 25)))
    plan, _ = plan_of(text)
    assert [goal.name.sv for goal in plan.goals] == [name.upper() for name in NAMES]
    assert [goal.policy.sv for goal in plan.goals] == SENTENCES


@pytest.mark.parametrize("mark", ["1. Först.\n2. Sedan.\n3. Sist.", "1 Se bilagan."])
def test_a_list_does_not_hide_the_next_chapter(mark: str) -> None:
    later = f"{mark}\n\n{LATER}"
    last = policies(document(later=later, contents=True).replace("Ekonomi ..", "2 Ekonomi .."))[-1]
    assert "räcker" not in last
    assert last.replace("\n\n", "\n") == f"{SENTENCES[-1]}\n{mark}"


@pytest.mark.parametrize("head", [dotted, lambda n, name: f"Mål {n}: {name}"])
def test_a_chapter_without_a_number_is_told_by_the_table_of_contents(head: Head) -> None:
    text = document(head, contents=True, chapter="", later="Ekonomi\n\nPengarna räcker.\n")
    assert policies(text) == SENTENCES


def test_headings_of_a_chapter_that_does_not_speak_of_goals_are_doubted() -> None:
    said = "kontrollera: kapitlet heter ”Ekonomi”: är rubrikerna i det mål?"
    assert said in plan_of(document(chapter="1 Ekonomi"))[1]
    assert said not in plan_of(document())[1]


def test_rows_of_a_table_are_no_policy_but_are_named() -> None:
    table = "                2029   2030\nLäsare          12,5   13\n\nVi läser mer."
    text = document(below=lambda n: table)
    assert policies(text) == [f"{said}\n\nVi läser mer." for said in SENTENCES]
    assert plan_of(text)[1].count("inte med: en rad i en tabell, rad") == 8


@pytest.mark.parametrize(
    "tasks",
    ["Uppdrag\na) Bygg en bro\nb) Mät vägen", "Utvecklingsuppdrag\n\n- Bygg en bro\n- Mät vägen"],
)
def test_assignments_are_told_by_their_heading(tasks: str) -> None:
    plan, _ = plan_of(document(below=lambda n: tasks))
    assert [goal.policy.sv for goal in plan.goals] == SENTENCES
    for goal in plan.goals:
        assert [task.text.sv for task in goal.assignments] == ["Bygg en bro", "Mät vägen"]
