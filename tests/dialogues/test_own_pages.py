# SPDX-License-Identifier: EUPL-1.2
"""A dialogue's own pages stand under its address beside its questions: neither hides the other."""

from __future__ import annotations

from flask import Flask

from dialogue.dialogues.rules.card import OWN_PAGES, Question, free_slug
from tests.dialogues.test_dialogue_commands import announced, full, sv


def test_no_question_takes_the_address_of_a_page_of_the_dialogues_own(app: Flask) -> None:
    dialogue = announced(full(questions=(Question(sv("Följ?")), Question(sv("Affisch!")))))
    assert [thread.slug for thread in dialogue.threads] == ["folj-2", "affisch-2"]


def test_every_page_of_a_dialogues_own_is_reserved(app: Flask) -> None:
    start = "/<lang:lang>/dialoger/<slug>/"
    under = [r.rule.removeprefix(start) for r in app.url_map.iter_rules() if start in r.rule]
    own = {path for path in under if "/" not in path and "<" not in path}
    assert {"affisch", "folj"} <= own <= OWN_PAGES


def test_no_title_takes_the_address_of_a_page_beside_the_list(app: Flask) -> None:
    start = "/<lang:lang>/dialoger/"
    under = [r.rule.removeprefix(start) for r in app.url_map.iter_rules() if start in r.rule]
    beside = [path for path in under if path and "/" not in path and "<" not in path]
    assert beside
    for path in beside:
        assert free_slug(path, (), "dialog") == f"dialog-{path}"
