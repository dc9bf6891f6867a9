# SPDX-License-Identifier: EUPL-1.2
"""States, channels and acts in the words of the desk."""

from dialogue.core.texts import lazy
from dialogue.dialogues.rules.contribution import Channel, ContributionState
from dialogue.moderation.rules import DeskAct

#: The word in `?klart=` for each act, and what it says.
DONE_WORDS = {
    DeskAct.APPROVE: "publicerad",
    DeskAct.MASK: "dold",
    DeskAct.REJECT: "inte-publicerad",
    DeskAct.HOLD: "vantar",
    DeskAct.UNPUBLISH: "syns-inte",
    DeskAct.RESTORE: "publicerad-igen",
    DeskAct.MOVE: "flyttad",
}
DONE = {
    "publicerad": lazy("The contribution is published."),
    "dold": lazy("The personal data is hidden and the contribution is published."),
    "inte-publicerad": lazy("The contribution is not published. Its author is told why."),
    "vantar": lazy("The contribution waits. Nobody else sees it."),
    "syns-inte": lazy("The contribution no longer shows. Its author is told why."),
    "publicerad-igen": lazy("The contribution is published again."),
    "flyttad": lazy("The contribution has been moved. Its author is told."),
}
STATES = {
    ContributionState.SUBMITTED: lazy("Sent in"),
    ContributionState.HELD: lazy("Waits to be read"),
    ContributionState.PUBLISHED: lazy("Published"),
    ContributionState.REJECTED: lazy("Not published"),
    ContributionState.UNPUBLISHED: lazy("No longer shown"),
    ContributionState.WITHDRAWN: lazy("Taken back by its author"),
}
CHANNELS = {
    Channel.COMMENT: lazy("Written here"),
    Channel.SURVEY: lazy("Survey"),
    Channel.PHONE: lazy("By phone"),
    Channel.LETTER: lazy("By letter"),
    Channel.MEETING: lazy("At a meeting"),
}
#: What a decision was, in the history.
ACTS = {
    DeskAct.APPROVE: lazy("Published it"),
    DeskAct.MASK: lazy("Hid personal data and published"),
    DeskAct.REJECT: lazy("Did not publish"),
    DeskAct.HOLD: lazy("Let it wait"),
    DeskAct.UNPUBLISH: lazy("Stopped showing it"),
    DeskAct.RESTORE: lazy("Published it again"),
    DeskAct.MOVE: lazy("Moved it"),
}

#: What came between, for the reader whose page was old.
HAPPENED = {
    DeskAct.APPROVE: lazy("%(name)s published it %(when)s. Your choice was not saved."),
    DeskAct.MASK: lazy(
        "%(name)s hid personal data and published it %(when)s. Your choice was not saved."
    ),
    DeskAct.REJECT: lazy("%(name)s chose not to publish it %(when)s. Your choice was not saved."),
    DeskAct.HOLD: lazy("%(name)s let it wait %(when)s. Your choice was not saved."),
    DeskAct.UNPUBLISH: lazy("%(name)s stopped showing it %(when)s. Your choice was not saved."),
    DeskAct.RESTORE: lazy("%(name)s published it again %(when)s. Your choice was not saved."),
    DeskAct.MOVE: lazy("%(name)s moved it %(when)s. Your choice was not saved."),
}
