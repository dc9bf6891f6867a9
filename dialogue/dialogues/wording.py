# SPDX-License-Identifier: EUPL-1.2
"""The promise card and the receipt in words, as residents read them."""

from __future__ import annotations

from dialogue.core.texts import Lazy, lazy
from dialogue.dialogues.rules.contribution import NotEditable
from dialogue.dialogues.rules.dialogue import ModerationMode, ParticipationLevel

#: Field of the card → its heading, on the card and in the public change log.
HEADINGS: dict[str, Lazy] = {
    "title": lazy("The dialogue's name"),
    "place": lazy("Place"),
    "purpose": lazy("Why we ask"),
    "open_to": lazy("This you can influence"),
    "not_open_to": lazy("This is decided already"),
    "level": lazy("How much you can influence"),
    "goals": lazy("The goal it is about"),
    "assignments": lazy("Assignments"),
    "decider": lazy("Who decides, and when"),
    "decision_on": lazy("When it is decided"),
    "answer_by": lazy("When you get an answer"),
    "opens_at": lazy("When it opens"),
    "closes_at": lazy("When it closes"),
    "moderation": lazy("Who reads"),
    "languages": lazy("Languages"),
    "contact": lazy("Ask us"),
    "case_number": lazy("Case number"),
    "sami_flag": lazy("The rights of the Sámi"),
    "child_flag": lazy("Children's rights"),
    "question": lazy("The question"),
}

LEVELS: dict[ParticipationLevel, Lazy] = {
    ParticipationLevel.INFORMATION: lazy("We tell."),
    ParticipationLevel.CONSULTATION: lazy("We ask, and decide afterwards."),
    ParticipationLevel.DIALOGUE: lazy("We reason together, and decide afterwards."),
    ParticipationLevel.INFLUENCE: lazy("You make the proposal with us."),
    ParticipationLevel.SHARED_DECISION: lazy("You take part and decide."),
}

#: When somebody reads what is written.
MODERATION: dict[ModerationMode, Lazy] = {
    ModerationMode.PRE: lazy("Before it is shown"),
    ModerationMode.POST: lazy("After it is shown"),
}

#: Why she cannot change what she wrote; %(when)s is when the time for it was over.
NOT_EDITABLE: dict[NotEditable, Lazy] = {
    NotEditable.WITHDRAWN: lazy("You have taken it back, so it can no longer be changed."),
    NotEditable.REFUSED: lazy(
        "It does not show for others, so it can no longer be changed. You can write a new one."
    ),
    NotEditable.ANSWERED: lazy("The municipality has answered it, so it can no longer be changed."),
    NotEditable.LATE: lazy(
        "You can change it for 15 minutes after you sent it. That time was over %(when)s."
    ),
    NotEditable.READ: lazy("A person has already read it, so it can no longer be changed."),
    NotEditable.SHOWN: lazy(
        "It shows for others already. Here a person reads everything before it shows, "
        "so it can no longer be changed."
    ),
}


def masked_address(email: str) -> str:
    """An address so that she knows her own again, and nobody reads it over her shoulder."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}•••@{host}"
