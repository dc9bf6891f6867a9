# SPDX-License-Identifier: EUPL-1.2
"""Reading one field after another: what is wrong is collected, never raised."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from dialogue.core.languages import DEFAULT, LOCALES, Translated
from dialogue.core.plain_text import normalise, one_line
from dialogue.goals.importing.located import Fault, Fields, Items, Located, Scalar, shown

KEY_LIMIT = 60
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: Stands in where a fault was found, so that reading goes on to the next field.
NOTHING = Translated({DEFAULT: "?"})
Choice = TypeVar("Choice", bound=StrEnum)


def is_key(text: str) -> bool:
    """Whether a text can be a key."""
    return len(text) <= KEY_LIMIT and _KEY.fullmatch(text) is not None


def kind_of(value: Located) -> str:
    """What somebody wrote instead, in words."""
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Fields):
        return "a group of fields"
    kinds: dict[type, str] = {
        str: "text", bool: "yes or no", int: "a number", float: "a number",
        date: "a date", datetime: "a date and time", type(None): "nothing",
    }  # fmt: skip
    return kinds[type(value.value)]


def entries(value: Located | None, name: str, faults: list[Fault]) -> list[Located]:
    """What stands in a list; a missing one is empty."""
    if value is None or (isinstance(value, Scalar) and value.value is None):
        return []
    if not isinstance(value, Items):
        faults.append(Fault(value.row, name, f"must be a list, not {kind_of(value)}"))
        return []
    return value.values


class Entry:
    """One plan, goal or assignment in the file, field by field."""

    def __init__(self, fields: Fields, known: Collection[str], faults: list[Fault]) -> None:
        self.row, self.values, self.faults = fields.row, fields.values, faults
        for name, value in fields.values.items():
            if name not in known:
                label = name if name.isidentifier() else shown(name)
                can_be = ", ".join(known)
                self._fault(value.row, label[:60], f"is not known here; known are {can_be}")

    def has(self, name: str) -> bool:
        """Whether the field is there and not empty."""
        value = self.values.get(name)
        return value is not None and not (isinstance(value, Scalar) and value.value is None)

    def row_of(self, name: str) -> int:
        """Where the field stands; where the entry begins when it does not."""
        value = self.values.get(name)
        return value.row if value else self.row

    def fault(self, name: str, sentence: str) -> None:
        """Something is wrong with a field."""
        self._fault(self.row_of(name), name, sentence)

    def text(self, name: str, limit: int, *, lines: bool = False) -> Translated:
        """A text, in Swedish or as a group of languages; `limit` in code points."""
        value = self._present(name)
        if value is None:
            return NOTHING
        if not isinstance(value, Fields):
            words = self._words(value, name, limit, lines)
            return Translated({DEFAULT: words}) if words else NOTHING
        before = len(self.faults)
        texts = {}
        for code, said in value.values.items():
            if code not in LOCALES:
                known = ", ".join(LOCALES)
                self._fault(said.row, name, f"{shown(code)} is no language; they are {known}")
            elif words := self._words(said, name, limit, lines):
                texts[code] = words
        if len(self.faults) == before and DEFAULT not in texts:
            self._fault(value.row, name, "Swedish (sv) is missing")
        return Translated(texts) if DEFAULT in texts else NOTHING

    def key(self, name: str = "key") -> str:
        """A key: a-z, 0-9 and single hyphens."""
        value = self._present(name)
        if value is None:
            return ""
        if not (isinstance(value, Scalar) and isinstance(value.value, str)):
            self.fault(name, f"must be text, not {kind_of(value)}; put it in quotes")
            return ""
        if not is_key(value.value):
            rule = f"a key has at most {KEY_LIMIT} of a-z, 0-9 and -"
            self.fault(name, f"{shown(value.value)} cannot be used: {rule}")
            return ""
        return value.value

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self._present(name)
        if value is None:
            return 0
        found = value.value if isinstance(value, Scalar) else None
        if not isinstance(found, int) or isinstance(found, bool):
            self.fault(name, f"must be a whole number, not {kind_of(value)}")
        elif not least <= found <= most:
            self.fault(name, f"must be between {least} and {most}")
        else:
            return found
        return 0

    def flag(self, name: str) -> bool:
        """Yes or no; no when it is missing."""
        if not self.has(name):
            return False
        value = self.values[name]
        if isinstance(value, Scalar) and isinstance(value.value, bool):
            return value.value
        self.fault(name, f"must be true or false, not {kind_of(value)}")
        return False

    def day(self, name: str, otherwise: date) -> date:
        """A date; `otherwise` when it is missing."""
        if not self.has(name):
            return otherwise
        value = self.values[name]
        found = value.value if isinstance(value, Scalar) else None
        if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", found):
            try:
                return date.fromisoformat(found)
            except ValueError:
                found = None
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        self.fault(name, "must be a date, such as 2024-01-31")
        return otherwise

    def one_of(self, name: str, choices: type[Choice]) -> Choice | None:
        """A word of a closed list; None when it is missing."""
        found = self.word(name, [choice.value for choice in choices]) if self.has(name) else None
        return choices(found) if found else None

    def word(self, name: str, known: Collection[str]) -> str | None:
        """A word that must be known; None, with a fault, when it is not."""
        value = self.values[name]
        if not (isinstance(value, Scalar) and isinstance(value.value, str)):
            self.fault(name, f"must be text, not {kind_of(value)}; put it in quotes")
        elif value.value not in known:
            can_be = f"it can be {', '.join(known)}" if known else "there are none"
            self.fault(name, f"{shown(value.value)} is not known; {can_be}")
        else:
            return value.value
        return None

    def _present(self, name: str) -> Located | None:
        if self.has(name):
            return self.values[name]
        self.fault(name, "is missing")
        return None

    def _words(self, value: Located, name: str, limit: int, lines: bool) -> str:
        if not (isinstance(value, Scalar) and isinstance(value.value, str)):
            self._fault(value.row, name, f"must be text, not {kind_of(value)}; put it in quotes")
            return ""
        words = normalise(value.value) if lines else one_line(value.value)
        if _UNREADABLE.search(value.value):
            self._fault(value.row, name, "holds control characters")
        elif not words:
            self._fault(value.row, name, "is empty")
        elif len(words) > limit:
            self._fault(value.row, name, f"is {len(words)} characters long; at most {limit} fit")
        return words

    def _fault(self, row: int, name: str, sentence: str) -> None:
        self.faults.append(Fault(row, name, sentence))
