# SPDX-License-Identifier: EUPL-1.2
"""The words of the answers' enums: uses, sizes, states, faults."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from dialogue.core.municipality import municipality
from dialogue.core.texts import Lazy, _, current_locale, lazy, lazy_plain, plain
from dialogue.dialogues.promise import in_sentence
from dialogue.feedback.rules import Fault, ResponseSize, Use

_USES = {
    Use.LED_TO_CHANGE: lazy("Led to a change"),
    Use.PARTLY: lazy("Led to a change in parts"),
    Use.ALREADY_PLANNED: lazy("Was already under way"),
    Use.NOT_USED: lazy("Did not change the decision"),
    Use.PASSED_ON: lazy("Passed on"),
}


def receiver_name(key: str) -> str:
    """The name of a receiver in the reader's language, as far as it has one; the key if unknown."""
    found = municipality().receiver(key)
    return found.name.best(current_locale())[1] if found else key


def use_label(use: Use, receiver: str = "") -> Markup:
    """What it led to, for running text; `receiver` is the key of whom it was passed on to."""
    found = municipality().receiver(receiver) if use is Use.PASSED_ON and receiver else None
    if found:
        return _("Passed on to %(whom)s", whom=in_sentence(found.name))
    return escape(_use(use, receiver))


def use_plain(use: Use, receiver: str = "") -> str:
    """The same as bare text, for options, attributes and mails."""
    return str(_use(use, receiver))


def _use(use: Use, receiver: str) -> Lazy:
    if use is Use.PASSED_ON and receiver:
        return lazy("Passed on to %(whom)s", whom=receiver_name(receiver))
    return _USES[use]


SIZES = [
    (ResponseSize.SHORT.value, lazy_plain("Short answer")),
    (ResponseSize.FULL.value, lazy_plain("Full answer")),
]


def in_words(faults: Iterable[tuple[str, Fault]]) -> dict[str, str]:
    """Field → sentence in the reader's language; the first fault of a field counts."""
    words: dict[str, str] = {}
    for name, fault in faults:
        words.setdefault(name, fault_text(fault))
    return words


def fault_text(fault: Fault) -> str:
    """The sentence that says what to do about a fault."""
    return {
        Fault.TITLE: plain("Write a title."),
        Fault.SIGNATURE: plain("Write who signs the answer."),
        Fault.SAID: plain("Write what they said."),
        Fault.DECIDED: plain("Write your answer."),
        Fault.CONNECTION: plain("Write how the two hang together."),
        Fault.SHORT_HAS_PARTS: plain(
            "A short answer has one text. Move these words there, or choose the full answer."
        ),
        Fault.SHORT_HAS_DECISION: plain(
            "A short answer has no decision. Empty these fields, or choose the full answer."
        ),
        Fault.NOTHING_COVERED: plain("Choose at least one contribution to answer."),
        Fault.NOT_COVERABLE: plain("There is no such contribution to answer."),
        Fault.USE: plain("Choose what it led to."),
        Fault.REASON: plain("Write why it did not lead to a change."),
        Fault.RECEIVER: plain("Choose whom you pass it on to."),
        Fault.URL: plain("The address must begin with https:// or http://."),
        Fault.TOO_LONG: plain("The text is too long. Shorten it."),
        Fault.RETURN_REASON: plain("Write why you send it back."),
    }[fault]
