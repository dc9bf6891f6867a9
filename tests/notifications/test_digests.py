# SPDX-License-Identifier: EUPL-1.2
"""The weekly digest: at most one, never empty, and only what anybody may read when it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from dialogue.core.access import ANYONE, SYSTEM
from dialogue.core.database import session, transaction
from dialogue.core.errors import Forbidden
from dialogue.dialogues import acts as contributions
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionAct, ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.feedback.rules import ResponseState
from dialogue.goals.models import Assignment, ProgressReport
from dialogue.goals.rules import Period, ProgressState
from dialogue.notifications import delivery
from dialogue.notifications.commands import end_follows, make_digests
from dialogue.notifications.models import Digest
from dialogue.notifications.queries.news import due_with_news
from dialogue.notifications.shown import LINES_AT_MOST
from tests import factories as make
from tests.factories import NOW
from tests.notifications.post import html, mails, paths, sent, text, way_out
from tests.page import Browser

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = 7 * DAY


def report(assignment: Assignment, words: str, at: datetime) -> ProgressReport:
    made = ProgressReport(
        assignment_id=assignment.id, year=2024, period=Period.T1, state=ProgressState.ONGOING,
        text=make.sv(words), reported_at=at,
    )  # fmt: skip
    session().add(made)
    session().commit()
    return made


def hide(said: Contribution, at: datetime) -> None:
    with transaction() as current:
        row = current.get_one(Contribution, said.id)
        contributions.transition([row], ContributionAct.WITHDRAW, at)


def digests() -> list[Digest]:
    session().expire_all()
    return session().query(Digest).order_by(Digest.until).all()


def test_a_digest_comes_when_a_week_has_passed_and_something_has_happened(app: Flask) -> None:
    place = make.place("lit", "Lit")
    make.follow(place)
    make.contribution(where=place, at=NOW + DAY)
    assert sent(app, NOW + WEEK - timedelta(seconds=1)) == []
    [mail] = sent(app, NOW + WEEK)
    assert mail["Subject"] == "Något har hänt med det du följer"
    assert mail["To"] == "a@example.org"
    assert "Lit === 1 ny synpunkt:" in text(mail)
    assert "Mer ljus" not in text(mail) + html(mail)
    assert paths(mail)[0] == "/sv/platser/lit"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out(mail).startswith("/sv/folj/sluta/")
    assert way_out(mail) in text(mail)
    folder = Path(str(app.config["MAIL_URL"]).removeprefix("file:"))
    raw = next(folder.glob("*.eml")).read_bytes()
    line = f"List-Unsubscribe: <http://localhost{way_out(mail)}>\r\n".encode()
    assert line in raw, "not folded, not encoded: mail programs read it as it stands"
    assert sent(app, NOW + WEEK + timedelta(minutes=1)) == []


def test_without_news_no_mail_however_long_and_then_at_once(app: Flask) -> None:
    place = make.place("lit", "Lit")
    make.follow(place)
    for weeks in (1, 2, 3):
        assert sent(app, NOW + weeks * WEEK) == []
    assert digests() == []
    make.contribution(where=place, at=NOW + 3 * WEEK + DAY)
    assert len(sent(app, NOW + 3 * WEEK + DAY)) == 1
    make.contribution(where=place, at=NOW + 3 * WEEK + 2 * DAY)
    assert sent(app, NOW + 4 * WEEK) == []
    assert len(sent(app, NOW + 4 * WEEK + DAY)) == 1
    assert len(digests()) == 2


def test_one_mail_tells_of_everything_that_is_followed(app: Flask) -> None:
    goal, place = make.goal("infrastruktur"), make.place("lit", "Lit")
    dialogue = make.dialogue("buss", goals=[goal])
    for followed in (goal, place, dialogue):
        make.follow(followed)
    said = make.contribution(dialogue.threads[0], where=place, at=NOW + DAY)
    make.response([said], title="Nya turer", at=NOW + 2 * DAY)
    report(make.assignment(goal), "Bryggan byggs. Den blir lång.", NOW + 3 * DAY)
    opened = make.dialogue("cykel", goals=[goal], state=DialogueState.ANNOUNCED)
    opened.announced_at = NOW + DAY
    dialogue.closes_at = NOW + 4 * DAY
    session().commit()
    [mail] = sent(app, NOW + WEEK)
    words = text(mail)
    assert words.count("Kommunen har svarat: Nya turer") == 3
    assert words.count("1 ny synpunkt:") == 3
    assert words.count("Nytt om ett uppdrag: Bygg en brygga Bryggan byggs. ") == 1
    assert words.count("En ny dialog: Dialogen cykel") == 1
    assert words.count("Dialogen har stängt: Dialogen buss") == 2
    assert "Den blir lång" not in words
    assert "för att du följer 3 saker" in words
    assert words.index("Kort infrastruktur =") < words.index("Lit =")
    for path in paths(mail):
        page = Browser(app).get(path)
        assert page.status == 200, path


def test_what_happened_before_one_began_is_no_news(app: Flask) -> None:
    place, other = make.place("lit", "Lit"), make.place("froson", "Frösön")
    make.contribution(where=place, at=NOW - DAY)
    make.follow(place)
    make.follow(other, confirmed=NOW + 3 * DAY)
    make.contribution(where=other, at=NOW + DAY)
    assert sent(app, NOW + 2 * WEEK) == []
    make.contribution(where=other, at=NOW + 2 * WEEK)
    make.contribution(where=other, at=NOW + 2 * WEEK)
    [mail] = sent(app, NOW + 2 * WEEK + DAY)
    assert "Frösön ====== 2 nya synpunkter:" in text(mail)
    assert " Lit " not in text(mail)


@pytest.mark.parametrize(
    "state", [s for s in ContributionState if s is not ContributionState.PUBLISHED]
)
def test_what_nobody_may_read_is_no_news(state: ContributionState, app: Flask) -> None:
    goal, place = make.goal("vatten"), make.place("lit", "Lit")
    dialogue = make.dialogue("buss", goals=[goal])
    for followed in (goal, place, dialogue):
        make.follow(followed)
    said = make.contribution(dialogue.threads[0], where=place, state=state, at=NOW + DAY)
    for unready in (ResponseState.DRAFT, ResponseState.IN_REVIEW):
        made = make.response([said], state=unready, title="Hemligt", at=NOW + DAY)
        made.published_at = NOW + DAY
    for hidden in (DialogueState.DRAFT, DialogueState.CANCELLED):
        make.dialogue(f"ny-{hidden}", goals=[goal], state=hidden, closes_at=NOW + DAY)
    session().commit()
    assert sent(app, NOW + 2 * WEEK) == []
    assert digests() == []


def test_what_was_hidden_after_the_digest_was_made_is_left_out(app: Flask) -> None:
    place, other = make.place("lit", "Lit"), make.place("froson", "Frösön")
    for followed in (place, other):
        make.follow(followed)
    said = make.contribution(where=place, at=NOW + DAY)
    make.response([said], title="Borttaget svar", at=NOW + DAY)
    make.contribution(where=other, at=NOW + DAY)
    assert make_digests(SYSTEM, None, at=NOW + WEEK) == 1
    hide(said, NOW + WEEK)
    [mail] = sent(app, NOW + WEEK)
    assert " Lit " not in text(mail)
    assert "Borttaget" not in text(mail)
    assert "Frösön" in text(mail)


def test_a_digest_with_nothing_left_to_tell_is_dropped(app: Flask) -> None:
    place = make.place("lit", "Lit")
    make.follow(place)
    said = make.contribution(where=place, at=NOW + DAY)
    make_digests(SYSTEM, None, at=NOW + WEEK)
    hide(said, NOW + WEEK)
    done = delivery.deliver(now=NOW + WEEK)
    assert (done.sent, done.failed, done.waiting) == (0, 0, 0)
    assert mails(app) == []


def test_who_stops_between_making_and_sending_gets_no_mail(app: Flask) -> None:
    places = [make.place(key, key) for key in ("lit", "froson")]
    for place in places:
        make.follow(place)
        make.follow(place, "b@example.org")
        make.contribution(where=place, at=NOW + DAY)
    make_digests(SYSTEM, None, at=NOW + WEEK)
    delivery.expand(NOW + WEEK)
    end_follows(ANYONE, None, email="a@example.org", at=NOW + WEEK)
    assert [mail["To"] for mail in sent(app, NOW + WEEK)] == ["b@example.org"]


def test_an_older_event_never_tells_a_digest_that_got_its_number_later(app: Flask) -> None:
    place = make.place("lit", "Lit")
    make.follow(place)
    make.contribution(where=place, at=NOW + DAY)
    make_digests(SYSTEM, None, at=NOW + WEEK)
    number = digests()[0].id
    end_follows(ANYONE, None, email="a@example.org", at=NOW + WEEK)
    make.follow(place, "b@example.org")
    session().add(
        Digest(id=number, email="b@example.org", language="sv", since=NOW, until=NOW + 8 * DAY)
    )
    session().commit()
    assert sent(app, NOW + 8 * DAY) == []


def test_each_gets_hers_in_her_language_and_their_own_week(app: Flask) -> None:
    place = make.place("ostersund", "Östersund")
    make.follow(place, "anna@example.org", language="sma")
    make.follow(place, "bo@example.org", confirmed=NOW + 2 * DAY, language="en")
    make.follow(place, "cia@example.org", confirmed=None)
    make.contribution(where=place, at=NOW + 3 * DAY)
    [first] = sent(app, NOW + WEEK)
    assert (first["To"], first["Content-Language"]) == ("anna@example.org", "sma")
    assert paths(first)[0] == "/sma/platser/ostersund"
    [second] = sent(app, NOW + WEEK + 2 * DAY)
    assert (second["To"], second["Content-Language"]) == ("bo@example.org", "en")
    assert second["Subject"] == "Something has happened to what you follow"


def test_a_standing_dialogue_that_opens_for_a_goal_is_news_and_never_closes(app: Flask) -> None:
    goal = make.goal("vatten")
    make.follow(goal)
    standing = make.dialogue("mal-2024-vatten", goals=[goal], form=DialogueForm.STANDING)
    standing.announced_at = NOW + DAY
    session().commit()
    [mail] = sent(app, NOW + WEEK)
    assert "En ny dialog:" in text(mail)
    assert "har stängt" not in text(mail)


def test_of_each_kind_only_the_latest_are_told(app: Flask) -> None:
    goal = make.goal("vatten")
    make.follow(goal)
    for number in range(LINES_AT_MOST + 2):
        make.dialogue(f"fraga-{number:02}", goals=[goal]).announced_at = NOW + number * HOUR
    session().commit()
    [mail] = sent(app, NOW + WEEK)
    told = [path for path in paths(mail) if "/dialoger/" in path]
    assert told == [f"/sv/dialoger/fraga-{n:02}" for n in range(2, LINES_AT_MOST + 2)]


def test_many_followers_cost_no_more_queries_than_few(app: Flask) -> None:
    from sqlalchemy import event

    from dialogue.core.database import db

    counted: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: counted.append(a[2]))

    def cost() -> int:
        counted.clear()
        due_with_news(NOW + WEEK)
        return len(counted)

    place = make.place("lit", "Lit")
    make.contribution(where=place, at=NOW + DAY)
    make.follow(place)
    few = cost()
    for number in range(30):
        make.follow(place, f"n{number}@example.org")
    assert cost() == few <= 4
    session().rollback()
    make_digests(SYSTEM, None, at=NOW + WEEK)
    assert len(digests()) == 31


def test_only_the_house_itself_makes_digests(app: Flask) -> None:
    with pytest.raises(Forbidden):
        make_digests(ANYONE, None, at=NOW)
