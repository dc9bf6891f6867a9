# SPDX-License-Identifier: EUPL-1.2
"""What the write page's templates are given: the page itself, the preview, the closed dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import make_response, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from dialogue.core.html import mark_words, render_words
from dialogue.core.municipality import municipality
from dialogue.core.personal_data import Finding, find
from dialogue.core.texts import Lazy, current_locale, lazy, long_date, nplain
from dialogue.core.web.guards import instant, public
from dialogue.core.workdays import local_day
from dialogue.dialogues.acts import due_at
from dialogue.dialogues.forms.contribution import WriteForm
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.promise import Promise, promise_of
from dialogue.dialogues.rules.dialogue import PublicState
from dialogue.dialogues.views.blueprint import blueprint
from dialogue.goals.queries import place_by_key

#: What was found, by kind: what the heading says, and how she says that it is none.
FOUND: dict[str, tuple[Lazy, Lazy]] = {
    "person": (
        lazy("We found a personal identity number"),
        lazy("This is no personal identity number, send as it is"),
    ),
    "iban": (
        lazy("We found an account number"),
        lazy("This is no account number, send as it is"),
    ),
    "card": (lazy("We found a card number"), lazy("This is no card number, send as it is")),
    "bankgiro": (
        lazy("We found a bankgiro number"),
        lazy("This is no bankgiro number, send as it is"),
    ),
    "plusgiro": (
        lazy("We found a plusgiro number"),
        lazy("This is no plusgiro number, send as it is"),
    ),
    "phone": (
        lazy("We found a telephone number"),
        lazy("This is no telephone number, send as it is"),
    ),
    "email": (
        lazy("We found an e-mail address"),
        lazy("This is no e-mail address, send as it is"),
    ),
}
SEVERAL = (
    lazy("We found several pieces of personal data"),
    lazy("These are no personal data, send as it is"),
)


@dataclass
class Writing:
    """One request of the write page.  `thread` None: nowhere to put it, as with an unknown goal."""

    form: WriteForm
    thread: Thread | None
    from_start: bool
    parent: Contribution | None = None

    @property
    def url(self) -> str:
        """Where its forms post."""
        if self.from_start or self.thread is None:
            return url_for("dialogues.write_free")
        slug = self.thread.dialogue.slug
        return url_for("dialogues.write", slug=slug, thread_slug=self.thread.slug)


def write_page(
    writing: Writing, status: int = 200, *, seconds: int = 0, fault: str | None = None
) -> Response:
    """The page with the box; `seconds` until she may send again, `fault` beside the fields'."""
    minutes = -(-seconds // 60)
    faults = [fault] if fault else []
    if status == 429:
        writing.form.form_errors.clear()  # the sentence below says the same, and how long
        faults.append(
            nplain(
                "Many contributions come from the same place just now. "
                "Wait %(num)s minute. The text is still here.",
                "Many contributions come from the same place just now. "
                "Wait %(num)s minutes. The text is still here.",
                minutes,
            )
        )
    now = instant()
    html = render_template(
        "dialogues/write.html",
        writing=writing,
        form=writing.form,
        thread=writing.thread,
        promise=_promise(writing.thread.dialogue, now) if writing.thread else None,
        facts=municipality(),
        next_reading=municipality().next_reading(now),
        faults=faults,
    )
    return make_response(html, status)


def _promise(dialogue: Dialogue, now: datetime) -> Promise:
    return promise_of(
        dialogue,
        answer_by=local_day(due_at(dialogue, now)),
        links=[(link.goal, link.assignment) for link in dialogue.links],
        changes=len(dialogue.changes),
        changes_url=url_for("pages.dialogue", slug=dialogue.slug),
    )


def preview_page(writing: Writing, status: int = 200) -> Response:
    """The words as they will show, with what was found in them marked, and the ways on."""
    form, today = writing.form, local_day(instant())
    place = place_by_key(form.place.data) if form.place.data else None
    body, lines = form.body.data, (form.name.data, form.on_behalf_of.data)
    in_body = find(body)
    heading, none = what_was_found([*in_body, *(found for line in lines for found in find(line))])
    html = render_template(
        "dialogues/preview.html",
        writing=writing,
        form=form,
        words=mark_words(body, in_body) if in_body else render_words(body),
        names=[_line(line) for line in lines],
        date_text=long_date(today, today),
        place=place.name.best(current_locale()) if place else None,
        found=heading,
        is_none=none,
        was_sent=status != 200,
    )
    return make_response(html, status)


def _line(text: str) -> Markup | str:
    """A name as it will show, or with its findings marked; it stands inside a sentence."""
    findings = find(text)
    if not findings:
        return text
    return mark_words(text, findings).removeprefix("<p>").removesuffix("</p>")


def what_was_found(findings: list[Finding]) -> tuple[Lazy | None, Lazy | None]:
    """What the heading says of the findings, and how she says that they are none."""
    if not findings:
        return None, None
    return FOUND[findings[0].kind] if len(findings) == 1 else SEVERAL


def closed_page(writing: Writing, target: Dialogue | None, status: int) -> Response:
    """Why nobody can write here; `target` is the standing dialogue that takes the words."""
    assert writing.thread is not None
    dialogue = writing.thread.dialogue
    url = None
    if target is not None:
        url = url_for("dialogues.write", slug=target.slug, thread_slug=target.threads[0].slug)
    html = render_template(
        "dialogues/write_closed.html",
        form=writing.form,
        dialogue=dialogue,
        is_upcoming=dialogue.public_state(instant(), unanswered=True) is PublicState.UPCOMING,
        words=render_words(writing.form.body.data),
        target_url=url,
        target_goal=target.links[0].goal if target is not None and target.links else None,
    )
    return make_response(html, status)


@blueprint.get("/tack")
@public
def thanks() -> str:
    """Where whoever filled in the hidden field ends."""
    return render_template("dialogues/thanks.html")
