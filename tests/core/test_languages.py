# SPDX-License-Identifier: EUPL-1.2
"""Which language a reader gets, and texts held in several languages."""

from __future__ import annotations

import copy
import pickle

import pytest
from babel import Locale
from babel.plural import PluralRule

from dialogue.core.languages import (
    LANGUAGES,
    LOCALES,
    PLURAL_FORMS,
    SAMI,
    Translated,
    negotiate,
    plural_index,
)


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, "sv"),
        ("", "sv"),
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("sma-SE,sv;q=0.5", "sma"),
        ("sma;q=0.4,sv;q=0.5", "sv"),
        ("sme", "se"),
        ("sme-NO;q=0.9,nb;q=0.8", "se"),
        ("se-SE,sv;q=0.5", "se"),
        ("SMJ", "smj"),
        ("en_GB", "en"),
        ("en;q=0.5, smj;q=0.5", "en"),
        ("nb-NO,nn;q=0.9,en;q=0.1", "en"),
        ("fi,de;q=0.9", "sv"),
        ("*", "sv"),
        ("en;q=0.3,*;q=0.5", "sv"),
        ("fi,*;q=0.1", "sv"),
        ("en;q=0", "sv"),
        ("en;q=0, sma;q=0.001", "sma"),
        ("en ; q = 0.9 , sma;q=1.000", "sma"),
        ("en;q=2,sma;q=0.1", "sma"),
        ("en;q=abc", "sv"),
        ("en;level=1", "sv"),
        (";;;,,,=q", "sv"),
        ("\x00\ufffd' OR 1=1 --", "sv"),
        ("e" * 100_000, "sv"),
        ("," * 10_000 + "smj", "smj"),
    ],
)
def test_the_first_wish_that_is_ours_is_granted(header: str | None, locale: str) -> None:
    assert negotiate(header) == locale


def test_the_switch_names_each_language_in_itself_and_calls_sami_partial() -> None:
    assert tuple(language.code for language in LANGUAGES) == LOCALES
    assert {language.code for language in LANGUAGES if language.partial} == {"sma", "se", "smj"}
    assert dict(zip(LOCALES, (language.name for language in LANGUAGES), strict=True)) == {
        "sv": "Svenska",
        "sma": "Åarjelsaemien gïele",
        "se": "Davvisámegiella",
        "smj": "Julevsámegiella",
        "en": "English",
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_plural_forms_count_as_cldr_does(locale: str) -> None:
    rule = Locale.parse(locale).plural_form
    assert isinstance(rule, PluralRule)
    order = ["one", "two", "other"] if locale in SAMI else ["one", "other"]
    for n in [*range(130), 1000, 1_000_002]:
        assert plural_index(locale, n) == order.index(rule(n)), n
    assert PLURAL_FORMS[locale].startswith(f"nplurals={len(order)};")


def test_a_translated_text_is_given_in_the_readers_language_else_in_swedish() -> None:
    text = Translated({"sv": "Parker", "en": "Parks"})
    assert text.best("en") == ("en", "Parks")
    assert text.best("sma") == ("sv", "Parker")
    assert text.best("fi") == ("sv", "Parker")
    assert text.sv == "Parker"


@pytest.mark.parametrize("texts", [{}, {"en": "Parks"}, {"sv": "", "en": "Parks"}, {"sv": " \n"}])
def test_a_translated_text_without_swedish_is_refused_and_says_so(texts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"Swedish \(sv\) is missing"):
        Translated(texts)


def test_a_translated_text_refuses_other_languages_and_other_types() -> None:
    with pytest.raises(ValueError, match="unknown language fi"):
        Translated({"sv": "Parker", "fi": "Puistot"})
    with pytest.raises(TypeError, match="sv is int"):
        Translated({"sv": 1})  # type: ignore[dict-item]  # what a hand-written JSON may hold
    for value in ("Parker", ["Parker"], None):
        with pytest.raises(TypeError, match="expected an object"):
            Translated.from_json(value)


def test_a_translated_text_goes_to_json_and_back_without_empty_languages() -> None:
    text = Translated({"en": "Parks", "sv": "Parker", "se": ""})
    assert text.to_json() == {"sv": "Parker", "en": "Parks"}
    assert list(text.to_json()) == ["sv", "en"]
    assert Translated.from_json(text.to_json()) == text
    assert text != Translated({"sv": "Parker"})
    assert text != {"sv": "Parker", "en": "Parks"}
    assert len({text, Translated({"sv": "Parker", "en": "Parks"})}) == 1


def test_a_translated_text_does_not_change() -> None:
    given = {"sv": "Parker"}
    text = Translated(given)
    given["sv"] = "Gator"
    text.to_json()["sv"] = "Gator"
    assert text.sv == "Parker"
    with pytest.raises(AttributeError, match="does not change"):
        text._texts = {"sv": "Gator"}
    assert copy.deepcopy(text) == pickle.loads(pickle.dumps(text)) == text
