# SPDX-License-Identifier: EUPL-1.2
"""Addresses: Swedish words in kebab-case, typed converters, and none that goes without a redirect.

tests/house/routes.txt keeps every address that was ever published.  Write it anew with

    .venv/bin/python -m tests.house.test_addresses

which adds what is new and never takes anything away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask

from dialogue.config import ROOT
from tests.conftest import make_settings
from tests.house.source import told

LIST = ROOT / "tests" / "house" / "routes.txt"
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: What a file's name ends with.
FILE = re.compile(r"\.(atom|csv|ics)$")
PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
#: Converters that stand for text, and what they hold: each is looked up, and unknown ones are 404.
STRINGS = {
    "slug": "a dialogue's, place's, assignment's or response's words, made by us",
    "thread_slug": "a thread's words, made by us",
    "key": "a goal's key within its year",
    "code": "a receipt's code",
    "token": "a signed sign-in link",
    "confirm_token": "the signed link that says yes to following",
    "stop_token": "the signed link that ends following",
}
TYPES = {"lang", "int"}
#: A whole page, before an act that every page has, such as /hjalpte.
PAGE = ("path", "page")


def misnamed(rules: Iterable[str]) -> list[str]:
    """Words of addresses that are not kebab-case, and converters without a type."""
    faults = []
    for rule in rules:
        if rule.startswith("/static/"):
            continue
        for part in filter(None, rule.split("/")):
            rest = FILE.sub("", PART.sub("x", part))
            if rest and not WORD.fullmatch(rest):
                faults.append(f"{rule}: write {rest!r} in small letters a-z, with - between words")
            for converter in PART.finditer(part):
                kind, name = converter["kind"], converter["name"]
                if (
                    (kind, name) != PAGE
                    and kind not in TYPES
                    and not (kind is None and name in STRINGS)
                ):
                    faults.append(
                        f"{rule}: give <{name}> a type, as in <int:{name}>; a text that is looked"
                        f" up goes with a word of explanation into STRINGS in {__name__}"
                    )
    return faults


def rules_of(app: Flask) -> list[str]:
    """Every address of the application."""
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def gone(kept: Iterable[str], now: Iterable[str]) -> list[str]:
    """Addresses that once were, and are no more."""
    return [
        f"{rule}: residents have it on posters and in mails; keep a route there that redirects"
        " (301) to where the page went"
        for rule in sorted(set(kept) - set(now))
    ]


def kept() -> list[str]:
    """The list as it stands."""
    return LIST.read_text(encoding="utf-8").split()


def test_addresses_are_words_with_hyphens_and_typed(app: Flask) -> None:
    faults = misnamed(rules_of(app))
    assert not faults, told(faults)


def test_no_address_is_taken_away(app: Flask) -> None:
    faults = gone(kept(), rules_of(app))
    assert not faults, told(faults)


def test_the_list_of_addresses_is_current(app: Flask) -> None:
    new = set(rules_of(app)) - set(kept())
    assert not new, f"{sorted(new)}: run .venv/bin/python -m {__name__} and commit the list"


@pytest.mark.parametrize(
    "rule",
    [
        "/<lang:lang>/minSida", "/<lang:lang>/min_sida", "/<lang:lang>/Mål",
        "/<lang:lang>/mal/<number>", "/<lang:lang>/mal/<path:rest>",
    ],
)  # fmt: skip
def test_a_badly_named_address_is_found(rule: str) -> None:
    assert len(misnamed([rule])) == 1


def test_a_removed_address_is_found() -> None:
    assert gone(["/a", "/b"], ["/b", "/c"])[0].startswith("/a:")


def rewrite(folder: Path) -> None:
    """Add new addresses to the list."""
    from dialogue import create_app

    app = create_app(make_settings(f"sqlite:///{folder / 'routes.db'}", folder))
    known = set(kept()) if LIST.exists() else set()
    LIST.write_text("\n".join(sorted(known | set(rules_of(app)))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        rewrite(Path(temporary))
