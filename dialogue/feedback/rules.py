"""Rules of the municipality's answers: sizes, lifecycle, uses.  Pure."""

from __future__ import annotations

from enum import StrEnum

from dialogue.core.lifecycle import Lifecycle


class ResponseSize(StrEnum):
    """Short: one text, published by its author.  Full: three parts, published by another."""

    SHORT = "short"
    FULL = "full"


class ResponseState(StrEnum):
    """Where the response is; a withdrawn one comes with a later issue."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


class ResponseAct(StrEnum):
    """What changes where it is."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"


class Use(StrEnum):
    """How a contribution was used (så användes det)."""

    LED_TO_CHANGE = "led_to_change"
    PARTLY = "partly"
    ALREADY_PLANNED = "already_planned"
    NOT_USED = "not_used"
    PASSED_ON = "passed_on"


LIFECYCLES: dict[ResponseSize, Lifecycle[ResponseState, ResponseAct]] = {
    ResponseSize.FULL: Lifecycle(
        [ResponseState.DRAFT],
        {
            (ResponseState.DRAFT, ResponseAct.SUBMIT): ResponseState.IN_REVIEW,
            (ResponseState.IN_REVIEW, ResponseAct.RETURN): ResponseState.DRAFT,
            (ResponseState.IN_REVIEW, ResponseAct.PUBLISH): ResponseState.PUBLISHED,
        },
    ),
    ResponseSize.SHORT: Lifecycle(
        [ResponseState.DRAFT], {(ResponseState.DRAFT, ResponseAct.PUBLISH): ResponseState.PUBLISHED}
    ),
}


def may_publish(*, size: ResponseSize, author_id: int | None, publisher_id: int | None) -> bool:
    """A full response is published by another than its author; the command line may load any."""
    return size is ResponseSize.SHORT or publisher_id is None or author_id != publisher_id
