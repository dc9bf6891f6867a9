# SPDX-License-Identifier: EUPL-1.2
"""Words around a number that say it is a case, an order, a parcel or a sum: nobody's own number."""

import re

_NUMBER = r"[ .-]{0,2}(?:nr|nummer|no|number|id)"
_ISSUED = r"order|beställnings?|faktura|invoice|art|artikel|org|organisations"
_COUNTED = (
    r"anläggnings?|anmälnings?|avtals?|besluts?|bevis|biljett|boknings?|booking|försäkrings?"
    r"|handlings?|inventarie|journal|kolli|kontrakts?|kund|lånekorts?|medlems?|member|meter|mätar"
    r"|mätare|modell|mål|paket|projekt|protokolls?|recept|ref|referens|reference|registrerings?"
    r"|remiss|serie|skade|spårnings?|streckkod|sändnings?|ticket|utrustnings?"
)
_START = r"(?<![^\W_])"
# A unit's letters may stand between the word and the number: "dnr KS 00123-2024".
_END = r"[ .:#=]{0,4}\Z"
_UNIT_END = r"[ .:#=]{0,4}(?:(?-i:[A-ZÅÄÖ]{1,5})[ /-]?)?\Z"

_NUMBERED = re.compile(
    rf"{_START}(?:(?:dnr|(?:diarie|ärende|case){_NUMBER}){_UNIT_END}|(?:{_ISSUED}){_NUMBER}{_END})",
    re.IGNORECASE,
)
_ISSUED_BARE = re.compile(rf"{_START}(?:{_ISSUED}){_END}", re.IGNORECASE)
_CODED = re.compile(
    rf"{_START}(?:ocr|ean|gtin|isbn|issn|imei)(?:{_NUMBER})?(?:-?1[03])?{_END}", re.IGNORECASE
)
_COUNTED_WORD = re.compile(rf"{_START}(?:{_COUNTED})(?:{_NUMBER})?{_END}", re.IGNORECASE)
_UNIT = re.compile(
    r"[ ]?(?:kwh|mwh|kr|sek|kronor|tkr|mkr|m2|m3|m²|m³|%|kg|:-)(?![^\W_])", re.IGNORECASE
)
_REACH = 40


def is_issued(folded: str, start: int) -> bool:
    """Whether the words straight before say that a case, an order or an article is numbered."""
    return _says(folded, start, _NUMBERED, _ISSUED_BARE)


def is_counted(folded: str, start: int) -> bool:
    """Whether the words straight before name anything that is numbered, from orders to parcels."""
    return _says(folded, start, _NUMBERED, _ISSUED_BARE, _CODED, _COUNTED_WORD)


def is_only_counted(folded: str, start: int) -> bool:
    """As ``is_counted``, but only where the word leaves no room for anything else."""
    return _says(folded, start, _NUMBERED, _CODED)


def is_sum(folded: str, end: int) -> bool:
    """Whether a unit follows: money, energy, area, weight."""
    return _UNIT.match(folded, end) is not None


def _says(folded: str, start: int, *words: re.Pattern[str]) -> bool:
    return any(word.search(folded, max(0, start - _REACH), start) for word in words)
