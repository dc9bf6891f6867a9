# SPDX-License-Identifier: EUPL-1.2
"""`flask figures import FILE.csv`: what it stores, counts, prints and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from dialogue.core.database import Base, session
from dialogue.core.events import Event, EventKind
from dialogue.core.languages import Translated
from dialogue.goals.models import KeyFigure
from dialogue.goals.queries import goal_by_key, key_figures_on
from dialogue.goals.rules import Sex
from tests import factories
from tests.pages.test_queries import counted

HEAD = "plan;goal;key;name;unit;target;source;kolada;year;sex;area;value\n"
GOOD = (
    HEAD
    + "2024;aktivt-liv;nojda;Nöjda med fritiden;procent;80;SCB;N00945;2022;;;71,5\n"
    + "2024;aktivt-liv;nojda;;;;;;2022;kvinnor;;73\n"
    + "2024;aktivt-liv;nojda;;;;;;2022;men;;-1 070,25\n"
    + "2024;aktivt-liv;nojda;;;;;;2022;;Riket;69\n"
    + "2024;aktivt-liv;spar;Skidspår;km;;;;2023;totalt;;120\n"
)


@pytest.fixture
def goal_id(app: Flask) -> int:
    """The goal that the files are about, and one beside it."""
    factories.goal("ledning", 2023)
    goal = factories.goal("aktivt-liv", 2024)
    session().commit()
    return goal.id


def run(app: Flask, folder: Path, content: str | bytes, *options: str) -> Result:
    file = folder / "figures.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    result = app.test_cli_runner().invoke(args=["figures", "import", str(file), *options])
    session().rollback()
    session().expire_all()
    return result


def said(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


def stored() -> dict[str, int]:
    return {
        table.name: session().scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def refused(app: Flask, folder: Path, content: str | bytes) -> list[str]:
    """The lines of a refusal, which changed nothing."""
    before = stored()
    result = run(app, folder, content)
    assert (result.exit_code, result.stdout) == (1, "")
    assert stored() == before
    return result.stderr.splitlines()


def test_figures_are_stored_with_their_series(app: Flask, tmp_path: Path, goal_id: int) -> None:
    assert said(run(app, tmp_path, GOOD)) == (0, "created=7 changed=0 unchanged=0\n", "")
    pleased, tracks = key_figures_on([goal_id])
    assert (pleased.name.sv, pleased.unit.sv, pleased.target, pleased.source, pleased.kolada) == (
        "Nöjda med fritiden", "procent", 80.0, "SCB", "N00945",
    )  # fmt: skip
    assert [(v.year, v.sex, v.area, v.value) for v in pleased.values] == [
        (2022, Sex.TOTAL, "", 71.5),
        (2022, Sex.WOMEN, "", 73.0),
        (2022, Sex.MEN, "", -1070.25),
        (2022, Sex.TOTAL, "Riket", 69.0),
    ]
    assert (tracks.key, tracks.target, tracks.kolada) == ("spar", None, None)
    event = session().scalars(select(Event)).one()
    assert (event.kind, event.details) == (EventKind.FIGURES_IMPORTED, {"figures": 2})
    assert (event.subject_type, event.subject_id) == ("plan", pleased.goal.plan_id)


def test_the_same_file_once_more_changes_nothing(app: Flask, tmp_path: Path, goal_id: int) -> None:
    run(app, tmp_path, GOOD)
    before = stored()
    assert said(run(app, tmp_path, GOOD)) == (0, "created=0 changed=0 unchanged=7\n", "")
    assert stored() == {**before, "event": before["event"] + 1}


def test_what_a_file_leaves_out_stays(app: Flask, tmp_path: Path, goal_id: int) -> None:
    run(app, tmp_path, GOOD)
    more = (
        "plan,goal,key,year,value\n2024,aktivt-liv,nojda,2023,74.5\n2024,aktivt-liv,nojda,2022,72\n"
    )
    assert run(app, tmp_path, more, "--dry-run").stdout == "created=1 changed=1 unchanged=1\n"
    assert run(app, tmp_path, more).stdout == "created=1 changed=1 unchanged=1\n"
    pleased = key_figures_on([goal_id])[0]
    assert (pleased.name.sv, pleased.target) == ("Nöjda med fritiden", 80.0)
    assert [(v.year, v.value) for v in pleased.values if not v.area and v.sex is Sex.TOTAL] == [
        (2022, 72.0),
        (2023, 74.5),
    ]
    assert len(pleased.values) == 5


def test_a_dry_run_counts_and_writes_nothing(app: Flask, tmp_path: Path, goal_id: int) -> None:
    before = stored()
    assert said(run(app, tmp_path, GOOD, "--dry-run")) == (
        0, "created=7 changed=0 unchanged=0\n", "",
    )  # fmt: skip
    assert stored() == before


def test_a_figure_can_be_described_before_it_is_measured(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    row = "2024;aktivt-liv;nojda;Nöjda;procent;0;;n00945;;;;\n"
    assert run(app, tmp_path, HEAD + row).stdout == "created=1 changed=0 unchanged=0\n"
    figure = key_figures_on([goal_id])[0]
    assert (figure.kolada, figure.target, figure.values) == ("N00945", 0.0, [])


def test_other_languages_stay_while_the_swedish_is_the_same(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    run(app, tmp_path, GOOD)
    both = {"sv": "Nöjda med fritiden", "en": "Pleased with leisure"}
    session().scalars(select(KeyFigure)).first().name = Translated(both)  # type: ignore[union-attr]  # it was just stored
    session().commit()
    assert run(app, tmp_path, GOOD).stdout == "created=0 changed=0 unchanged=7\n"
    assert key_figures_on([goal_id])[0].name.to_json() == both
    run(app, tmp_path, GOOD.replace("Nöjda med fritiden", "Nöjda"))
    assert key_figures_on([goal_id])[0].name.to_json() == {"sv": "Nöjda"}


def test_swedish_columns_and_words_are_understood(app: Flask, tmp_path: Path, goal_id: int) -> None:
    text = (
        "Planår\tMål\tNyckeltal\tNamn\tEnhet\tMålvärde\tKälla\tÅr\tKön\tOmråde\tVärde\r\n"
        "2024\taktivt-liv\tbad\tBad\tst\t9\tSCB\t2022\tKvinnor\tRiket\t1\u00a0234,5\r\n"
    )
    assert said(run(app, tmp_path, "\ufeff" + text)) == (
        0, "created=2 changed=0 unchanged=0\n", "",
    )  # fmt: skip
    value = key_figures_on([goal_id])[0].values[0]
    assert (value.year, value.sex, value.area, value.value) == (2022, Sex.WOMEN, "Riket", 1234.5)


def test_everything_wrong_is_named_at_once_and_nothing_stored(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    text = (
        HEAD
        + "2031;aktivt-liv;a;A;st;;;;2022;;;1\n"
        + "2024;flygplats;a;A;st;;;;2022;;;1\n"
        + "2024;aktivt-liv;Å a;A;st;;;;2022;;;1\n"
        + "2024;aktivt-liv;b;B;st;;;;2022;;;1\n"
        + "2024;aktivt-liv;b;Bo;st;x;;;2022;;;2\n"
        + "2024;aktivt-liv;b;;;;;;22;barn;;1.234,5\n"
        + "2024;aktivt-liv;b;;;;;;2023;;;\n"
        + "2024;aktivt-liv;b;;;;;;;;;5\n"
        + "2024;aktivt-liv;b;;;;;../etc;2021;;;nan\n"
        + "2024;aktivt-liv;b;;;;;;2020;;;=1+1\n"
        + "2024;aktivt-liv;b;;;;;;2019;;1\n"
    )
    assert refused(app, tmp_path, text) == [
        "row 2, plan: there is no plan of 2031; there are those of 2023, 2024",
        'row 3, goal: the plan of 2024 has no goal "flygplats"; it has aktivt-liv',
        'row 4, key: "Å a" cannot be used: a key has at most 60 of a-z, 0-9 and -',
        'row 6, target: "x" is no number; write it such as 1 234,5 or 1234.5, without a unit',
        'row 6, name: "Bo" is not what row 5 says of b',
        "row 7, year: must be between 1900 and 2100",
        'row 7, sex: "barn" is not known; it can be total, women, men, totalt, kvinnor, män',
        'row 7, value: "1.234,5" can be read in two ways; write it such as 1 234,5 or 1234.5',
        "row 8, value: is missing",
        "row 9, year: is missing",
        'row 10, kolada: "../ETC" is no id in Kolada, such as N00945',
        'row 10, value: "nan" is no number; write it such as 1 234,5 or 1234.5, without a unit',
        'row 11, value: "=1+1" begins as a formula does; write what it comes to',
        "row 12, row: has 11 cells, the header has 12",
    ]


def test_the_same_value_twice_is_a_fault(app: Flask, tmp_path: Path, goal_id: int) -> None:
    text = GOOD + "2024;aktivt-liv;nojda;;;;;;2022;totalt;Riket;69\n"
    assert refused(app, tmp_path, text) == [
        "row 7, value: nojda 2022, total, Riket stands on row 5 already"
    ]


def test_a_new_figure_needs_name_and_unit(app: Flask, tmp_path: Path, goal_id: int) -> None:
    text = "plan;goal;key;year;value\n2024;aktivt-liv;nojda;2022;1\n2024;aktivt-liv;nojda;2023;1\n"
    assert refused(app, tmp_path, text) == [
        "row 2, name: is missing, and nojda is new",
        "row 2, unit: is missing, and nojda is new",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (GOOD.encode("cp1252"), "row 2, file: the file is not in UTF-8: save it as CSV UTF-8"),
        (GOOD.encode("utf-16"), "row 1, file: the file is in UTF-16, not UTF-8"),
        (b"PK\x03\x04rest", "row 1, file: this is a workbook"),
        (b"", "row 1, file: the file is empty"),
        (HEAD.encode(), "row 1, file: there is a header and nothing under it"),
        (b"goal;key\n", "row 1, header: the columns plan, year, value are missing"),
        (b"plan;goal;key;year;value;pris\n1\n", 'row 1, header: the column "pris" is not known'),
    ],
)
def test_a_wrong_file_is_refused_in_words(
    app: Flask, tmp_path: Path, goal_id: int, content: bytes, fault: str
) -> None:
    (line,) = refused(app, tmp_path, content)
    assert line.startswith(fault)


def test_ten_megabytes_are_refused(app: Flask, tmp_path: Path, goal_id: int) -> None:
    (line,) = refused(app, tmp_path, (GOOD * 40_000)[: 10 * 2**20])
    assert line == "row 1, file: the file is larger than 5000000 bytes: split it"


def test_more_faults_than_anybody_reads_are_counted(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    lines = refused(app, tmp_path, HEAD + "2024;aktivt-liv;b;B;st;;;;2023;;;x\n" * 150)
    assert len(lines) == 101
    assert lines[-1] == "and 50 more"


def test_a_file_that_is_not_there_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["figures", "import", str(tmp_path / "none.csv")])
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_figures_of_a_goal_come_in_order_with_one_query(
    app: Flask, tmp_path: Path, goal_id: int
) -> None:
    run(app, tmp_path, GOOD)
    other = goal_by_key(2023, "ledning")
    assert other is not None
    assert key_figures_on([other.id]) == []
    session().expunge_all()
    with counted() as queries:
        figures = key_figures_on([goal_id])
        found = [(figure.key, len(figure.values)) for figure in figures]
    assert found == [("nojda", 4), ("spar", 1)]
    assert len(queries) == 1
