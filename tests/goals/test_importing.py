# SPDX-License-Identifier: EUPL-1.2
"""`flask plan import`: what it stores, counts, prints and refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from dialogue.core.database import Base, session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Dialogue
from dialogue.goals import queries
from dialogue.goals.models import Goal
from tests import factories
from tests.goals.plan_file import GOOD


def run(app: Flask, folder: Path, text: str, *options: str) -> Result:
    file = folder / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["plan", "import", str(file), *options])
    session().rollback()
    session().expire_all()
    return result


def rows() -> dict[str, int]:
    return {
        table.name: session().scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def said(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


def test_the_first_import_creates_everything(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, GOOD)
    assert said(result) == (0, "created=7 changed=0 unchanged=0\n", "")
    goal = queries.goal_by_key(2024, "ledning")
    assert goal is not None
    assert goal.committee.key == "valnamnden"
    assignments = [a for a in queries.assignments_in(goal.plan_id, None) if a.goal is goal]
    assert [a.key for a in assignments] == ["val", "svar"]
    assert assignments[1].committee.key == "kommunstyrelsen"
    first = queries.goal_by_key(2023, "fritid")
    assert first is not None
    assert queries.lineages() == {goal.id: {first.id}}


def test_the_same_file_once_more_changes_nothing(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    before = rows()
    result = run(app, tmp_path, GOOD)
    assert said(result) == (0, "created=0 changed=0 unchanged=7\n", "")
    told = {"event": before["event"] + 2}  # that it was imported, once a plan
    assert rows() == {**before, **told}


def test_a_dry_run_counts_and_writes_nothing(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, GOOD, "--dry-run")
    assert said(result) == (0, "created=7 changed=0 unchanged=0\n", "")
    assert not any(rows().values())
    run(app, tmp_path, GOOD)
    before = rows()
    changed = GOOD.replace("Ordna val.", "Ordna valen.").replace("[fritid]", "[]")
    result = run(app, tmp_path, changed, "--dry-run")
    assert said(result) == (0, "created=0 changed=2 unchanged=5\n", "")
    assert rows() == before
    again = run(app, tmp_path, changed)
    assert again.stdout == result.stdout


def test_a_fault_changes_nothing(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    before = rows()
    broken = GOOD.replace("name: Fritiden", "name: Fritid").replace("origin: council", "origin: x")
    result = run(app, tmp_path, broken)
    expected = 'row 25, origin: "x" is not known; it can be council, committee\n'
    assert said(result) == (1, "", expected)
    assert rows() == before
    goal = queries.goal_by_key(2023, "fritid")
    assert goal is not None
    assert goal.name.sv == "Fritiden"


def test_two_goals_can_swap_their_numbers(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    text = GOOD.replace("  - number: 1", "  - number: 7").replace("number: 2", "number: 1")
    result = run(app, tmp_path, text.replace("number: 7", "number: 2"))
    assert said(result) == (0, "created=0 changed=2 unchanged=5\n", "")
    plan = queries.plan_by_year(2024)
    assert plan is not None
    assert [g.key for g in queries.goals_of(plan.id)] == ["aktivt-liv", "ledning"]


def test_what_the_file_leaves_out_stays(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    result = run(app, tmp_path, GOOD[: GOOD.index("- year: 2024")])
    assert said(result) == (0, "created=0 changed=0 unchanged=2\n", "")
    assert session().scalar(select(func.count()).select_from(Goal)) == 3


def test_lineage_follows_the_file(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    run(app, tmp_path, GOOD.replace("continues: [fritid]", "continues: []"))
    assert queries.lineages() == {}


def test_only_the_plan_in_force_gets_standing_dialogues(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    slugs = set(session().scalars(select(Dialogue.slug)))
    assert slugs == {"mal-2024-ledning", "mal-2024-aktivt-liv", "fritt"}


def test_the_dialogues_of_a_coming_plan_are_ready_on_its_first_day(
    app: Flask, tmp_path: Path
) -> None:
    run(app, tmp_path, GOOD.replace("2024", "2090").replace("  adopted_on: 2023-11-23\n", ""))
    slugs = set(session().scalars(select(Dialogue.slug)))
    assert slugs == {"mal-2023-fritid", "mal-2090-ledning", "mal-2090-aktivt-liv", "fritt"}


def test_each_import_is_an_event(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, GOOD)
    kinds = session().scalars(select(Event.kind).where(Event.subject_type == "plan")).all()
    assert kinds == [EventKind.PLAN_IMPORTED] * 2


def test_a_file_that_is_not_there_is_wrong_usage(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["plan", "import", "no-such-file.yaml"])
    assert result.exit_code == 2
    assert result.stdout == ""


def test_the_current_plan_is_the_latest_adopted(app: Flask) -> None:
    before, _after = factories.plan(2023), factories.plan(2027)
    today = datetime(2026, 11, 16, tzinfo=UTC).date()
    current = queries.current_plan(today)
    assert current is not None
    assert current.id == before.id
    assert [plan.year for plan in queries.plans()] == [2027, 2023]


def test_heirs_are_found_over_several_years(app: Flask) -> None:
    from dialogue.goals.models import GoalLineage

    first, second, third = (factories.goal("fritid", year) for year in (2022, 2023, 2024))
    session().add(GoalLineage(from_goal_id=first.id, to_goal_id=second.id))
    session().add(GoalLineage(from_goal_id=second.id, to_goal_id=third.id))
    session().commit()
    assert [g.id for g in queries.heirs(first.id, third.plan_id)] == [third.id]
    assert [g.id for g in queries.heirs(third.id, third.plan_id)] == [third.id]


def test_path_keys_find_what_exists(app: Flask) -> None:
    goal = factories.goal("fritid", 2024)
    under = factories.assignment(goal, "brygga")
    assert set(
        queries.goals_by_path_keys(["2024/fritid", "2024/x", "x", "9999999/fritid", "2024/"])
    ) == {"2024/fritid"}
    found = queries.assignments_by_path_keys(["2024/fritid/brygga", "2024/fritid/x", "//"])
    assert {key: row.id for key, row in found.items()} == {"2024/fritid/brygga": under.id}
