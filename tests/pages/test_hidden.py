# SPDX-License-Identifier: EUPL-1.2
"""Nothing that is not published shows through any page: no word, no count, no difference."""

from __future__ import annotations

import re

import pytest

from dialogue.core.database import session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.feedback.models import FeedbackCover
from dialogue.feedback.rules import ResponseState, Use
from tests import factories
from tests.page import Browser
from tests.pages.conftest import Town

S = ContributionState
HIDDEN = [S.SUBMITTED, S.HELD, S.REJECTED, S.UNPUBLISHED, S.WITHDRAWN]


def every_page(town: Town, browser: Browser) -> dict[str, str]:
    """The bytes of each page and file; that they are well made is checked elsewhere."""
    addresses = [f"/sv{path}" for path in town.paths()] + files(town)
    pages = {address: browser.client.get(address) for address in addresses}
    assert {page.status_code for page in pages.values()} == {200}
    return {address: page.get_data(as_text=True) for address, page in pages.items()}


def files(town: Town) -> list[str]:
    """What can be read but is no page: feeds, tables, posters."""
    goal, slug = town.goal, town.bounded.slug
    tables = ("siffror", "pengar", "roda-traden")
    return [
        f"/feeds/mal-{goal.plan.year}-{goal.key}.atom", f"/feeds/dialog-{slug}.atom",
        f"/feeds/plats-{town.place.key}.atom", "/feeds/aterkoppling.atom?sprak=en",
        *(f"/sv/mal/{goal.plan.year}/{goal.key}/{name}.csv" for name in tables),
        f"/sv/dialoger/{slug}/affisch", f"/sv/dialoger/{slug}/affisch?format=a5",
        f"/sv/aterkoppling?mal={goal.plan.year}/{goal.key}&beslut=1",
    ]  # fmt: skip


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_contribution_leaves_no_trace_on_any_page(
    town: Town, browser: Browser, state: ContributionState
) -> None:
    before = every_page(town, browser)
    for thread in (town.standing.threads[0], town.bounded.threads[0]):
        hidden = factories.contribution(
            thread, "Hemlighet kvastfening", state=state, name="Zzyzx", where=town.place
        )
        factories.contribution(
            thread, "Också kvastfening", state=state, parent=town.waiting, name="Zzyzx"
        )
        assert browser.get(f"/sv/synpunkter/{hidden.id}").status == 404
    assert every_page(town, browser) == before


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_covered_but_hidden_changes_no_page_and_no_count(
    town: Town, browser: Browser, state: ContributionState
) -> None:
    before = every_page(town, browser)
    hidden = factories.contribution(
        town.bounded.threads[0], "Hemlighet kvastfening", state=state, name="Zzyzx"
    )
    session().add(
        FeedbackCover(
            response_id=town.response.id, contribution_id=hidden.id, use=Use.PARTLY,
            line="Rad till kvastfening",
        )
    )  # fmt: skip
    session().commit()
    assert every_page(town, browser) == before


@pytest.mark.parametrize("state", [ResponseState.DRAFT, ResponseState.IN_REVIEW])
def test_an_answer_in_work_leaves_no_trace_on_any_page(
    town: Town, browser: Browser, state: ResponseState
) -> None:
    before = every_page(town, browser)
    draft = factories.response([town.waiting], state=state, title="Utkast kvastfening")
    missing = browser.get("/sv/aterkoppling/987654-ljus-pa-vagen")
    here = browser.get(f"/sv/aterkoppling/{draft.id}-{draft.slug}")
    assert (here.status, here.html) == (404, missing.html)
    assert every_page(town, browser) == before


@pytest.mark.parametrize("state", [DialogueState.DRAFT, DialogueState.CANCELLED])
def test_a_dialogue_that_was_never_announced_is_not_there(
    town: Town, browser: Browser, state: DialogueState
) -> None:
    before = every_page(town, browser)
    draft = factories.dialogue("kvastfening", goals=[town.goal], state=state)
    missing = browser.get("/sv/dialoger/finns-inte")
    for path in (f"/sv/dialoger/{draft.slug}", f"/sv/dialoger/{draft.slug}/fragan"):
        page = browser.get(path)
        assert (page.status, page.html) == (404, missing.html), path
    assert every_page(town, browser) == before


def test_hidden_and_missing_answer_with_the_same_bytes(town: Town, browser: Browser) -> None:
    missing = browser.get("/sv/synpunkter/12345")
    assert missing.status == 404
    for state in HIDDEN:
        hidden = factories.contribution(town.standing.threads[0], state=state)
        for query in ("", "?efter=1", "?klart=anmald"):
            page = browser.get(f"/sv/synpunkter/{hidden.id}{query}")
            assert (page.status, page.html) == (404, missing.html)


@pytest.mark.parametrize(
    "path",
    [
        "/mal/1999", "/mal/2024/nej", "/mal/1999/aktivt-liv", "/uppdrag/999-nej", "/platser/nej",
        "/dialoger/nej", "/dialoger/ljus/nej", "/aterkoppling/999-nej", "/synpunkter/0",
        "/mal/99999999999999999999", "/synpunkter/99999999999999999999",
        "/uppdrag/99999999999999999999-x", "/aterkoppling/99999999999999999999-x",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(town: Town, browser: Browser, path: str) -> None:
    assert browser.get(f"/sv{path}").status == 404


def test_what_is_gone_shows_its_replies_and_nothing_of_itself(town: Town, browser: Browser) -> None:
    thread = town.bounded.threads[0]
    gone = factories.contribution(thread, "Borta kvastfening", state=S.UNPUBLISHED, name="Zzyzx")
    replies = [factories.contribution(thread, f"Svar {n}", parent=gone) for n in range(7)]
    page = browser.get("/sv/dialoger/ljus/fragan")
    place = page.one("article", data_gone=True)
    assert "data-contribution" not in place.attrib
    assert str(gone.id) not in page.html
    assert "kvastfening" not in page.html
    assert len(list(place.iter("article"))) == 1 + 5
    whole = next(href for href in page.links() if href.endswith("#kommentarer"))
    assert "Svar 6" in browser.get(whole.partition("#")[0]).text
    reply = browser.get(f"/sv/synpunkter/{replies[0].id}")
    assert str(gone.id) not in reply.html
    assert "Zzyzx" not in reply.html


def test_a_gone_one_without_replies_vanishes(town: Town, browser: Browser) -> None:
    before = browser.get("/sv/dialoger/ljus/fragan").html
    factories.contribution(town.bounded.threads[0], state=S.UNPUBLISHED)
    assert browser.get("/sv/dialoger/ljus/fragan").html == before


def test_pages_say_no_address_of_a_contributor(town: Town, browser: Browser) -> None:
    factories.contribution(town.standing.threads[0], "Hej", email="kvastfening@example.org")
    for path, html in every_page(town, browser).items():
        assert not re.search("kvastfening", html), path
