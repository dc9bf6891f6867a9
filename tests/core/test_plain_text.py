# SPDX-License-Identifier: EUPL-1.2
"""One spelling per text, and nobody's words changed on the way."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.core.plain_text import beginning, first_sentence, normalise, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("  hej \n", "hej"),
        ("A\u030angermanland", "Ångermanland"),
        ("a\x00b\x07c\x1bd\x7fe\x85f\x9fg", "abcdefg"),
        ("spalt\tett", "spalt\tett"),
        ("e\x00\u0301", "é"),
        ("a\ufffeb\uffffc\ufdd0d\ufdefe\U0001fffef\U0010ffffg", "abcdefg"),
        ("e\u202e\u0301", "é"),
        ("halv \ud83d emoji", "halv  emoji"),
        ("👩‍👩‍👧‍👦 ❤️ 🏳️‍🌈", "👩‍👩‍👧‍👦 ❤️ 🏳️‍🌈"),
        ("\u200e8 kr\u200f", "\u200e8 kr\u200f"),
    ],
)
def test_controls_go_and_words_stay(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a \u2067שלום\u2069 b", "a \u2067שלום\u2069 b"),
        ("a \u202bمرحبا\u202c b", "a \u202bمرحبا\u202c b"),
        ("a \u202eb", "a b"),
        ("a \u202cb\u2069", "a b"),
        ("a \u2067b\u202cc\u2069d", "a \u2067bc\u2069d"),
        ("a \u2067\u202eb\u2069c", "a \u2067b\u2069c"),
        ("a\u202e\nb\u202c", "a\nb"),
        ("\u202a\u2068x\u2069\u202c", "\u202a\u2068x\u2069\u202c"),
    ],
)
def test_direction_is_turned_only_where_it_is_turned_back(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", " \n\t", "\u200b\u200d", "\ufeff", "\u3164", "\u2800 \ufe0f"]
)
def test_a_text_with_nothing_to_see_is_empty(typed: str) -> None:
    assert normalise(typed) == ""
    assert one_line(typed) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna\r\nBcc: alla@exempel.se", "Anna Bcc: alla@exempel.se"),
        ("  Åsa \u00a0 \t Öberg ", "Åsa Öberg"),
        ("a\u2028b\u2029c", "a b c"),
        ("<b>Anna</b>", "<b>Anna</b>"),
    ],
)
def test_a_name_is_one_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@settings(deadline=None)
@given(st.text() | st.text("ae\n\r \u0301\u0316\u202e\u202c\u2067\u2069\u0344\ud800"))
def test_twice_is_as_once_and_the_spelling_is_nfc(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert one_line(one_line(text)) == one_line(text)
    assert once.encode("utf-8").decode("utf-8") == once


@settings(deadline=None)
@given(st.text("a\u0301\u0316\u0344\u0327\u0308\u0f72\u05b0", min_size=40, max_size=120))
def test_long_runs_of_marks_are_composed_as_unicode_says(text: str) -> None:
    assert normalise("x" + text) == unicodedata.normalize("NFC", "x" + text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["\u0301\u0316", "\u202e", "\u2067", "\u2067\u202e\u2069", "\r"])
def test_half_a_million_hostile_characters_are_normalised_at_once(piece: str) -> None:
    normalise("a" + (piece * 500_000)[:500_000])


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Mer ljus.", "Mer ljus."),
        ("Mer\n\nljus  här", "Mer ljus här"),
        ("Mer ljus vid bron", "Mer ljus vid…"),
        ("Mer ljus här, tack", "Mer ljus här…"),
        ("Ljusmasternaochlamporna", "Ljusmasternaoc…"),
    ],
)
def test_a_beginning_is_cut_at_a_word(text: str, begins: str) -> None:
    assert beginning(text, 14) == begins
    assert beginning(begins, 15) == begins


def test_the_first_sentence_stands_alone_unless_it_is_too_long() -> None:
    assert first_sentence("Vi har börjat. I maj är det klart.", 40) == "Vi har börjat."
    assert first_sentence("Vi har\nbörjat.\nI maj är det klart.", 40) == "Vi har börjat."
    assert first_sentence("Vi har börjat. I maj är det klart.", 12) == "Vi har…"
    assert first_sentence("Vi har börjat", 40) == "Vi har börjat"
    assert first_sentence("", 40) == ""
