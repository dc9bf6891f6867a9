"""The words of the answers' enums: uses, sizes, states, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from markupsafe import Markup

from dialogue.core.municipality import municipality
from dialogue.core.texts import _, current_locale, lazy_plain, plain
from dialogue.feedback.rules import Fault, ResponseSize, ResponseState, Use

S = TypeVar("S", str, Markup)


def receiver_name(key: str) -> str:
    """The name of a receiver in the reader's language, as far as it has one; the key if unknown."""
    found = municipality().receiver(key)
    return found.name.best(current_locale())[1] if found else key


def use_label(use: Use, receiver: str = "") -> Markup:
    """What it led to, for running text; `receiver` is the key of whom it was passed on to."""
    return _use(use, receiver, _)


def use_plain(use: Use, receiver: str = "") -> str:
    """The same as bare text, for options, attributes and mails."""
    return _use(use, receiver, plain)


def _use(use: Use, receiver: str, say: Callable[..., S]) -> S:
    match use:
        case Use.LED_TO_CHANGE:
            return say("Led to a change")
        case Use.PARTLY:
            return say("Led to a change in parts")
        case Use.ALREADY_PLANNED:
            return say("Was already under way")
        case Use.NOT_USED:
            return say("Did not change the decision")
        case Use.PASSED_ON:
            if receiver:
                return say("Passed on to %(whom)s", whom=receiver_name(receiver))
            return say("Passed on")


def state_label(state: ResponseState) -> Markup:
    """Where a response is, as a tag on the desk."""
    return {
        ResponseState.DRAFT: _("Draft"),
        ResponseState.IN_REVIEW: _("Waiting for review"),
        ResponseState.PUBLISHED: _("Published"),
    }[state]


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
