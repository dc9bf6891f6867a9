# SPDX-License-Identifier: EUPL-1.2
"""The one table: each work with what it is held against, on the screen and in bench/results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.works import POST, UNCHANGED, Work

MEGA = 1_000_000
HEADINGS = (
    "work", "ours", "hello", "limit", "ratio", "target", "", "queries", "bytes", "gzip", "memory",
    "p50 ms", "p99 ms",
)  # fmt: skip
LEFT_OUT = (
    "Rates: answers a second; ratios: the median of the rounds' own ratios. Limit is, for pages, "
    "a bare page of the same 20 contributions, and for the POST a bare INSERT with commit.",
    "Not measured, because they do not exist yet: survey results, search, the shared page cache.",
)


@dataclass(frozen=True)
class Line:
    """A row of the table, in words; `short`: the target is missed; None where there is none."""

    work: str
    ours: str = ""
    hello: str = ""
    limit: str = ""
    ratio: str = ""
    target: str = ""
    short: bool | None = None
    queries: str = ""
    size: str = ""
    compressed: str = ""
    memory: str = ""
    half: str = ""
    most: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """As the headings have them."""
        verdict = "" if self.short is None else "short" if self.short else "ok"
        return (
            self.work, self.ours, self.hello, self.limit, self.ratio, self.target, verdict,
            self.queries, self.size, self.compressed, self.memory, self.half, self.most,
        )  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A target: the least ratio, of whom, and the most queries."""

    least: float
    whom: str
    queries: int | None = None


#: What the design asks of each work.
TARGETS = {
    "thread": Held(0.5, "limit", 4),
    "deep": Held(0.5, "limit", 4),
    "start": Held(0.5, "thread", 8),
    "goal": Held(0.5, "thread", 8),
    "dialogue": Held(0.5, "thread", 8),
    "unchanged": Held(0.6, "hello"),
    "post": Held(0.6, "limit"),
}


def work_lines(works: Sequence[Work], pages: dict[str, dict[str, Any]]) -> list[Line]:
    """A row for each work, and what follows from two of them."""
    thread = next(work for work in works if work.key == "thread")
    lines = [_work_line(work, thread, pages.get(work.key)) for work in works]
    small = next((work for work in works if work.key == "small"), None)
    if small is not None:
        times = small.ratio(thread.ours)
        lines.append(
            Line(
                "thread page, cost of the big one to 100", ratio=f"{times:.2f}x",
                target="at most 1.1x", short=times > 1.1,
            )
        )  # fmt: skip
    post = next((work for work in works if work.label == POST), None)
    if post is not None:
        tail = post.most / post.half
        lines.append(
            Line("POST, p99 to p50", ratio=f"{tail:.1f}x", target="at most 3x", short=tail > 3)
        )
    return lines


def _work_line(work: Work, thread: Work, page: dict[str, Any] | None) -> Line:
    held = TARGETS.get(work.key)
    ratio, target, short = "", "", None
    if held is not None:
        other = {"limit": work.limit, "hello": work.hello, "thread": thread.ours}[held.whom]
        share = work.ratio(other)
        ratio = f"{share:.0%} of {held.whom}"
        target = f"{held.least:.0%} of {held.whom}"
        short = share < held.least
        if held.queries is not None and page is not None:
            target += f", {held.queries} queries"
            short = short or page["queries"] > held.queries
    counted = page is not None
    return Line(
        work.label, ours=_rate(work.rate(work.ours)), hello=_rate(work.rate(work.hello)),
        limit=_rate(work.rate(work.limit)), ratio=ratio, target=target, short=short,
        queries=str(page["queries"]) if page and counted else "",
        size=f"{page['size']:,}" if page else "0" if work.label == UNCHANGED else "",
        compressed=f"{page['compressed']:,}" if page else "",
        half=f"{work.half * 1000:.1f}", most=f"{work.most * 1000:.1f}",
    )  # fmt: skip


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def visit_lines(visits: dict[str, dict[str, int]]) -> list[Line]:
    """What a first visit costs on the wire."""
    return [
        Line(
            f"first visit of {name}", ours=f"{visit['requests']} requests",
            target="4 requests, 30 kB gzip",
            short=visit["compressed"] > 30_000 or visit["requests"] > 4,
            compressed=f"{visit['compressed']:,}",
        )
        for name, visit in visits.items()
    ]  # fmt: skip


def publish_line(done: dict[str, Any]) -> Line:
    """Publishing to many."""
    seconds = done["published"] + done["told"]
    return Line(
        f"publish to {done['covered']:,}: command, whom to tell",
        ours=f"{done['published']:.2f} + {done['told']:.2f} s",
        target="under 10 s, memory flat",
        short=seconds >= 10 or (done["memory"] or 0) > 20 * MEGA,
        memory=_memory(done["memory"], "+"),
    )


def process_lines(
    memory: dict[str, int | None], starts: dict[str, float], workers: int
) -> list[Line]:
    """What the processes take: memory of the largest worker, seconds to the first answer."""
    ours = memory["app"]
    return [
        Line(
            f"memory of a worker ({workers} run)", ours=_memory(ours),
            hello=_memory(memory["hello"]), limit=_memory(memory["limit"]),
            target="under 150 MB", short=None if ours is None else ours >= 150 * MEGA,
            memory=_memory(ours),
        ),
        Line(
            "cold start to the first answer", ours=f"{starts['app']:.2f} s",
            hello=f"{starts['hello']:.2f} s", limit=f"{starts['limit']:.2f} s",
            target="under 1 s", short=starts["app"] >= 1,
        ),
    ]  # fmt: skip


def _memory(size: int | None, sign: str = "") -> str:
    return "unknown" if size is None else f"{sign}{size / MEGA:.0f} MB"


def written(lines: Sequence[Line], facts: Sequence[str], checked: str) -> str:
    """The table as text, with what it was measured on."""
    rows = [HEADINGS, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    text = [
        "  ".join(
            cell.ljust(width) if place in (0, 4, 5, 6) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    rule = "-" * max(len(row) for row in text)
    head = [*facts, f"flask trace check: {checked}", ""]
    return "\n".join([*head, text[0], rule, *text[1:], rule, *LEFT_OUT]) + "\n"


def store(folder: Path, name: str, text: str, lines: Sequence[Line], facts: Sequence[str]) -> Path:
    """Write the table, and the same for programs; gives the file of the table."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{date.today().isoformat()}-{name}.txt"  # noqa: DTZ011 - where it runs
    path.write_text(text, encoding="utf-8")
    values = {"facts": list(facts), "lines": [asdict(line) for line in lines]}
    dump = json.dumps(values, ensure_ascii=False, indent=1)
    path.with_suffix(".json").write_text(dump + "\n", encoding="utf-8")
    return path
