# SPDX-License-Identifier: EUPL-1.2
"""The demo's answers: drafted, put forward, and published by another than their author."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from dialogue.accounts import queries as people
from dialogue.core.access import Actor
from dialogue.core.plain_text import normalise
from dialogue.demo import queries, story
from dialogue.demo.calendar import Calendar
from dialogue.demo.dialogues import links
from dialogue.demo.voices import Voices
from dialogue.feedback.commands import create_response, publish_response, submit_response
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.rules import Draft, ResponseSize, ResponseState, Selection

#: Answers go out in the morning; what is still in review was put forward the day before.
_CLOCK = "10:00"
_YESTERDAY = -1


class Responses:
    """Turns the facts of answers into acts."""

    def __init__(
        self, told: story.Voices, calendar: Calendar, cast: Mapping[str, Actor], voices: Voices
    ) -> None:
        self.told, self.calendar, self.cast, self.voices = told, calendar, cast, voices
        self.committees = people.committees_by_key()

    def acts(self) -> Iterator[tuple[datetime, int, Callable[[], None]]]:
        """Writing each answer, and sending it on."""
        for fact in self.told.responses:
            day = fact.published if fact.published is not None else -_YESTERDAY
            sent = self.calendar.instant(-day if isinstance(day, int) else day, _CLOCK)
            sent = self.calendar.past(sent, minutes_ago=2)
            written = sent - timedelta(hours=2)
            yield written, 3, partial(self._write, fact, written)
            yield sent, 4, partial(self._send, fact, sent)

    def _found(self, fact: story.ResponseFact) -> FeedbackResponse | None:
        return queries.response_about(self.voices.find(next(iter(fact.covers))).id)

    def _write(self, fact: story.ResponseFact, at: datetime) -> None:
        if self._found(fact) is None:
            author, committee = self.cast[fact.author], self.committees[fact.committee]
            create_response(author, committee, draft=self._draft(fact), at=at)

    def _send(self, fact: story.ResponseFact, at: datetime) -> None:
        response = self._found(fact)
        if response is None:
            raise LookupError(f"the demo's response {fact.id} was not written")
        publisher = self.cast[fact.reviewer or fact.author]
        if response.state is ResponseState.DRAFT and fact.size is ResponseSize.FULL:
            author = self.cast[fact.author]
            response = submit_response(author, response, seen=response.version, at=at)
        if response.state is not ResponseState.PUBLISHED and fact.state == "published":
            publish_response(publisher, response, seen=response.version, at=at)

    def _draft(self, fact: story.ResponseFact) -> Draft:
        about = links(fact.goals, fact.assignments)
        decision = fact.decision
        decided_on = decision.decided_on if decision else None
        if isinstance(decided_on, int):
            decided_on = -decided_on
        return Draft(
            size=fact.size,
            title=fact.title,
            signature=fact.signature,
            said=normalise(fact.said or ""),
            decided=normalise(fact.decided),
            connection=normalise(fact.connection or ""),
            covers=[
                Selection(
                    self.voices.find(name).id, cover.use, cover.line, cover.reason, cover.receiver
                )
                for name, cover in fact.covers.items()
            ],
            goals=[goal for goal, assignment in about if assignment is None],
            assignments=[assignment for _, assignment in about if assignment is not None],
            case_number=(decision.case_number if decision else None) or "",
            body_name=(decision.body_name if decision else None) or "",
            decided_on=None if decided_on is None else self.calendar.day(decided_on),
            section=(decision.section if decision else None) or "",
            url=(decision.url if decision else None) or "",
        )
