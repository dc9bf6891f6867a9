# SPDX-License-Identifier: EUPL-1.2
"""The copy of a text that is searched: as plain as it gets, each character knowing its place."""

import unicodedata

_DASHES = frozenset("\u02d7\u00af\u2043\u207b\u208b\u2212\u2500\u2501\u2796")
_DOTS = frozenset("\u3002\uff61")  # as host names may be written, by RFC 3490
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def folded_text(text: str) -> tuple[str, list[int]]:
    """The plain copy, and for each of its characters the place in ``text``.

    Invisible characters are left out; every digit is ASCII, every dash ``-``, every space `` ``.
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = character if character.isascii() else _plain(character)
        plain = " " if plain == "\t" else plain
        if plain:
            characters.append(plain)
            places.append(place)
    return "".join(characters), places


def _plain(character: str) -> str:
    """One character as plain as it gets, or nothing for one that is not seen."""
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"} or character in _BLANK:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    if category == "Zs":
        return " "
    # Full-width letters and signs; a fraction or a superscript would become other numbers.
    wide = unicodedata.normalize("NFKC", character) if category not in {"No", "Nl"} else character
    return wide if len(wide) == 1 else character


def digits_of(written: str) -> str:
    """The digits of a folded text, in order."""
    return "".join(character for character in written if character.isdigit())
