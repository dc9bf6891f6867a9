# SPDX-License-Identifier: EUPL-1.2
"""What is said and answered as an Atom feed (RFC 4287): the same words as on the pages.

Ids are tag addresses (RFC 4151): they stay when a page moves or is read in another language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from flask import current_app, url_for
from markupsafe import Markup

from dialogue.core.municipality import municipality
from dialogue.core.plain_text import beginning
from dialogue.core.texts import _, current_locale, lang_of, plain
from dialogue.core.web.addresses import on_base_url
from dialogue.dialogues.models import Contribution
from dialogue.pages.queries.response import Listed
from dialogue.pages.shown.response import parts

Words = tuple[str, str]

ENTRIES_AT_MOST = 50
TITLE_LENGTH = 80
#: A feed must say when it last changed; one in which nothing has happened says this.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: The year from which the ids count; part of each of them for ever.
TAG_YEAR = 2026


@dataclass(frozen=True)
class Entry:
    """A contribution, or an answer."""

    id: str
    lang: str
    title: str
    url: str
    author: Words
    html: str
    is_answer: bool
    shown_at: datetime
    changed_at: datetime

    @property
    def published(self) -> str:
        """When it was first shown, as RFC 3339 writes it."""
        return _instant(self.shown_at)

    @property
    def updated(self) -> str:
        """When it was last changed."""
        return _instant(self.changed_at)


@dataclass(frozen=True)
class Feed:
    """What templates/feeds/atom.xml takes."""

    id: str
    lang: str
    title: Words
    own_url: str
    page_url: str
    author: Words
    entries: Sequence[Entry]

    @property
    def updated(self) -> str:
        """When something in it last changed."""
        return _instant(max((entry.changed_at for entry in self.entries), default=NEVER))


def feed_of(
    name: str,
    title: Words,
    *,
    own_url: str,
    page_url: str,
    said: Sequence[Contribution],
    answered: Sequence[Listed],
    changed: Mapping[int, datetime],
    today: date,
) -> Feed:
    """The newest of both, together at most ENTRIES_AT_MOST; `name` is the feed's own for ever.

    `changed`: id of a contribution → when its author last changed it.
    """
    entries = [_said(contribution, changed.get(contribution.id)) for contribution in said]
    entries += [_answer(item, today) for item in answered]
    entries.sort(key=lambda entry: (entry.shown_at, entry.id), reverse=True)
    return Feed(
        id=_tag(name),
        lang=current_locale(),
        title=title,
        own_url=on_base_url(own_url),
        page_url=on_base_url(page_url),
        author=municipality().name.best(current_locale()),
        entries=entries[:ENTRIES_AT_MOST],
    )


def _tag(name: str) -> str:
    host = urlsplit(str(current_app.config["BASE_URL"])).hostname or "localhost"
    return f"tag:{host},{TAG_YEAR}:{name}"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(contribution: Contribution, changed: datetime | None) -> Entry:
    assert contribution.shown_at is not None
    url = url_for("pages.contribution", contribution_id=contribution.id)
    somebody = (lang_of("A resident"), plain("A resident"))
    return Entry(
        id=_tag(f"synpunkt/{contribution.id}"),
        lang=contribution.language,
        title=beginning(contribution.body or "", TITLE_LENGTH),
        url=on_base_url(url),
        author=(contribution.language, contribution.name) if contribution.name else somebody,
        html=str(contribution.body_html),
        is_answer=False,
        shown_at=contribution.shown_at,
        # Masked or changed after it was shown: whoever keeps a copy is to fetch it anew.
        changed_at=max(filter(None, (contribution.shown_at, contribution.reviewed_at, changed))),
    )


def _answer(item: Listed, today: date) -> Entry:
    response, said = item.response, parts(item.response, item.revision, today)
    assert response.published_at is not None
    lang, title = response.title.best(current_locale())
    pieces = [
        (_("You said"), said.said_html),
        (_("We have decided"), said.decided_html),
        (_("This is how it hangs together"), said.connection_html),
    ]
    whole = [
        Markup("<h3>{}</h3>{}").format(heading, html) if said.said_html else html
        for heading, html in pieces
        if html
    ]
    return Entry(
        id=_tag(f"aterkoppling/{response.id}"),
        lang=lang,
        title=beginning(title, 300),
        url=on_base_url(said.url),
        author=said.signature,
        html=str(Markup("").join(whole)),
        is_answer=True,
        shown_at=response.published_at,
        changed_at=max(response.published_at, item.revision.at),
    )
