# SPDX-License-Identifier: EUPL-1.2
"""What a plan file may hold, and how each fault is said."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from dialogue.goals.importing import Known, PlanError, read_plans
from dialogue.goals.rules import AssignmentOrigin, GoalKind, VisionDimension
from tests.goals.plan_file import GOOD, KNOWN, faults_of


def test_a_good_file_gives_all_its_values() -> None:
    before, plan = read_plans(GOOD.encode(), KNOWN)
    assert (before.year, before.adopted_on) == (2023, date(2023, 1, 1))
    assert (plan.adopted_on, plan.title.best("sma")) == (date(2023, 11, 23), ("sma", "Ulmie"))
    goal, other = plan.goals
    assert (goal.row, goal.number, goal.key, goal.committee) == (10, 1, "ledning", "valnamnden")
    assert (goal.kind, goal.dimension) == (GoalKind.CROSS_CUTTING, VisionDimension.DEMOCRATIC)
    assert goal.policy.sv == "Ett stycke.\n\nEtt till."
    assert list(goal.continues) == ["fritid"]
    first, second = goal.assignments
    assert (first.committee, first.origin) == ("valnamnden", AssignmentOrigin.COMMITTEE)
    assert (second.committee, second.place) == ("kommunstyrelsen", "brunflo")
    assert (other.kind, other.dimension, other.committee) == (None, None, "kommunstyrelsen")


def test_a_goal_without_residents_words_shows_its_name() -> None:
    text = GOOD.replace("    short: Fritid\n    about: platser\n", "")
    goal = read_plans(text.encode(), KNOWN)[1].goals[1]
    assert (goal.short.sv, goal.about.sv) == ("Ett aktivt liv", "Ett aktivt liv")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("- year: 2023", "- year: '2023'", "row 2, year: must be a whole number, not text"),
        ("- year: 2023", "- year: yes", "row 2, year: must be a whole number, not yes or no"),
        ("- year: 2023", "- year: 1823", "row 2, year: must be between 1990 and 2100"),
        ("- year: 2023", "- year: 2024", "row 6, year: 2024 stands on row 2 already"),
        ("  title: Mål och budget 2023\n", "", "row 2, title: is missing"),
        ("title: Mål och budget 2023", "title: 2023",
         "row 3, title: must be text, not a number; put it in quotes"),
        ("title: Mål och budget 2023", "title: [a]",
         "row 3, title: must be text, not a list; put it in quotes"),
        ("title: Mål och budget 2023", "title: ' '", "row 3, title: is empty"),
        ("title: Mål och budget 2023", f"title: {'x' * 201}",
         "row 3, title: is 201 characters long; at most 200 fit"),
        ("title: Mål och budget 2023", 'title: "a\\0b"', "row 3, title: holds control characters"),
        ("title: Mål och budget 2023", "titel: x",
         "row 3, titel: is not known here; known are year, title, adopted_on, goals, unread"),
        ("{sv: Mål och budget 2024, sma: Ulmie}", "{sma: Ulmie}",
         "row 7, title: Swedish (sv) is missing"),
        ("sma: Ulmie", "fi: Tavoite",
         'row 7, title: "fi" is no language; they are sv, sma, se, smj, en'),
        ("2023-11-23", "2023-11-43", "row 8, adopted_on: must be a date, such as 2024-01-31"),
        ("2023-11-23", "2023-11-23 10:00:00",
         "row 8, adopted_on: must be a date, such as 2024-01-31"),
        ("- number: 2", "- number: 1", "row 26, number: 1 stands on row 10 already"),
        ("- number: 2", "- number: 0", "row 26, number: must be between 1 and 999"),
        ("key: aktivt-liv", "key: ledning", "row 27, key: ledning stands on row 11 already"),
        ("key: aktivt-liv", "key: no",
         "row 27, key: must be text, not yes or no; put it in quotes"),
        ("key: aktivt-liv", "key: Aktivt Liv",
         'row 27, key: "Aktivt Liv" cannot be used: a key has at most 60 of a-z, 0-9 and -'),
        ("    name: Ett aktivt liv\n", "", "row 26, name: is missing"),
        ("kind: cross-cutting", "kind: crosscutting",
         'row 12, kind: "crosscutting" is not known; it can be cross-cutting, core'),
        ("dimension: democratic", "dimension: 4",
         "row 13, dimension: must be text, not a number; put it in quotes"),
        ("    committee: valnamnden\n", "    committee: vagnamnden\n",
         'row 14, committee: "vagnamnden" is not known; it can be kommunstyrelsen, valnamnden'),
        ("continues: [fritid]", "continues: [skola]",
         'row 22, continues: the plan of 2023 has no goal "skola"'),
        ("continues: [fritid]", "continues: fritid", "row 22, continues: must be a list, not text"),
        ("policy: Mer av allt.", "policy: x, continues: [y]",
         "row 5, continues: there is no plan before 2023"),
        ("origin: council", "origin: county",
         'row 25, origin: "county" is not known; it can be council, committee'),
        ("origin: council, ", "", "row 25, origin: is missing"),
        ("key: svar", "key: val", "row 25, key: val stands on row 24 already"),
        ("place: brunflo", "place: lit", 'row 25, place: "lit" is not known; it can be brunflo'),
        ("    key: aktivt-liv\n", "    key: aktivt-liv\n    key: liv\n",
         "row 28, key: stands twice in the same place"),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_its_row(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    found = faults_of(GOOD.replace(old, new, 1))
    assert any(line.startswith(fault) for line in found), found


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "row 1, plans: the file must have a list plans:"),
        (b"- 1", "row 1, plans: the file must have a list plans:"),
        (b"plans: []", "row 1, plans: the list is missing or empty"),
        (b"plans: 3", "row 1, plans: must be a list, not a number"),
        (b"plans:\n- 3", "row 2, plans: each entry must be a group of fields"),
        (b"plans:\n\t- x", "row 2, file: this is not YAML: "),
        (b"plans: [", "row 2, file: this is not YAML: "),
        ("plans:\n- title: Mål".encode("latin-1"), "row 2, file: the file is not in UTF-8"),
        (b"\0", "row 1, file: this is not YAML: it holds characters that no text has"),
        (b"plans: &a [*a]", 'row 1, file: write out what "*a" stands for'),
        (b"[" * 100_000, "row 1, file: there are more than 8 levels of lists and fields"),
        (b"x" * 1_000_001, "row 1, file: the file is larger than 1000000 bytes"),
        (b"a: 1\n---\nb: 2", "row 2, file: the file holds more than one document"),
        (b"plans: !!python/object/apply:os.system [id]", "row 1, file: the tag "),
        (b"? [a]\n: b", "row 1, file: a field's name must be one word"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(content: bytes, fault: str) -> None:
    found = faults_of(content)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_all_faults_come_at_once_by_row() -> None:
    text = GOOD.replace("year: 2023", "year: x").replace("kind: cross", "kind: angry")
    rows = [int(line.split(",")[0].removeprefix("row ")) for line in faults_of(text)]
    assert len(rows) >= 2
    assert rows == sorted(rows)


def test_a_number_of_a_stored_goal_that_the_file_leaves_out_is_taken() -> None:
    known = Known(KNOWN.committees, KNOWN.places, {2024: {"skola": 2}})
    assert faults_of(GOOD, known) == ["row 26, number: 2 belongs to skola, not in the file"]


def test_a_stored_plan_can_be_continued() -> None:
    only_2024 = "plans:\n" + GOOD[GOOD.index("- year: 2024") :]
    known = Known(KNOWN.committees, KNOWN.places, {2022: {"fritid": 1}, 2023: {"fritid": 1}})
    assert faults_of(only_2024) == ["row 18, continues: there is no plan before 2024"]
    assert faults_of(only_2024, known) == []


def test_hostile_words_are_only_words() -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE goal; --"
    text = yaml.safe_dump({"plans": [{"year": 2024, "title": hostile, "goals": []}]})
    assert read_plans(text.encode(), KNOWN)[0].title.sv == hostile


def test_the_error_reads_as_its_lines() -> None:
    with pytest.raises(PlanError, match=r"row 1, plans: the list is missing or empty"):
        read_plans(b"plans:", KNOWN)
