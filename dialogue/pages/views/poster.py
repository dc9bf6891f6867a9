# SPDX-License-Identifier: EUPL-1.2
"""A dialogue's poster, to print and put up, and the short address that stands on it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from dialogue.core.languages import LANGUAGES
from dialogue.core.municipality import municipality
from dialogue.core.qr import qr_svg
from dialogue.core.texts import current_locale, lang_of, plain
from dialogue.core.web.addresses import chosen_language, on_base_url
from dialogue.core.web.guards import instant, public
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.dialogue import is_unanswered, public_dialogue
from dialogue.dialogues.rules.dialogue import PublicState
from dialogue.pages.shown.dialogue import dialogue_url, state_text
from dialogue.pages.views.blueprint import blueprint, found, today

#: The sizes of paper: how the address names it, and people.
PAPERS = {"a4": "A4", "a5": "A5"}
#: (most letters, most letters in one word) that a size of letters has room for on the sheet.
SIZES = {"short": (45, 9), "middle": (90, 12), "long": (160, 16)}
#: So many questions stand under a title, when together they are no longer than this.
QUESTIONS, QUESTIONS_LENGTH = 3, 180


@blueprint.get("/dialoger/<slug>/affisch")
@public(reading=True)
def poster(slug: str) -> str:
    """One sheet: the question, the promise, and the way in by QR code, address or telephone."""
    dialogue = found(public_dialogue(slug))
    paper = request.args.get("format", "")
    paper = paper if paper in PAPERS else "a4"
    here = url_for("pages.poster", slug=slug)
    return render_template(
        "pages/poster.html",
        dialogue=dialogue,
        dialogue_url=dialogue_url(dialogue),
        paper=paper,
        papers=[
            (here if name == "a4" else f"{here}?format={name}", label, name == paper)
            for name, label in PAPERS.items()
        ],
        **_question(dialogue),
        **_way_in(dialogue),
        **_promise(dialogue),
    )


def _question(dialogue: Dialogue) -> dict[str, Any]:
    """The one question, or the title with the few; how long it is decides its size."""
    title = dialogue.title.best(current_locale())
    asked = [thread.question.best(current_locale()) for thread in dialogue.threads]
    if dialogue.is_standing:
        asked = []
    first = asked.pop() if len(asked) == 1 else title
    few = len(asked) <= QUESTIONS and sum(len(words) for _lang, words in asked) <= QUESTIONS_LENGTH
    return {"question": first, "questions": asked if few else [], "length": _length(first[1])}


def _length(words: str) -> str:
    longest = max(map(len, words.split()), default=0)
    fits = (
        name
        for name, (letters, letters_in_word) in SIZES.items()
        if len(words) <= letters and longest <= letters_in_word
    )
    return next(fits, "longest")


def _way_in(dialogue: Dialogue) -> dict[str, Any]:
    address = on_base_url(url_for("pages.short_address", slug=dialogue.slug))
    title = plain("QR code for %(address)s", address=address)
    return {
        "qr": qr_svg(address, title=title, lang=lang_of("QR code for %(address)s")),
        "address": address.partition("://")[2],
        "phone": municipality().phones.main,
        "tongues": [one for one in LANGUAGES if one.code in dialogue.languages],
    }


def _promise(dialogue: Dialogue) -> dict[str, Any]:
    """Until when one can write, and when the answer comes."""
    state = dialogue.public_state(instant(), unanswered=is_unanswered(dialogue))
    first_goal = dialogue.links[0].goal.path_key if dialogue.links else None
    open_or_soon = state in (PublicState.OPEN, PublicState.UPCOMING)
    return {
        "when": state_text(dialogue, state, today()),
        "answer_by": dialogue.answer_by if not dialogue.is_standing else None,
        "answer_days": municipality().days_for(first_goal) if dialogue.is_standing else None,
        "is_kept": open_or_soon,
    }


@public
def short_address(slug: str) -> Response:
    """From the poster to the dialogue, in the visitor's language."""
    dialogue = found(public_dialogue(slug))
    there = url_for("pages.dialogue", slug=dialogue.slug, lang=chosen_language())
    response = redirect(there, 302)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@blueprint.record
def _without_prefix(state: BlueprintSetupState) -> None:
    endpoint = f"{blueprint.name}.{short_address.__name__}"
    state.app.add_url_rule("/d/<slug>", endpoint, short_address, methods=["GET"])
