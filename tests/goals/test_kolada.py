# SPDX-License-Identifier: EUPL-1.2
"""Answers of Kolada's from a file: what becomes of them, and every wrong answer in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dialogue.core.database import session
from dialogue.goals.importing.figures import FigureName
from dialogue.goals.importing.kolada import KnownInKolada, read_answer
from dialogue.goals.importing.located import PlanError
from dialogue.goals.models import KeyFigure, KeyFigureValue
from dialogue.goals.rules import Sex
from tests import factories

PLEASED, AGAIN = FigureName("2023/fritid", "nojda"), FigureName("2024/aktivt-liv", "nojda")
KNOWN = KnownInKolada({"N00945": [PLEASED, AGAIN]}, {"2380": "", "0000": "Riket"})


def entry(**more: object) -> dict[str, object]:
    """One entry as Kolada writes it, with what the test needs otherwise."""
    values = [
        {"gender": "T", "count": 1, "status": "", "value": 71.5},
        {"gender": "K", "count": 1, "status": "", "value": 73},
        {"gender": "M", "count": 1, "status": "Missing", "value": None},
    ]
    return {"kpi": "N00945", "municipality": "2380", "period": 2022, "values": values, **more}


def page(*entries: object, **more: object) -> bytes:
    """A whole answer, an entry a line."""
    lines = ",\n".join(json.dumps(one) for one in entries)
    rest = "".join(f', "{name}": {json.dumps(value)}' for name, value in more.items())
    return f'{{"count": {len(entries)}, "values": [\n{lines}\n]{rest}}}'.encode()


def faults_of(content: bytes, known: KnownInKolada = KNOWN) -> list[str]:
    with pytest.raises(PlanError) as refused:
        read_answer(content, known)
    return [str(fault) for fault in refused.value.faults]


def test_values_come_to_every_figure_with_the_id() -> None:
    answer = read_answer(page(entry(), entry(municipality="0000", period="2021")), KNOWN)
    assert set(answer.rows) == {PLEASED, AGAIN}
    assert answer.rows[PLEASED].values == answer.rows[AGAIN].values == {
        (2022, Sex.TOTAL, ""): 71.5,
        (2022, Sex.WOMEN, ""): 73.0,
        (2021, Sex.TOTAL, "Riket"): 71.5,
        (2021, Sex.WOMEN, "Riket"): 73.0,
    }  # fmt: skip
    assert (answer.left_out, answer.next_page) == (0, None)


def test_other_municipalities_are_left_out_and_counted() -> None:
    answer = read_answer(
        page(entry(), entry(municipality="1860"), entry(municipality="0180")), KNOWN
    )
    assert answer.left_out == 2
    assert len(answer.rows[PLEASED].values) == 2


def test_the_next_page_is_told_in_both_versions() -> None:
    assert read_answer(page(entry(), next_page="https://a.se/2"), KNOWN).next_page == (
        "https://a.se/2"
    )
    assert read_answer(page(entry(), next_url="/3", previous_url=None), KNOWN).next_page == "/3"
    assert read_answer(page(entry(), next_url=None), KNOWN).next_page is None


def test_what_kolada_has_taken_back_is_not_read() -> None:
    gone = [{"gender": "T", "value": 5, "isdeleted": True}]
    assert read_answer(page(entry(values=gone)), KNOWN).rows[PLEASED].values == {}


def test_the_same_value_twice_is_taken_once_but_another_is_a_fault() -> None:
    assert len(read_answer(page(entry(), entry()), KNOWN).rows[PLEASED].values) == 2
    other = [{"gender": "T", "value": 1}]
    assert faults_of(page(entry(), entry(values=other)))[0] == (
        "row 3, entry 2 value: an entry before it has another value of 2022, total"
    )


def test_every_fault_is_named_with_its_line_and_entry() -> None:
    values = [
        {"gender": "F", "value": 1}, {"gender": "T", "value": "7"}, {"gender": "T", "value": True},
        {"gender": "K", "value": 1e300}, 5, {"value": 1},
    ]  # fmt: skip
    assert faults_of(
        page(
            entry(kpi="N1"),
            entry(kpi="N1"),
            entry(municipality=2380),
            entry(period="2022-01"),
            7,
            entry(values=None),
            entry(values=values),
            entry(kpi=None),
            entry(period=True),
        )
    ) == [
        'row 2, entry 1 kpi: no key figure has the id "N1" in Kolada; give it to one',
        "row 4, entry 3 municipality: must be text",
        "row 5, entry 4 period: must be a year between 1900 and 2100",
        "row 6, entry 5 values: must be an object with kpi, municipality, period and values",
        "row 7, entry 6 values: must be a list",
        'row 8, entry 7 gender: "F" is not known; it can be T, K, M',
        "row 8, entry 7 value: must be a number or null",
        "row 8, entry 7 value: must be a number or null",
        "row 8, entry 7 value: is too large a number",
        "row 8, entry 7 values: must hold objects with gender and value",
        'row 8, entry 7 gender: "None" is not known; it can be T, K, M',
        "row 9, entry 8 kpi: is missing",
        "row 10, entry 9 period: must be a year between 1900 and 2100",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "row 1, file: this is not JSON"),
        (b'{"values": [\n\n,]}', "row 3, file: this is not JSON"),
        (b"[]", "row 1, file: this is no answer of Kolada's"),
        (b'{"values": {}}', "row 1, file: this is no answer of Kolada's"),
        (b'{"detail": "Not found"}', "row 1, file: this is no answer of Kolada's"),
        (b'{"values": [], "values": []}', "row 1, file: this is no answer of Kolada's"),
        (b'{"values": [NaN]}', "row 1, file: this is not JSON: NaN is no number"),
        (b'{"values": [1e999, -Infinity]}', "row 1, file: this is not JSON"),
        (b'{"values": [' + b"9" * 5_000 + b"]}", "row 1, file: this is not JSON"),
        (b"[" * 200_000, "row 1, file: this is no answer of Kolada's: there are too many levels"),
        ('{"values":\n["å"]}'.encode("cp1252"), "row 2, file: the file is not in UTF-8"),
        (b'{"values": [' + b" " * 10_000_000 + b"]}", "row 1, file: the file is larger than"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(content: bytes, fault: str) -> None:
    assert faults_of(content)[0].startswith(fault)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["N00945", "2380", "T", "K", "2022"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["values", "kpi", "municipality", "period", "gender", "value", "next_url"]),
        inner, max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.binary(max_size=200) | _JSON.map(lambda value: json.dumps(value).encode())
       | _JSON.map(lambda value: page(entry(values=value), value)))  # fmt: skip
def test_no_bytes_at_all_bring_anything_but_a_refusal(content: bytes) -> None:
    try:
        answer = read_answer(content, KNOWN)
    except PlanError as refused:
        lines = [str(fault) for fault in refused.faults]
    else:
        lines = []
        assert set(answer.rows) <= {PLEASED, AGAIN}
    assert all("\n" not in line for line in lines)


# On the command line


@pytest.fixture
def figure(app: Flask) -> KeyFigure:
    """A stored key figure with an id in Kolada, and its goal."""
    goal = factories.goal("aktivt-liv", 2024)
    made = KeyFigure(
        goal_id=goal.id, key="nojda", name=factories.sv("Nöjda"), unit=factories.sv("%"),
        kolada="N00945",
    )  # fmt: skip
    session().add(made)
    session().commit()
    return made


def run(app: Flask, folder: Path, content: bytes, *options: str) -> Result:
    file = folder / "answer.JSON"
    file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["figures", "import", str(file), *options])
    session().rollback()
    session().expire_all()
    return result


def stored() -> list[tuple[int, Sex, str, float]]:
    rows = session().scalars(select(KeyFigureValue).order_by(KeyFigureValue.id))
    return [(row.year, row.sex, row.area, row.value) for row in rows]


def test_an_answer_is_imported_like_any_file(app: Flask, tmp_path: Path, figure: KeyFigure) -> None:
    content = page(entry(), entry(municipality="0000"), entry(municipality="1860"), next_url="/2")
    dry = run(app, tmp_path, content, "--dry-run")
    assert (dry.exit_code, dry.stdout, stored()) == (0, "created=4 changed=0 unchanged=1\n", [])
    result = run(app, tmp_path, content)
    assert (result.exit_code, result.stdout) == (0, "created=4 changed=0 unchanged=1\n")
    assert result.stderr.splitlines() == [
        "left out 1 entry of municipalities that the settings do not name",
        "the answer goes on at a page that is not in the file",
    ]
    assert stored() == [
        (2022, Sex.TOTAL, "", 71.5), (2022, Sex.WOMEN, "", 73.0),
        (2022, Sex.TOTAL, "Riket", 71.5), (2022, Sex.WOMEN, "Riket", 73.0),
    ]  # fmt: skip
    assert run(app, tmp_path, content).stdout == "created=0 changed=0 unchanged=5\n"


def test_an_answer_about_an_unknown_figure_changes_nothing(
    app: Flask, tmp_path: Path, figure: KeyFigure
) -> None:
    result = run(app, tmp_path, page(entry(), entry(kpi="U99999")))
    assert (result.exit_code, result.stdout, stored()) == (1, "", [])
    assert result.stderr == (
        'row 3, entry 2 kpi: no key figure has the id "U99999" in Kolada; give it to one\n'
    )
