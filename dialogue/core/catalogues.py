# SPDX-License-Identifier: EUPL-1.2
"""The catalogues of translated messages: which words a message has, and in which language.

Read straight from the .po files, once per process and language (30 ms for a thousand messages).
There is no compiled .mo on purpose: the usual compiler writes the English msgid where a plural
is untranslated, and then nobody can tell any more that it must fall back to Swedish.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from babel.messages.pofile import read_po

from dialogue.core.languages import DEFAULT

FOLDER = Path(__file__).resolve().parents[2] / "translations"


class Found(NamedTuple):
    """A message's words: their language, and the forms from singular to plural."""

    lang: str
    forms: tuple[str, ...]


def path_of(locale: str) -> Path:
    """Where the catalogue of a language is."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(locale: str) -> Mapping[str, tuple[str, ...]]:
    """Message id (the singular one) to its forms.

    A message that is fuzzy or lacks a form is left out, so that it falls back as a whole.
    Raises babel.messages.pofile.PoFileError when the file is broken; a missing file is empty.
    """
    path = path_of(locale)
    if not path.exists():
        return MappingProxyType({})
    with path.open("rb") as file:
        messages = read_po(file, locale=locale, abort_invalid=True)
    words: dict[str, tuple[str, ...]] = {}
    for message in messages:
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and not message.fuzzy and forms and all(forms):
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            words[msgid] = tuple(str(form) for form in forms)
    return MappingProxyType(words)


def find(locale: str, *msgids: str) -> Found:
    """The words for a message in `locale`, else in Swedish, else the English msgid itself.

    `msgids` is the message, or its singular and its plural.
    """
    if locale != "en":
        for code in (locale, DEFAULT):
            forms = catalogue(code).get(msgids[0])
            # a catalogue that knows only the singular cannot serve a plural, nor the reverse
            if forms is not None and (len(forms) > 1) == (len(msgids) > 1):
                return Found(code, forms)
    return Found("en", msgids)
