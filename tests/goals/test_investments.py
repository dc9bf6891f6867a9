# SPDX-License-Identifier: EUPL-1.2
"""`flask investments import`: what it stores, counts, prints and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from dialogue.accounts.acts import Counts
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.core.languages import Translated
from dialogue.goals import commands
from dialogue.goals.importing.investments import InvestmentRow
from dialogue.goals.importing.storing_followed import put_investments
from dialogue.goals.models import Investment
from dialogue.goals.queries import investments_of
from tests import factories

HEAD = "plan;goal;key;title;year;amount\n"
NO_NUMBER = "is no number; write it such as 1 234,5 or 1234.5, without a unit"
GOOD = (
    HEAD
    + "2024;aktivt-liv;spar;Skidspår i Lit;2025;1 250 000\n"
    + "2024;aktivt-liv;spar;Skidspår i Lit;2024;800000\n"
    + "2023;ledning;hus;Nytt hus;2023;3000000000\n"
)


@pytest.fixture
def goal_id(app: Flask) -> int:
    """The goal that the files are about, and one beside it."""
    factories.goal("ledning", 2023)
    goal = factories.goal("aktivt-liv", 2024)
    session().commit()
    return goal.id


def run(app: Flask, folder: Path, content: str | bytes, *options: str) -> Result:
    file = folder / "investments.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    result = app.test_cli_runner().invoke(args=["investments", "import", str(file), *options])
    session().rollback()
    session().expire_all()
    return result


def how_many() -> int:
    return session().scalar(select(func.count()).select_from(Investment)) or 0


def test_investments_are_stored_by_year(app: Flask, tmp_path: Path, goal_id: int) -> None:
    result = run(app, tmp_path, GOOD)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0, "created=3 changed=0 unchanged=0\n", "",
    )  # fmt: skip
    assert [(i.title.sv, i.year, i.amount) for i in investments_of(goal_id)] == [
        ("Skidspår i Lit", 2024, 800_000),
        ("Skidspår i Lit", 2025, 1_250_000),
    ]
    events = session().scalars(select(Event).order_by(Event.id)).all()
    assert [(e.kind, e.subject_type, e.details) for e in events] == [
        (EventKind.INVESTMENTS_IMPORTED, "plan", {"investments": 1}),
        (EventKind.INVESTMENTS_IMPORTED, "plan", {"investments": 2}),
    ]


def test_once_more_changes_nothing_and_what_is_left_out_stays(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    run(app, tmp_path, GOOD)
    assert run(app, tmp_path, GOOD).stdout == "created=0 changed=0 unchanged=3\n"
    changed = HEAD + "2024;aktivt-liv;spar;Skidspår i Lit;2025;1 300 000\n"
    assert run(app, tmp_path, changed, "--dry-run").stdout == "created=0 changed=1 unchanged=0\n"
    assert [i.amount for i in investments_of(goal_id)] == [800_000, 1_250_000]
    assert run(app, tmp_path, changed).stdout == "created=0 changed=1 unchanged=0\n"
    assert [i.amount for i in investments_of(goal_id)] == [800_000, 1_300_000]
    assert how_many() == 3


def test_a_dry_run_writes_nothing(app: Flask, tmp_path: Path, goal_id: int) -> None:
    assert run(app, tmp_path, GOOD, "--dry-run").stdout == "created=3 changed=0 unchanged=0\n"
    assert how_many() == 0


def test_everything_wrong_is_named_at_once_and_nothing_stored(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    text = (
        GOOD
        + "2024;aktivt-liv;spar;Skidspår;2024;1\n"
        + "2024;aktivt-liv;bad;;2024;2,5\n"
        + "2022;aktivt-liv;bad;Bad;1066;-5\n"
        + "2024;ledning;bad;Bad;2024;5 kr\n"
        + "2024;aktivt-liv;bad;=cmd|'/c calc'!A1;2024;2180 000\n"
    )
    result = run(app, tmp_path, text)
    assert (result.exit_code, result.stdout, how_many()) == (1, "", 0)
    assert result.stderr.splitlines() == [
        "row 5, key: spar of 2024 stands on row 3 already",
        "row 6, title: is missing",
        "row 6, amount: must be a whole number",
        "row 7, plan: there is no plan of 2022; there are those of 2023, 2024",
        "row 7, year: must be between 1990 and 2100",
        "row 7, amount: must be between 0 and 1000000000000",
        'row 8, goal: the plan of 2024 has no goal "ledning"; it has aktivt-liv',
        f'row 8, amount: "5 kr" {NO_NUMBER}',
        "row 9, title: \"=cmd|'/c calc'!A1\" begins as a formula does; write what it comes to",
        f'row 9, amount: "2180 000" {NO_NUMBER}',
        "row 9, key: bad of 2024 stands on row 6 already",
    ]


def test_a_wrong_file_is_refused_in_words(app: Flask, tmp_path: Path, goal_id: int) -> None:
    for content, fault in [
        (GOOD.encode("cp1252"), "row 2, file: the file is not in UTF-8"),
        (b"plan;goal\n1;2\n", "row 1, header: the columns key, title, year, amount are missing"),
        (GOOD.encode() * 80_000, "row 1, file: the file is larger than 5000000 bytes"),
        (b"", "row 1, file: the file is empty"),
    ]:
        result = run(app, tmp_path, content)
        assert (result.exit_code, result.stdout, how_many()) == (1, "", 0)
        assert result.stderr.startswith(fault)
    missing = app.test_cli_runner().invoke(args=["investments", "import", "none.csv"])
    assert missing.exit_code == 2


def test_what_is_stored_in_the_same_moment_refuses_the_other(
    app: Flask, tmp_path: Path, goal_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_twice(rows: list[InvestmentRow], *, write: bool) -> Counts:
        put_investments(rows, write=write)
        for row in rows:
            session().add(Investment(goal_id=goal_id, key=row.name.key, year=row.name.year,
                                     title=Translated({"sv": row.title}), amount=1))  # fmt: skip
        session().flush()
        raise AssertionError("the second of each is refused")

    monkeypatch.setattr(commands, "put_investments", put_twice)
    result = run(app, tmp_path, HEAD + "2024;aktivt-liv;spar;Skidspår;2025;1\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "try once more" in result.stderr
    assert how_many() == 0
