# SPDX-License-Identifier: EUPL-1.2
"""What is followed, and what has happened to it, as mails and pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for

from dialogue.core.html import render_markdown
from dialogue.core.plain_text import first_sentence
from dialogue.core.texts import current_locale
from dialogue.dialogues.models import Dialogue
from dialogue.goals.models import Goal
from dialogue.notifications.models import Follow, Followed
from dialogue.notifications.queries import news as queries
from dialogue.notifications.queries.news import Item
from dialogue.notifications.rules import FollowKind, News
from dialogue.notifications.tokens import Asked

Words = tuple[str, str]

#: So many lines of each kind a digest has for one thing; the rest stands on its page.
LINES_AT_MOST = 10
SENTENCE = 200


@dataclass(frozen=True)
class Line:
    """One row of a digest: what it is called, a sentence about it, and where it is."""

    title: Words
    url: str
    sentence: Words | None = None


@dataclass(frozen=True)
class Told:
    """What happened to one thing that is followed."""

    name: Words
    url: str
    said: int = 0
    answered: list[Line] = field(default_factory=list)
    reported: list[Line] = field(default_factory=list)
    opened: list[Line] = field(default_factory=list)
    closed: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> dict[News, list[Line]]:
        """The rows by what happened."""
        return {
            News.ANSWERED: self.answered,
            News.REPORTED: self.reported,
            News.OPENED: self.opened,
            News.CLOSED: self.closed,
        }


def name_of(followed: Followed) -> Words:
    """What people call it."""
    if isinstance(followed, Goal):
        return followed.short.best(current_locale())
    text = followed.title if isinstance(followed, Dialogue) else followed.name
    return text.best(current_locale())


def page_of(followed: Followed, *, external: bool = False) -> str:
    """The address of its page."""
    if isinstance(followed, Goal):
        values: dict[str, object] = {"year": followed.plan.year, "key": followed.key}
        return url_for("pages.goal", _external=external, **values)  # type: ignore[arg-type]  # plain values
    if isinstance(followed, Dialogue):
        return url_for("pages.dialogue", slug=followed.slug, _external=external)
    return url_for("pages.place", slug=followed.key, _external=external)


def asked_of(follow: Follow) -> Asked:
    """What the link of the first mail stands for."""
    return Asked(follow.id, follow.requested_at, follow.kind, follow.followed_id)


def news_told(follows: Sequence[Follow], since: datetime, until: datetime) -> list[Told]:
    """What happened to each in the time, as far as it shows now; only those that have news.

    A fixed number of queries, however much is followed.
    """
    items, counts = [], {}
    for kind in FollowKind:
        here = [follow for follow in follows if follow.kind is kind]
        items += [(kind, item) for item in queries.items(kind, here, since, until)]
        counts[kind] = queries.said_counts(kind, here, since, until)
    lines = _lines([item for _kind, item in items])
    told = []
    for follow in follows:
        one = Told(
            name_of(follow.followed),
            page_of(follow.followed, external=True),
            counts[follow.kind].get(follow.followed_id, 0),
        )
        for kind, item in items:
            line = lines.get((item.news, item.item_id))
            if line and kind is follow.kind and item.followed_id == follow.followed_id:
                one.lines[item.news].append(line)
        for lines_of_kind in one.lines.values():
            del lines_of_kind[:-LINES_AT_MOST]
        if one.said or any(one.lines.values()):
            told.append(one)
    return told


def _lines(items: Sequence[Item]) -> dict[tuple[News, int], Line]:
    """Everything that happened, each once."""

    def ids(*news: News) -> set[int]:
        return {item.item_id for item in items if item.news in news}

    locale = current_locale()
    lines: dict[tuple[News, int], Line] = {}
    for response in queries.responses_by_id(ids(News.ANSWERED)).values():
        slug = response.slug or "svar"
        url = url_for("pages.response", response_id=response.id, slug=slug, _external=True)
        lines[News.ANSWERED, response.id] = Line(response.title.best(locale), url)
    for report in queries.reports_by_id(ids(News.REPORTED)).values():
        assignment = report.assignment
        url = url_for(
            "pages.assignment", assignment_id=assignment.id, slug=assignment.key, _external=True
        )
        lines[News.REPORTED, report.id] = Line(
            _first_sentence(assignment.text.best(locale)),
            url,
            _first_sentence(report.text.best(locale)),
        )
    for dialogue in queries.dialogues_by_id(ids(News.OPENED, News.CLOSED)).values():
        line = Line(dialogue.title.best(locale), page_of(dialogue, external=True))
        lines[News.OPENED, dialogue.id] = lines[News.CLOSED, dialogue.id] = line
    return lines


def _first_sentence(words: Words) -> Words:
    """How a text of staff begins, without its marks."""
    lang, text = words
    return lang, first_sentence(render_markdown(text).striptags(), SENTENCE)
