# SPDX-License-Identifier: EUPL-1.2
"""The cells of one row of a table, read one after another: faults are collected, never raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from dialogue.core.plain_text import normalise, one_line
from dialogue.goals.importing.checked import KEY_LIMIT, is_key
from dialogue.goals.importing.located import Fault, shown

#: Larger numbers lose their last digits, or are slips of the keyboard.
NUMBER_LIMIT: Final = 10**15
#: Of plans, and of what is measured or spent: years before are slips of the keyboard.
YEARS: Final = (1990, 2100)
#: What a spreadsheet takes for the beginning of a formula, once it has stripped the cell.
_BEGINS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
_NUMBER = re.compile(r"[+\-\u2212]?[0-9]+([.,][0-9]+)?")
_IN_THOUSANDS = re.compile(r"[+\-\u2212]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?")
_HOW: Final = "write it such as 1 234,5 or 1234.5"
Word = TypeVar("Word")


def number_in(text: str) -> float:
    """A number with a decimal comma or point; thousands may stand apart by a space of any kind.

    Raises ValueError that says what is wrong.
    """
    said = one_line(text)
    if not (_NUMBER.fullmatch(said) or _IN_THOUSANDS.fullmatch(said)):
        if re.fullmatch(r"[+\-\u2212]?[0-9][0-9 ]*([.,][0-9 ]+)+", said):
            raise ValueError(f"{shown(said)} can be read in two ways; {_HOW}")
        raise ValueError(f"{shown(said)} is no number; {_HOW}, without a unit")
    value = float(said.replace(" ", "").replace(",", ".").replace("\u2212", "-"))
    if abs(value) >= NUMBER_LIMIT:
        raise ValueError(f"{shown(said)} is too large a number")
    return value + 0.0  # no minus before a zero


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would calculate the cell instead of showing it; numbers it shows."""
    said = cell.strip()
    if not said:
        return False
    if cell[0] in "\t\r":
        return True
    if said[0] not in _BEGINS:
        return False
    try:
        number_in(said)
    except ValueError:
        return True
    return False


@dataclass(frozen=True)
class Row:
    """A row of the file: the text under each of its columns.

    `faults` is where all that is wrong with the file is put together; a cell in `spoilt` has its
    fault already, and reads as nothing.
    """

    row: int
    cells: Mapping[str, str]
    faults: list[Fault]
    spoilt: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the column is there and its cell not blank."""
        return bool(self.cells.get(name, "").strip())

    def fault(self, name: str, sentence: str) -> None:
        """Something is wrong with a cell; said once."""
        if name not in self.spoilt:
            self.faults.append(Fault(self.row, name, sentence))

    def text(self, name: str, limit: int, *, lines: bool = False) -> str:
        """A text that must be there, of at most `limit` code points; empty after a fault."""
        if not self._present(name):
            return ""
        words = (normalise if lines else one_line)(self.cells[name])
        if not words:
            self.fault(name, "is empty")
        elif len(words) > limit:
            self.fault(name, f"is {len(words)} characters long; at most {limit} fit")
        else:
            return words
        return ""

    def key(self, name: str) -> str:
        """A key, a-z, 0-9 and single hyphens, that must be there; empty after a fault."""
        words = one_line(self.cells[name]) if self._present(name) else ""
        if not words or is_key(words):
            return words
        rule = f"a key has at most {KEY_LIMIT} of a-z, 0-9 and -"
        self.fault(name, f"{shown(words)} cannot be used: {rule}")
        return ""

    def decimal(self, name: str) -> float | None:
        """A number that must be there; None after a fault."""
        if not self._present(name):
            return None
        try:
            return number_in(self.cells[name])
        except ValueError as refused:
            self.fault(name, str(refused))
        return None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds that must be there; None after a fault."""
        value = self.decimal(name)
        if value is None:
            return None
        if not re.fullmatch(r"[^.,]+", self.cells[name]):
            self.fault(name, "must be a whole number")
        elif not least <= value <= most:
            self.fault(name, f"must be between {least} and {most}")
        else:
            return int(value)
        return None

    def word(self, name: str, known: Mapping[str, Word]) -> Word | None:
        """What a word of a closed list, in any case, stands for; None, with a fault, when it is
        missing or not in the list.
        """
        if not self._present(name):
            return None
        words = one_line(self.cells[name])
        if words.casefold() in known:
            return known[words.casefold()]
        can_be = f"it can be {', '.join(known)}" if known else "there are none"
        self.fault(name, f"{shown(words)} is not known; {can_be}")
        return None

    def goal(self, known: Mapping[int, Collection[str]], year: str = "plan") -> str:
        """The stored goal that the columns `year` (of its plan) and `goal` name, as `<year>/<key>`;
        empty after a fault.  `known`: year → keys of the goals there are.
        """
        of = self.whole(year, *YEARS)
        key = self.key("goal")
        if of is None:
            return ""
        if of not in known:
            years = ", ".join(map(str, sorted(known)))
            there = f"there are those of {years}" if years else "no plan is imported yet"
            self.fault(year, f"there is no plan of {of}; {there}")
        elif key and key not in known[of]:
            keys = ", ".join(known[of]) or "none"
            self.fault("goal", f"the plan of {of} has no goal {shown(key)}; it has {keys}")
        elif key:
            return f"{of}/{key}"
        return ""

    def _present(self, name: str) -> bool:
        if name in self.spoilt:
            return False
        if not self.has(name):
            self.fault(name, "is missing")
            return False
        return True
