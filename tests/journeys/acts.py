# SPDX-License-Identifier: EUPL-1.2
"""What a row of the table of roles is done to: a fresh object, and the fields of the act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dialogue.accounts.models import Account, Committee
from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.feedback.models import FeedbackResponse, FeedbackSelection
from dialogue.feedback.rules import ResponseState, Use
from dialogue.goals.models import Goal
from tests import factories as make
from tests.page import Browser, Values

S = ContributionState
SOON = datetime.now(UTC) + timedelta(days=20)
CARD: Values = {
    "form": "bounded", "title": "Bussar på kvällen", "purpose": "Vi vill veta.",
    "open_to": "Turerna", "not_open_to": "Priset", "level": "consultation", "decider": "Nämnden",
    "decision_on": (SOON + timedelta(days=5)).date().isoformat(),
    "answer_by": (SOON + timedelta(days=9)).date().isoformat(),
    "closes_at": SOON.strftime("%Y-%m-%dT16:00"), "moderation": "post", "languages": ["sv"],
    "contact": "Britta, 063-1", "question": ["När?"],
}  # fmt: skip
ANSWER: Values = {
    "size": "full", "title": "Ljus på vägen", "signature": "Ebba", "said": "Ni ville ha ljus.",
    "decided": "Lampor sätts upp.", "connection": "Därför.",
}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """The path with OWN, OTHER, SLUG, PUBLIC or CODE in it, the act, and whose it is."""

    path: str
    act: str
    is_other: bool
    has_owner: bool = True

    def committee(self) -> Committee:
        """Whose it is: another committee's, or that of the roles which hold for one alone."""
        if self.is_other:
            return make.committee()
        return make.committee("valnamnden", "Valnämnden")


def subject(what: Subject, browser: Browser) -> tuple[str, Values]:
    """(address of a fresh object, fields that name other objects)."""
    for part, prepare in _PREPARE.items():
        if what.path.startswith(part):
            there, values = prepare(what, browser)
            path = what.path.replace("OWN", there).replace("OTHER", there)
            for mark in ("SLUG", "PUBLIC", "CODE"):
                path = path.replace(mark, there)
            return f"/sv/{path}", values
    return f"/sv/{what.path}", {}


def fields(what: Subject) -> Values:
    """What is sent along with the act."""
    act = what.act.split("-")[0]
    texts: Values = {"text": "Därför att.", "reason": "Den behövs inte.", "ground": "spam"}
    if what.path.startswith("arbete/dialoger"):
        return {**texts, "act": act, **(CARD if act == "save" else {})}
    if what.path.startswith("arbete/aterkoppling"):
        written = ANSWER if act == "save" else {}
        return {**texts, "act": act, "confirmed": "1", **written}
    if what.path.startswith("arbete/uppfoljning"):
        return {"year": "2024", "period": "T1", "state": "done", "text": "Bryggan är byggd."}
    if what.path.startswith("arbete/moderering"):
        return {"text": "Därför att.", "act": act, "ground": "spam"}
    return {"text": "En trappa är i vägen.", "body": "Mer ljus."}


def _dialogue(what: Subject, _browser: Browser) -> tuple[str, Values]:
    drafts = ("save", "announce", "cancel")
    state = DialogueState.DRAFT if what.act in drafts else DialogueState.ANNOUNCED
    made: Dialogue = make.dialogue(goals=[_goal()], body=what.committee(), state=state)
    seen = {} if what.path.endswith("ny") else {"seen": str(made.version)}
    return str(made.id), {"committee": what.committee().key, "goals": _goal().path_key, **seen}


def _goal() -> Goal:
    return session().query(Goal).first() or make.goal()


def _on_desk(what: Subject, _browser: Browser) -> tuple[str, Values]:
    states = {"unpublish": S.PUBLISHED, "restore": S.UNPUBLISHED}
    made = _said(what, states.get(what.act, S.SUBMITTED), "Ring mig på 070-174 06 33.")
    away = Subject("", "", is_other=not what.is_other) if what.act == "move-away" else what
    target = make.dialogue(body=away.committee()).threads[0]
    return str(made.id), {"seen": str(made.version), "target": str(target.id)}


def _said(what: Subject, state: S = S.PUBLISHED, body: str = "Mer ljus.") -> Contribution:
    thread = make.dialogue(body=what.committee()).threads[0]
    return make.contribution(thread, body, state=state, name="Lisa", email="lisa@example.org")


def _answer(what: Subject, browser: Browser) -> tuple[str, Values]:
    said, body = _said(what), what.committee()
    if what.path.endswith("ny"):
        return "", {f"covers-{said.id}": "partly"}
    in_review = what.act.startswith(("return", "publish"))
    author = _reader(browser) if what.act == "publish-own" else None
    made: FeedbackResponse = make.response(
        [said], state=ResponseState.IN_REVIEW if in_review else ResponseState.DRAFT, body=body,
        author=author or make.account(role=Role.OFFICIAL),
    )  # fmt: skip
    session().add(
        FeedbackSelection(
            response_id=made.id, contribution_id=said.id, use=Use.PARTLY, line="Du fick ljus.",
        )
    )  # fmt: skip
    session().commit()
    covers = {f"covers-{said.id}": "partly"} if what.act == "save" else {}
    return str(made.id), {"seen": str(made.version), **covers}


def _reader(browser: Browser) -> Account | None:
    """The newest account, which is the one that reads; None for the anonymous."""
    if browser.client.get_cookie("session") is None:
        return None
    return session().query(Account).order_by(Account.id.desc()).first()


def _followed(what: Subject, _browser: Browser) -> tuple[str, Values]:
    number = session().query(Goal).count()
    made = make.assignment(make.goal(f"mal-{number}", body=what.committee()))
    return str(made.id), {"seen": "0"}


def _thread(what: Subject, _browser: Browser) -> tuple[str, Values]:
    return make.dialogue().slug or "", {}


def _shown(what: Subject, _browser: Browser) -> tuple[str, Values]:
    return str(_said(what).id), {}


def _receipt(what: Subject, _browser: Browser) -> tuple[str, Values]:
    code = _said(what).receipt.code
    return code, {"code": code}


_PREPARE: dict[str, Callable[[Subject, Browser], tuple[str, Values]]] = {
    "arbete/dialoger/": _dialogue, "arbete/moderering/": _on_desk, "arbete/aterkoppling/": _answer,
    "arbete/uppfoljning/": _followed, "dialoger/": _thread, "synpunkter/": _shown,
    "kvitto": _receipt,
}  # fmt: skip
