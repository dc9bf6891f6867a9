# SPDX-License-Identifier: EUPL-1.2
"""Atom feeds of a goal, a dialogue, a place, and of all answers; `?sprak=` chooses the language.

Their addresses have no language prefix: a feed reader keeps one address for years.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, g, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from dialogue.core.languages import DEFAULT, LOCALES
from dialogue.core.plain_text import without_controls
from dialogue.core.texts import current_locale, lang_of, plain
from dialogue.core.web.guards import public
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.dialogue import public_dialogue
from dialogue.goals.queries import goal_by_key, place_by_key
from dialogue.pages.queries.contribution import (
    changed_by_authors,
    newest_at_place,
    newest_of_dialogue,
    newest_of_goal,
)
from dialogue.pages.queries.response import Listed, answers
from dialogue.pages.shown.dialogue import dialogue_url
from dialogue.pages.shown.feed import ENTRIES_AT_MOST, feed_of
from dialogue.pages.shown.goal import goal_url
from dialogue.pages.views.blueprint import blueprint, found, today


@public(reading=True)
def goal_feed(year: int, key: str) -> Response:
    """What is said about a goal, and answered."""
    _choose_language()
    goal = found(goal_by_key(year, key))
    said = newest_of_goal(goal.id, ENTRIES_AT_MOST)
    name = goal.short.best(current_locale())[1]
    listed, _later = answers(goal_id=goal.id, limit=ENTRIES_AT_MOST)
    return _atom(f"mal/{goal.path_key}", name, goal_url(goal), said, listed)


@public(reading=True)
def dialogue_feed(slug: str) -> Response:
    """What is said in a dialogue, and answered."""
    _choose_language()
    dialogue = found(public_dialogue(slug))
    said = newest_of_dialogue(dialogue.id, ENTRIES_AT_MOST)
    name = dialogue.title.best(current_locale())[1]
    listed, _later = answers(dialogue_id=dialogue.id, limit=ENTRIES_AT_MOST)
    return _atom(f"dialog/{dialogue.slug}", name, dialogue_url(dialogue), said, listed)


@public(reading=True)
def place_feed(slug: str) -> Response:
    """What is said about a place, and answered."""
    _choose_language()
    place = found(place_by_key(slug))
    said = newest_at_place(place.id, ENTRIES_AT_MOST)
    name = place.name.best(current_locale())[1]
    url = url_for("pages.place", slug=place.key)
    listed, _later = answers(place_id=place.id, limit=ENTRIES_AT_MOST)
    return _atom(f"plats/{place.key}", name, url, said, listed)


@public(reading=True)
def responses_feed() -> Response:
    """Every answer of the municipality's."""
    _choose_language()
    listed, _later = answers(limit=ENTRIES_AT_MOST)
    return _atom("aterkoppling", None, url_for("pages.responses"), (), listed)


def _choose_language() -> None:
    """The address decides, and nothing of the visitor's: the same bytes for everybody."""
    asked = request.args.get("sprak")
    g.lang = asked if asked in LOCALES else DEFAULT


def _atom(
    name: str,
    title: str | None,
    url: str,
    said: Sequence[Contribution],
    answered: Sequence[Listed],
) -> Response:
    own: dict[str, Any] = {**(request.view_args or {})}
    if current_locale() != DEFAULT:
        own["sprak"] = current_locale()
    feed = feed_of(
        name,
        _title(title),
        own_url=url_for(str(request.endpoint), **own),
        page_url=url,
        said=said,
        answered=answered,
        changed=changed_by_authors([one.id for one in said]) if said else {},
        today=today(),
    )
    # XML forbids more characters than pages do, wherever they come from: none is let out.
    response = make_response(without_controls(render_template("feeds/atom.xml", feed=feed)))
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response


def _title(name: str | None) -> tuple[str, str]:
    if name is None:
        return lang_of("The municipality's answers"), plain("The municipality's answers")
    msgid = "%(name)s: what is said and answered"
    return lang_of(msgid), plain("%(name)s: what is said and answered", name=name)


@blueprint.record
def _without_prefix(state: BlueprintSetupState) -> None:
    for rule, view in (
        ("/feeds/mal-<int:year>-<key>.atom", goal_feed),
        ("/feeds/dialog-<slug>.atom", dialogue_feed),
        ("/feeds/plats-<slug>.atom", place_feed),
        ("/feeds/aterkoppling.atom", responses_feed),
    ):
        endpoint = f"{blueprint.name}.{view.__name__}"
        state.app.add_url_rule(rule, endpoint, view, methods=["GET"])
