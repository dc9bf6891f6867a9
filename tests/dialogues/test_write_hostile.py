# SPDX-License-Identifier: EUPL-1.2
"""Hostile text in any field of the write page stays text."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories
from tests.page import Browser, Values


@pytest.fixture
def thread(app: Flask) -> Thread:
    """A thread of an open, post-moderated dialogue."""
    return factories.dialogue("bussar", moderation=ModerationMode.POST).threads[0]


URL = "/sv/dialoger/bussar/fragan/skriv"
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)",
    "<svg/onload=alert(1)>", "{{ 7*7 }}{% raw %}", "</textarea><script>1</script>", "\x00<b>\x1b",
    "' OR 1=1; --", "<a href=\"https://x.example\" onclick=1>x</a>", "\u202egnp.exe", "%(num)s %s",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(browser: Browser, thread: Thread, text: str) -> None:
    typed: Values = {"body": text, "name": text[:80], "on_behalf_of": text[:120]}
    for act in ("preview", "continue"):
        page = browser.submit(browser.get(URL), {**typed, "act": act})
        assert page.status == 200
        tags = {element.tag for element in page.one("main").iter()}
        assert tags.isdisjoint({"script", "img", "svg"})
    assert browser.submit(browser.get(URL), typed).status == 303
    session().rollback()
    assert "<script" not in session().query(Contribution).one().body_html
