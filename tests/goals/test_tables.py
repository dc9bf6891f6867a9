# SPDX-License-Identifier: EUPL-1.2
"""Reading CSV: every shape that a Swedish spreadsheet saves, and every wrong file in words."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.goals.importing.cells import Row, is_formula, number_in
from dialogue.goals.importing.located import Fault, PlanError
from dialogue.goals.importing.tables import ALIASES, FAULT_LIMIT, ROW_LIMIT, SIZE_LIMIT, read_table

REQUIRED, OPTIONAL = ("goal", "year", "value"), ("name",)


def rows_of(content: bytes | str) -> list[tuple[int, dict[str, str]]]:
    faults: list[Fault] = []
    raw = content.encode() if isinstance(content, str) else content
    rows = read_table(raw, REQUIRED, OPTIONAL, faults)
    assert [str(fault) for fault in faults] == []
    return [(row.row, dict(row.cells)) for row in rows]


def faults_of(content: bytes | str) -> list[str]:
    faults: list[Fault] = []
    raw = content.encode() if isinstance(content, str) else content
    try:
        read_table(raw, REQUIRED, OPTIONAL, faults)
    except PlanError as refused:
        return [str(fault) for fault in refused.faults]
    return [str(fault) for fault in faults]


GOOD = [(2, {"goal": "a", "year": "2024", "value": "1"}), (3, {"goal": "b", "year": "2023",
        "value": "2"})]  # fmt: skip


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_each_shape_of_a_spreadsheet_reads_alike(delimiter: str, end: str, mark: str) -> None:
    lines = [["goal", "year", "value"], ["a", "2024", "1"], ["b", "2023", "2"]]
    assert rows_of(mark + end.join(delimiter.join(line) for line in lines) + end) == GOOD


def test_columns_are_told_in_swedish_and_in_any_case_and_order() -> None:
    assert rows_of("Värde; ÅR ;MÅL\n1;2024;a\n") == [
        (2, {"value": "1", "year": "2024", "goal": "a"})
    ]
    assert "a\u030ar" not in ALIASES
    assert rows_of("va\u0308rde;a\u030ar;ma\u030al\n1;2024;a\n")[0][1]["goal"] == "a"


@pytest.mark.parametrize("text", [
    "sep=;\ngoal;year;value\na;2024;1\n", '\ufeff"sep=,",,\r\ngoal,year,value\r\na,2024,1\r\n',
    "SEP=\t\ngoal\tyear\tvalue\na\t2024\t1\n",
])  # fmt: skip
def test_the_line_that_tells_excel_the_delimiter_is_no_header(text: str) -> None:
    assert rows_of(text) == [(3, {"goal": "a", "year": "2024", "value": "1"})]


def test_a_delimiter_that_is_not_read_is_named() -> None:
    assert faults_of("sep=|\ngoal|year|value\na|2024|1\n") == [
        'row 1, file: "|" stands between columns; put ; or , or a tab there'
    ]


def test_columns_without_a_name_and_without_a_word_are_left_out() -> None:
    text = "goal;year;value;;;\na;2024;1;;;\nb;2023;2\n;;;;;\n"
    assert rows_of(text) == GOOD
    assert rows_of("goal;year;value\na;2024;1;;\nb;2023;2; ;\n") == GOOD
    assert faults_of("goal;year;value;;\na;2024;1;;x\nb;2023;2;y;\n") == [
        "row 2, row: has 5 cells, the header has 3",
        "row 3, row: has 4 cells, the header has 3",
    ]


def test_blank_lines_before_the_header_do_not_hide_its_delimiter() -> None:
    assert rows_of("\n \ngoal,year,value\na,2024,1\n") == [
        (4, {"goal": "a", "year": "2024", "value": "1"})
    ]


@pytest.mark.parametrize("text", [
    "goal;year;value\n" + "\x01\n" * 1_000_000, "goal;year;value\n" + "a\n" * 50_000,
    ";".join(f"c{n}" for n in range(300_000)), "goal;year;value\n" + "=1;=1;=1\n" * 50_000,
])  # fmt: skip
def test_no_file_has_more_faults_than_anybody_reads(text: str) -> None:
    assert FAULT_LIMIT <= len(faults_of(text)) < FAULT_LIMIT + 100


def test_a_row_is_where_its_record_begins() -> None:
    text = 'goal;year;value;name\na;1;1;"two\nlines"\n\n;;;\nb;2;2;"a;b ""c"""\n'
    assert [(row, cells["name"]) for row, cells in rows_of(text)] == [
        (2, "two\nlines"),
        (6, 'a;b "c"'),
    ]


def test_other_encodings_are_named_with_their_row() -> None:
    text = "goal;year;value\na;1;1\nå;2;2\n"
    assert faults_of(text.encode("cp1252")) == [
        "row 3, file: the file is not in UTF-8: save it as CSV UTF-8"
    ]
    assert faults_of(text.encode("utf-16")) == [
        "row 1, file: the file is in UTF-16, not UTF-8: save it as CSV UTF-8"
    ]
    (fault,) = faults_of("goal;year;value\n".encode("utf-16-le"))
    assert "zero byte" in fault


def test_workbooks_are_named() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    (fault,) = faults_of(packed.getvalue())
    assert fault.startswith("row 1, file: this is a workbook")
    assert "workbook" in faults_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")[0]


def test_a_large_file_is_refused_at_once() -> None:
    began = time.perf_counter()
    assert faults_of(b"goal;year;value\n" + b"a;2024;1\n" * 1_200_000) == [
        f"row 1, file: the file is larger than {SIZE_LIMIT} bytes: split it"
    ]
    assert time.perf_counter() - began < 0.5


def test_more_rows_than_fit_are_refused() -> None:
    assert rows_of("goal;year;value\n" + "a;1;1\n" * ROW_LIMIT)
    (fault,) = faults_of("goal;year;value\n" + "a;1;1\n" * (ROW_LIMIT + 1))
    assert fault.startswith(f"row {ROW_LIMIT + 2}, file: there are more than")


def test_control_characters_are_found_on_every_row() -> None:
    assert faults_of("goal;year;value\na\x07;1;1\nb;\x1b;2\n") == [
        "row 2, row: holds the control character '\\x07'",
        "row 3, row: holds the control character '\\x1b'",
    ]
    assert "zero byte" in faults_of("goal;year;value\na\0;1;1\n")[0]


def test_everything_wrong_with_the_header_is_said_at_once() -> None:
    known = "goal, year, value, name"
    assert faults_of("mål;goal;;färg\na;1;1;x\n") == [
        "row 1, header: the column goal stands twice",
        "row 1, header: column 3 has no name",
        f'row 1, header: the column "färg" is not known; known are {known}',
        "row 1, header: the columns year, value are missing",
    ]
    assert faults_of("goal;year\n") == ["row 1, header: the column value is missing"]
    assert "put ; or , or a tab between columns" in faults_of("goal|year|value\na|1|1\n")[-1]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", " \r\n", ";;;\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert faults_of(text) == ["row 1, file: the file is empty"]


def test_a_header_alone_is_refused() -> None:
    assert faults_of("goal;year;value\n\n;;\n") == [
        "row 1, file: there is a header and nothing under it"
    ]


def test_ragged_rows_formulas_and_long_cells_are_found_together() -> None:
    text = f"goal;year;value;name\na;1\nb;1;1;x;y\nc;1;=1+1;{'x' * 20_001}\nd;1;1;@SUM(A1)\n"
    assert faults_of(text) == [
        "row 2, row: has 2 cells, the header has 4",
        "row 3, row: has 5 cells, the header has 4",
        'row 4, value: "=1+1" begins as a formula does; write what it comes to',
        "row 4, name: is 20001 characters long; at most 20000 fit",
        'row 5, name: "@SUM(A1)" begins as a formula does; write what it comes to',
    ]


def test_quotation_marks_that_never_close_are_found_where_they_open() -> None:
    head = "goal;year;value;name\na;1;1;x\n"
    never = "row 3, row: a quotation mark opens here and is never closed"
    assert faults_of(head + 'b;1;1;"open\nand on\n') == [never]
    assert "left open" in faults_of(head + 'b;1;1;"open\n' + "and on\n" * 30_000)[0]
    assert faults_of(head + 'b;1;1;"a"b\n')[0].startswith("row 3, row: the cell goes on")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+SUM(A1)", "-A1", "@x", "\t=1", "\rx", " =1", "-", "\uff1dA1", "=-5", "--5"]
)
def test_what_a_spreadsheet_would_calculate_is_a_formula(cell: str) -> None:
    assert is_formula(cell)


@pytest.mark.parametrize("cell", ["-3,5", "+4", " -1 234,5", "\u22123", "", "\t", "a=b", "3-4"])
def test_a_number_with_a_sign_is_no_formula(cell: str) -> None:
    assert not is_formula(cell)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1\u202f234\u2009567", 1234567.0),
        ("1234.5", 1234.5), ("-3,5", -3.5), ("+4", 4.0), ("\u22127", -7.0), ("0", 0.0),
        ("-0", 0.0), (" 12 ", 12.0), ("1,234", 1.234),
    ],
)  # fmt: skip
def test_numbers_are_read_as_swedes_write_them(text: str, value: float) -> None:
    assert number_in(text) == value
    assert str(number_in(text)) == str(value)


@pytest.mark.parametrize(
    "text", ["1.234,5", "1,234.5", "1.234.567", "1,234,567", "1 23", "12 34,5", "1 234 5"]
)
def test_numbers_that_can_be_read_in_two_ways_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"two ways|is no number"):
        number_in(text)


@pytest.mark.parametrize(
    "text",
    ["nan", "inf", "-inf", "Infinity", "1e5", "45 %", "5 kr", "\u0661", "\uff11", ",5", "5,", "",
     "..", "0x1f", "1_000", "9" * 400, "1" + "0" * 15],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no number|too large"):
        number_in(text)


def test_cells_say_what_is_wrong_with_them_once() -> None:
    faults: list[Fault] = []
    cells = {"key": "Å å", "year": "2024,5", "sex": "Barn", "name": "x" * 9, "value": "=1"}
    row = Row(7, cells, faults, frozenset(["value"]))
    assert row.key("key") == ""
    assert row.whole("year", 1990, 2100) is None
    assert row.word("sex", {"total": 1, "kvinnor": 2}) is None
    assert row.text("name", 8) == ""
    assert row.text("nothing", 8) == ""
    assert row.decimal("value") is None
    assert [str(fault) for fault in faults] == [
        'row 7, key: "Å å" cannot be used: a key has at most 60 of a-z, 0-9 and -',
        "row 7, year: must be a whole number",
        'row 7, sex: "Barn" is not known; it can be total, kvinnor',
        "row 7, name: is 9 characters long; at most 8 fit",
        "row 7, nothing: is missing",
    ]


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode)
       | st.text("goalyearvalue;,\t\r\n\"'=+-@ 0", max_size=200).map(
           lambda text: b"goal;year;value\n" + text.encode()))  # fmt: skip
def test_no_bytes_at_all_bring_anything_but_a_refusal(content: bytes) -> None:
    faults: list[Fault] = []
    try:
        rows = read_table(content, REQUIRED, OPTIONAL, faults)
    except PlanError as refused:
        rows, faults = [], refused.faults
    for row in rows:
        row.text("goal", 10)
        row.whole("year", 1990, 2100)
        row.decimal("value")
    assert all(fault.row >= 1 and "\n" not in str(fault) for fault in faults)
