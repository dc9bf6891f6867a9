# SPDX-License-Identifier: EUPL-1.2
"""Personal identity numbers and coordination numbers."""

import re
from calendar import monthrange
from collections.abc import Iterator

from stdnum import luhn

from dialogue.core.personal_data.folding import digits_of
from dialogue.core.personal_data.numbered import is_issued

# Digit by digit, as people write when they spell a number out.
_SPELT = re.compile(r"(?<!\d)(?<!\d[ -])\d(?:[ -]{1,3}\d){9}(?:(?:[ -]{1,3}\d){2})?(?![ -]?\d)")
_PERSON = re.compile(
    r"(?<!\d)(?:(?:18|19|20)[ -]?)?"
    r"(?:\d{6}|\d\d(?P<inner>[-./ ])\d\d(?P=inner)\d\d|(?<=18|19|20)\d\d[-./ ]\d{4})"
    # A year on the next line is a year; the last four may stand there too, or be named.
    r"(?:[ ]{0,2}\n?[-+/.,:_~=·•*|(][ \n]{0,2}|-{2,3}|[ ]{1,3}|[ ]{0,2}\n(?!(?:19|20)\d\d)"
    r"|[ ,]{1,3}(?:de )?sista fyra(?: siffrorna)?(?: är)?[ :]{1,2})?"
    r"(?:\d{4}|\d\d[ -]\d\d|\d{3}[ -]\d)"
    r"(?!\d)(?!-\d{1,5}(?!\d))(?!:\d\d)"
)


def persons(folded: str) -> Iterator[tuple[str, int, int]]:
    """Date of birth (day + 60 for a coordination number) and Luhn over the ten last digits.

    Source of the form: the population registration act (1991:481), 18 §, and the act on
    coordination numbers (2022:1697).  stdnum's Swedish module leaves the latter out, hence a
    pattern of our own.
    """
    for pattern in (_PERSON, _SPELT):
        at = 0
        while match := pattern.search(folded, at):
            known = _is_person(digits_of(match[0]), over_hundred="+" in match[0])
            # What is no number may end in the middle of one: "06 05 811218 9802".
            at = match.end() if known else match.start() + 1
            if known and not is_issued(folded, match.start()):
                yield "person", match.start(), match.end()


def _is_person(digits: str, *, over_hundred: bool) -> bool:
    """Whether ten or twelve digits are a number; + for - says the century before the last."""
    century, ten = digits[:-10], digits[-10:]
    centuries = [century] if century else ["18", "19"] if over_hundred else ["19", "20"]
    return luhn.is_valid(ten) and any(_is_birthday(begun + ten[:6]) for begun in centuries)


def _is_birthday(date: str) -> bool:
    if date[:2] not in {"18", "19", "20"}:
        return False
    year, month, day = int(date[:4]), int(date[4:6]), int(date[6:])
    day -= 60 if day > 60 else 0
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
