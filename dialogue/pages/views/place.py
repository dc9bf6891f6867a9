# SPDX-License-Identifier: EUPL-1.2
"""Places: what is said, answered and under way there."""

from __future__ import annotations

from flask import render_template

from dialogue.core.texts import current_locale
from dialogue.core.web.guards import instant, public
from dialogue.dialogues.queries.dialogue import dialogues_by_state
from dialogue.goals.queries import assignments_at, place_by_key
from dialogue.goals.queries import places as every_place
from dialogue.pages.queries.contribution import newest_at_place
from dialogue.pages.queries.response import answers
from dialogue.pages.shown.contribution import shown
from dialogue.pages.shown.dialogue import rows
from dialogue.pages.shown.goal import assignment_rows, place_links
from dialogue.pages.shown.response import cards
from dialogue.pages.views.blueprint import blueprint, found, today

NEWEST = 20
ANSWERS = 5


@blueprint.get("/platser")
@public(reading=True)
def places() -> str:
    """Every place."""
    return render_template("pages/places.html", places=place_links(every_place()))


@blueprint.get("/platser/<slug>")
@public(reading=True)
def place(slug: str) -> str:
    """One place."""
    place = found(place_by_key(slug))
    listed, _later = answers(place_id=place.id, limit=ANSWERS)
    return render_template(
        "pages/place.html",
        slug=place.key,
        name=place.name.best(current_locale()),
        dialogues=rows(dialogues_by_state(instant(), place_id=place.id, waiting=False), today()),
        responses=cards(listed, today()),
        contributions=[shown(c, today()) for c in newest_at_place(place.id, NEWEST)],
        assignments=assignment_rows(assignments_at(place.id)),
    )
