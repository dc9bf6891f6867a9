# SPDX-License-Identifier: EUPL-1.2
"""The promise card as every page shows it: plain words made from a dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from dialogue.core.languages import LANGUAGES, Translated
from dialogue.core.municipality import municipality
from dialogue.core.texts import (
    _,
    current_locale,
    date_and_time,
    long_date,
    ngettext,
)
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.wording import HEADINGS, LEVELS, MODERATION
from dialogue.goals.models import Assignment, Goal

#: A goal, and the assignment under it when the link is to that.
Link = tuple[Goal, Assignment | None]
#: (language, text), or words already in the reader's language.
Said = tuple[str, str] | str


@dataclass(frozen=True)
class Row:
    """A heading of the card and what stands under it, each by its name on the desk."""

    field: str
    label: Markup
    text: Said
    also: Sequence[tuple[str, Said]] = ()


@dataclass(frozen=True)
class Promise:
    """What `promise_card` shows; `changes_url` None when nothing was changed."""

    line: Said
    rows: list[Row]
    change_line: Markup
    changes_url: str | None


def promise_of(
    dialogue: Dialogue,
    *,
    answer_by: date,
    links: Sequence[Link] = (),
    changes: int = 0,
    changes_url: str | None = None,
) -> Promise:
    """The card.  `answer_by`: when an answer to what is written now is due."""
    first_goal = links[0][0].path_key if links else None
    if changes:
        change_line = ngettext(
            "The promise has been changed %(num)s time.",
            "The promise has been changed %(num)s times.",
            changes,
        )
    else:
        change_line = _("The promise has not been changed.")
    rows = [row for row in _rows(dialogue, links, first_goal) if row.text]
    return Promise(_line(dialogue, answer_by), rows, change_line, changes_url if changes else None)


def _line(dialogue: Dialogue, answer_by: date) -> Markup:
    return _(
        "%(unit)s reads everything. Answer by %(date)s. "
        "You can influence %(can)s, but not %(cannot)s.",
        unit=in_sentence(dialogue.committee.name),
        date=long_date(answer_by),
        can=_phrase(dialogue.open_to),
        cannot=_phrase(dialogue.not_open_to),
    )


def _rows(dialogue: Dialogue, links: Sequence[Link], first_goal: str | None) -> list[Row]:
    goals = dict.fromkeys(goal.short for goal, _assignment in links)
    assignments = [assignment.text for _goal, assignment in links if assignment is not None]
    decision = dialogue.decision_on
    decided: Sequence[tuple[str, Said]] = (
        [("decision_on", _("The decision is taken %(date)s.", date=long_date(decision)))]
        if decision
        else ()
    )
    return [
        _row("purpose", _said(dialogue.purpose)),
        _row("open_to", _said(dialogue.open_to)),
        _row("not_open_to", _said(dialogue.not_open_to)),
        _row("level", escape(LEVELS[dialogue.level]) if dialogue.level else ""),
        _each("goals", list(goals)),
        _each("assignments", assignments),
        _row("decider", _said(dialogue.decider), decided),
        Row("closes_at", _("When you can write"), _open(dialogue)),
        _row("answer_by", _when(dialogue, first_goal)),
        _row("moderation", escape(MODERATION[dialogue.moderation])),
        _row("languages", _languages(dialogue.languages)),
        _row("contact", ("sv", dialogue.contact) if dialogue.contact else ""),
        _row("case_number", dialogue.case_number or ""),
        _row("sami_flag", _sami(dialogue.sami_flag)),
        _row("child_flag", _children(dialogue.child_flag)),
    ]


def _row(field: str, text: Said, also: Sequence[tuple[str, Said]] = ()) -> Row:
    return Row(field, escape(HEADINGS[field]), text, also)


def _said(text: Translated | None) -> Said:
    return text.best(current_locale()) if text else ""


def in_sentence(text: Translated) -> Markup:
    """A content value inside a sentence, in its own language."""
    lang, words = text.best(current_locale())
    return _in_lang(lang, words)


def _in_lang(lang: str, words: str) -> Markup:
    if lang == current_locale():
        return Markup("{}").format(words)
    return Markup('<span lang="{}">{}</span>').format(lang, words)


def _phrase(text: Translated | None) -> Markup:
    """Its first sentence as part of another one."""
    if text is None:
        return Markup("")
    lang, words = text.best(current_locale())
    first = " ".join(words.split()).split(". ")[0].rstrip(".")
    return _in_lang(lang, first[:1].lower() + first[1:])


def _each(field: str, texts: Sequence[Translated]) -> Row:
    """Several things under one heading."""
    said = [in_sentence(text) for text in texts]
    return _row(field, said[0] if said else "", [(field, text) for text in said[1:]])


def _open(dialogue: Dialogue) -> Said:
    if dialogue.closes_at is None:
        return _("Whenever you like. The dialogue is always open.")
    until = date_and_time(dialogue.closes_at)
    if dialogue.opens_at is None:
        return _("Until %(date)s.", date=until)
    return _(
        "From %(opens)s until %(closes)s.",
        opens=long_date(local_day(dialogue.opens_at)),
        closes=until,
    )


def _when(dialogue: Dialogue, first_goal: str | None) -> Said:
    if dialogue.answer_by is not None and not dialogue.is_standing:
        return _("At the latest %(date)s.", date=long_date(dialogue.answer_by))
    return ngettext(
        "Within %(num)s working day from when you wrote.",
        "Within %(num)s working days from when you wrote.",
        municipality().days_for(first_goal),
    )


def _languages(codes: Sequence[str]) -> Markup:
    return Markup(", ").join(
        _in_lang(language.code, language.name) for language in LANGUAGES if language.code in codes
    )


def _sami(flag: bool) -> Said:
    if not flag:
        return ""
    return _("This does not replace the consultation with the Sámi that the law demands.")


def _children(flag: bool) -> Said:
    return _("What we ask about concerns children. We ask for plain words.") if flag else ""
