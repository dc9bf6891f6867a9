# SPDX-License-Identifier: EUPL-1.2
"""Plans from CSV: the same checks, words and counts as from YAML."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from dialogue.core.database import session
from dialogue.demo import story
from dialogue.goals import queries
from dialogue.goals.importing import Known, PlanError, PlanRow, known_here, read_plans
from dialogue.goals.importing.plan_table import OPTIONAL, REQUIRED, read_plan_table
from tests.goals.plan_file import GOOD as YAML
from tests.goals.plan_file import KNOWN

#: The same plans, of which some words are in another language too.
TWO_LANGUAGES = (
    YAML.replace("policy: Rör på er.", "policy: {sv: Rör på er., en: Move.}")
    .replace("    short: Fritid\n    about: platser\n", "")
    .replace("short: Fritid, about: idrott, ", "")
    .replace("    short: Hur kommunen styrs\n    about: demokrati, val\n", "")
    .replace("    kind: cross-cutting\n    dimension: democratic\n", "")
)
COLUMNS = [*REQUIRED, *OPTIONAL]
GOOD = """\
year;title;adopted_on;goal;number;name;policy;committee;continues;assignment;origin;place;text
2023;Mål och budget 2023;;fritid;1;Fritiden;Mer av allt.;;;;;;
2024;Mål och budget 2024;2023-11-23;ledning;1;Alla är delaktiga;"Ett stycke.

Ett till.";valnamnden;fritid;;;;
2024;;;ledning;;;;valnamnden;;val;committee;;Ordna val.
2024;;;ledning;;;;;;svar;council;brunflo;Svara alla.
2024;;;aktivt-liv;2;Ett aktivt liv;Rör på er.;;;;;;
"""


def read(text: str, known: Known = KNOWN) -> list[PlanRow]:
    return read_plan_table(text.encode(), known)


def faults_of(text: str) -> list[str]:
    try:
        read(text)
    except PlanError as refused:
        return [str(fault) for fault in refused.faults]
    return []


def run(app: Flask, folder: Path, text: str, *options: str) -> Result:
    file = folder / "plan.CSV"
    file.write_text(text, encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["plan", "import", str(file), *options])
    session().rollback()
    session().expire_all()
    return result


def as_table(plans: list[PlanRow]) -> str:
    """Plans, written as CSV."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, delimiter=";")
    table.writeheader()
    for plan in plans:
        for goal in plan.goals:
            own = {"year": plan.year, "goal": goal.key}
            table.writerow({
                **own, "title": plan.title.sv, "adopted_on": plan.adopted_on, "number": goal.number,
                "kind": goal.kind or "", "dimension": goal.dimension or "",
                "committee": goal.committee, "short": goal.short.sv, "about": goal.about.sv,
                "name": goal.name.sv, "policy": goal.policy.sv,
                "continues": "|".join(goal.continues), "sami_flag": "ja" if goal.sami_flag else "",
                "child_flag": str(goal.child_flag),
            })  # fmt: skip
            for task in goal.assignments:
                table.writerow({
                    **own, "assignment": task.key, "committee": task.committee,
                    "origin": task.origin, "place": task.place or "", "text": task.text.sv,
                })  # fmt: skip
    return out.getvalue()


def without_rows(plan: PlanRow) -> PlanRow:
    """The plan, wherever in its file it stood."""
    goals = [
        replace(
            goal, row=0, continues=dict.fromkeys(goal.continues, 0),
            assignments=tuple(replace(task, row=0) for task in goal.assignments),
        )
        for goal in plan.goals
    ]  # fmt: skip
    return replace(plan, row=0, goals=tuple(goals))


def test_goals_and_assignments_are_read_with_their_rows() -> None:
    before, plan = read(GOOD)
    assert (before.row, before.year, [goal.key for goal in before.goals]) == (2, 2023, ["fritid"])
    goal, other = plan.goals
    assert (goal.row, goal.number, goal.committee) == (3, 1, "valnamnden")
    assert goal.policy.sv == "Ett stycke.\n\nEtt till."
    assert list(goal.continues) == ["fritid"]
    assert [(task.row, task.key, task.place) for task in goal.assignments] == [
        (6, "val", None), (7, "svar", "brunflo"),
    ]  # fmt: skip
    assert (other.row, other.short.sv) == (8, "Ett aktivt liv")


def test_an_assignment_may_stand_before_its_goal() -> None:
    head, first = GOOD.splitlines(keepends=True)[:2]
    (plan,) = read(f"{head}2023;;;fritid;;;;;;bad;council;;Bygg ett bad.\n{first}")
    assert [(goal.row, [task.key for task in goal.assignments]) for goal in plan.goals] == [
        (3, ["bad"])
    ]


def test_the_demos_plans_are_the_same_as_csv(app: Flask) -> None:
    plans = read_plans(story.plans(), known_here())
    again = read(as_table(plans), known_here())
    assert [without_rows(plan) for plan in again] == [without_rows(plan) for plan in plans]


def test_what_was_imported_as_yaml_is_unchanged_as_csv(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "plans.yaml"
    file.write_bytes(story.plans())
    first = app.test_cli_runner().invoke(args=["plan", "import", str(file)])
    session().rollback()
    total = first.stdout.removeprefix("created=").split()[0]
    table = as_table(read_plans(story.plans(), known_here()))
    for options in (["--dry-run"], []):
        result = run(app, tmp_path, table, *options)
        said = f"created=0 changed=0 unchanged={total}\n"
        assert (result.exit_code, result.stdout, result.stderr) == (0, said, "")


def test_the_command_takes_csv_by_its_name(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path, GOOD, "--dry-run").stdout == "created=7 changed=0 unchanged=0\n"
    assert queries.plans() == []
    assert run(app, tmp_path, GOOD).stdout == "created=7 changed=0 unchanged=0\n"
    changed = run(app, tmp_path, GOOD.replace("Ordna val.", "Ordna valen."))
    assert changed.stdout == "created=0 changed=1 unchanged=6\n"


def test_a_table_leaves_what_is_in_other_languages(app: Flask, tmp_path: Path) -> None:
    yaml = tmp_path / "plan.yaml"
    yaml.write_text(TWO_LANGUAGES, "utf-8")
    app.test_cli_runner().invoke(args=["plan", "import", str(yaml)])
    session().rollback()
    head, rows = GOOD.split("\n", 1)
    assert run(app, tmp_path, GOOD).stdout == "created=0 changed=0 unchanged=7\n"
    assert run(app, tmp_path, f"{head}\n{rows.replace('Rör på er.', 'Rör dig.')}").exit_code == 0
    goal = queries.goal_by_key(2024, "aktivt-liv")
    assert goal is not None
    assert goal.policy.to_json() == {"sv": "Rör dig.", "en": "Move."}


def test_a_fault_changes_nothing(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, GOOD.replace(";council;", ";rådet;"))
    said = 'row 7, origin: "rådet" is not known; it can be council, committee\n'
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", said)
    assert queries.plans() == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("2024;;;ledning;;;;;;svar", ";;;ledning;;;;;;svar", "row 7, year: is missing"),
        ("2024;;;ledning;;;;;;svar", "2024;;;;;;;;;svar", "row 7, goal: is missing"),
        ("2024;;;ledning;;;;;;svar", "2024;;;x;;;;;;svar",
         'row 7, goal: "x" has no row of its own for 2024 in the file'),
        ("2024;;;ledning;;;;;;svar", "2024;;;ledning;;Namn;;;;svar",
         "row 7, name: belongs to the goal's own row: leave it empty here"),
        ("Rör på er.;;;;;;", "Rör på er.;;;;;;Bygg.",
         "row 8, text: belongs to an assignment: name it in its column"),
        ("aktivt-liv;2", "aktivt-liv;två", "row 8, number: must be a whole number, not text"),
        ("aktivt-liv;2", "aktivt-liv;1", "row 8, number: 1 stands on row 3 already"),
        ("aktivt-liv;2", "Aktivt liv;2",
         'row 8, goal: "Aktivt liv" cannot be used: a key has at most 60 of a-z, 0-9 and -'),
        ("svar;council", "val;council", "row 7, assignment: val stands on row 6 already"),
        ("2023-11-23", "23 november", "row 3, adopted_on: must be a date, such as 2024-01-31"),
        ("fritid;;;;", "fritiden;;;;", 'row 3, continues: the plan of 2023 has no goal "fritiden"'),
        ("2024;;;aktivt", "2024;Annan;;aktivt",
         "row 8, title: says something else than row 3 of the same plan"),
        ("Fritiden;", "=1+1;",
         'row 2, name: "=1+1" begins as a formula does; write what it comes to'),
        ("brunflo", "paris", 'row 7, place: "paris" is not known; it can be brunflo'),
        ("place;text", "place;texten",
         'row 1, header: the column "texten" is not known; known are ' + ", ".join(COLUMNS)),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_its_row_and_column(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert fault in faults_of(GOOD.replace(old, new))


def test_a_fault_is_said_once() -> None:
    text = "year;title;goal;number;name;policy\n2025;Mål;v;1;Vatten;" + "p" * 20_001 + "\n"
    with pytest.raises(PlanError) as refused:
        read(text)
    said = "row 2, policy: is 20001 characters long; at most 20000 fit"
    assert str(refused.value) == said


def test_swedish_headings_and_words_are_known() -> None:
    text = (
        "år,titel,mål,nummer,namn,inriktning,barn\n"
        "2024,Mål och budget 2024,skola,1,Skolan,Alla lär sig.,ja\n"
    )
    (plan,) = read(text)
    assert plan.goals[0].child_flag


def test_a_large_table_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, GOOD + "x" * 10_000_000)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("row 1, file: the file is larger than ")
