# SPDX-License-Identifier: EUPL-1.2
"""Documents that do not lie: settings, commands, and a word for every table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogue.config import ROOT, Settings
from dialogue.core.database import Base
from tests.house.source import told
from tests.house.test_commands import import_every_command


def read(name: str) -> str:
    """A file at the project's root."""
    return (ROOT / name).read_text(encoding="utf-8")


def settings_differing(documented: Iterable[str], where: str) -> list[str]:
    """Settings that are not documented there, and documented ones that do not exist."""
    known = {f"DIALOGUE_{field.upper()}" for field in Settings.model_fields}
    said = set(documented)
    return [
        *(f"{where}: write what {name} is for" for name in sorted(known - said)),
        *(f"{where}: there is no setting {name}" for name in sorted(said - known)),
    ]


def rows(text: str) -> list[str]:
    """The settings that head a row of a table."""
    return re.findall(r"^\| `(DIALOGUE_\w+)`", text, re.MULTILINE)


def settings_faults(readme: str, example: str) -> list[str]:
    """Faults in both halves of the README, and in the example."""
    swedish, english = re.split(r"^## In English$", readme, flags=re.MULTILINE)
    return [
        *settings_differing(rows(swedish), "README.md, in Swedish"),
        *settings_differing(rows(english), "README.md, in English"),
        *settings_differing(re.findall(r"^(DIALOGUE_\w+)=", example, re.MULTILINE), ".env.example"),
    ]


def commands_missing(text: str, makefile: str) -> list[str]:
    """Make commands that a text names and the Makefile does not have."""
    named = set(re.findall(r"(?:`|^ {4})make ([a-z][a-z0-9-]*)", text, re.MULTILINE))
    assert named, "the text names no make command: this test would look at nothing"
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", makefile, re.MULTILINE))
    return [
        f"`make {name}` is not in the Makefile: add it, or mend the text"
        for name in sorted(named - targets)
    ]


def unhelped(makefile: str) -> list[str]:
    """Commands of the Makefile that `make help` does not show."""
    return [
        f"Makefile, {name}: write `## what it does` after it"
        for name, rest in re.findall(r"^([a-z][a-z0-9-]*):(.*)$", makefile, re.MULTILINE)
        if "## " not in rest
    ]


def unexplained(models: Iterable[str], glossary: str) -> list[str]:
    """Models without a row, and rows without a model."""
    explained = set(
        re.findall(r"^\| `(\w+)` \| [^|]*\w[^|]* \| [^|]*\w[^|]* \|", glossary, re.MULTILINE)
    )
    named = set(models)
    return [
        *(
            f"docs/glossary.md: write a row | `{m}` | Swedish | meaning |"
            for m in sorted(named - explained)
        ),
        *(f"docs/glossary.md: there is no model {m} any more" for m in sorted(explained - named)),
    ]


def models() -> set[str]:
    """The name of every table's class."""
    import_every_command()
    return {mapper.class_.__name__ for mapper in Base.registry.mappers}


def test_every_setting_is_documented_and_no_other() -> None:
    faults = settings_faults(read("README.md"), read(".env.example"))
    assert not faults, told(faults)


def test_the_commands_of_the_readme_exist() -> None:
    faults = commands_missing(read("README.md"), read("Makefile"))
    assert not faults, told(faults)


def test_make_help_shows_every_command() -> None:
    assert not unhelped(read("Makefile")), told(unhelped(read("Makefile")))


def test_the_glossary_knows_every_model() -> None:
    faults = unexplained(models(), read("docs/glossary.md"))
    assert not faults, told(faults)


def test_every_decision_has_its_number_day_and_reason() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    numbers = [page.name[:4] for page in pages]
    assert numbers == [f"{n:04}" for n in range(1, len(pages) + 1)], "number them one by one"
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.match(r"# \d{4} \S.*\n\n\*20\d\d-\d\d-\d\d\*\n", text), (
            f"{page.name}: title, then day"
        )
        for heading in ("## Why", "## What we do", "## What it costs"):
            assert heading in text, f"{page.name}: write {heading}"
        assert len(text.splitlines()) <= 60, f"{page.name}: one page"


# Planted faults


def test_a_setting_that_is_missing_or_invented_is_found() -> None:
    table = "".join(f"| `DIALOGUE_{field.upper()}` | x |\n" for field in Settings.model_fields)
    example = "".join(f"DIALOGUE_{field.upper()}=\n" for field in Settings.model_fields)
    readme = f"{table}\n## In English\n\n{table}"
    assert settings_faults(readme, example) == []
    assert len(settings_faults(readme.replace("_MAIL_", "_POST_"), example)) == 4
    assert len(settings_faults(readme, example.replace("DIALOGUE_SECRET_KEY=", "SECRET_KEY="))) == 1


def test_a_command_that_does_not_exist_is_found() -> None:
    text = "    make run     # starts\n\nRun `make lint` or `make PORT=1`; make no haste."
    assert [f.split("`")[1] for f in commands_missing(text, "run: x\n\ty\n")] == ["make lint"]
    assert len(unhelped("run: x ## starts\nlint: x\n")) == 1


def test_a_model_without_a_word_is_found() -> None:
    glossary = (
        "| `Goal` | mål | what the council wants |\n| `Plan` | | |\n| `Old` | gammal | gone |\n"
    )
    assert len(unexplained(["Goal", "Plan"], glossary)) == 2
