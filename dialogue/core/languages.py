# SPDX-License-Identifier: EUPL-1.2
"""The five languages: which they are, which one a reader gets, and a text held in several of them.

`se` is Northern Sámi, never Sweden; `sma` Southern and `smj` Lule Sámi.  English is the language
of the message ids.  What is missing in any language is shown in Swedish.  Pure: no Flask, no
database; the column type of `Translated` stands in core/database.py, the texts in core/texts.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

LOCALES: Final = ("sv", "sma", "se", "smj", "en")
DEFAULT: Final = "sv"
SAMI: Final = ("sma", "se", "smj")


class Language(NamedTuple):
    """A language as the switch shows it.

    `name` is in the language itself; `partial` says that only part of the interface is in it,
    and stays true until a speaker has reviewed a whole minimum.
    """

    code: str
    name: str
    partial: bool


LANGUAGES: Final = (
    Language("sv", "Svenska", False),
    Language("sma", "Åarjelsaemien gïele", True),
    Language("se", "Davvisámegiella", True),
    Language("smj", "Julevsámegiella", True),
    Language("en", "English", False),
)

# Source: CLDR's plural rules (one/two/other for the Sámi languages, one/other for the rest).
_ONE_OTHER: Final = "nplurals=2; plural=(n != 1);"
_ONE_TWO_OTHER: Final = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"
PLURAL_FORMS: Final[Mapping[str, str]] = {
    code: _ONE_TWO_OTHER if code in SAMI else _ONE_OTHER for code in LOCALES
}


def plural_index(locale: str, n: float) -> int:
    """Which plural form `n` things take: what PLURAL_FORMS says, as Python."""
    if n == 1:
        return 0
    return 1 if n == 2 or locale not in SAMI else 2


# Primary subtags as browsers send them.  `sme` is the three-letter code of `se`.
_SUBTAGS: Final[Mapping[str, str]] = {**{code: code for code in LOCALES}, "sme": "se"}
_WEIGHT: Final = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def _wishes(accept_language: str) -> Iterator[tuple[float, str]]:
    """(weight, primary subtag) for each readable entry, in the order written."""
    for entry in accept_language.split(","):
        tag, _, parameter = entry.partition(";")
        subtag = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
        weight = _WEIGHT.fullmatch(parameter.strip()) if parameter.strip() else None
        if parameter.strip() and weight is None:
            continue  # an entry nobody can weigh is no wish
        yield (float(weight[1]) if weight else 1.0), subtag


def negotiate(accept_language: str | None) -> str:
    """The locale an Accept-Language header asks for first; Swedish when it names none of ours.

    Walks by q (RFC 9110 § 12.5.4), then in the order written, and looks only at the primary
    subtag: `sma-SE,sv;q=0.5` is Southern Sámi.  `*` means any language, hence Swedish.
    """
    wishes = sorted(_wishes(accept_language or ""), key=lambda wish: -wish[0])
    for weight, subtag in wishes:
        if weight == 0:
            break
        if subtag == "*":
            return DEFAULT
        if subtag in _SUBTAGS:
            return _SUBTAGS[subtag]
    return DEFAULT


class Translated:
    """A text that staff wrote in one or more languages; immutable, Swedish always there.

    Languages with no words are left out.  Raises ValueError when Swedish is missing or a
    language is none of LOCALES, TypeError when a text is no str.
    """

    __slots__ = ("_texts",)
    _texts: Mapping[str, str]

    def __init__(self, texts: Mapping[str, str]) -> None:
        unknown = sorted(code for code in texts if code not in LOCALES)
        if unknown:
            raise ValueError(
                f"unknown language {', '.join(unknown)}: a text can be in {', '.join(LOCALES)}"
            )
        for code, text in texts.items():
            if not isinstance(text, str):
                raise TypeError(f"the text in {code} is {type(text).__name__}, it must be a str")
        kept = {code: texts[code] for code in LOCALES if texts.get(code, "").strip()}
        if DEFAULT not in kept:
            given = ", ".join(kept) or "no language at all"
            raise ValueError(f"Swedish (sv) is missing: the text is given in {given}")
        object.__setattr__(self, "_texts", kept)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Translated does not change: make a new one instead of {name} =")

    @classmethod
    def from_json(cls, value: object) -> Translated:
        """The value that `to_json` gave.  Raises TypeError when it is no object of texts."""
        if not isinstance(value, Mapping):
            raise TypeError(f"expected an object of language to text, got {type(value).__name__}")
        return cls(value)

    def to_json(self) -> dict[str, str]:
        """Language to text, in the order of LOCALES."""
        return dict(self._texts)

    @property
    def sv(self) -> str:
        """The Swedish text, which is always there."""
        return self._texts[DEFAULT]

    def best(self, locale: str) -> tuple[str, str]:
        """(language, text): the text in `locale`, else in Swedish.

        The language is what `lang` must say where it differs from the page's.
        """
        code = locale if locale in self._texts else DEFAULT
        return code, self._texts[code]

    def __reduce__(self) -> tuple[type[Translated], tuple[dict[str, str]]]:
        # copying and pickling would otherwise set the slot, which __setattr__ refuses
        return Translated, (self.to_json(),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Translated) and dict(self._texts) == dict(other._texts)

    def __hash__(self) -> int:
        return hash(tuple(self._texts.items()))

    def __repr__(self) -> str:
        return f"Translated({dict(self._texts)!r})"


def with_swedish(before: Translated | None, text: str) -> Translated:
    """`text` in Swedish, beside what `before` has in other languages."""
    return Translated({**(before.to_json() if before else {}), DEFAULT: text})
