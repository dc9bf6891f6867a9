# SPDX-License-Identifier: EUPL-1.2
"""The municipality's answers as public pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from markupsafe import Markup

from dialogue.core.languages import Translated
from dialogue.core.plain_text import beginning, first_sentence
from dialogue.core.texts import current_locale, long_date
from dialogue.core.workdays import local_day
from dialogue.feedback.models import FeedbackCover, FeedbackResponse, FeedbackRevision
from dialogue.feedback.wording import use_label
from dialogue.pages.queries.response import Answer, Listed, Quote
from dialogue.pages.shown.contribution import Shown, of_year, shown
from dialogue.pages.shown.staff import staff_html

QUOTED = 160
LINE = 180


@dataclass(frozen=True)
class Card:
    """What the components `response_card` and `news_thread` take."""

    id: int
    url: str
    title: tuple[str, str]
    date_text: str
    signature: tuple[str, str]
    said_line: tuple[str, str] | None
    use: str | None
    use_label: Markup | None
    count: int
    quote: tuple[str, str] | None = None
    #: That it answers what was said about a goal of a former year.
    of_year: Markup | None = None


@dataclass(frozen=True)
class Parts:
    """What the component `answer_parts` takes, with how one contribution was used."""

    id: int
    title: tuple[str, str]
    said_html: Markup | None
    decided_html: Markup
    connection_html: Markup | None
    signature: tuple[str, str]
    url: str
    date_text: str
    use: str | None = None
    use_label: Markup | None = None
    line: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Used:
    """A contribution that an answer covers, and what it led to."""

    contribution: Shown
    use: str
    use_label: Markup
    line: str | None
    reason: str | None


def response_url(response: FeedbackResponse) -> str:
    """The address of a published answer."""
    return url_for("pages.response", response_id=response.id, slug=response.slug or "svar")


def cards(found: Sequence[Listed], today: date, year: int | None = None) -> list[Card]:
    """Answers in a list, each with what it says in a sentence; those about a goal of another year
    than `year`, if that is given, say so.
    """
    return [
        replace(_card(item, today), of_year=of_year(item.year) if item.year != year else None)
        for item in found
    ]


def news(found: Sequence[Listed], quotes: Mapping[int, Quote], today: date) -> list[Card]:
    """You said, we did: answers with somebody's words and what became of these."""
    return [_news(_card(item, today), quotes.get(item.response.id)) for item in found]


def _news(card: Card, quote: Quote | None) -> Card:
    if quote is None:
        return card
    said, cover = quote
    return replace(
        card,
        quote=(said.language, f"”{beginning(said.body or '', QUOTED)}”"),
        said_line=("sv", cover.line) if cover.line else card.said_line,
        use=cover.use.value,
        use_label=use_label(cover.use, cover.receiver),
    )


def _card(item: Listed, today: date) -> Card:
    response = item.response
    assert response.published_at is not None
    return Card(
        id=response.id,
        url=response_url(response),
        title=response.title.best(current_locale()),
        date_text=long_date(local_day(response.published_at), today),
        signature=("sv", response.signature),
        said_line=first_line(item.revision.decided),
        use=item.use.value if item.use else None,
        use_label=use_label(item.use) if item.use else None,
        count=item.answered,
    )


def parts(
    response: FeedbackResponse,
    revision: FeedbackRevision,
    today: date,
    cover: FeedbackCover | None = None,
) -> Parts:
    """A published answer in its parts; `cover`: with how that contribution was used."""
    assert response.published_at is not None
    return Parts(
        id=response.id,
        title=response.title.best(current_locale()),
        said_html=_html(revision.said),
        decided_html=_html(revision.decided) or Markup(""),
        connection_html=_html(revision.connection),
        signature=("sv", response.signature),
        url=response_url(response),
        date_text=long_date(local_day(response.published_at), today),
        use=cover.use.value if cover else None,
        use_label=use_label(cover.use, cover.receiver) if cover else None,
        line=cover.line or None if cover else None,
        reason=cover.reason or None if cover else None,
    )


def answer_parts(answer: Answer, today: date) -> Parts:
    """The answer to one contribution."""
    return parts(answer.response, answer.revision, today, answer.cover)


def used(quotes: Sequence[Quote], today: date) -> list[Used]:
    """Whom an answer answers: words, use and line of each."""
    return [
        Used(
            contribution=shown(quote.contribution, today, tagged=False),
            use=quote.cover.use.value,
            use_label=use_label(quote.cover.use, quote.cover.receiver),
            line=quote.cover.line or None,
            reason=quote.cover.reason or None,
        )
        for quote in quotes
    ]


def _best(text: Translated | None) -> tuple[str, str]:
    return text.best(current_locale()) if text else ("sv", "")


def _html(text: Translated | None) -> Markup | None:
    """Staff's text as HTML, marked with its language where that is not the page's."""
    if text is None:
        return None
    lang, words = text.best(current_locale())
    html = staff_html(words)
    return (
        html if lang == current_locale() else Markup('<div lang="{}">{}</div>').format(lang, html)
    )


def first_line(written: Translated | None) -> tuple[str, str] | None:
    """How a text of staff begins, without its marks."""
    lang, words = _best(written)
    text = staff_html(words).striptags()
    return (lang, first_sentence(text, LINE)) if text else None
