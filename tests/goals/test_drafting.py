# SPDX-License-Identifier: EUPL-1.2
"""`flask plan draft`: what it writes and refuses, and that nothing is published unread."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from flask import Flask

from dialogue.core.database import session
from dialogue.goals import queries
from tests.goals.budget_text import NAMES, TEXT


def run(app: Flask, *args: str) -> Result:
    result = app.test_cli_runner().invoke(args=["plan", *args])
    session().rollback()
    session().expire_all()
    return result


def budget(folder: Path, text: str | bytes = TEXT) -> str:
    file = folder / "budget.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def test_a_draft_becomes_a_plan_only_when_somebody_has_read_it(app: Flask, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    made = run(app, "draft", budget(tmp_path), "--year", "2031", "--output", str(draft))
    assert (made.exit_code, made.stdout) == (0, "goals=3 assignments=6 to_check=4\n")
    refused = run(app, "import", str(draft))
    said = "unread: a person must read the draft first; correct it and remove this line\n"
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.endswith(said)
    assert queries.plans() == []
    draft.write_text(draft.read_text("utf-8").replace("    unread: true\n", ""), "utf-8")
    result = run(app, "import", str(draft))
    assert (result.exit_code, result.stdout) == (0, "created=10 changed=0 unchanged=0\n")
    plan = queries.plan_by_year(2031)
    assert plan is not None
    assert [goal.name.sv for goal in queries.goals_of(plan.id)] == NAMES


def test_a_second_draft_of_a_stored_plan_keeps_its_keys(app: Flask, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    first = run(app, "draft", budget(tmp_path), "--year", "2031").stdout
    renamed = first.replace("key: radd-vattnet", "key: vatten").replace("    unread: true\n", "")
    draft.write_text(renamed, "utf-8")
    run(app, "import", str(draft))
    assert "        key: vatten\n" in run(app, "draft", budget(tmp_path), "--year", "2031").stdout
    later = run(app, "draft", budget(tmp_path), "--year", "2032").stdout
    assert "# continues: [vatten] # liknar" in later


def test_without_a_file_the_draft_goes_to_standard_output(app: Flask, tmp_path: Path) -> None:
    made = run(app, "draft", budget(tmp_path), "--year", "2031")
    assert "\nplans:\n  - year: 2031\n    unread: true\n" in made.stdout
    assert made.stderr == "goals=3 assignments=6 to_check=4\n"


def test_what_a_person_has_worked_on_is_never_written_over(app: Flask, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("mitt arbete", "utf-8")
    result = run(app, "draft", budget(tmp_path), "--year", "2031", "--output", str(draft))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is there already: choose another name" in result.stderr
    assert draft.read_text("utf-8") == "mitt arbete"


def test_a_document_that_cannot_be_read_leaves_no_file(app: Flask, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    file = budget(tmp_path, "1.1 Åre".encode("cp1252"))
    result = run(app, "draft", file, "--year", "2031", "--output", str(draft))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("row 1, file: the file is not in UTF-8")
    assert not draft.exists()


def test_a_missing_file_or_year_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    assert run(app, "draft", str(tmp_path / "no.txt"), "--year", "2031").exit_code == 2
    assert run(app, "draft", budget(tmp_path)).exit_code == 2
    assert run(app, "draft", budget(tmp_path), "--year", "31").exit_code == 2
