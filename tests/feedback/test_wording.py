# SPDX-License-Identifier: EUPL-1.2
"""The Swedish of uses and faults."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.feedback.rules import Fault, Use
from dialogue.feedback.wording import fault_text, use_label, use_plain


@pytest.mark.parametrize(
    ("use", "receiver", "words"),
    [
        (Use.LED_TO_CHANGE, "", "Ledde till en ändring"),
        (Use.PARTLY, "", "Ledde till en ändring i delar"),
        (Use.ALREADY_PLANNED, "", "Var redan på gång"),
        (Use.NOT_USED, "", "Ändrade inte beslutet"),
        (Use.PASSED_ON, "region", "Skickad vidare till Regionen"),
    ],
)
def test_each_use_has_its_words(app: Flask, use: Use, receiver: str, words: str) -> None:
    assert use_plain(use, receiver) == str(use_label(use, receiver)) == words


def test_a_receiver_that_is_no_more_keeps_its_key(app: Flask) -> None:
    assert use_plain(Use.PASSED_ON, "<gone>") == "Skickad vidare till <gone>"
    assert "&lt;gone&gt;" in use_label(Use.PASSED_ON, "<gone>")


def test_every_fault_has_its_sentence(app: Flask) -> None:
    texts = {fault_text(fault) for fault in Fault}
    assert len(texts) == len(Fault)
    assert fault_text(Fault.REASON) == "Skriv varför det inte ledde till en ändring."
