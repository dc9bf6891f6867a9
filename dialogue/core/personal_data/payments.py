# SPDX-License-Identifier: EUPL-1.2
"""Payment numbers: IBAN, payment cards, bankgiro and plusgiro."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from stdnum import iban, luhn

from dialogue.core.personal_data.folding import digits_of
from dialogue.core.personal_data.numbered import is_counted, is_issued, is_sum

_IBAN = re.compile(
    r"(?=([a-z]{2}[ -]?\d[ -]?\d(?:[ .-]{0,2}[a-z0-9]){11,30}))",
    re.IGNORECASE,
)


def ibans(folded: str) -> Iterator[tuple[str, int, int]]:
    """International account numbers of any country that stdnum knows, with length and check."""
    for match in _IBAN.finditer(folded):
        written = match[1]
        compact = [at for at, character in enumerate(written) if character.isalnum()]
        number = "".join(written[at] for at in compact).upper()
        for length in range(len(number), 14, -1):
            # The remainder first: it is cheap and refuses 96 of 97.
            turned = number[4:length] + number[:4]
            if not turned.isascii() or int("".join(str(int(c, 36)) for c in turned)) % 97 != 1:
                continue
            if iban.is_valid(number[:length]):
                yield "iban", match.start(), match.start() + compact[length - 1] + 1
                break


_CARD = re.compile(
    r"(?<!\d)(?<!\d[-.])(?=[2-6])(?:\d{13,19}"
    r"|\d{4}(?:[ .-]{1,3}\d{4}){3}(?:[ .-]{1,3}\d{3})?"
    r"|\d{4}[ .-]{1,3}\d{6}[ .-]{1,3}\d{4,5}"
    r"|\d{4}[ .-]{1,3}\d{3}[ .-]{1,3}\d{3}[ .-]{1,3}\d{3}"
    r"|\d{6}[ .-]{1,3}\d{10,13})(?!\d)(?![.-]\d)"
)
# First digits and lengths as the card networks publish them.
_ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d+"
    r"|3[47]\d{13}|3(?:0[0-5]|095|[689]\d)\d{11,16}|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|(?:6011|64[4-9]|65|62|50[0-9]|5[678]|6304|67)\d+"
)


def cards(folded: str) -> Iterator[tuple[str, int, int]]:
    """Numbers of the card networks, Luhn over all digits."""
    for match in _CARD.finditer(folded):
        number = digits_of(match[0])
        if not (_ISSUED.fullmatch(number) and luhn.is_valid(number)):
            continue
        if not is_counted(folded, match.start()) and not is_sum(folded, match.end()):
            yield "card", match.start(), match.end()


_GIRO_WORD = re.compile(
    r"(?<![^\W_])(?:(?P<bankgiro>bankgiro[^\W\d_]{0,8}|bg(?:nr|-nr)?)"
    r"|(?P<plusgiro>(?:plus|post)giro[^\W\d_]{0,8}|pg(?:nr|-nr)?))(?![^\W\d_])",
    re.IGNORECASE,
)
_GIRO = re.compile(
    r"(?<!\d)(?<!\d[-.:,])(?:(?P<bank>\d{3,4}[ ]?[- ][ ]?\d{4})"
    r"|(?P<plus>\d{1,3}(?:[ ]?\d\d){0,3}[ ]?-[ ]?\d)"
    r"|(?P<bare>\d{5,8}|\d{1,2}(?: \d\d){1,3} \d))(?!\d)(?![-.:,]\d)"
)
_GIRO_REACH = 20
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|\d{1,4}")
_GIRO_NEAR = re.compile(r"[ .:#=-]{0,4}(?:nr|nummer|är)?[ .:#=-]{0,4}", re.IGNORECASE)


def giros(folded: str) -> Iterator[tuple[str, int, int]]:
    """Bankgiro and plusgiro numbers at most 20 characters after the word.

    The check digit decides; one written in the giro's own form straight after the word is found
    without it, since a slip of the pen is still an attempt to give a number away.
    """
    words = [(match.end(), match.lastgroup or "") for match in _GIRO_WORD.finditer(folded)]
    ends = [end for end, _ in words]
    for match in _GIRO.finditer(folded):
        nearest = bisect_right(ends, match.start()) - 1
        if nearest < 0 or match.start() - ends[nearest] > _GIRO_REACH:
            continue
        straight = _GIRO_NEAR.fullmatch(folded, ends[nearest], match.start()) is not None
        number = digits_of(match[0])
        right = luhn.is_valid(number) and (straight or _DAY.fullmatch(number) is None)
        if not right and not (straight and "-" in match[0] and not _are_years(number)):
            continue
        if not is_issued(folded, match.start()) and not is_sum(folded, match.end()):
            yield words[nearest][1], match.start(), match.end()


def _are_years(number: str) -> bool:
    return re.fullmatch(r"(?:(?:19|20)\d\d){1,2}", number) is not None
