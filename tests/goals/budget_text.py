# SPDX-License-Identifier: EUPL-1.2
"""A budget document's text in the shape in which such documents come, in invented words."""

from __future__ import annotations

import re

TEXT = """\


STORBYNS
KOMMUN

Mål och budget 2031

Innehållsförteckning

1\tKommunövergripande mål och uppdrag\t3
1.1\tI Storbyns kommun har vi byar där både unga och gamla vill bo, och en buss som går\t4
1.2\tI Storbyns kommun ska alla barn och elever längta till skolan.\t5
1.3\tI Storbyn är kommunen rädd om vattnet .\t6
2\tEkonomi\t7

1 Kommunövergripande mål och uppdrag

Kommunen styr med mål. Ett mål gäller för alla.

I budget 2031 finns tre kommunövergripande mål:

- I Storbyns kommun har vi byar där både unga och gamla vill bo, och en buss som går
- I Storbyns kommun ska alla barn och elever längta till skolan
- I Storbyn är kommunen rädd om vattnet

\x0c

1.1 I Storbyns kommun har vi byar där både unga och gamla vill bo, och en buss som går


Den som bor i en by ska ta sig till jobbet. Bussen går, och cykeln ska stå under tak där bussen

\x0c
stannar.

I varje by finns en plats att mötas på.

Uppdrag

• Tekniska nämnden ska bygga tak över cyklarna.
• Ta reda på var bussen behövs mest. (Kommunstyrelsen)
• Rita en karta.

1.2 I Storbyns kommun ska alla barn och elever längta till skolan.


Skolan är nära. Den som behöver hjälp får den samma dag.

Nämndens egna uppdrag
Barn- och utbildningsnämnden
– Öppna biblioteket på lördagar.
– Låt eleverna välja maten
  en dag i veckan.

Nyckeltal
Elever som trivs   91   92

1.3 I Storbyn är kommunen rädd om vattnet.


Sjön ska gå att bada i, och kranen ska ge gott vatten.

Uppdrag till Socialnämnden
* Fråga de äldre om badet.

2 Ekonomi

Pengarna räcker.
"""

NAMES = [
    "I Storbyns kommun har vi byar där både unga och gamla vill bo, och en buss som går",
    "I Storbyns kommun ska alla barn och elever längta till skolan",
    "I Storbyn är kommunen rädd om vattnet",
]
POLICIES = [
    "Den som bor i en by ska ta sig till jobbet. Bussen går, och cykeln ska stå under tak"
    " där bussen stannar.\n\nI varje by finns en plats att mötas på.",
    "Skolan är nära. Den som behöver hjälp får den samma dag.",
    "Sjön ska gå att bada i, och kranen ska ge gott vatten.",
]


def _headings(pattern: str) -> str:
    return re.sub(r"(?m)^1\.(\d)([ \t])", pattern, TEXT)


def _broken(gap: str) -> str:
    """The goals' own headings over two lines."""
    head, mark, body = TEXT.partition("\x0c")
    return (
        head
        + mark
        + body.replace("gamla vill", f"gamla{gap}vill").replace("och elever", f"och{gap}elever")
    )


def _with_furniture() -> str:
    foot = "\n\n          {} (9)\n\x0cStorbyns kommun        Mål och budget\n\n"
    pages = TEXT.split("\x0c")
    return "".join(page + foot.format(number) for number, page in enumerate([*pages, ""], 1))


#: The same document as other programs and other hands save it.
SHAPES = {
    "as it is": TEXT,
    "CRLF": TEXT.replace("\n", "\r\n"),
    "a mark first": "\ufeff" + TEXT,
    "a full stop after the number": _headings(r"1.\1.\2"),
    "a bracket after the number": _headings(r"1.\1)\2"),
    "called goals": _headings(r"Mål \1:\2"),
    "no-break spaces": _headings("1.\\1\u00a0"),
    "the number on its own line": re.sub(r"(?m)^(1\.\d) ", "\\1\n", TEXT),
    "Markdown": re.sub(r"(?m)^(1\.\d) (.*)$", r"### **\1 \2**", TEXT),
    "dots in the contents": re.sub(r"\t(\d)$", r" ............ \1", TEXT, flags=re.M),
    "contents without pages": re.sub(r"\t\d$", "", TEXT, flags=re.M),
    "no contents": "\n".join(line for line in TEXT.split("\n") if "\t" not in line),
    "headings over two lines": _broken("\n"),
    "headings over two lines, far apart": _broken("\n\n"),
    "heads and feet of pages": _with_furniture(),
    "indented": "\n".join(f"   {line}" for line in TEXT.split("\n")),
    "all goals in a later chapter": re.sub(r"(?m)^1([ \t.])", r"4\1", TEXT).replace(
        "\n2 E", "\n5 E"
    ),
}
