# SPDX-License-Identifier: EUPL-1.2
"""The catalogues: current, complete in Swedish, and no Sámi but what the term list attests."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from dialogue.core.catalogues import catalogue, path_of
from dialogue.core.languages import LOCALES, PLURAL_FORMS, SAMI
from dialogue.core.spoken import say_date, say_weekday
from translations import refresh, terms

# The letters of each alphabet (ä and æ, ö and ø are the same letter in Southern and Lule Sámi),
# and the w of "webb" that all three write.
LETTERS = {
    "sma": set("abcdefghijklmnoprstuvyzåäöæøï"),
    "se": set("aábcčdđefghijklmnŋoprsštŧuvzž"),
    "smj": set("aábdefghijklmnńŋoprstuvåäæñ"),
}
BY_HAND = "Sámi is never written by hand: put the term and its source in translations/terms.csv"


def po(locale: str) -> Catalog:
    with path_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def with_words(locale: str) -> Iterator[tuple[Message, str]]:
    for message in refresh.messages(po(locale)):
        for form in refresh.forms(message):
            if form:
                yield message, form


def test_the_catalogues_are_what_the_code_asks_for() -> None:
    faults = refresh.faults()
    assert not faults, "run `make i18n`, then mend what it names:\n" + "\n".join(faults)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalogue_counts_plurals_as_its_language_does(locale: str) -> None:
    head = path_of(locale).read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert f'"Plural-Forms: {PLURAL_FORMS[locale]}\\n"' in head, (
        f"{path_of(locale)}: the header must say Plural-Forms: {PLURAL_FORMS[locale]};"
        " `make i18n` writes it"
    )
    assert f'"Language: {locale}\\n"' in head


def test_the_sami_rule_is_one_two_other() -> None:
    for code in SAMI:
        assert PLURAL_FORMS[code] == "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"


def test_swedish_is_complete() -> None:
    template = refresh.extract()
    missing = [
        refresh.singular(message)
        for message in refresh.messages(template)
        if refresh.singular(message) not in catalogue("sv")
    ]
    assert not missing, f"write the Swedish in {path_of('sv')} for: {missing}"


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_agree(locale: str) -> None:
    assert refresh.disagreeing(po(locale), locale) == []


@pytest.mark.parametrize("locale", SAMI)
def test_no_sami_is_shown_that_the_term_list_does_not_attest(locale: str) -> None:
    attested: dict[str, set[str]] = {}
    for term in terms.read_terms():
        word = term.words[locale]
        if word.confidence == "attested":
            attested.setdefault(word.text, set()).add(word.source)
            attested.setdefault(word.text[:1].upper() + word.text[1:], set()).add(word.source)
    for message, form in with_words(locale):
        if message.fuzzy:
            continue
        assert form in attested, f"{locale} shows {form!r}: {BY_HAND}"
        comment = " ".join(message.user_comments).removeprefix(refresh.SOURCE)
        sources = {" ".join(source.split()) for source in attested[form]}
        assert " ".join(comment.split()) in sources, f"{form!r} must carry its source: `make i18n`"


@pytest.mark.parametrize("locale", SAMI)
def test_composed_words_are_not_shown(locale: str) -> None:
    composed = {
        term.words[locale].text.lower()
        for term in terms.read_terms()
        if term.words[locale].confidence == "composed"
    }
    shown = {form.lower() for forms in catalogue(locale).values() for form in forms}
    assert not composed & shown


def test_english_is_the_message_id() -> None:
    assert not list(with_words("en")), "leave translations/en empty: change the message id itself"


def test_every_term_has_its_source_and_keeps_to_its_alphabet() -> None:
    for term in terms.read_terms():
        for code, word in term.words.items():
            name = f"terms.csv, {' / '.join(term.swedish)}, {code}"
            assert word.confidence in ("attested", "composed", "missing"), name
            assert bool(word.text) == (word.confidence != "missing"), name
            assert word.source or word.confidence != "attested", f"{name}: give the source"
            assert unicodedata.is_normalized("NFC", word.text), f"{name}: store NFC"
            if word.text in term.swedish:
                continue  # a name that the language leaves as it is, such as Östersund
            strange = {c for c in word.text.lower() if c.isalpha()} - LETTERS[code] - {"w"}
            assert not strange, f"{name}: {strange} is not in the alphabet"


def test_a_term_fills_only_a_message_of_its_own_sense() -> None:
    every = terms.read_terms()

    def shown(msgid: str, swedish: str, code: str = "sma") -> str | None:
        word = terms.word_for(every, msgid, swedish, code)
        return word.text if word and word.confidence == "attested" else None

    assert shown("Send", "Skicka") == "Seedth"
    assert shown("send", "skicka") == "seedth"
    assert shown("Goal", "Mål") == "Ulmie"
    assert shown("Goals", "Mål") == "Ulmieh"
    assert shown("Contributions", "Synpunkter", "smj") == "Vuojno"
    for msgid, swedish in [
        ("Assignments", "Uppdrag"),  # the plural is not attested
        ("Answer", "Svara"),  # the infinitive is given, a button needs the imperative
        ("About", "Om"),  # a postposition that wants a genitive before it
        ("Yes", "Ja"),  # the answer depends on the verb of the question
        ("Municipal executive board", "Kommunstyrelse"),  # means the council in Norway
        ("Consultation", "Konsultation"),  # the word of act 2022:66, which a dialogue is not
        ("Send it", "Skicka den"),
        ("SEND", "SKICKA"),
    ]:
        assert shown(msgid, swedish) is None, (msgid, swedish)


def test_dates_use_the_months_and_weekdays_of_the_term_list() -> None:
    words = {term.swedish[0]: term.words for term in terms.read_terms()}
    for code in SAMI:
        for month in range(1, 13):
            swedish = say_date(date(2026, month, 1), "sv", date(2026, month, 1)).split()[-1]
            stem = words[swedish][code].text.removesuffix("mánnu").removesuffix("mánno")
            genitive = say_date(date(2026, month, 1), code, date(2026, month, 1)).split()[0]
            assert genitive.startswith(stem), (genitive, stem)
        for day in range(1, 8):
            swedish = say_weekday(date(2026, 6, day), "sv")
            assert say_weekday(date(2026, 6, day), code) == words[swedish][code].text
