# SPDX-License-Identifier: EUPL-1.2
"""The demo's contributions: received, read, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from dialogue.core.access import ANYONE, Actor, holder
from dialogue.core.plain_text import normalise
from dialogue.demo import queries, story
from dialogue.demo.calendar import Calendar
from dialogue.demo.dialogues import FACILITATOR
from dialogue.dialogues.acts import Words
from dialogue.dialogues.commands.contribution import contribute, withdraw_contribution
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.contribution import contribution_by_key
from dialogue.dialogues.rules.contribution import Channel, ContributionState
from dialogue.goals import queries as steering
from dialogue.moderation import commands as desk

_S = ContributionState
#: Where a contribution is after it has come, without anybody's act.
_UNTOUCHED = frozenset({_S.SUBMITTED, _S.HELD})


class Voices:
    """Turns the facts of contributions into acts, and finds what has come of them."""

    def __init__(self, told: story.Voices, calendar: Calendar, cast: Mapping[str, Actor]) -> None:
        self.told, self.calendar = told, calendar
        self.facilitator = cast[FACILITATOR]
        self.places = {place.key: place.id for place in steering.places()}

    def acts(self) -> Iterator[tuple[datetime, int, Callable[[], None]]]:
        """Receiving each contribution; then reading it, or taking it back."""
        for voice in self.told.contributions:
            when = -voice.when if isinstance(voice.when, int) else voice.when
            came = self.calendar.past(self.calendar.instant(when, voice.at), minutes_ago=20)
            yield came, 1, partial(self._receive, voice, came)
            if voice.state not in _UNTOUCHED and voice.reviewed:
                after = timedelta(hours=self.told.read_after_hours)
                read = self.calendar.past(came + after)
                yield read, 2, partial(self._settle, voice, read)

    def find(self, name: str) -> Contribution:
        """The contribution of a voice.  Raises LookupError when it has not come."""
        found = contribution_by_key(_key(name))
        if found is None:
            raise LookupError(f"the demo's contribution {name} has not come")
        return found

    def _receive(self, voice: story.Voice, at: datetime) -> None:
        if contribution_by_key(_key(voice.id)) is not None:
            return
        dialogue = queries.dialogue_by_slug(voice.dialogue)
        if dialogue is None:
            raise LookupError(f"the demo's dialogue {voice.dialogue} is not there")
        thread = next(t for t in dialogue.threads if t.slug == voice.thread)
        words = Words(
            body=normalise(voice.text),
            language=voice.language,
            place_id=self.places[voice.place] if voice.place else None,
            email=voice.email,
            name=voice.name,
            on_behalf_of=voice.on_behalf_of,
            parent_id=self.find(voice.parent).id if voice.parent else None,
            channel=voice.channel,
        )
        actor = ANYONE if voice.channel is Channel.COMMENT else self.facilitator
        contribute(actor, thread, words=words, key=_key(voice.id), at=at)

    def _settle(self, voice: story.Voice, at: datetime) -> None:
        contribution = self.find(voice.id)
        if voice.state is _S.WITHDRAWN:
            withdraw_contribution(holder(contribution.id), contribution, at=at)
        elif queries.was_judged(contribution):
            return
        elif voice.state is _S.PUBLISHED:
            desk.approve_contribution(self.facilitator, contribution, at=at)
        elif voice.ground is None:
            raise ValueError(f"the demo's contribution {voice.id} needs a ground")
        else:
            hide = (
                desk.reject_contribution
                if voice.state is _S.REJECTED
                else desk.unpublish_contribution
            )
            hide(self.facilitator, contribution, ground=voice.ground, text=voice.ground_text, at=at)


def _key(name: str) -> str:
    return f"demo-{name}"
