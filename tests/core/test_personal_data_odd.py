# SPDX-License-Identifier: EUPL-1.2
"""Personal data in odd forms: on two lines, in brackets, right after other numbers."""

from __future__ import annotations

import time

import pytest

from dialogue.core.personal_data import find

ODD = [
    ("person", "900101\n-9802"),
    ("person", "900101\n9802"),
    ("person", "19900101 \n9802"),
    ("person", "900101 (9802"),
    ("person", "900101=9802"),
    ("person", "900101\u207b9802"),
    ("person", "900101\u27969802"),
    ("person", "900101, sista fyra 9802"),
    ("person", "19900101 de sista fyra siffrorna är: 9802"),
    ("email", "anna@exempel\u3002se"),
    ("email", "anna@exempel\uff61se"),
    ("email", "anna\uff20exempel\uff0ese"),
]

BEFORE = ["", "070-174 06 05 ", "06 05 ", "12 34 56 ", "2024-05-12 ", "5 ", "den 4/12 ",
          "kl 12.30 ", "831 45 ", "1 250 000 kr, ", "Dnr 2023-001234, "]  # fmt: skip


@pytest.mark.parametrize(("kind", "written"), ODD)
@pytest.mark.parametrize("carrier", ["{}", "Nr: {}.", "a {} b", "»{}«"])
def test_odd_forms_are_found_whole(kind: str, written: str, carrier: str) -> None:
    text = carrier.format(written)
    assert [(f.kind, text[f.start : f.end]) for f in find(text)] == [(kind, written)]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("written", ["900101 9802", "900101-9802", "199001019802", "900161-9833"])
def test_what_stands_before_a_number_does_not_hide_it(before: str, written: str) -> None:
    text = before + written
    found = [f for f in find(text) if f.kind == "person"]
    assert [text[f.start : f.end] for f in found] == [written]


@pytest.mark.parametrize(
    "text", ["20200101\n2027", "2021-11-21\n1997", "19811218, sida 9802", "19900101 och 9802"]
)
def test_a_date_and_what_follows_it_is_no_number(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("unit", ["811218 ", "06 05 81 ", "12 ", "SE12", "0701", "a@", "1\n"])
def test_the_time_is_linear(unit: str) -> None:
    begun = time.perf_counter()
    find((unit * 20_000)[:20_000])
    assert time.perf_counter() - begun < 5
