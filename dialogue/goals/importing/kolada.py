# SPDX-License-Identifier: EUPL-1.2
"""Answers of Kolada, the open database of Swedish municipal key figures, as values of figures.

An answer is an object with `values`, a list of entries `{kpi, municipality, period, values: [
{gender: T|K|M, count, status, value}]}`, and the address of the next page where there is one:
`next_page` in version 2 of the interface, `next_url` in version 3.  A value is null where there is
none.  Source: the description of version 2 at github.com/Hypergene/kolada; version 3, which took
its place, has the same entries.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dialogue.goals.importing.figures import YEARS_MEASURED, FigureName, FigureRow, Measured
from dialogue.goals.importing.located import Fault, PlanError, shown
from dialogue.goals.importing.tables import SIZE_LIMIT
from dialogue.goals.rules import Sex

GENDERS: Final = {"T": Sex.TOTAL, "K": Sex.WOMEN, "M": Sex.MEN}
_NEXT: Final = ("next_url", "next_page")
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class KnownInKolada:
    """What an answer may be about.

    `figures`: id in Kolada → the figures that it feeds.  `areas`: a municipality's id there → the
    name of its area, empty for the municipality itself.
    """

    figures: Mapping[str, list[FigureName]]
    areas: Mapping[str, str]


@dataclass
class Answer:
    """One or more pages of Kolada's, read.

    `next_page` is the address of the page that follows the last.  `left_out` counts entries of
    municipalities that are not compared with.
    """

    rows: dict[FigureName, FigureRow] = field(default_factory=dict)
    next_page: str | None = None
    left_out: int = 0


def read_answer(content: bytes, known: KnownInKolada, answer: Answer | None = None) -> Answer:
    """What a page says, put to what the pages before it said.  Raises PlanError that names every
    fault, by the line and the number of its entry.
    """
    found = answer or Answer()
    faults: list[Fault] = []
    text = _text(content)
    fields, entries = _parsed(text)
    found.next_page = next((fields[n] for n in _NEXT if isinstance(fields.get(n), str)), None)
    unknown: set[str] = set()
    for number, (row, entry) in enumerate(entries, 1):
        reading = _Entry(row, number, faults)
        kpi, municipality, year = reading.head(entry)
        measured = reading.values(entry)
        if kpi and kpi not in known.figures and kpi not in unknown:
            unknown.add(kpi)
            reading.fault("kpi", f"no key figure has the id {shown(kpi)} in Kolada; give it to one")
        if municipality and municipality not in known.areas:
            found.left_out += 1
        elif municipality and year:
            for figure in known.figures.get(kpi, []):
                row_of = found.rows.setdefault(figure, FigureRow(figure))
                reading.put(row_of, year, known.areas[municipality], measured)
    if faults:
        raise PlanError(faults)
    return found


class _Entry:
    """One entry of an answer; what is wrong with it goes to `faults`."""

    def __init__(self, row: int, number: int, faults: list[Fault]) -> None:
        self.row, self.number, self.faults = row, number, faults

    def fault(self, name: str, sentence: str) -> None:
        """Something is wrong with a field of the entry."""
        self.faults.append(Fault(self.row, f"entry {self.number} {name}", sentence))

    def head(self, entry: Any) -> tuple[str, str, int]:
        """Figure, municipality and year; empty, or 0, after a fault."""
        if not isinstance(entry, dict):
            self.fault("values", "must be an object with kpi, municipality, period and values")
            return "", "", 0
        words = []
        for name in ("kpi", "municipality"):
            said = entry.get(name)
            if not isinstance(said, str) or not said:
                self.fault(name, "is missing" if said is None else "must be text")
                said = ""
            words.append(said)
        said = entry.get("period")
        year = said if isinstance(said, int) and not isinstance(said, bool) else 0
        if isinstance(said, str) and re.fullmatch(r"[0-9]{4}", said):
            year = int(said)
        if not YEARS_MEASURED[0] <= year <= YEARS_MEASURED[1]:
            first, last = YEARS_MEASURED
            self.fault("period", f"must be a year between {first} and {last}")
            year = 0
        return words[0].upper(), words[1], year

    def values(self, entry: Any) -> dict[Sex, float]:
        """What was measured, for those of whom there is anything."""
        found: dict[Sex, float] = {}
        if not isinstance(entry, dict):
            return found
        said = entry.get("values")
        if not isinstance(said, list):
            self.fault("values", "must be a list")
            return found
        for one in said:
            if not isinstance(one, dict):
                self.fault("values", "must hold objects with gender and value")
                continue
            gender, value = one.get("gender"), one.get("value")
            if value is None or one.get("isdeleted") is True:
                continue
            if not isinstance(gender, str) or gender not in GENDERS:
                self.fault("gender", f"{shown(gender)} is not known; it can be T, K, M")
            elif not isinstance(value, int | float) or isinstance(value, bool):
                self.fault("value", "must be a number or null")
            elif not abs(value) < 1e15 or not math.isfinite(value):
                self.fault("value", "is too large a number")
            elif found.setdefault(GENDERS[gender], float(value)) != float(value):
                self.fault("value", f"there are two of {gender}")
        return found

    def put(self, row: FigureRow, year: int, area: str, measured: Mapping[Sex, float]) -> None:
        """Give a figure what was measured; the same once more is no fault, another value is."""
        for sex, value in measured.items():
            if row.values.setdefault(Measured(year, sex, area), value) != value:
                self.fault("value", f"an entry before it has another value of {year}, {sex}")


def _text(content: bytes) -> str:
    if len(content) > SIZE_LIMIT:
        raise _refused(1, f"the file is larger than {SIZE_LIMIT} bytes: split it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise _refused(row, "the file is not in UTF-8") from None


def _parsed(text: str) -> tuple[dict[str, Any], list[tuple[int, Any]]]:
    """The answer's own fields, and its entries with the line on which each begins."""
    fields: dict[str, Any] = {}
    entries: list[tuple[int, Any]] = []
    lists = 0
    try:
        whole = _DECODER.decode(text)
        if not isinstance(whole, dict):
            raise _refused(1, "this is no answer of Kolada's: an object with values is expected")
        for name, at in _members(text):
            if name == "values" and isinstance(whole[name], list):
                lists += 1
                entries = list(_elements(text, at))
        fields = {name: value for name, value in whole.items() if name != "values"}
    except json.JSONDecodeError as error:
        raise _refused(error.lineno, f"this is not JSON: {error.msg}") from None
    except RecursionError:
        raise _refused(1, "this is no answer of Kolada's: there are too many levels") from None
    except ValueError as error:
        raise _refused(1, f"this is not JSON: {error}") from None
    if lists != 1:
        raise _refused(1, "this is no answer of Kolada's: it must have one list values")
    return fields, entries


def _constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_constant)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _members(text: str) -> Iterator[tuple[str, int]]:
    """Name and position of the value of each member of the outermost object, which is sound."""
    at = _after_space(text, _after_space(text, 0) + 1)
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, _after_space(text, at) + 1)
        yield name, at
        _, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _elements(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """Line and value of each element of the sound list at a position."""
    row, counted = 1, 0
    at = _after_space(text, at + 1)
    while text[at] != "]":
        row, counted = row + text.count("\n", counted, at), at
        element, at = _DECODER.raw_decode(text, at)
        yield row, element
        at = _after_space(text, at)
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _refused(row: int, sentence: str) -> PlanError:
    return PlanError([Fault(row, "file", sentence)])
