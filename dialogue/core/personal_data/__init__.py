# SPDX-License-Identifier: EUPL-1.2
"""Finds personal identity numbers, payment numbers, phone numbers and e-mail addresses in a text.

Every written form counts, so the search reads a folded copy of the text: invisible characters gone,
every digit, dash and space the plain one.  Each folded character knows its place, so findings count
in the code points of the text itself.  All patterns are bounded: the time is linear in the length
of the text, whatever it holds.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dialogue.core.personal_data.contact import emails, phones
from dialogue.core.personal_data.folding import folded_text
from dialogue.core.personal_data.payments import cards, giros, ibans
from dialogue.core.personal_data.people import persons

__all__ = ["KINDS", "MASK", "Finding", "excerpt", "find", "mask"]

KINDS = ("person", "iban", "card", "bankgiro", "plusgiro", "phone", "email")
"""The kinds of findings; where two overlap the one named first stands."""

MASK = "[personuppgift borttagen]"
"""What stands instead of a finding, the same words on every page and in every language."""


_SEARCHES: tuple[Callable[[str], Iterator[tuple[str, int, int]]], ...] = (
    persons,
    ibans,
    cards,
    giros,
    phones,
    emails,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A span that is personal data: ``text[start:end]`` in code points, ``kind`` one of KINDS."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """Every finding, in the order of the text, none overlapping another."""
    folded, places = folded_text(text)
    taken = bytearray(len(folded))
    findings = []
    for search in _SEARCHES:
        for kind, start, end in search(folded):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                findings.append(Finding(kind, places[start], _end(text, places[end - 1] + 1)))
    return sorted(findings, key=lambda finding: finding.start)


def _end(text: str, end: int) -> int:
    """The end with the marks on the last character, so that none is left alone behind."""
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Me"}:
        end += 1
    return end


def mask(text: str, findings: Iterable[Finding] | None = None) -> str:
    """The text with MASK instead of every finding; without ``findings`` until none is left to find.

    ``findings`` must come from this very text, in its order.
    """
    if findings is not None:
        return _masked(text, findings)
    while found := find(text):
        text = _masked(text, found)
    return text


def _masked(text: str, findings: Iterable[Finding]) -> str:
    pieces: list[str] = []
    at = 0
    for finding in findings:
        pieces += [text[at : finding.start], MASK]
        at = finding.end
    return "".join([*pieces, text[at:]])


def excerpt(text: str, length: int) -> str:
    """The first `length` characters on one line, for quoting in a mail: masked, cut at a word."""
    line = " ".join(mask(text).split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0] or line[:length]
    return cut.rstrip(" ,;:.–-") + " …"
