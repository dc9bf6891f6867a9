# SPDX-License-Identifier: EUPL-1.2
"""What is measured: each work for a moment, then hello, then the limit, and so on in turn.

A noise that comes and goes hits all three alike; what counts is the median of each round's ratio.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.request import urlopen

from bench.client import CONNECTIONS, Found, Order
from bench.dataset import State
from bench.processes import Processes, Server
from bench.surroundings import Asked, BenchError
from dialogue.dialogues.rules.dialogue import STANDING_THREAD

#: The name under everything that a run posts: by this it is found again and taken back.
POSTED_NAME = "Mätningen"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
#: The pages that are read, by the name of their address in the data set.
PAGES = {
    "thread": "thread, first page",
    "deep": "thread, deep by cursor",
    "small": "thread of 100",
    "start": "start",
    "goal": "goal",
    "dialogue": "dialogue",
    "contribution": "contribution",
    "answers": "answers, list",
    "receipt": "receipt",
    "feed": "feed of answers",
}
UNCHANGED, POST = "thread, not changed (304)", "POST of a contribution"


@dataclass
class Work:
    """One thing that is done over and over, and what came of it in each round."""

    key: str
    label: str
    order: Callable[[float], Order]
    ours: list[Found] = field(default_factory=list)
    hello: list[Found] = field(default_factory=list)
    limit: list[Found] = field(default_factory=list)

    def rate(self, of: Sequence[Found]) -> float:
        """Answers a second: the median of the rounds."""
        return median(found.rate for found in of)

    def ratio(self, to: Sequence[Found]) -> float:
        """Ours to another's in the same round: the median of the rounds."""
        pairs = zip(self.ours, to, strict=True)
        return median(mine.rate / other.rate for mine, other in pairs)

    @property
    def half(self) -> float:
        """Seconds until half of the answers were there."""
        return median(found.half for found in self.ours)

    @property
    def most(self) -> float:
        """Seconds until 99 of 100 answers were there."""
        return median(found.most for found in self.ours)


@dataclass(frozen=True)
class Three:
    """The application and its two anchors, running."""

    app: Server
    hello: Server
    limit: Server


def addresses(state: State) -> dict[str, str]:
    """Name → path of every page that is read."""
    more = {"start": "/sv/", "answers": "/sv/aterkoppling", "feed": "/feeds/aterkoppling.atom"}
    return {name: (state | more)[name] for name in PAGES}


def works(three: Three, pages: dict[str, dict[str, str]], state: State) -> list[Work]:
    """All of them; a page that is not there is left out."""
    paths = addresses(state)
    port = three.app.port

    def read(path: str) -> Callable[[float], Order]:
        return lambda seconds: Order(port, [path], seconds)

    found = [Work(key, label, read(paths[key])) for key, label in PAGES.items() if key in pages]
    with urlopen(f"http://127.0.0.1:{port}{paths['thread']}") as answer:
        known = {"If-None-Match": answer.headers["ETag"]}
    found.append(
        Work(
            "unchanged", UNCHANGED,
            lambda seconds: Order(port, [paths["thread"]], seconds, 304, known),
        )
    )  # fmt: skip
    slugs = json.loads(state["standing"])[:CONNECTIONS]
    places = [f"/sv/dialoger/{slug}/{STANDING_THREAD}/skriv" for slug in slugs]
    forms = [_form(port, path) for path in places]
    found.append(Work("post", POST, lambda seconds: Order(port, places, seconds, 303, forms=forms)))
    return found


def _form(port: int, path: str) -> dict[str, str]:
    """What a browser would send from the write page at this address."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        token = _TOKEN.search(answer.read().decode())
    if token is None:
        raise BenchError(f"{path} has no form")
    return {
        "csrf_token": html.unescape(token[1]), "act": "send", "name": POSTED_NAME,
        "email": "matningen@example.org", "language": "sv",
    }  # fmt: skip


def measure(
    processes: Processes, three: Three, found: list[Work], state: State, asked: Asked,
    told: Callable[[int], None],
) -> None:  # fmt: skip
    """Every work in every round, each between its anchors; `told` is called after each round."""
    page = f"/{state['big_thread_id']}"
    for work in found:
        processes.ask(work.order(asked.seconds / 2))
    for number in range(asked.rounds):
        for work in found:
            work.ours.append(processes.ask(work.order(asked.seconds)))
            work.hello.append(processes.ask(Order(three.hello.port, ["/"], asked.seconds / 2)))
            if work.key == "post":
                bare = Order(three.limit.port, ["/"], asked.seconds, 303, forms=[{"name": "x"}])
            else:
                bare = Order(three.limit.port, [page], asked.seconds / 2)
            work.limit.append(processes.ask(bare))
        told(number + 1)
