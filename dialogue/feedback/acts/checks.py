# SPDX-License-Identifier: EUPL-1.2
"""What must hold before an act on a response; also asked by the page that asks to confirm it.

They raise, and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from dialogue.core.access import Actor, Permission, committees_of
from dialogue.core.commands import check_seen
from dialogue.core.database import session
from dialogue.core.errors import Forbidden, Invalid
from dialogue.core.languages import Translated
from dialogue.core.municipality import municipality
from dialogue.feedback.models import (
    FeedbackResponse,
    FeedbackRevision,
)
from dialogue.feedback.queries import covering
from dialogue.feedback.rules import (
    LIFECYCLES,
    AlreadyCovered,
    Draft,
    Fault,
    ResponseAct,
    ResponseState,
    Uncoverable,
    cover_fault,
    cover_faults,
    draft_faults,
    may_publish,
    text_faults,
)
from dialogue.feedback.wording import in_words


def receivers() -> frozenset[str]:
    """The keys of those to whom a contribution can be passed on."""
    return frozenset(receiver.key for receiver in municipality().receivers)


def check_draft(official: Actor, draft: Draft, response: FeedbackResponse | None) -> None:
    """What an official wrote, before anything is stored.

    Contributions that are new to the response must be published and in the official's scope.
    Raises Invalid with a sentence a field; Uncoverable or AlreadyCovered for what is new.
    """
    new = new_ids(draft, response)
    _refuse([*draft_faults(draft, receivers()), *_scope_faults(official, draft, new)])
    _check_free(new)


def check_leaving(
    official: Actor,
    response: FeedbackResponse | None,
    draft: Draft,
    act: ResponseAct,
    seen: int | None,
) -> ResponseState:
    """Whether a response, written as `draft`, may be submitted or published; the state after it.

    Raises Forbidden to the author who would publish her own full one; Invalid with a sentence a
    field; IllegalTransition, Stale, Uncoverable or AlreadyCovered.
    """
    if act is ResponseAct.PUBLISH and not _may_publish(official, response, draft):
        raise Forbidden("another than its author publishes a full response")
    if response is not None and response.state is not ResponseState.DRAFT:
        # Nobody writes in it any more, so there are no fields that could be wrong first.
        LIFECYCLES[response.size].after(response.state, act)
    faults = list(draft_faults(draft, receivers()))
    faults += text_faults(draft.size, draft.said, draft.decided, draft.connection)
    faults += cover_faults(draft.covers, receivers())
    _refuse(faults + _scope_faults(official, draft, new_ids(draft, response)))
    state = response.state if response else ResponseState.DRAFT
    after = LIFECYCLES[draft.size].after(state, act)
    if response is not None:
        check_seen(response.version, seen)
    _check_free([chosen.contribution_id for chosen in draft.covers])
    return after


def _may_publish(official: Actor, response: FeedbackResponse | None, draft: Draft) -> bool:
    account = official.account_id
    if response is not None:
        return response.may_be_published_by(account, draft.size)
    return may_publish(size=draft.size, author_ids=[account], publisher_id=account)


def _scope_faults(official: Actor, draft: Draft, new: Sequence[int]) -> list[tuple[str, Fault]]:
    """What is new must be there to be answered, and what is chosen must be in scope."""
    scope = committees_of(official, Permission.FEEDBACK_DRAFT)
    known = covering.published_in_scope(new, scope)
    wrong = [contribution_id for contribution_id in new if contribution_id not in known]
    for ids in _chunks([chosen.contribution_id for chosen in draft.covers]):
        wrong += covering.outside(ids, scope)
    return [(f"covers-{contribution_id}", Fault.NOT_COVERABLE) for contribution_id in wrong]


def _refuse(faults: Sequence[tuple[str, Fault]]) -> None:
    if faults:
        raise Invalid(in_words(faults))


def _check_free(ids: Sequence[int]) -> None:
    for among in _chunks(ids):
        if left := covering.not_published(among):
            raise Uncoverable(left)
        if taken := covering.covered(among):
            raise AlreadyCovered(taken)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + covering.CHUNK] for start in range(0, len(ids), covering.CHUNK))


def stored_draft(response: FeedbackResponse) -> Draft:
    """What is stored of a response in work, as its author wrote it."""
    text, decision, links = response.revision, response.decision, response.links
    said, decided, connection = (part.sv if part else "" for part in parts(text))
    return Draft(
        size=response.size, title=response.title.sv, signature=response.signature,
        said=said, decided=decided, connection=connection,
        covers=list(covering.selections(response.id)),
        goals=[link.goal_id for link in links if link.assignment_id is None],
        assignments=[link.assignment_id for link in links if link.assignment_id is not None],
        case_number=decision.case_number if decision else "",
        body_name=decision.body_name if decision else "",
        decided_on=decision.decided_on if decision else None,
        section=decision.section if decision else "", url=decision.url if decision else "",
    )  # fmt: skip


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
    said, decided, connection = (part.sv if part else "" for part in parts(response.revision))
    faults = list(text_faults(response.size, said, decided, connection))
    chosen = covering.chosen_ids(response.id)
    if not covering.lock(chosen):
        faults.append(("covers", Fault.NOTHING_COVERED))
    faults += _stored_cover_faults(response.id)
    scope = committees_of(official, Permission.FEEDBACK_PUBLISH)
    faults += [(f"covers-{i}", Fault.NOT_COVERABLE) for i in covering.outside(chosen, scope)]
    _refuse(faults)
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


def parts(text: FeedbackRevision) -> tuple[Translated | None, ...]:
    """The three texts, None where nothing is written."""
    return text.said, text.decided, text.connection
