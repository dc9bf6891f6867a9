# SPDX-License-Identifier: EUPL-1.2
"""The term list, terms.csv: every Sámi word this project may show, with its source.

A term fills a message when the message's whole Swedish text is the term: nothing is composed,
inflected or guessed here.  Columns: `sv` (a note in brackets and alternatives after a stroke do not
count), the word, its source and its confidence for sma, se and smj, `reviewer` and `date` once a
speaker has read it, `note`, and `msgids`:
    empty           any message with that Swedish
    Goal | Aim      only these messages: the Swedish has another sense or number elsewhere
    -               none: listed, but the word as given fits no message alone
Confidence: attested (shown), composed (kept as fuzzy, not shown), missing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from dialogue.core.languages import SAMI

TERMS = Path(__file__).with_name("terms.csv")


class Word(NamedTuple):
    """A term in one Sámi language."""

    text: str
    source: str
    confidence: str


class Term(NamedTuple):
    """A row of the list.  The keys are the texts with their first letter small."""

    swedish: tuple[str, ...]
    keys: frozenset[str]
    msgid_keys: frozenset[str]
    words: dict[str, Word]

    def fits(self, msgid: str, swedish: str) -> bool:
        """Whether this term is what the message says, in the sense and number it says it."""
        if _key(swedish) not in self.keys:
            return False
        return not self.msgid_keys or _key(msgid) in self.msgid_keys


def _key(text: str) -> str:
    return text[:1].lower() + text[1:]


def _term(row: dict[str, str]) -> Term:
    swedish = tuple(re.sub(r" *\([^)]*\)$", "", row["sv"]).split(" / "))
    msgids = [msgid.strip() for msgid in row["msgids"].split("|")]
    return Term(
        swedish=swedish,
        keys=frozenset(map(_key, swedish)),
        msgid_keys=frozenset(_key(msgid) for msgid in msgids if msgid),
        words={
            code: Word(row[code], row[f"{code}_source"], row[f"{code}_confidence"]) for code in SAMI
        },
    )


def read_terms(path: Path = TERMS) -> list[Term]:
    """Every row, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_term(row) for row in csv.DictReader(file)]


def word_for(terms: Iterable[Term], msgid: str, swedish: str, code: str) -> Word | None:
    """The one word for a message in a Sámi language, its first letter as in the Swedish.

    None when no term fits, when several do with different words, or when the word is missing.
    """
    words = {term.words[code] for term in terms if term.fits(msgid, swedish)}
    if len(words) != 1:
        return None
    word = words.pop()
    if not word.text or word.confidence not in ("attested", "composed"):
        return None
    capital = swedish[:1].isupper()
    return word._replace(text=word.text[:1].upper() + word.text[1:] if capital else word.text)
