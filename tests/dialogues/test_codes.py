# SPDX-License-Identifier: EUPL-1.2
"""Receipt codes: read in any spelling, and a slip of the pen is noticed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dialogue.dialogues import codes

letters = st.text(alphabet=codes.ALPHABET, min_size=16, max_size=16)


def whole(sixteen: str) -> str:
    """The code with the check character that makes it valid."""
    return next(c for c in map(codes.shown, (sixteen + a for a in codes.ALPHABET)) if codes.read(c))


def test_a_new_code_looks_as_promised_and_is_never_the_same() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]", c) for c in made)
    assert all(codes.read(code) == code for code in made)


@given(letters)
def test_exactly_one_check_character_fits(sixteen: str) -> None:
    fitting = [a for a in codes.ALPHABET if codes.read(codes.shown(sixteen + a))]
    assert len(fitting) == 1


@given(letters, st.integers(0, 16), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_noticed(sixteen: str, place: int, other: str) -> None:
    digits = whole(sixteen).replace("-", "")
    wrong = digits[:place] + other + digits[place + 1 :]
    assert (codes.read(wrong) is None) == (wrong != digits)


@given(letters, st.sampled_from([" ", "-", "–", "\u2011", "\t", "", "\u00a0"]), st.booleans())
def test_every_spelling_is_read(sixteen: str, between: str, low: bool) -> None:
    code = whole(sixteen)
    typed = f" {code.replace('-', between)} "
    typed = typed.lower() if low else typed
    assert codes.read(typed) == code
    assert codes.read(typed.replace("0", "O").replace("1", "l")) == code
    assert codes.read(typed.replace("0", "o").replace("1", "I")) == code


@given(st.text(max_size=40))
def test_nothing_else_is_a_code_and_nothing_breaks(text: str) -> None:
    found = codes.read(text)
    assert found is None or codes.read(found) == found


def test_letters_that_grow_when_raised_are_no_codes() -> None:
    assert codes.read("ß" * 17) is None
    assert codes.read("ﬀ" * 17) is None
    assert codes.read("٣" * 17) is None
    assert codes.read("U" * 17) is None
