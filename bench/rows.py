# SPDX-License-Identifier: EUPL-1.2
"""The data set as plain rows, the same for the same N; nothing here knows a database.

Contributions come in groups of four in one thread: three that stand by themselves and a comment
on the first.  Every tenth group is in one big thread; 25 groups make a thread of a hundred.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from stdnum import luhn

from dialogue.core.workdays import due_after, end_of_day
from dialogue.dialogues import codes
from dialogue.dialogues.rules.contribution import ContributionState

Row = dict[str, Any]

GROUP = 4
SMALL = 100
DAYS = 730
ANSWER_AFTER = timedelta(days=3)
_STATE = ContributionState
#: Of a thousand, how many are in each state that does not show; the rest is published.
_HIDDEN = ((_STATE.REJECTED, 10), (_STATE.UNPUBLISHED, 10), (_STATE.WITHDRAWN, 10))
_OPENINGS = (
    "Jag cyklar här varje dag.", "Vi är flera i kvarteret som har pratat om det.",
    "Tack för att ni frågar.", "Det har blivit sämre de senaste åren.",
    "Mina barn går till skolan den vägen.", "Jag är åttio år och går med rollator.",
    "På vintern är det värst.", "Det här har jag skrivit om förut.",
)  # fmt: skip
_WISHES = (
    "Sätt upp fler lampor mellan busshållplatsen och skolan.",
    "Det behövs fler bänkar, också där det inte är fint.",
    "Biblioteket borde ha öppet på söndagar igen.",
    "Ploga gångvägen innan ni plogar bilvägen.",
    "Låt bussen gå en gång till på kvällen.\n\nNu kommer ingen hem från träningen.",
    "Bygg inte mer förrän vattnet räcker.", "Det är bra som det är, rör det inte.",
    "Fråga de unga, de kommer att bo här längst.",
)  # fmt: skip
_REASONS = (
    "Jag hjälper gärna till.", "Det kan inte kosta så mycket.", "Andra kommuner har gjort det.",
    "Man ser inte var man sätter fötterna, och i november är det mörkt redan klockan tre.",
)  # fmt: skip
NAMES = ("Inga Bybo", "Elis Sjöberg", "Karin Åslund", "Nils Granbacke", None, None, None, None)
#: Every wording there is: each is rendered once, not a million times.
BODIES = [f"{a} {b} {c}" for a in _OPENINGS for b in _WISHES for c in _REASONS]


@dataclass
class Place:
    """A thread that words go to, and what was said there and waits for an answer."""

    thread_id: int
    dialogue_id: int
    is_answered: bool = True
    #: The last second of the day of a bounded dialogue's answer.
    due_at: datetime | None = None
    waiting: list[Row] = field(default_factory=list)


@dataclass
class Chunk:
    """Rows by table, in the order in which they can be stored."""

    contributions: list[Row] = field(default_factory=list)
    receipts: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)


@dataclass
class Answer:
    """An answer to be written: whom it covers, and when it was published."""

    dialogue_id: int
    covers: list[Row]
    at: datetime


class Words:
    """The contributions of a data set, chunk by chunk, and the answers to them."""

    def __init__(
        self,
        n: int,
        now: datetime,
        big: Place,
        small: Place,
        others: list[Place],
        places: list[int],
    ) -> None:
        self.n, self.now, self.big, self.small, self.others = n, now, big, small, others
        self.places = places
        #: How many people there are: 75 000 where there are a million contributions.
        self.residents = max(20, n * 75 // 1000)
        #: How many an answer covers.
        self.per_answer = 10 + round(n**0.5 / 2)
        self.answers: list[Answer] = []
        self.counts: Counter[int] = Counter()
        #: Where one can stand deep in the big thread: (shown at, id) of what stands by itself.
        self.marks: list[tuple[datetime, int]] = []
        self._random = random.Random(2026)  # noqa: S311 - the same data every time, no secret
        self._due: dict[date, datetime] = {}
        self._small_left = min(SMALL, n // 2) // GROUP

    def chunks(self, size: int) -> Iterator[Chunk]:
        """All rows, about `size` contributions at a time."""
        chunk = Chunk()
        for group in range(0, self.n, GROUP):
            self._group(chunk, group, min(GROUP, self.n - group))
            if len(chunk.contributions) >= size:
                yield chunk
                chunk = Chunk()
        if chunk.contributions:
            yield chunk

    def _group(self, chunk: Chunk, first: int, count: int) -> None:
        place = self._place(first // GROUP)
        root: Row | None = None
        for number in range(first, first + count):
            is_reply = number - first == GROUP - 1 and root is not None and root["shown_at"]
            row = self._contribution(number, place, root if is_reply else None)
            root = root or row
            chunk.contributions.append(row)
            self._beside(chunk, row, number)

    def _place(self, group: int) -> Place:
        if group % 10 == 0:
            return self.big
        if self._small_left and group % 3 == 1:
            self._small_left -= 1
            return self.small
        return self._random.choice(self.others)

    def _contribution(self, number: int, place: Place, root: Row | None) -> Row:
        chance = self._random
        at = self.now - timedelta(days=DAYS) * (1 - number / self.n) - timedelta(hours=1)
        at = at.replace(microsecond=number % 1_000_000)
        state = self._state(at)
        was_shown = state in (_STATE.PUBLISHED, _STATE.UNPUBLISHED)
        row: Row = {
            "id": chance.getrandbits(53) or 1,
            "dialogue_id": place.dialogue_id, "thread_id": place.thread_id,
            "parent_id": root["id"] if root else None, "channel": "comment",
            "resident": number % self.residents, "is_signed_in": number % 3 == 0,
            "name": chance.choice(NAMES), "on_behalf_of": None,
            "place_id": chance.choice(self.places) if number % 5 == 0 and self.places else None,
            "language": "sv", "answer_language": "sv", "body": chance.randrange(len(BODIES)),
            "state": state, "held_for": [], "received_at": at,
            "shown_at": at if was_shown else None, "reviewed_at": at if was_shown else None,
            "due_at": place.due_at or self._due_at(at), "answered_at": None,
            "reply_no": 1 if root and was_shown else None, "submission_key": None, "version": 1,
        }  # fmt: skip
        if state is _STATE.PUBLISHED:
            self.counts[place.thread_id] += 1
            if place.is_answered:
                self._answer(place, row)
            elif place is self.big and root is None:
                self.marks.append((at, row["id"]))
        return row

    def _state(self, at: datetime) -> ContributionState:
        number = self._random.randrange(1000)
        if at > self.now - timedelta(days=2) and number < 500:
            return _STATE.SUBMITTED
        for state, share in _HIDDEN:
            number -= share
            if number < 0:
                return state
        return _STATE.PUBLISHED

    def _due_at(self, at: datetime) -> datetime:
        day = at.date()
        if day not in self._due:
            self._due[day] = due_after(at, 10)
        return self._due[day]

    def _answer(self, place: Place, row: Row) -> None:
        place.waiting.append(row)
        at = row["received_at"] + ANSWER_AFTER
        if len(place.waiting) >= self.per_answer and at < self.now:
            self.answers.append(Answer(place.dialogue_id, place.waiting, at))
            place.waiting = []

    def _beside(self, chunk: Chunk, row: Row, number: int) -> None:
        digits = "".join(self._random.choices(codes.ALPHABET, k=16))
        code = codes.shown(digits + str(luhn.calc_check_digit(digits, alphabet=codes.ALPHABET)))
        chunk.receipts.append({"contribution_id": row["id"], "code": code})
        if number % 5 < 3:
            row["email"] = f"invanare{row['resident']}@example.org"
            chunk.contacts.append(
                {"contribution_id": row["id"], "email": row["email"], "erased_at": None}
            )
        if row["state"] in (_STATE.REJECTED, _STATE.UNPUBLISHED):
            act = "reject" if row["state"] is _STATE.REJECTED else "unpublish"
            chunk.decisions.append(
                {
                    "contribution_id": row["id"], "act": act, "ground": "spam", "text": "",
                    "at": row["received_at"], "by_id": None, "undone_at": None,
                }
            )  # fmt: skip


def answer_day(now: datetime) -> datetime:
    """When the open bounded dialogues are to be answered: far ahead, so that the set keeps."""
    return end_of_day((now + timedelta(days=3700)).astimezone(UTC).date())
