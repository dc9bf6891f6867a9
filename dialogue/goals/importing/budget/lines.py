# SPDX-License-Identifier: EUPL-1.2
"""A document's plain text as lines that know their row, without what belongs to the pages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
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
_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\s]*(?:sida?n?\.?\s*)?\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|(?:av|/)\s*\d{1,3})?[-–—|\s]*", re.I
)
#: The signs that lists begin with.  Some are letters or strokes too and need a space behind them.
_BULLET: Final = re.compile(
    r"(?:[•·▪■▫□►‣◦○●➢\uf0a7\uf0b7\uf0fc\uf02d]\s*|[-–—*o]\s+|[-–—*•·▪■]$)(?P<words>.*)"
)
#: What may be a goal's own heading is no page's head, however often it comes back.
_HEADING: Final = re.compile(r"[#*\s]*(?:mål\w*\s+\d|\d{1,2}\.\d)", re.I)
_NEAR = 3
_OFTEN = 3


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


def lines_of(text: str, keep: Callable[[str], bool]) -> tuple[list[Line], dict[str, list[int]]]:
    """The lines with words, and what was left out as head or foot of the pages with its rows.

    Page numbers go, and lines that come back on several pages, unless `keep` says that they mean
    something (a heading that each goal has, a committee's name).
    """
    lines, marks = _split(text)
    left_out: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if _may_be_furniture(line, keep):
            alike[re.sub(r"\d+", "#", line.text.casefold())].append(at)
    repeated: set[int] = set()
    edges = {mark + n for mark in marks for n in range(-_NEAR, _NEAR + 1)}
    for places in alike.values():
        near = sum(at in edges for at in places)
        if len(places) >= _OFTEN and (not marks or 2 * near >= len(places)):
            repeated.update(places)
            left_out[lines[places[0]].text] = [lines[at].row for at in places]
    gone = repeated | {at for at, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.text)}
    kept: list[Line] = []
    gap = False
    for at, line in enumerate(lines):
        if at in gone:
            gap = True
        else:
            kept.append(replace(line, gap=line.gap or gap))
            gap = False
    return kept, dict(left_out)


def _split(text: str) -> tuple[list[Line], list[int]]:
    """Lines, and beside which of them a page ends."""
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
            if _PAGE_NUMBER.fullmatch(words):
                marks.append(len(lines))
            indent = len(raw) - len(raw.lstrip())
            lines.append(Line(row, words, indent, gap, raw.strip()))
            gap = False
    return lines, marks


def _may_be_furniture(line: Line, keep: Callable[[str], bool]) -> bool:
    return (
        len(line.text) <= 120
        and line.text[-1] not in ".:;?!"
        and line.bullet is None
        and not _HEADING.match(line.text)
        and not _PAGE_NUMBER.fullmatch(line.text)
        and not keep(line.text)
    )


def joined(first: str, more: str) -> str:
    """Two pieces of a sentence that a line's end divided; a divided word becomes whole."""
    divided = first[-1:] == "-" and first[-2:-1].isalpha() and more[:1].islower()
    if divided and not _SHARED.match(more):
        return first[:-1] + more
    return f"{first} {more}"


#: After these a hyphen stays: "stads- och landsbygd".
_SHARED: Final = re.compile(r"(?:och|eller|samt|respektive)\b")
