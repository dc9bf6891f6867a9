# SPDX-License-Identifier: EUPL-1.2
"""From a budget document's text to a draft: what is found, doubted and refused."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.goals.importing import Known, PlanError, read_plans
from dialogue.goals.importing.budget import Draft, Here, draft_plan, written
from dialogue.goals.importing.located import SIZE_LIMIT
from dialogue.goals.rules import AssignmentOrigin
from tests.goals.budget_text import NAMES, POLICIES, SHAPES, TEXT

HERE = Here(
    {
        "kommunstyrelsen": "Kommunstyrelsen",
        "barn-och-utbildningsnamnden": "Barn- och utbildningsnämnden",
        "tekniska-namnden": "Tekniska nämnden",
    }
)
KNOWN = Known(list(HERE.committees), [], {})


def drafted(text: str | bytes, here: Here = HERE, year: int = 2031) -> Draft:
    return draft_plan(text.encode() if isinstance(text, str) else text, year, here)


def read(draft: Draft) -> str:
    """The draft's file as somebody leaves it who has read it."""
    return written(draft).replace("    unread: true\n", "")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_the_document_gives_the_same_goals(shape: str) -> None:
    (plan,) = read_plans(read(drafted(SHAPES[shape])).encode(), KNOWN)
    assert [goal.name.sv for goal in plan.goals] == NAMES
    assert [goal.policy.sv for goal in plan.goals] == POLICIES
    assert [goal.number for goal in plan.goals] == [1, 2, 3]
    assert [goal.key for goal in plan.goals] == [
        "byar-unga-gamla", "barn-elever-langta", "radd-vattnet",
    ]  # fmt: skip
    assert plan.title.sv == "Mål och budget 2031"


def test_assignments_have_committee_and_origin_where_the_document_says_so() -> None:
    (plan,) = read_plans(read(drafted(TEXT)).encode(), KNOWN)
    council, own = AssignmentOrigin.COUNCIL, AssignmentOrigin.COMMITTEE
    assert [[(a.text.sv, a.committee, a.origin) for a in g.assignments] for g in plan.goals] == [
        [
            ("Tekniska nämnden ska bygga tak över cyklarna.", "tekniska-namnden", council),
            ("Ta reda på var bussen behövs mest.", "kommunstyrelsen", council),
            ("Rita en karta.", "kommunstyrelsen", council),
        ],
        [
            ("Öppna biblioteket på lördagar.", "barn-och-utbildningsnamnden", own),
            ("Låt eleverna välja maten en dag i veckan.", "barn-och-utbildningsnamnden", own),
        ],
        [("Fråga de äldre om badet.", "kommunstyrelsen", council)],
    ]


def test_what_is_uncertain_stands_beside_its_place_with_the_documents_row() -> None:
    lines = written(drafted(SHAPES["headings over two lines"])).split("\n")
    rows = SHAPES["headings over two lines"].split("\n")
    row = rows.index("1.1 I Storbyns kommun har vi byar där både unga och gamla") + 1
    at = lines.index(f"      # kontrollera: rubriken stod på två rader, rad {row}")
    assert lines[at - 1] == f"      # rad {row}: 1.1"
    row = rows.index("* Fråga de äldre om badet.") + 1
    assert (
        f"          # kontrollera: vilken nämnd? Under ”Uppdrag till Socialnämnden”, rad {row}"
        in lines
    )


def test_what_is_left_out_is_named_with_its_rows() -> None:
    text = written(drafted(SHAPES["heads and feet of pages"]))
    assert "”Storbyns kommun Mål och budget” (överst eller nederst" in text
    assert "inte med: ”Nyckeltal”, rad" in text
    assert "Inte med: rad 1–" in text
    assert "ett annat kapitel." in text
    assert "Pengarna räcker" not in text


def test_a_document_of_another_year_or_count_is_doubted() -> None:
    draft = drafted(TEXT.replace("finns tre", "finns fyra"), year=2030)
    assert len(draft.doubts) == 2
    assert "Mål och budget 2031" in draft.doubts[0]
    assert "fyra kommunövergripande mål, men hittades 3" in draft.doubts[1]
    assert drafted(TEXT).doubts == []


def test_a_sentence_about_assignments_is_no_heading() -> None:
    text = TEXT.replace(
        "I varje by finns", "Byarna har viktiga uppdrag\ni kommunen. I varje by finns"
    )
    (plan,) = read_plans(read(drafted(text)).encode(), KNOWN)
    assert "Byarna har viktiga uppdrag i kommunen." in plan.goals[0].policy.sv
    assert len(plan.goals[0].assignments) == 3


def test_assignments_without_signs_are_found_and_doubted() -> None:
    text = TEXT.replace("• ", "\n").replace("Ta reda på", "Tekniska nämnden – Ta reda på")
    draft = drafted(text.replace(" (Kommunstyrelsen)", ""))
    tasks = [task for _, task in draft.goals[0].tasks]
    assert [task.committee for task in tasks] == ["tekniska-namnden", "tekniska-namnden", None]
    assert tasks[1].text == "Ta reda på var bussen behövs mest."
    assert all(task.doubts[-1].startswith("stod inte som punkt i en lista") for task in tasks)


def test_a_missing_number_is_doubted() -> None:
    draft = drafted(TEXT.replace("1.3", "1.5"))
    assert [goal.number for goal in draft.goals] == [1, 2, 5]
    assert "mellan 1.2 och 1.5 saknas minst ett mål" in draft.doubts


def test_goals_that_are_alike_in_the_earlier_plan_are_suggested_as_a_comment() -> None:
    before = {"vatten": "I Storbyn är kommunen mycket rädd om vattnet", "berg": "Helt andra ord"}
    text = written(drafted(TEXT, Here(HERE.committees, before=before)))
    assert "        # continues: [vatten] # liknar ”I Storbyn är kommunen mycket rädd" in text
    assert "berg" not in text
    (plan,) = read_plans(text.replace("    unread: true\n", "").encode(), KNOWN)
    assert not any(goal.continues for goal in plan.goals)


def test_a_goal_that_the_years_plan_has_already_keeps_its_key() -> None:
    here = Here(HERE.committees, same_year={"vatten": f"{NAMES[2]}."})
    assert [goal.key for goal in drafted(TEXT, here).goals][2] == "vatten"


def test_an_unread_draft_is_refused() -> None:
    text = written(drafted(TEXT))
    with pytest.raises(PlanError) as refused:
        read_plans(text.encode(), KNOWN)
    row = text.split("\n").index("    unread: true") + 1
    said = "a person must read the draft first; correct it and remove this line"
    assert str(refused.value) == f"row {row}, unread: {said}"
    assert read_plans(text.replace("unread: true", "unread: false").encode(), KNOWN)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "row 1, file: the file holds no text"),
        ("1.1 Å".encode("utf-16"), "row 1, file: the file is in UTF-16: save it anew in UTF-8"),
        ("Mål\n1.1 Åre".encode("cp1252"),
         "row 1, file: the file is not in UTF-8: save it anew in that encoding"),
        (b"1.1 A\n\0", "row 2, file: this is no text: save the document as plain text in UTF-8"),
        (b"%PDF-1.7",
         "row 1, file: this is a PDF, not its text: save it as plain text in UTF-8"),
        (b"x" * 10_000_000, f"row 1, file: the file is larger than {SIZE_LIMIT} bytes"),
        (b"Handla:\n1. Mj\xc3\xb6lk\n2. Br\xc3\xb6d\n",
         'row 1, goals: no goals were found; looked for headings such as "1.1 …", "1.1) …" or'
         ' "Mål 1: …" with text below them'),
        (b"Inneh\xc3\xa5ll\n1.1\tSkolan\t3\n1.2\tByn\t4\n",
         'row 2, goals: no goals were found; looked for headings such as "1.1 …", "1.1) …" or'
         ' "Mål 1: …" with text below them; rows 2, 3 are a table of contents only'),
    ],
)  # fmt: skip
def test_what_is_no_budget_text_is_refused_in_words(content: bytes, fault: str) -> None:
    with pytest.raises(PlanError) as refused:
        drafted(content)
    assert str(refused.value) == fault


LONG = "1.1 Skolan\n\nUppdrag\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "1.1 A\n" * 100_000, "1.1 " + "* " * 400_000 + "b", "- a\n" * 150_000, "." * 900_000,
        f"{LONG}" + "- Gör det.\n" * 50_000, f"{LONG}- " + "abc def\n" * 100_000,
        "\n".join(f"1.{n % 99 + 1} Rubrik {n}\n\nDet här är text {n}." for n in range(15_000)),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_hostile_document_takes_no_long_time(text: str) -> None:
    began = time.monotonic()
    with contextlib.suppress(PlanError):
        read_plans(read(drafted(text)).encode(), KNOWN)
    assert time.monotonic() - began < 60


PIECES = st.sampled_from(
    ["1.1 Skolan är bra", "1.2 Byn", "Mål 1: Vatten", "Uppdrag", "Nyckeltal", "- gör det", "• ",
     "o x", "Kommunstyrelsen", "text: # [a] 'b' \"c\"", "slutar utan", "fortsätter här.", "",
     "\x0c", "\t3", "1.1\tSkolan\t3", "Uppdrag till Tekniska nämnden:", "12",
     "unread: true", "{}", "%", "&a *a"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=30), max_size=40))
def test_every_draft_can_be_imported_once_it_is_read(pieces: list[str]) -> None:
    text = "\n".join(pieces).encode("utf-8", "replace")
    try:
        draft = drafted(text)
    except PlanError:
        return
    (plan,) = read_plans(read(draft).encode(), KNOWN)
    assert len(plan.goals) == len(draft.goals) > 0
