# SPDX-License-Identifier: EUPL-1.2
"""`flask progress import` and the command behind the desk: what they store, count and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from dialogue.core.access import OPERATOR, Actor, Role, account_actor
from dialogue.core.database import session
from dialogue.core.errors import Forbidden, Invalid, Stale
from dialogue.core.events import Event, EventKind
from dialogue.core.languages import Translated
from dialogue.goals import commands, queries
from dialogue.goals.models import Assignment
from dialogue.goals.rules import Period, ProgressState
from tests import factories

GOOD = """\
plan;goal;assignment;period;year;state;text
2024;fritid;brygga;T1;;på gång;"Vi har ritat.

Bygget börjar i maj."
2024;fritid;brygga;T2;;Klart;Bryggan är byggd.
2024;fritid;bad;helår;2025;planned;Det blir nästa år.
"""


def run(app: Flask, folder: Path, text: str | bytes, *options: str) -> Result:
    file = folder / "progress.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = app.test_cli_runner().invoke(args=["progress", "import", str(file), *options])
    session().rollback()
    session().expire_all()
    return result


def said(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def assignments(app: Flask) -> tuple[Assignment, Assignment]:
    goal = factories.goal("fritid")
    return factories.assignment(goal, "brygga"), factories.assignment(goal, "bad")


def official(*committees: int | None) -> Actor:
    who = factories.account(role=Role.OFFICIAL)
    return account_actor(who.id, "Ebba", "sv", {(Role.OFFICIAL, one) for one in committees})


def report(actor: Actor, on: Assignment, *, seen: int | None = None, text: str = "Ja.") -> None:
    commands.report_progress(
        actor, on, year=2024, period=Period.T1, state=ProgressState.DONE, text=text, seen=seen
    )


def test_the_file_becomes_reports(
    app: Flask, tmp_path: Path, assignments: tuple[Assignment, Assignment]
) -> None:
    assert said(run(app, tmp_path, GOOD)) == (0, "created=3 changed=0 unchanged=0\n", "")
    brygga, bad = assignments
    first, second = reversed(queries.progress_of_assignment(brygga.id))
    assert (first.period, first.year, first.state) == (Period.T1, 2024, ProgressState.ONGOING)
    assert first.text.sv == "Vi har ritat.\n\nBygget börjar i maj."
    assert (second.period, second.state) == (Period.T2, ProgressState.DONE)
    (later,) = queries.progress_of_assignment(bad.id)
    assert (later.year, later.period) == (2025, Period.YEAR)
    (event,) = session().query(Event).filter_by(kind=EventKind.PROGRESS_IMPORTED)
    assert (event.subject_type, event.details) == ("plan", {"reports": 3})


@pytest.mark.usefixtures("assignments")
def test_a_dry_run_counts_and_the_same_file_changes_nothing(app: Flask, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(app, tmp_path, GOOD, "--dry-run").stdout == "created=3 changed=0 unchanged=0\n"
    run(app, tmp_path, GOOD)
    assert run(app, tmp_path, GOOD).stdout == "created=0 changed=0 unchanged=3\n"
    changed = GOOD.replace("Bryggan är byggd.", "Bryggan är byggd och målad.")
    assert run(app, tmp_path, changed, "--dry-run").stdout == "created=0 changed=1 unchanged=2\n"
    assert run(app, tmp_path, changed).stdout == "created=0 changed=1 unchanged=2\n"
    assert run(app, tmp_path, GOOD.splitlines()[0] + "\n").exit_code == 1


@pytest.mark.usefixtures("assignments")
@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("bad;helår", "sjo;helår",
         'row 6, assignment: the goal 2024/fritid has no assignment "sjo"'),
        ("2024;fritid;bad", "2023;fritid;bad",
         "row 6, plan: there is no plan of 2023; there are those of 2024"),
        ("T2;;Klart", "T3;;Klart", 'row 5, period: "T3" is not known; it can be t1, april,'),
        ("T2;;Klart", "T2;;nästan", 'row 5, state: "nästan" is not known; it can be planned,'),
        ("T2;;Klart", "T1;;Klart", "row 5, period: T1 2024 stands on row 2 already"),
        ("helår;2025", "helår;2023", "row 6, year: must be between 2024 and 2027"),
        ("Det blir nästa år.", "x" * 2001,
         "row 6, text: is 2001 characters long; at most 2000 fit"),
        ("Det blir nästa år.", " ", "row 6, text: is missing"),
        ("Det blir nästa år.", "=SUM(A1)", 'row 6, text: "=SUM(A1)" begins as a formula does'),
        ("state;text", "läget;text", 'row 1, header: the column "läget" is not known; known are'),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_nothing_is_stored(
    app: Flask, tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in GOOD
    result = run(app, tmp_path, GOOD.replace(old, new))
    assert (result.exit_code, result.stdout) == (1, "")
    assert fault in result.stderr
    assert session().query(Event).count() == 0


@pytest.mark.usefixtures("assignments")
def test_files_of_other_kinds_are_refused(app: Flask, tmp_path: Path) -> None:
    for content in (GOOD.encode("utf-16"), GOOD.encode("cp1252"), b"PK\x03\x04", b"", b"x" * 10**7):
        result = run(app, tmp_path, content)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("row ")
    missing = app.test_cli_runner().invoke(args=["progress", "import", "no-such-file.csv"])
    assert missing.exit_code == 2


def test_words_in_other_languages_stay(
    app: Flask, tmp_path: Path, assignments: tuple[Assignment, Assignment]
) -> None:
    run(app, tmp_path, GOOD)
    found = queries.progress_report(assignments[0].id, 2024, Period.T2)
    assert found is not None
    found.text = Translated({"sv": "Bryggan är byggd.", "en": "The pier is built."})
    session().commit()
    assert run(app, tmp_path, GOOD).stdout == "created=0 changed=0 unchanged=3\n"
    run(app, tmp_path, GOOD.replace("är byggd", "är klar"))
    found = queries.progress_report(assignments[0].id, 2024, Period.T2)
    assert found is not None
    assert found.text.to_json() == {"sv": "Bryggan är klar.", "en": "The pier is built."}


def test_only_officials_of_the_committee_report(assignments: tuple[Assignment, ...]) -> None:
    on = assignments[0]
    other = factories.committee("valnamnden", "Valnämnden")
    for committees in ((), (other.id,)):
        with pytest.raises(Forbidden):
            report(official(*committees), on)
    report(official(on.committee_id), on)
    report(official(None), on, text="Två.", seen=1)
    report(OPERATOR, on, text="Tre.", seen=2)
    (found,) = queries.progress_of_assignment(on.id)
    assert (found.text.sv, found.version, found.by_id) == ("Tre.", 3, None)


def test_a_report_is_never_written_over_unseen(assignments: tuple[Assignment, ...]) -> None:
    on = assignments[0]
    report(OPERATOR, on, seen=0)
    for seen in (0, 7, -1):
        with pytest.raises(Stale):
            report(OPERATOR, on, text="Nej.", seen=seen)
    (found,) = queries.progress_of_assignment(on.id)
    assert found.text.sv == "Ja."


def test_impossible_years_and_texts_are_refused(assignments: tuple[Assignment, ...]) -> None:
    for year, text in ((2023, "Ja."), (2028, "Ja."), (2024, ""), (2024, "x" * 2001)):
        with pytest.raises(Invalid):
            commands.report_progress(
                OPERATOR, assignments[0], year=year, period=Period.T1,
                state=ProgressState.DONE, text=text, seen=None,
            )  # fmt: skip
    assert queries.progress_of_assignment(assignments[0].id) == []
