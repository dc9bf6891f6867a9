"""What the commands on responses share, and what the confirmation page asks before one is run.

`check_…` raise and change nothing; `put_draft` and `freeze` write, inside a command.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from sqlalchemy import delete, exists, insert, select, update

from dialogue.core.access import Actor, Permission, committees_of
from dialogue.core.database import session
from dialogue.core.errors import Invalid, Stale
from dialogue.core.languages import Translated
from dialogue.core.municipality import municipality
from dialogue.dialogues.models import Contribution
from dialogue.feedback.models import (
    Decision,
    FeedbackCover,
    FeedbackLink,
    FeedbackResponse,
    FeedbackRevision,
    FeedbackSelection,
)
from dialogue.feedback.queries import covering
from dialogue.feedback.rules import (
    AlreadyCovered,
    Draft,
    Fault,
    Selection,
    Uncoverable,
    cover_fault,
    cover_faults,
    draft_faults,
    text_faults,
)
from dialogue.feedback.wording import in_words
from dialogue.goals.models import Assignment

#: The one language in which answers are given until they are translated.
ANSWERED_IN = ("sv",)


def receivers() -> frozenset[str]:
    """The keys of those to whom a contribution can be passed on."""
    return frozenset(receiver.key for receiver in municipality().receivers)


def check_seen(response: FeedbackResponse, seen: int | None) -> None:
    """Raises Stale unless `seen` is the version as it stands."""
    if seen != response.version:
        raise Stale(f"version {response.version} stands, {seen} was seen")


def check_draft(
    official: Actor, draft: Draft, response: FeedbackResponse | None, *, leaving: bool = False
) -> None:
    """What an official wrote, before anything is stored; `leaving`: it is to leave the draft.

    Contributions that are new to the response must be published and in the official's scope.
    Raises Invalid with a sentence a field.
    """
    faults = list(draft_faults(draft, receivers()))
    if leaving:
        faults += text_faults(draft.size, draft.said, draft.decided, draft.connection)
        faults += cover_faults(draft.covers, receivers())
    new = new_ids(draft, response)
    known = covering.published_in_scope(new, committees_of(official, Permission.FEEDBACK_DRAFT))
    faults += [
        (f"covers-{unknown}", Fault.NOT_COVERABLE) for unknown in new if unknown not in known
    ]
    if faults:
        raise Invalid(in_words(faults))


def check_free(draft: Draft, response: FeedbackResponse | None, *, leaving: bool) -> None:
    """Raises Uncoverable or AlreadyCovered for what was chosen; before leaving the draft all of
    it counts, else only what is new, so that nobody is kept from saving.
    """
    ids = [c.contribution_id for c in draft.covers] if leaving else new_ids(draft, response)
    for start in range(0, len(ids), covering.CHUNK):
        among = ids[start : start + covering.CHUNK]
        if left := covering.not_published(among):
            raise Uncoverable(left)
        if taken := covering.covered(among):
            raise AlreadyCovered(taken)


def new_ids(draft: Draft, response: FeedbackResponse | None) -> list[int]:
    """The ids that are chosen in the draft and not yet in the response."""
    before: set[int] = set()
    if response is not None:
        before = set(session().scalars(covering.chosen_ids(response.id)))
    wanted = dict.fromkeys(chosen.contribution_id for chosen in draft.covers)
    return [contribution_id for contribution_id in wanted if contribution_id not in before]


def check_stored(official: Actor, response: FeedbackResponse) -> None:
    """Everything that must hold of the stored response at publication, whatever its size.

    Locks what it covers.  Raises Invalid, Uncoverable or AlreadyCovered, which name what is wrong.
    """
    said, decided, connection = (swedish(part) for part in _parts(response.revision))
    faults = list(text_faults(response.size, said, decided, connection))
    chosen = covering.chosen_ids(response.id)
    if not covering.lock(chosen):
        faults.append(("covers", Fault.NOTHING_COVERED))
    faults += _stored_cover_faults(response.id)
    scope = committees_of(official, Permission.FEEDBACK_PUBLISH)
    faults += [(f"covers-{i}", Fault.NOT_COVERABLE) for i in covering.outside(chosen, scope)]
    if faults:
        raise Invalid(in_words(faults))
    if left := covering.not_published(chosen):
        raise Uncoverable(left)
    if taken := covering.covered(chosen):
        raise AlreadyCovered(taken)


def _stored_cover_faults(response_id: int) -> list[tuple[str, Fault]]:
    judge = partial(cover_fault, receivers=receivers())
    faults: list[tuple[str, Fault]] = []
    for chosen in covering.selections(response_id):
        if (found := judge(chosen)) and len(faults) < covering.NAMED:
            faults.append((f"{found[0]}-{chosen.contribution_id}", found[1]))
    return faults


def put_draft(official: Actor, response: FeedbackResponse, draft: Draft, at: datetime) -> None:
    """Write the draft into the response: texts, what it covers, links, decision, committee."""
    current = session()
    response.size = draft.size
    response.title = _with_swedish(response.title, draft.title) or response.title
    response.signature = draft.signature
    _put_text(response, draft, official, at)
    _put_selections(response.id, draft.covers)
    current.execute(delete(FeedbackLink).where(FeedbackLink.response_id == response.id))
    links = [{"goal_id": goal_id, "assignment_id": None} for goal_id in dict.fromkeys(draft.goals)]
    under = select(Assignment.id, Assignment.goal_id).where(Assignment.id.in_(draft.assignments))
    links += [{"goal_id": goal, "assignment_id": row} for row, goal in current.execute(under)]
    if links:
        rows = [{"response_id": response.id, **link} for link in links]
        current.execute(insert(FeedbackLink), rows)
    _put_decision(response, draft)
    first = [chosen.contribution_id for chosen in draft.covers[:1]]
    response.committee_id = covering.published_in_scope(first, None).get(
        first[0] if first else 0, response.committee_id
    )
    current.flush()
    current.expire(response, ["selections", "links", "committee"])


def swedish(value: Translated | None) -> str:
    """The Swedish words of a value, empty where it has none."""
    return value.to_json()["sv"] if value else ""


def _parts(text: FeedbackRevision) -> tuple[Translated | None, ...]:
    return text.said, text.decided, text.connection


def _with_swedish(before: Translated | None, swedish: str) -> Translated | None:
    """The value with other words in Swedish; None where there are none."""
    if not swedish:
        return None
    return Translated({**(before.to_json() if before else {}), "sv": swedish})


def _put_text(response: FeedbackResponse, draft: Draft, official: Actor, at: datetime) -> None:
    if not response.revisions:
        response.revisions.append(FeedbackRevision(number=1, by_id=official.account_id, at=at))
    text = response.revision
    before = _parts(text)
    text.said = _with_swedish(text.said, draft.said)
    text.decided = _with_swedish(text.decided, draft.decided)
    text.connection = _with_swedish(text.connection, draft.connection)
    if _parts(text) != before:
        text.by_id, text.at = official.account_id, at


def _put_selections(response_id: int, covers: Iterable[Selection]) -> None:
    current = session()
    current.execute(delete(FeedbackSelection).where(FeedbackSelection.response_id == response_id))
    rows = {
        chosen.contribution_id: {
            "response_id": response_id, "contribution_id": chosen.contribution_id,
            "use": chosen.use, "line": chosen.line, "reason": chosen.reason,
            "receiver": chosen.receiver,
        }
        for chosen in covers
    }  # fmt: skip
    if rows:
        current.execute(insert(FeedbackSelection), list(rows.values()))


def _put_decision(response: FeedbackResponse, draft: Draft) -> None:
    if not draft.has_decision:
        response.decision = None
        return
    decision = response.decision or Decision()
    decision.case_number, decision.body_name = draft.case_number, draft.body_name
    decision.decided_on, decision.section = draft.decided_on, draft.section
    decision.url = draft.url
    response.decision = decision


def freeze(response: FeedbackResponse, at: datetime) -> None:
    """Make of what was chosen what is covered, and of those contributions answered ones: three
    statements, however many they are.
    """
    current = session()
    fields = ("response_id", "contribution_id", "use", "line", "reason", "receiver")
    current.execute(
        insert(FeedbackCover).from_select(
            list(fields),
            select(*(getattr(FeedbackSelection, name) for name in fields)).where(
                FeedbackSelection.response_id == response.id
            ),
        )
    )
    mine = exists().where(
        FeedbackCover.response_id == response.id, FeedbackCover.contribution_id == Contribution.id
    )
    current.execute(
        update(Contribution)
        .where(mine, Contribution.answer_language.in_(ANSWERED_IN))
        .values(answered_at=at)
        .execution_options(synchronize_session=False)
    )
    current.execute(delete(FeedbackSelection).where(FeedbackSelection.response_id == response.id))
    for row in current.identity_map.values():
        if isinstance(row, Contribution):
            current.expire(row, ["answered_at"])
    current.expire(response, ["selections", "covers"])
