# SPDX-License-Identifier: EUPL-1.2
"""CSV as rows that know where in the file they stand, the way Swedish spreadsheets save it.

UTF-8 with or without its mark; `;`, `,` or tab between cells, told by the header or by a line
`sep=;` before it; the header on the first row, in English or Swedish, in any order, with nameless
columns at its end where nothing stands in them.  Whatever is wrong becomes a Fault, all of them
at once; a cell that a spreadsheet would calculate is one too, since nobody knows what it comes to.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from dialogue.core.plain_text import one_line
from dialogue.goals.importing.cells import Row, is_formula
from dialogue.goals.importing.located import Fault, PlanError, shown

SIZE_LIMIT: Final = 5_000_000
ROW_LIMIT: Final = 50_000
CELL_LIMIT: Final = 20_000
#: So many faults are looked for: a file with more is the wrong one.
FAULT_LIMIT: Final = 2_000
DELIMITERS: Final = ";,\t"

#: Swedish names of columns, of every table that can be imported.
ALIASES: Final = {
    "antagen": "adopted_on", "barn": "child_flag", "belopp": "amount", "enhet": "unit",
    "fortsätter": "continues", "inriktning": "policy", "kort": "short", "källa": "source",
    "kön": "sex", "läge": "state", "mål": "goal", "målvärde": "target", "namn": "name",
    "nummer": "number", "nyckel": "key", "nyckeltal": "key", "nämnd": "committee",
    "område": "area", "om": "about", "planår": "plan", "plats": "place",
    "rubrik": "title", "samiska": "sami_flag", "slag": "kind",
    "titel": "title", "uppdrag": "assignment", "ursprung": "origin", "värde": "value",
    "år": "year",
}  # fmt: skip

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_TWO_BYTES = (b"\xff\xfe", b"\xfe\xff")
_EXCELS: Final = re.compile(r'\s*"?sep=(?P<sign>[^"\r\n])"?[;,\t ]*(?:\r\n?|\n)', re.I)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SAVE: Final = "save it as CSV UTF-8"


def read_table(
    content: bytes, required: Sequence[str], optional: Sequence[str], faults: list[Fault]
) -> list[Row]:
    """The rows of a file under columns that must and columns that may be there.

    What is wrong with a row goes to `faults`; a row whose cells do not fit the header is left out.
    Raises PlanError, with all of `faults`, where no rows can be told at all.
    """
    text = _text(content, faults)
    excels = _EXCELS.match(text)
    first = next((line for line in _lines(text) if line.strip(f"{DELIMITERS}\r\n ")), "")
    delimiter = excels["sign"] if excels else max(DELIMITERS, key=first.count)
    if delimiter not in DELIMITERS:
        sign = shown(delimiter)
        raise _refused(1, f"{sign} stands between columns; put ; or , or a tab there")
    records = _records(text, delimiter, faults)
    at, header = next(records, (1, []))
    if excels:
        at, header = next(records, (1, []))
    while header and not header[-1].strip():
        header.pop()
    if not header:
        faults.append(Fault(1, "file", "the file is empty"))
        raise PlanError(faults)
    names = _names(at, header, required, optional, faults)
    rows: list[Row] = []
    seen = 0
    for number, cells in records:
        seen += 1
        if seen > ROW_LIMIT:
            faults.append(Fault(number, "file", f"there are more than {ROW_LIMIT} rows: split it"))
            break
        if len(faults) >= FAULT_LIMIT:
            break
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(names):
            sentence = f"has {len(cells)} cells, the header has {len(names)}"
            faults.append(Fault(number, "row", sentence))
            continue
        rows.append(_row(number, dict(zip(names, cells, strict=True)), faults))
    if not seen and not faults:
        faults.append(Fault(at, "file", "there is a header and nothing under it"))
    return rows


def _text(content: bytes, faults: list[Fault]) -> str:
    if len(content) > SIZE_LIMIT:
        raise _refused(1, f"the file is larger than {SIZE_LIMIT} bytes: split it")
    if content.startswith(_PACKED):
        raise _refused(1, f"this is a workbook or another packed file, not CSV: {_SAVE}")
    if content.startswith(_TWO_BYTES):
        raise _refused(1, f"the file is in UTF-16, not UTF-8: {_SAVE}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        row = before.count(b"\n") + 1
        raise _refused(row, f"the file is not in UTF-8: {_SAVE}") from None
    for number, line in enumerate(_lines(text), 1):
        if found := _UNREADABLE.search(line):
            if found[0] == "\0":
                raise _refused(number, f"this is no text in UTF-8 (it holds a zero byte): {_SAVE}")
            faults.append(Fault(number, "row", f"holds the control character {found[0]!a}"))
            if len(faults) >= FAULT_LIMIT:
                raise PlanError(faults)
    return text


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _records(text: str, delimiter: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the row on which it begins."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            faults.append(Fault(number, "row", _quoting(str(error))))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = reader.line_num + 1


def _quoting(error: str) -> str:
    if "end of data" in error:
        return "a quotation mark opens here and is never closed"
    if "expected after" in error:
        return 'the cell goes on after its closing quotation mark; write "" for one inside'
    return f"a cell is longer than {CELL_LIMIT} characters; is a quotation mark left open?"


def _names(
    at: int, header: list[str], required: Sequence[str], optional: Sequence[str],
    faults: list[Fault],
) -> list[str]:  # fmt: skip
    """The columns in the file's order.  Raises PlanError that names all that is wrong with them."""
    known = [*required, *optional]
    names: list[str] = []
    before = len(faults)
    for place, cell in enumerate(header, 1):
        said = one_line(cell)
        name = ALIASES.get(said.casefold(), said.casefold())
        if not said:
            faults.append(Fault(at, "header", f"column {place} has no name"))
        elif name not in known:
            sentence = f"the column {shown(said)} is not known; known are {', '.join(known)}"
            faults.append(Fault(at, "header", sentence))
        elif name in names:
            faults.append(Fault(at, "header", f"the column {name} stands twice"))
        names.append(name)
        if len(faults) >= FAULT_LIMIT:
            raise PlanError(faults)
    if missing := [name for name in required if name not in names]:
        sentence = f"the columns {', '.join(missing)} are missing"
        if len(missing) == 1:
            sentence = f"the column {missing[0]} is missing"
        if len(header) == 1:
            sentence += "; put ; or , or a tab between columns"
        faults.append(Fault(at, "header", sentence))
    if len(faults) > before:
        raise PlanError(faults)
    return names


def _row(number: int, cells: dict[str, str], faults: list[Fault]) -> Row:
    spoilt = set()
    for name, cell in cells.items():
        if len(cell) > CELL_LIMIT:
            sentence = f"is {len(cell)} characters long; at most {CELL_LIMIT} fit"
        elif is_formula(cell):
            sentence = f"{shown(cell)} begins as a formula does; write what it comes to"
        else:
            continue
        faults.append(Fault(number, name, sentence))
        spoilt.add(name)
    return Row(number, cells, faults, frozenset(spoilt))


def _refused(row: int, sentence: str) -> PlanError:
    return PlanError([Fault(row, "file", sentence)])
