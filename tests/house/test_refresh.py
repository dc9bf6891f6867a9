# SPDX-License-Identifier: EUPL-1.2
"""`make i18n` finds what it should, keeps what people wrote, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from translations import refresh, terms


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one Python file and one template."""
    folder = tmp_path / "translations"
    (tmp_path / "dialogue").mkdir()
    (tmp_path / "templates").mkdir()
    folder.mkdir()
    (tmp_path / "babel.cfg").write_text((refresh.ROOT / "babel.cfg").read_text(encoding="utf-8"))
    (tmp_path / "dialogue" / "forms.py").write_text(
        'a = lazy("Send")\nb = lazy_plain("Goal")\nc = nplain("%(num)s day", "%(num)s days", n)\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        "{{ _('Accessibility') }}<a title=\"{{ plain('Hello %(name)s', name=n) }}\">"
        "{% trans %}\n  Two\n  lines\n{% endtrans %}{{ ngettext('one', 'many', n) }}</a>"
    )
    monkeypatch.setattr(refresh, "ROOT", tmp_path)
    monkeypatch.setattr(refresh, "FOLDER", folder)
    return tmp_path


def swedish(**words: str) -> Catalog:
    catalogue = refresh.empty_catalogue("sv")
    for msgid, text in words.items():
        catalogue.add(msgid.replace("_", " "), text)
    return catalogue


def test_messages_are_found_in_code_and_templates(project: Path) -> None:
    found = {message.id for message in refresh.messages(refresh.extract())}
    assert found == {
        "Send",
        "Goal",
        ("%(num)s day", "%(num)s days"),
        "Accessibility",
        "Hello %(name)s",
        "Two lines",
        ("one", "many"),
    }


def test_a_file_that_cannot_be_read_is_named(project: Path) -> None:
    (project / "templates" / "broken.html").write_text("{{ _('Send') ")
    with pytest.raises(SystemExit, match=r"templates/broken\.html: cannot be read"):
        refresh.extract()


def test_a_second_run_changes_nothing_and_swedish_words_and_comments_stay(project: Path) -> None:
    refresh.refresh()
    path = refresh.path_of("sv")
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "Send"\nmsgstr ""', 'msgid "Send"\nmsgstr "Skicka"')
    text = text.replace(
        "#: dialogue/forms.py\nmsgid", "# On the button.\n#: dialogue/forms.py\nmsgid"
    )
    path.write_text(text, encoding="utf-8")
    refresh.refresh()
    first = {path: path.read_bytes() for path in refresh.FOLDER.rglob("*.po*")}
    assert len(first) == 6
    refresh.refresh()
    assert first == {path: path.read_bytes() for path in refresh.FOLDER.rglob("*.po*")}
    kept = refresh.read("sv").get("Send")
    assert kept is not None
    assert (kept.string, kept.user_comments) == ("Skicka", ["On the button."])
    sami = refresh.path_of("sma").read_text(encoding="utf-8")
    assert 'msgid "Send"\nmsgstr "Seedth"' in sami
    assert "# Source: " in sami
    assert not any("is not what the code asks for" in fault for fault in refresh.faults())

    (project / "dialogue" / "forms.py").write_text('a = lazy("Back")\n')
    assert sum("is not what the code asks for" in fault for fault in refresh.faults()) == 6
    refresh.refresh()
    assert "Send" not in refresh.path_of("sv").read_text(encoding="utf-8")


def test_check_changes_no_file_and_answers_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refresh.main(["--check"]) == 1
    assert "run `make i18n` and commit it" in capsys.readouterr().err
    assert not list(refresh.FOLDER.iterdir())
    assert refresh.main(["--help"]) == 2


def test_composed_terms_are_fuzzy_and_unknown_ones_empty() -> None:
    template = swedish(Accessibility="Tillgänglighet", Send="Skicka", Send_it="Skicka den")
    made = {
        code: refresh.from_terms(template, template, terms.read_terms(), code)
        for code in ("sma", "se", "smj")
    }
    composed = made["se"].get("Accessibility")
    assert composed is not None
    assert composed.fuzzy
    shown = made["sma"].get("Send")
    assert shown is not None
    assert (shown.string, shown.fuzzy) == ("Seedth", False)
    assert shown.user_comments[0].startswith("Source: ")
    for catalogue in made.values():
        sentence = catalogue.get("Send it")
        assert sentence is not None
        assert not sentence.string


def test_missing_and_doubtful_swedish_is_named() -> None:
    catalogue = swedish(Send="Skicka", Goal="")
    catalogue.add("Doubt", "Tvivel", flags=["fuzzy"])
    catalogue.add(("%(num)s day", "%(num)s days"), ("en dag", ""))
    named = " ".join(refresh.incomplete(catalogue))
    assert "'Goal' has no Swedish" in named
    assert "'%(num)s day' has no Swedish" in named
    assert "'Doubt' is fuzzy" in named
    assert "Send" not in named


@pytest.mark.parametrize(
    ("msgid", "words", "wrong"),
    [
        ("Hello %(name)s", "Hej %(name)s", 0),
        ("Hello %(name)s", "Hej %(namn)s", 1),
        ("Hello %(name)s", "Hej", 1),
        ("Hello", "Hej %(name)s", 1),
        ("Hello %s", "Hej %s", 2),
        ("100 % sure", "100 % säker", 0),
        (("%(num)s day", "%(num)s days"), ("en dag", "%(num)s dagar"), 0),
        (("%(num)s day", "%(num)s days"), ("%(num)s dag", "flera dagar"), 1),
        (("%(num)s of %(all)s", "%(num)s of %(all)s"), ("en", "%(num)s av %(all)s"), 1),
    ],
)
def test_placeholders_that_disagree_are_named(
    msgid: str | tuple[str, str], words: str | tuple[str, str], wrong: int
) -> None:
    catalogue = refresh.empty_catalogue("sv")
    catalogue.add(msgid, words)
    assert len(refresh.disagreeing(catalogue, "sv")) == wrong
