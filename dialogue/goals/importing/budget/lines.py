# SPDX-License-Identifier: EUPL-1.2
"""A document's plain text as lines that know their row."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from dialogue.goals.importing.located import SIZE_LIMIT, Fault, PlanError

_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
#: How other kinds of file begin, and what they are.
_OTHERS: Final = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a Word file, a workbook or an archive",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file", b"{\\rtf": "a formatted text (RTF)",
}  # fmt: skip
_SPACES: Final = str.maketrans({
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
    **{chr(n): " " for n in range(0x2000, 0x200B)},
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
})  # fmt: skip
_LINE_ENDS: Final = re.compile(r"\r\n|\r|[\x0b\x85\u2028\u2029]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: The signs that lists begin with.  Some are letters or strokes too and need a space behind them.
_BULLET: Final = re.compile(
    r"(?:[•·▪■▫□►‣◦○●➢\uf0a7\uf0b7\uf0fc\uf02d]\s*|[-–—*o]\s+|[-–—*•·▪■]$)(?P<words>.*)"
)


#: A document of fewer lines may be a list of words.
_FEW: Final = 50


@dataclass(frozen=True)
class Line:
    """One line with words.  `gap`: an empty line or a new page comes before it."""

    row: int
    text: str
    indent: int
    gap: bool
    #: As it stood, with the tabs and runs of spaces that a table of contents is told by.
    raw: str

    @property
    def bullet(self) -> str | None:
        """What stands behind the list's sign; None for a line that is no item of a list."""
        found = _BULLET.fullmatch(self.text)
        return found["words"].strip() if found else None


def decoded(content: bytes) -> str:
    """The text of a file.  Raises PlanError when it is too large or no plain text in UTF-8."""
    if len(content) > SIZE_LIMIT:
        raise _refused(1, f"the file is larger than {SIZE_LIMIT} bytes")
    for start, kind in _OTHERS.items():
        if content.startswith(start):
            raise _refused(1, f"this is {kind}, not its text: save it as plain text in UTF-8")
    if content.startswith(_BOMS):
        raise _refused(1, "the file is in UTF-16: save it anew in UTF-8")
    if (at := content.find(b"\0")) >= 0:
        row = content.count(b"\n", 0, at) + 1
        raise _refused(row, "this is no text: save the document as plain text in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise _refused(row, "the file is not in UTF-8: save it anew in that encoding") from None


def _refused(row: int, sentence: str) -> PlanError:
    return PlanError([Fault(row, "file", sentence)])


def split(text: str) -> tuple[list[Line], list[int]]:
    """The lines with words, and which of them begin a page."""
    lines: list[Line] = []
    marks: list[int] = []
    gap = True
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).translate(_SPACES))
    for row, whole in enumerate(text.split("\n"), start=1):
        for part, raw in enumerate(_CONTROLS.sub("", whole).split("\x0c")):
            if part:
                marks.append(len(lines))
                gap = True
            words = " ".join(raw.split())
            if not words:
                gap = True
                continue
            indent = len(raw) - len(raw.lstrip())
            lines.append(Line(row, words, indent, gap, raw.strip()))
            gap = False
    return _rejoined(lines, marks) if _is_in_words(lines) else (lines, marks)


def _is_in_words(lines: list[Line]) -> bool:
    """Whether nearly every word has a line of its own, as some programs save a PDF's text."""
    return len(lines) > _FEW and 10 * sum(" " in line.text for line in lines) < len(lines)


def _rejoined(lines: list[Line], marks: list[int]) -> tuple[list[Line], list[int]]:
    """The words put together again, up to the next gap, list sign or number of a heading."""
    made: list[list[Line]] = []
    place: list[int] = []
    for line, after in zip_longest(lines, lines[1:]):
        is_number = re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){1,2}[.)]?", line.text) is not None
        begins = is_number and after is not None and after.text[0].isupper()
        if line.bullet is not None and made:
            # A dash in a sentence looks as a list's: that has capitals, or goes on.
            first = (line.bullet or (after.text if after else ""))[:1]
            begins = first.isupper() or made[-1][0].bullet is not None
        if line.gap or begins or not made:
            made.append([])
        made[-1].append(line)
        place.append(len(made) - 1)
    whole = []
    for words in made:
        text = " ".join(word.text for word in words)
        whole.append(replace(words[0], text=text, raw=text))
    return whole, [place[mark] if mark < len(place) else len(whole) for mark in marks]


def joined(first: str, more: str) -> str:
    """Two pieces of a sentence that a line's end divided; a divided word becomes whole."""
    divided = first[-1:] == "-" and first[-2:-1].isalpha() and more[:1].islower()
    if divided and not _SHARED.match(more):
        return first[:-1] + more
    return f"{first} {more}"


#: After these a hyphen stays: "stads- och landsbygd".
_SHARED: Final = re.compile(r"(?:och|eller|samt|respektive)\b")
