# SPDX-License-Identifier: EUPL-1.2
r"""What a typed text is before anyone counts, searches, stores or shows it, and how it begins.

One spelling per text: Unicode NFC, ``\n`` at line ends, no control characters, no directional
characters that could turn the text around them.  All are linear in time and give the same again
when applied twice.
"""

import unicodedata
from collections.abc import Iterator

__all__ = ["beginning", "first_sentence", "normalise", "one_line", "without_controls"]

# Control characters but tab and newline, halves of surrogate pairs, which no encoding can carry,
# and the 66 noncharacters, which HTML forbids and Unicode keeps for use inside programs.
_NONCHARACTERS = [
    *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]
_REMOVED = dict.fromkeys(
    [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *_NONCHARACTERS]
)

_REMOVED_BUT_CR = {code: None for code in _REMOVED if code != 0x0D}

_EMBEDDING = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATE = frozenset("\u2066\u2067\u2068")
_END_OF_EMBEDDING = "\u202c"
_END_OF_ISOLATE = "\u2069"
_DIRECTIONAL = _EMBEDDING | _ISOLATE | {_END_OF_EMBEDDING, _END_OF_ISOLATE}

# Unicode's own bound for stream-safe text; longer runs of marks are nobody's writing.
_MARKS_IN_A_ROW = 30

# Blank although neither white space nor format characters: fillers, the empty Braille cell,
# selectors.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def without_controls(text: str) -> str:
    """The text as it was typed, but for the characters that no page may hold: those that
    ``normalise`` takes away wherever they stand, carriage returns kept.
    """
    return text.translate(_REMOVED_BUT_CR)


def normalise(text: str) -> str:
    """The text as it is counted, searched and stored.

    CRLF and CR become newlines; control characters other than tab and newline go, and so do
    directional embeddings, overrides and isolates without their other half on the same line; then
    NFC and strip.  Words come through to the letter.  A text with nothing to see in it becomes
    empty, so that a required field can refuse it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REMOVED)
    if not text.isascii():
        text = _composed("\n".join(_paired(line) for line in text.split("\n")))
    text = text.strip()
    return text if any(_visible(character) for character in text) else ""


def one_line(text: str) -> str:
    """A name or a title: ``normalise``, and every run of white space, newlines too, becomes one
    space.
    """
    return " ".join(normalise(text).split())


def beginning(text: str, limit: int) -> str:
    """How a text begins, on one line: cut at a word, with dots where anything was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def first_sentence(text: str, limit: int) -> str:
    """The first sentence of a text on one line, or its beginning where that is too long."""
    line = " ".join(text.split())
    end = line.find(". ")
    return line[: end + 1] if 0 < end < limit else beginning(line, limit)


def _visible(character: str) -> bool:
    """Whether a character leaves ink, or stands for something that does (private use,
    unassigned).
    """
    if character in _BLANK or "\ufe00" <= character <= "\ufe0f":
        return False
    return unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def _paired(line: str) -> str:
    """The line without directional characters that open nothing closed here, or close nothing
    opened here.
    """
    if _DIRECTIONAL.isdisjoint(line):
        return line
    opened: list[int] = []
    isolates = 0
    kept: set[int] = set()
    for at, character in enumerate(line):
        if character in _EMBEDDING or character in _ISOLATE:
            opened.append(at)
            isolates += character in _ISOLATE
        elif character == _END_OF_EMBEDDING and opened and line[opened[-1]] in _EMBEDDING:
            kept |= {opened.pop(), at}
        elif character == _END_OF_ISOLATE and isolates:
            # An isolate's end also ends the embeddings left open inside it (Unicode annex 9, X6a).
            while line[opened[-1]] not in _ISOLATE:
                opened.pop()
            kept |= {opened.pop(), at}
            isolates -= 1
    return "".join(c for at, c in enumerate(line) if c not in _DIRECTIONAL or at in kept)


def _composed(text: str) -> str:
    """NFC in linear time: Python sorts long runs of combining marks in quadratic time, so they are
    sorted before.
    """
    return unicodedata.normalize("NFC", "".join(_in_order(text)))


def _in_order(text: str) -> Iterator[str]:
    marks: list[str] = []
    for character in text:
        if unicodedata.combining(character):
            marks.append(character)
            continue
        if marks:
            yield from _sorted_marks(marks)
            marks = []
        yield character
    yield from _sorted_marks(marks)


def _sorted_marks(marks: list[str]) -> list[str]:
    if len(marks) <= _MARKS_IN_A_ROW:
        return marks
    decomposed = (part for mark in marks for part in unicodedata.normalize("NFD", mark))
    return sorted(decomposed, key=unicodedata.combining)
