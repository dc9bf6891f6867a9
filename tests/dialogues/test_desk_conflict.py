# SPDX-License-Identifier: EUPL-1.2
"""What a facilitator reads when somebody, or the command line, was there before her."""

from __future__ import annotations

import pytest

from dialogue.core.access import OPERATOR, Role
from dialogue.core.database import session, transaction
from dialogue.core.events import EventKind, record
from tests import factories as make
from tests.page import Browser


@pytest.mark.parametrize("name", ["Anna Grind", None, '"><script>alert(1)</script>'])
def test_a_stale_save_says_who_was_there_even_if_that_was_nobody(
    browser: Browser, name: str | None
) -> None:
    body = make.committee()
    make.sign_in(browser, make.account(role=Role.FACILITATOR, body=body))
    dialogue = make.dialogue("bussar", body=body)
    actor = make.account(name=name).actor() if name else OPERATOR
    with transaction():
        record(EventKind.DIALOGUE_CHANGED, actor, dialogue, at=make.NOW)
    dialogue.version = 7
    session().commit()
    path = f"/sv/arbete/dialoger/{dialogue.id}"
    page = browser.get(path)
    values = {"seen": "3", "goals": make.goal().path_key, "decider": "Nämnden"}
    refused = browser.submit(page, values, press="save")
    assert refused.status == 409
    assert (name or "Östersunds kommun") in refused.text
