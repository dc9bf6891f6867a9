# SPDX-License-Identifier: EUPL-1.2
"""What a line in a budget document says it is: a section's heading, a committee's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from slugify import slugify

from dialogue.goals.rules import AssignmentOrigin


class SectionKind(StrEnum):
    """What stands below a heading within a goal."""

    POLICY = "policy"
    ASSIGNMENTS = "assignments"
    LEFT_OUT = "left_out"


class Section(NamedTuple):
    """A heading within a goal; `rest` is what stood behind it on the same line."""

    kind: SectionKind
    heading: str
    origin: AssignmentOrigin = AssignmentOrigin.COUNCIL
    rest: str = ""


_LONGEST = 600
_NUMBER: Final = re.compile(r"^[#*\s]*(?:\d{1,2}(?:\.\d{1,2}){0,4}[.):]?\s+)?")
_SENTENCE: Final = re.compile(r"\b(?:har|ska|skall|är|får|ges|finns|kan|bör|måste)\b", re.I)
_ASSIGNMENTS: Final = re.compile(
    r"(?:[\w-]+\s+){0,6}(?:utvecklings|direktiv|nämnds?|fullmäktige|utrednings|budget)?"
    r"uppdrag(?:en)?(?:\s+(?:till|från|för|i|inom|åt|under|\d{4})\b.*)?",
    re.I,
)
#: A chapter's heading, such as "Kommunövergripande mål och uppdrag".
_OF_GOALS: Final = re.compile(r"\bmål(?:en)?(?: och|,)", re.I)
_INLINE: Final = re.compile(r"(?P<heading>Uppdrag(?: (?:till|för) [^:]{1,60})?):\s+(?P<rest>\S.*)")
_FIGURES: Final = re.compile(
    r"(?:[\w-]+\s+){0,3}(?:nyckeltal|indikator(?:er)?|investering(?:ar|sbudget|sutgifter)?|"
    r"måltal|mått|driftbudget|driftsbudget)(?:\s+.*)?",
    re.I,
)
_POLICY: Final = re.compile(
    r"(?:politisk(?:a|t)?\s+)?(?:text|inriktning|viljeinriktning|beskrivning|bakgrund|målbild|"
    r"ambition|prioriteringar)",
    re.I,
)
_IN_BRACKETS: Final = re.compile(r"\s?[(\[](?:ansvarig:?\s*)?([^()\[\]]{2,80})[)\]]\.?$", re.I)
_RESPONSIBLE: Final = re.compile(r"\sAnsvarig(?:a| nämnd)?:\s?(.{2,80})$")
_OWN: Final = re.compile(r"\begna\b|nämndens\b|nämndernas\b|styrelsens\b", re.I)


def section(text: str) -> Section | None:
    """The heading within a goal that a line is, if any."""
    if len(text) > _LONGEST:
        return None
    words = _NUMBER.sub("", text).strip("*# ").strip()
    if inline := _INLINE.fullmatch(words):
        return Section(SectionKind.ASSIGNMENTS, inline["heading"], rest=inline["rest"])
    words = words.removesuffix(":").strip()
    if not words or len(words.split()) > 9 or words[-1] in ".,;!?" or not words[0].isupper():
        return None
    if _SENTENCE.search(words):
        return None
    if _ASSIGNMENTS.fullmatch(words) and not _OF_GOALS.search(words):
        own = _OWN.search(words) is not None
        origin = AssignmentOrigin.COMMITTEE if own else AssignmentOrigin.COUNCIL
        return Section(SectionKind.ASSIGNMENTS, words, origin)
    if _FIGURES.fullmatch(words):
        return Section(SectionKind.LEFT_OUT, words)
    if _POLICY.fullmatch(words):
        return Section(SectionKind.POLICY, words)
    return None


def _spelt(text: str) -> str:
    return " ".join(text.casefold().replace("&", "och").replace("-", "").split())


class Bodies:
    """The committees that are known here, by the names that a document may use."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names`: key → name in Swedish."""
        by_name = {_spelt(name): key for key, name in names.items()}
        self._key = by_name
        longest = sorted(by_name, key=len, reverse=True)
        self._any = re.compile(
            rf"\b({'|'.join(map(re.escape, longest))})s?\b" if longest else r"(?!)"
        )

    def named(self, text: str) -> list[str]:
        """The committees that a piece of text names, in its order."""
        return list(dict.fromkeys(self._key[name] for name in self._any.findall(_spelt(text))))

    def is_name(self, text: str) -> bool:
        """Whether a line is nothing but a committee's name, known here or not."""
        if len(text) > 120:
            return False
        spelt = _spelt(text.strip("*#: "))
        known = self._any.fullmatch(spelt) is not None
        unknown = re.fullmatch(r"(?:[\w, ]+ )?\w*(?:nämnden|styrelsen)", spelt)
        return known or (unknown is not None and len(spelt.split()) <= 5)

    def in_assignment(self, text: str) -> tuple[str, list[str]]:
        """The text without a committee that stands apart in it, and the committees it names as
        those who are to do it: before a colon, as the sentence's first words, or in brackets last.
        """
        head, *rest = re.split(r":\s*|\s[-–—]\s", text, maxsplit=1)
        if rest and rest[0].strip() and self.is_name(head):
            return rest[0].strip(), self.named(head)
        for pattern in (_IN_BRACKETS, _RESPONSIBLE):
            last = pattern.search(text)
            if last and (found := self.named(last[1])):
                return text[: last.start()].strip(), found
        subject = re.match(r"(.{2,120}?)\s(?:ska|skall|får|ges|har|ansvarar|bör)\b", text)
        if subject and self._any.match(_spelt(subject[1])):
            return text, self.named(subject[1])
        return text, []


#: Words that tell no goal from another, with a space on each side.
_DULL: Final = (
    " i på av för till från med om och eller samt som att en ett den det de där vi är har ska skall"
    " finns får ges vara blir bedrivs bli bättre alla sin sina sitt våra vår under genom inom hela"
    " kommun kommunen kommunens kommuner stad ta fram skapa verka arbeta utveckla utreda ge när så"
    " mycket goda gott god mer fler nya ny både utan vid varje kan inte över mot sig oss hur se"
    " utred "
)


def telling_key(text: str, often: Collection[str], taken: Collection[str], otherwise: str) -> str:
    """A key of the first words that tell it from the others; free among `taken`.

    `often`: words that most of its like share.
    """
    words = [word for word in slugify(text).split("-") if len(word) > 1]
    shared = [*often, *slugify(_DULL).split("-")]
    telling = [word for word in words if not _is_dull(word, shared)] or words
    key = ""
    for word in telling[:3]:
        if len(key) + len(word) < 48:
            key = f"{key}-{word}" if key else word
    key = key or otherwise
    free, n = key, 2
    while free in taken:
        free, n = f"{key}-{n}", n + 1
    return free


def _is_dull(word: str, shared: Collection[str]) -> bool:
    """Whether most have the word, or one that begins with it (a name and its genitive)."""
    return (
        word.isdigit()
        or word in shared
        or (len(word) > 4 and any(other.startswith(word) for other in shared))
    )


def shared_words(titles: Sequence[str]) -> set[str]:
    """Words that stand in at least half of three titles or more: they tell none from the others."""
    if len(titles) < 3:
        return set()
    sets = [set(slugify(title).split("-")) for title in titles]
    return {w for w in set().union(*sets) if 2 * sum(w in one for one in sets) >= len(titles)}


def listed(rows: Iterable[int]) -> str:
    """Rows in words, a long list cut."""
    all_rows = list(rows)
    some = ", ".join(map(str, all_rows[:6]))
    return f"{some} …" if len(all_rows) > 6 else some
