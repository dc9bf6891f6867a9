# SPDX-License-Identifier: EUPL-1.2
"""The import contracts in pyproject.toml are kept, and each catches a violation that is planted."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: contract → (file in the copy, line added to it)
PLANTED = {
    "Features stand on one another in one order": (
        "dialogue/goals/queries.py", "import dialogue.feedback.models",
    ),
    "Rooms inside a feature stand in one order": (
        "dialogue/feedback/models.py", "import dialogue.feedback.queries",
    ),
    "Rules are pure": ("dialogue/feedback/rules.py", "import sqlalchemy"),
    "Nothing below the views knows the web": ("dialogue/feedback/queries.py", "import flask"),
    "Forms ask, they do not look up": (
        "dialogue/feedback/forms.py", "import dialogue.feedback.models",
    ),
    "Views are entered by URL, never by import": (
        "dialogue/pages/queries.py", "import dialogue.accounts.views",
    ),
    "Views never touch the session": ("dialogue/pages/views.py", "import dialogue.core.database"),
    "bleach has one door": ("dialogue/core/mail.py", "import bleach"),
}  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts(answer: str, word: str) -> set[str]:
    """The names of the contracts that the linter calls KEPT or BROKEN."""
    return {m[1] for m in re.finditer(rf"^(.+?) {word}( \(.*\))?$", answer, re.MULTILINE)}


def test_every_contract_is_kept(root: Path) -> None:
    answer = lint(root)
    assert answer.returncode == 0, (
        "An import goes against the house. Read which contract is broken, find the lower room or "
        f"feature the code belongs to, and move it there:\n{answer.stdout}"
    )
    assert set(PLANTED) == contracts(answer.stdout, "KEPT"), (
        "Every contract needs a violation planted in PLANTED above"
    )


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_caught(contract: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(
        root / "dialogue", tmp_path / "dialogue", ignore=shutil.ignore_patterns("static")
    )
    shutil.copy(root / "pyproject.toml", tmp_path)
    name, line = PLANTED[contract]
    target = tmp_path / name
    if not target.exists():  # the room has become a folder
        target = target.with_suffix("") / "__init__.py"
    target.write_text(target.read_text() + f"\n{line}\n")
    assert contract in contracts(lint(tmp_path).stdout, "BROKEN"), (
        f"{line!r} in {name} went unnoticed"
    )


def test_a_room_without_a_name_in_the_contract_is_caught(root: Path, tmp_path: Path) -> None:
    shutil.copytree(
        root / "dialogue", tmp_path / "dialogue", ignore=shutil.ignore_patterns("static")
    )
    shutil.copy(root / "pyproject.toml", tmp_path)
    (tmp_path / "dialogue/feedback/utils.py").write_text("")
    assert lint(tmp_path).returncode != 0
