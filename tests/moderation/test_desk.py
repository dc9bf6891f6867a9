# SPDX-License-Identifier: EUPL-1.2
"""The reading desk over the web: who comes in, what stands there, every status."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from dialogue.core.access import Role
from dialogue.core.database import db, session
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.moderation.models import Report
from tests import factories as make
from tests.page import Browser, Page, Values, words

S = ContributionState
QUEUE = "/sv/arbete/moderering"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}} \u202e'


@pytest.fixture
def desk(browser: Browser) -> Browser:
    return make.sign_in(browser, make.account(role=Role.FACILITATOR, name="Britta Ek"))


def url(contribution: Contribution) -> str:
    return f"{QUEUE}/{contribution.id}"


def send(browser: Browser, contribution: Contribution, **values: str) -> Page:
    """POST a decision with the token of a fresh page and the version it shows."""
    page = browser.get(url(contribution))
    token = page.all("input", name="csrf_token")[0].get("value", "")
    sent: Values = {"csrf_token": token, "seen": str(contribution.version), **values}
    return browser.post(url(contribution), sent)


def state(contribution: Contribution) -> ContributionState:
    session().expire_all()
    return contribution.state


def ids(page: Page) -> list[int]:
    return [int(li.get("data-contribution", "0")) for li in page.all("li", data_contribution=True)]


# Who comes in


def test_the_anonymous_are_shown_to_sign_in(browser: Browser) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    for path in (QUEUE, url(waiting)):
        page = browser.get(path)
        assert (page.status, "till=" in page.location) == (302, True)
    assert browser.post(url(waiting), {"act": "approve"}).status == 403
    assert state(waiting) is S.SUBMITTED


@pytest.mark.parametrize(
    "role", [None, Role.OFFICIAL, Role.TRANSLATOR, Role.ELECTED, Role.ADMINISTRATOR]
)
def test_no_other_role_comes_in(role: Role | None, browser: Browser) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    make.sign_in(browser, make.account(role=role))
    assert browser.get(QUEUE).status == 403
    assert browser.get(url(waiting)).status == 403
    assert browser.post(url(waiting), {"act": "approve"}).status == 403


def test_another_committees_contribution_answers_like_a_missing_one(browser: Browser) -> None:
    hers = make.committee("valnamnden", "Valnämnden")
    make.sign_in(browser, make.account(role=Role.FACILITATOR, body=hers))
    other = make.contribution(state=S.SUBMITTED)
    mine = make.contribution(make.dialogue(body=hers).threads[0], state=S.SUBMITTED)
    assert ids(browser.get(QUEUE)) == [mine.id]
    missing, hidden = browser.get(f"{QUEUE}/1"), browser.get(url(other))
    assert (missing.status, hidden.status) == (404, 404)
    assert missing.text == hidden.text
    assert browser.post(url(other), {"act": "approve"}).status == 404
    assert browser.client.put(url(mine)).status_code == 405


# What stands there


def test_the_queue_holds_what_is_to_be_read_in_its_order(desk: Browser) -> None:
    free = make.dialogue("fritt").threads[0]
    later = make.contribution(state=S.SUBMITTED, at=make.NOW + timedelta(days=3))
    first = make.contribution(state=S.HELD, held_for=["phone"])
    last = make.contribution(free, state=S.SUBMITTED, at=make.NOW + timedelta(days=9))
    unread = make.contribution(reviewed=False, at=make.NOW + timedelta(days=5))
    noticed = make.contribution(at=make.NOW + timedelta(days=6))
    session().add(Report(contribution_id=noticed.id, text="Elakt.", at=make.NOW))
    session().commit()
    for hidden in (S.PUBLISHED, S.REJECTED, S.UNPUBLISHED, S.WITHDRAWN):
        make.contribution(state=hidden)
    page = desk.get(QUEUE)
    assert ids(page) == [last.id, first.id, later.id, unread.id, noticed.id]
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_an_empty_queue_says_so(desk: Browser) -> None:
    page = desk.get(QUEUE)
    assert page.status == 200
    assert words(page.one("p", class_="empty")) == "Allt är läst. Bra jobbat."


def test_an_item_without_a_goal_offers_the_move_and_each_says_when_it_is_promised(
    desk: Browser,
) -> None:
    free = make.contribution(make.dialogue("fritt").threads[0], state=S.SUBMITTED)
    other = make.contribution(state=S.SUBMITTED)
    page = desk.get(url(free))
    assert [fold.get("open") is not None for fold in page.all("details", class_="fold")] == [
        False, False, True,
    ]  # fmt: skip
    assert "Den har inget mål än." in page.text
    assert "Lovad före" in page.text
    page = desk.get(url(other))
    assert not [f for f in page.all("details", class_="fold") if f.get("open") is not None]
    assert "Lovad före" in page.text


def test_a_notice_is_promised_from_its_own_day_on(desk: Browser) -> None:
    old = make.contribution()
    session().add(Report(contribution_id=old.id, text="Elakt.", at=make.NOW + timedelta(days=99)))
    session().commit()
    lead = words(desk.get(QUEUE).one("p", class_="lead"))
    assert "november" not in lead, "what was read in time is not late because somebody points at it"
    assert "februari" in lead


def test_where_personal_data_is_found_hiding_it_is_the_first_choice(desk: Browser) -> None:
    held = make.contribution(body="Ring 070-123 45 67.", state=S.HELD, held_for=["phone"])
    page = desk.get(url(held))
    assert "plain" not in page.one("button", value="mask").get("class", "")
    assert "plain" in page.one("button", value="approve").get("class", "")


def test_the_queue_comes_by_a_hundred(desk: Browser) -> None:
    thread = make.dialogue().threads[0]
    for _ in range(103):
        make.contribution(thread, state=S.SUBMITTED)
    first, second = desk.get(QUEUE), desk.get(f"{QUEUE}?sida=2")
    assert (len(ids(first)), len(ids(second))) == (100, 3)
    assert not set(ids(first)) & set(ids(second))
    for bad in ("0", "-1", "x", "²", "99999999999999999999"):
        assert ids(desk.get(f"{QUEUE}?sida={bad}")) == ids(first)


def test_pages_ask_a_fixed_number_of_queries(desk: Browser) -> None:
    def asked(path: str) -> int:
        seen: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        db.session.remove()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert desk.get(path).status == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len([s for s in seen if s.lstrip().upper().startswith("SELECT")])

    one = make.contribution(state=S.SUBMITTED)
    address = url(one)
    few = asked(QUEUE), asked(address)
    for n in range(12):
        where = make.place(f"plats-{n}")
        made = make.contribution(make.dialogue().threads[0], state=S.SUBMITTED, where=where)
        session().add(Report(contribution_id=made.id, text="Elakt.", at=make.NOW))
    for _ in range(5):
        session().add(
            Report(contribution_id=int(address.split("/")[-1]), text="Elakt.", at=make.NOW)
        )
    session().commit()
    assert (asked(QUEUE), asked(address)) == few
    assert few[0] <= 5
    assert few[1] <= 9


def test_personal_data_is_marked_in_words_and_names(desk: Browser) -> None:
    held = make.contribution(
        body="Ring 070-123 45 67.", name="Eva 0701234567", state=S.HELD, held_for=["phone"]
    )
    page = desk.get(url(held))
    assert [m.get("data-kind") for m in page.all("mark")] == ["phone", "phone"]
    assert words(page.one("div", class_="words")) == "Ring 070-123 45 67."


def test_what_was_taken_back_offers_nothing(desk: Browser) -> None:
    page = desk.get(url(make.contribution(state=S.WITHDRAWN)))
    assert page.status == 200
    assert not page.forms()
