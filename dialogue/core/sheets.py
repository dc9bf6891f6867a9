# SPDX-License-Identifier: EUPL-1.2
"""Tables as CSV files that spreadsheets open rightly and cannot be hurt by.

UTF-8 with a byte order mark and semicolons, as spreadsheets set to Swedish expect.  A text that
a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: How a text begins that a spreadsheet might run; some read the wide signs of Asian keyboards too.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Cell = str | int | float | None


def defused(cell: Cell) -> str:
    """A cell as text; numbers have a decimal comma, and None is empty."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 1e15
        return str(int(cell)) if whole else repr(cell).replace(".", ",")
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def sheet(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The whole file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
