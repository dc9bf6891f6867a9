"""Personal identity numbers and coordination numbers."""

import re
from calendar import monthrange
from collections.abc import Iterator

from stdnum import luhn

from dialogue.core.personal_data.folding import digits_of
from dialogue.core.personal_data.numbered import is_issued

_PERSON = re.compile(
    r"(?<![\d])(?<!\d[+-])"
    r"(?P<century>(?:18|19|20)[ ]?)?"
    r"(?P<date>\d{6}|\d\d(?P<inner>[-./ ])\d\d(?P=inner)\d\d)"
    r"(?P<sign>[ ]{0,2}[-+/.,:_~][ \n]{0,2}|[-]{2}|[ ]{1,3})?"
    r"(?P<last>\d{4}|\d\d[ -]\d\d|\d{3}[ -]\d)"
    r"(?!\d)(?!-\d)(?!:\d\d)"
)


def persons(folded: str) -> Iterator[tuple[str, int, int]]:
    """Date of birth (day + 60 for a coordination number) and Luhn over the ten last digits.

    Source of the form: the Swedish Tax Agency's identity numbers as 60-safety sums them up.  Own
    pattern, since stdnum's Swedish module leaves coordination numbers out.
    """
    for match in _PERSON.finditer(folded):
        date, last = digits_of(match["date"]), digits_of(match["last"])
        century = (match["century"] or "").strip()
        centuries = (
            (century,)
            if century
            else ("18", "19")
            if "+" in (match["sign"] or "")
            else ("19", "20")
        )
        if not any(_is_birthday(century + date) for century in centuries):
            continue
        if luhn.is_valid(date + last) and not is_issued(folded, match.start()):
            yield "person", match.start(), match.end()


def _is_birthday(date: str) -> bool:
    year, month, day = int(date[:4]), int(date[4:6]), int(date[6:])
    day -= 60 if day > 60 else 0
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
