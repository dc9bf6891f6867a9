# SPDX-License-Identifier: EUPL-1.2
"""What the tests of changing one's words share: what she sent at NOW, and what became of it."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Contribution, SealedOriginal
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories
from tests.page import Browser, Page

S = ContributionState
MINUTE = timedelta(minutes=1)


def sent(
    state: S = S.SUBMITTED, mode: ModerationMode = ModerationMode.PRE, **more: object
) -> Contribution:
    """What she sent at NOW, read by nobody yet."""
    thread = factories.dialogue(moderation=mode).threads[0]
    return factories.contribution(thread, "Mer kvastfening.", state=state, reviewed=False, **more)  # type: ignore[arg-type]  # passed through


def shown(**more: object) -> Contribution:
    return sent(S.PUBLISHED, ModerationMode.POST, **more)


def address(contribution: Contribution) -> str:
    return f"/sv/kvitto/{contribution.receipt.code}/andra"


def again(contribution: Contribution) -> Contribution:
    session().rollback()
    session().expire_all()
    return session().get_one(Contribution, contribution.id)


def events() -> list[EventKind]:
    return [event.kind for event in session().query(Event).order_by(Event.id)]


def sealed() -> list[SealedOriginal]:
    return session().query(SealedOriginal).order_by(SealedOriginal.id).all()


def change(browser: Browser, contribution: Contribution, body: str = "Mer is.") -> Page:
    return browser.submit(browser.get(address(contribution)), {"body": body}, press="send")


def is_untouched(contribution: Contribution) -> bool:
    after = again(contribution)
    return (after.body, events(), sealed()) == ("Mer kvastfening.", [], []) and after.version == 1
