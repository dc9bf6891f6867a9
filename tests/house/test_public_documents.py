# SPDX-License-Identifier: EUPL-1.2
"""The documents lead somewhere: every link to a file of ours, every path, every make command."""

from __future__ import annotations

import re
from pathlib import Path

from dialogue.config import ROOT
from tests.house.source import told
from tests.house.test_documents import commands_missing

DEMANDED = (
    "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md",
    "publiccode.yml", "docs/DEVELOPMENT.md", "docs/OPERATIONS.md",
)  # fmt: skip
#: Folders of ours: what a document names under one of them is there.
FOLDERS = ("dialogue", "templates", "tests", "translations", "migrations", "docs")


def documents(root: Path = ROOT) -> list[Path]:
    """Every Markdown file at the root and under docs."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def dead_ends(page: Path, root: Path = ROOT) -> list[str]:
    """Links to files of ours, and paths in code marks, that lead nowhere."""
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    faults = [
        f"{page.name}: there is no {link}" for link in links if not (page.parent / link).exists()
    ]
    paths = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`", text)
    return faults + [
        f"{page.name}: there is no {path}" for path in paths if not (root / path).exists()
    ]


def test_a_public_project_has_its_documents() -> None:
    missing = [name for name in DEMANDED if not (ROOT / name).is_file()]
    assert not missing, told(missing)


def test_every_link_and_path_leads_somewhere() -> None:
    faults = [fault for page in documents() for fault in dead_ends(page)]
    assert not faults, told(faults)


def test_the_commands_of_the_guides_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("CONTRIBUTING.md", "docs/DEVELOPMENT.md"):
        faults = commands_missing((ROOT / name).read_text(encoding="utf-8"), makefile)
        assert not faults, told([f"{name}: {fault}" for fault in faults])


# Planted faults


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "x.md"
    page.write_text(
        "[a](gone.md) [b](https://example.org/) [c](x.md#part) `docs/gone.md` `tests/`", "utf-8"
    )
    (tmp_path / "tests").mkdir()
    assert len(dead_ends(page, tmp_path)) == 2


def test_the_pictures_of_the_readme_are_there_small_and_described() -> None:
    shown = re.findall(
        r'<img src="([^"]+)" width="\d+" alt="([^"]{20,})">',
        (ROOT / "README.md").read_text("utf-8"),
    )
    assert len(shown) == 3
    for path, _ in shown:
        assert 10_000 < (ROOT / path).stat().st_size < 100_000, path
