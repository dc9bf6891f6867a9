# SPDX-License-Identifier: EUPL-1.2
"""Phone numbers and e-mail addresses."""

import re
from collections.abc import Iterator

import phonenumbers

from dialogue.core.personal_data.numbered import is_counted, is_only_counted, is_sum

_GAP = r"[ ]{0,2}[-./()_~]?[ ]{0,2}[()]?"
_PHONE = re.compile(
    r"(?<!\d)(?<!\d[-.:+])(?<!(?<!\d)0,)"
    rf"(?:\(?(?:\+|00)[ ]?[1-9](?:{_GAP}\d){{6,15}}|\(?0{_GAP}[1-9](?:{_GAP}\d){{5,11}}"
    r"|46[ -]?\(?0?\)?[ -]?7[02369](?:[ -]?\d){7}(?!\d))"
)
_CLOCK = r"(?:[01]\d|2[0-4])"
_CLOCKS = re.compile(
    rf"{_CLOCK}[.:][0-5]\d(?!\d)|{_CLOCK}[0-5]\d[ ]?-[ ]?{_CLOCK}[0-5]\d\Z"
    rf"|{_CLOCK}[0-5]\d(?: {_CLOCK}[0-5]\d)+\Z"
)
_CONTINUED = re.compile(r"[.:]\d")
_DATES = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])[-./ ]{1,2}(?:0[1-9]|1[0-2])[-./ ]{1,2}(?:19|20)\d\d(?!\d)"
    r"|0\.\d"
)


def phones(folded: str) -> Iterator[tuple[str, int, int]]:
    """Swedish numbers, and those of any country written with + or 00, that phonenumbers knows."""
    judged: dict[str, bool] = {}
    at = 0
    while match := _PHONE.search(folded, at):
        at = match.start() + 1
        if _CLOCKS.match(match[0]) or _DATES.match(match[0]):
            continue
        for end in _group_ends(folded, match):
            number = re.sub(r"[^\d+]", "", match[0][: end - match.start()])
            if number not in judged:
                judged[number] = _is_phone(number)
            if judged[number]:
                if not _is_other(folded, match.start(), end):
                    yield "phone", _without_bracket(folded, match.start(), end), end
                at = end
                break


def _without_bracket(folded: str, start: int, end: int) -> int:
    """Where the number starts: a bracket around the whole of it belongs to the sentence."""
    return start + (
        folded[start] == "(" and folded.count("(", start, end) > folded.count(")", start, end)
    )


def _group_ends(folded: str, match: re.Match[str]) -> Iterator[int]:
    """Where the number may end: after its last digit, or after an earlier group of digits."""
    for end in range(match.end(), match.start() + 6, -1):
        if folded[end - 1].isdigit() and not folded[end : end + 1].isdigit():
            yield end


def _is_other(folded: str, start: int, end: int) -> bool:
    """Whether what looks like a phone number is said to be another one, or is part of more."""
    if _CONTINUED.match(folded, end) or is_sum(folded, end) or is_only_counted(folded, start):
        return True
    return folded[start:end].isdigit() and is_counted(folded, start)


def _is_phone(number: str) -> bool:
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("46"):
        number = "+" + number
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "SE"))
    except phonenumbers.NumberParseException:
        return False


_AT = re.compile(
    r" ?[(\[{<] ?(?:at|a|@|snabel-?a) ?[)\]}>] ?| ?@ ?| snabel-?a "
    r"| at (?=[\w-]{1,63} (?:dot|punkt) )",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?:\"[^\"\n]{1,62}\"|[\w!#$%&'*+/=?^`{|}~.-]{1,64})\Z")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_TOP = r"(?:xn--[a-z0-9-]{2,40}|[^\W\d_]{2,24})(?![^\W_])"
_WRITTEN_DOT = r"(?:\.| ?[(\[{] ?(?:dot|punkt|\.) ?[)\]}] ?| (?:dot|punkt) )"
_DOMAIN = re.compile(
    rf"(?:{_LABEL}\.){{1,8}}{_TOP}|\[\d{{1,3}}(?:\.\d{{1,3}}){{3}}\]"
    rf"|(?:{_LABEL}{_WRITTEN_DOT}){{1,8}}{_TOP}",
    re.IGNORECASE,
)


def emails(folded: str) -> Iterator[tuple[str, int, int]]:
    """Addresses with @, or with the words people write instead of it and of the dot."""
    for match in _AT.finditer(folded):
        local = _LOCAL.search(folded, max(0, match.start() - 64), match.start())
        domain = _DOMAIN.match(folded, match.end())
        if local and domain:
            start = local.start() + len(local[0]) - len(local[0].lstrip("./'*`{|="))
            if start < local.end():
                yield "email", start, domain.end()
