# SPDX-License-Identifier: EUPL-1.2
"""Bring the catalogues up to date with the code: `make i18n`.  With --check, only say whether.

    messages.pot     every message in dialogue/ and templates/ (babel.cfg)
    sv               written by hand in its messages.po; must be complete
    sma, se, smj     made from terms.csv and never written by hand: attested terms with their
                     source, composed ones as fuzzy (not shown), everything else empty
    en               empty: English is the message id

Messages that are gone are dropped, comments of translators stay, the order is the alphabet's.
There are no dates in the files, so that nothing changes when nothing changed.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the project, when run as a program

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from babel.util import pathmatch

from dialogue.core.languages import LANGUAGES, LOCALES, PLURAL_FORMS, SAMI
from translations.terms import Term, read_terms, word_for

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "plain": None,
    "lazy": None,
    "lazy_plain": None,
    "ngettext": (1, 2),
    "nplain": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
UNNAMED = re.compile(r"(?<!%)(?:%%)*%(?:[sdrif]\b|\(\w*\)(?![sd])|\{)")
SOURCE = "Source: "


# Finding messages


def sources() -> list[str]:
    """Every file that may hold messages, from the project's root."""
    found = [path for top in ("dialogue", "templates") for path in (ROOT / top).rglob("*.*")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path.is_file())


def extract() -> Catalog:
    """The messages of the code, without translations.  Raises SystemExit for an unreadable file."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel's gap
    template = empty_catalogue(None)
    for name in sources():
        for pattern, method in methods:
            if not pathmatch(pattern, name):
                continue
            try:
                found = list(
                    extract_from_file(
                        method,
                        ROOT / name,
                        KEYWORDS,
                        ("Translators:",),
                        options.get(pattern, {}),
                        strip_comment_tags=True,
                    )
                )
            except Exception as fault:
                raise SystemExit(f"{name}: cannot be read for messages: {fault}") from fault
            for _line, msgid, comments, _context in found:
                if msgid:
                    template.add(msgid, None, [(name, 0)], auto_comments=comments)
            break
    return template


# Catalogues


def empty_catalogue(locale: str | None) -> Catalog:
    """A catalogue that counts its plurals as PLURAL_FORMS says (Babel's own table has no Sámi)."""
    catalogue = Catalog(locale=locale, fuzzy=False)
    if locale is not None:
        catalogue.mime_headers = [("Plural-Forms", PLURAL_FORMS[locale])]
    return catalogue


def path_of(locale: str) -> Path:
    """The catalogue's file."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def read(locale: str) -> Catalog:
    """The catalogue as it stands; empty when there is none yet."""
    if not path_of(locale).exists():
        return empty_catalogue(locale)
    with path_of(locale).open("rb") as file:
        return read_po(file, locale=locale, ignore_obsolete=True)


def singular(message: Message) -> str:
    """The id by which a message is known."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms(message: Message | None) -> tuple[str, ...]:
    """A message's words, none left out; empty strings where there are none."""
    if message is None or not message.string:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages, without the header."""
    return (message for message in catalogue if message.id)


def updated(template: Catalog, old: Catalog, locale: str) -> Catalog:
    """The template with the words, comments and doubts (fuzzy) of the old catalogue."""
    new = empty_catalogue(locale)
    for message in messages(template):
        known = old.get(singular(message))
        same_kind = known is not None and isinstance(known.id, str) == isinstance(message.id, str)
        string = known.string if known is not None and same_kind and locale != "en" else None
        new.add(
            message.id,
            string,
            message.locations,
            ("fuzzy",) if known is not None and string and known.fuzzy else (),
            message.auto_comments,
            known.user_comments if known is not None else (),
        )
    return new


def from_terms(template: Catalog, swedish: Catalog, terms: Sequence[Term], locale: str) -> Catalog:
    """The Sámi catalogue: what the term list says about each whole Swedish text, no more."""
    new = empty_catalogue(locale)
    for message in messages(template):
        words = forms(swedish.get(singular(message)))
        word = None
        if isinstance(message.id, str) and words:
            word = word_for(terms, message.id, words[0], locale)
        new.add(
            message.id,
            word.text if word else None,
            message.locations,
            ("fuzzy",) if word and word.confidence == "composed" else (),
            message.auto_comments,
            (f"{SOURCE}{word.source or 'composed, no source'}",) if word else (),
        )
    return new


def header(locale: str | None) -> str:
    """The file's head, without dates and program versions."""
    name = next((one.name for one in LANGUAGES if one.code == locale), "every message")
    how = "made from terms.csv, do not edit" if locale in SAMI else "see refresh.py"
    lines = ["Project-Id-Version: dialogue", f"Language: {locale or ''}", "MIME-Version: 1.0"]
    lines += ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if locale is not None:
        lines.append(f"Plural-Forms: {PLURAL_FORMS[locale]}")
    fields = "".join(f'"{line}\\n"\n' for line in lines)
    return f'# Dialogue, {name}: {how}.\nmsgid ""\nmsgstr ""\n{fields}\n'


def written(catalogue: Catalog, locale: str | None) -> bytes:
    """The file's bytes."""
    body = io.BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return header(locale).encode() + body.getvalue()


def all_files() -> tuple[dict[Path, bytes], dict[str, Catalog]]:
    """Every file as it should be, and the catalogues by language."""
    template, terms = extract(), read_terms()
    swedish = updated(template, read("sv"), "sv")
    catalogues = {
        locale: swedish
        if locale == "sv"
        else from_terms(template, swedish, terms, locale)
        if locale in SAMI
        else updated(template, read(locale), locale)
        for locale in LOCALES
    }
    files = {FOLDER / "messages.pot": written(template, None)}
    files |= {path_of(locale): written(one, locale) for locale, one in catalogues.items()}
    return files, catalogues


# Checking


def incomplete(swedish: Catalog) -> list[str]:
    """What Swedish lacks."""
    where = "translations/sv/LC_MESSAGES/messages.po"
    found = []
    for message in messages(swedish):
        words = forms(message)
        if not words or not all(words):
            found.append(f"{singular(message)!r} has no Swedish: write its msgstr in {where}")
        elif message.fuzzy:
            found.append(
                f"{singular(message)!r} is fuzzy: read it, then take the mark off in {where}"
            )
    return found


def disagreeing(catalogue: Catalog, locale: str) -> list[str]:
    """Messages whose placeholders differ from their id's: a value would be lost or missing.

    The forms for one and, in Sámi, two may do without the number.
    """
    found = []
    for message in messages(catalogue):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        asked = Counter(set(PLACEHOLDER.findall(ids[-1])))
        for text in (*ids, *forms(message)):
            if UNNAMED.search(text):
                found.append(
                    f"{locale}: {text!r} has an unnamed value: write %(name)s, or %% for %"
                )
        words = forms(message)
        for index, text in enumerate(words):
            has = Counter(set(PLACEHOLDER.findall(text)))
            wanted = asked.copy()
            if text and index < len(words) - 1 and "num" not in has:
                del wanted["num"]
            if text and has != wanted:
                found.append(
                    f"{locale}: {text!r} has {sorted(has)}, but {singular(message)!r}"
                    f" has {sorted(asked)}: use the same %(name)s in both"
                )
    return found


def faults() -> list[str]:
    """Everything wrong with the catalogues as they stand, each with what to do."""
    files, catalogues = all_files()
    stale = [
        f"{path.relative_to(ROOT)} is not what the code asks for: run `make i18n` and commit it"
        for path, content in files.items()
        if not path.exists() or path.read_bytes() != content
    ]
    doubts = [fault for code, one in catalogues.items() for fault in disagreeing(one, code)]
    return stale + incomplete(catalogues["sv"]) + doubts


def refresh() -> None:
    """Write every file that changed, each whole at once."""
    for path, content in all_files()[0].items():
        if path.exists() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_bytes(content)
        draft.replace(path)


def main(arguments: Sequence[str]) -> int:
    """0 when all is well, 1 when --check or the fresh catalogues find faults, 2 for bad usage."""
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python translations/refresh.py [--check]\n")
        return 2
    if not arguments:
        refresh()
    found = faults()
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
