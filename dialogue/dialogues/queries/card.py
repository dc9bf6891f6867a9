# SPDX-License-Identifier: EUPL-1.2
"""A stored promise card, read back: as plain values, and as the words of the public change log."""

from __future__ import annotations

from datetime import date, datetime

from dialogue.core.languages import LANGUAGES, Translated
from dialogue.core.spoken import say_date, say_date_and_time
from dialogue.core.texts import in_locale, plain
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.desk import link_texts, place_by_id
from dialogue.dialogues.rules.card import Card, Question
from dialogue.dialogues.wording import LEVELS, MODERATION

#: Far from every date, so that each is written with its year.
_LONG_AGO = date(1970, 1, 1)


def card_of(dialogue: Dialogue) -> Card:
    """The card as it is stored; its questions keep their addresses and links."""
    return Card(
        title=dialogue.title,
        form=dialogue.form,
        place_id=dialogue.place_id,
        purpose=dialogue.purpose,
        open_to=dialogue.open_to,
        not_open_to=dialogue.not_open_to,
        level=dialogue.level,
        links=tuple((link.goal_id, link.assignment_id) for link in dialogue.links),
        decider=dialogue.decider,
        decision_on=dialogue.decision_on,
        answer_by=dialogue.answer_by,
        opens_at=dialogue.opens_at,
        closes_at=dialogue.closes_at,
        moderation=dialogue.moderation,
        languages=tuple(dialogue.languages),
        contact=dialogue.contact,
        case_number=dialogue.case_number,
        sami_flag=dialogue.sami_flag,
        child_flag=dialogue.child_flag,
        questions=tuple(
            Question(thread.question, thread.slug, thread.slug) for thread in dialogue.threads
        ),
    )


def card_in_words(card: Card) -> dict[str, str]:
    """Each field but the questions by its name on the desk, in Swedish, for the change log."""
    place = place_by_id(card.place_id)
    goals = [link for link in card.links if link[1] is None]
    assignments = [link for link in card.links if link[1] is not None]
    with in_locale("sv"):
        return {
            "title": card.title.sv,
            "place": place.name.sv if place else "",
            "purpose": _words(card.purpose),
            "open_to": _words(card.open_to),
            "not_open_to": _words(card.not_open_to),
            "level": str(LEVELS[card.level]) if card.level else "",
            "goals": "; ".join(link_texts(goals)),
            "assignments": "; ".join(link_texts(assignments)),
            "decider": _words(card.decider),
            "decision_on": _day(card.decision_on),
            "answer_by": _day(card.answer_by),
            "opens_at": _moment(card.opens_at),
            "closes_at": _moment(card.closes_at),
            "moderation": str(MODERATION[card.moderation]),
            "languages": ", ".join(
                language.name for language in LANGUAGES if language.code in card.languages
            ),
            "contact": card.contact or "",
            "case_number": card.case_number or "",
            "sami_flag": _yes(card.sami_flag),
            "child_flag": _yes(card.child_flag),
        }


def _words(text: Translated | None) -> str:
    return text.sv if text else ""


def _day(day: date | None) -> str:
    return say_date(day, "sv", _LONG_AGO) if day else ""


def _moment(instant: datetime | None) -> str:
    return say_date_and_time(instant, "sv", _LONG_AGO) if instant else ""


def _yes(flag: bool) -> str:
    return plain("Yes") if flag else plain("No")
