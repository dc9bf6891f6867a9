# SPDX-License-Identifier: EUPL-1.2
"""Every file says under which licence it may be used, as DIGG's handbook for open source asks.

Program files carry a line; what cannot (catalogues, pictures, lock files) is named in REUSE.toml.
"""

from __future__ import annotations

import tomllib

from dialogue.config import ROOT
from tests.house.source import Source, sources, told

LINE = "SPDX-License-Identifier: EUPL-1.2"
#: Where program files stand, and how they end.
FOLDERS = [
    ("dialogue", ".py"), ("tests", ".py"), ("migrations", ".py"), ("translations", ".py"),
("templates", ".html"), ("templates", ".txt"),
    ("dialogue/static/css", ".css"), ("dialogue/static/js", ".js"), ("dialogue/demo", ".yaml"),
]  # fmt: skip


def without_licence(files: list[Source]) -> list[str]:
    """Files whose first two lines do not name it (the first may say which program runs them)."""
    return [
        f"{file.path}: begin it with {LINE!r} in a comment"
        for file in files
        if not any(LINE in line for line in file.text.splitlines()[:2])
    ]


def test_every_program_file_names_its_licence() -> None:
    files = [file for folder, kind in FOLDERS for file in sources(folder, kind)]
    assert len(files) > 300
    assert not without_licence(files), told(without_licence(files))


def test_a_file_without_licence_is_found() -> None:
    good = Source("a.py", f"#!/usr/bin/env python3\n# {LINE}\n")
    late = Source("b.py", f"\n\n# {LINE}\n")
    assert [fault[:4] for fault in without_licence([good, late])] == ["b.py"]


def test_all_other_files_are_named_in_reuse_toml() -> None:
    stated = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    assert {"path": "**", "SPDX-License-Identifier": "EUPL-1.2"}.items() <= stated[0].items()
    assert (ROOT / "LICENSES/EUPL-1.2.txt").samefile(ROOT / "LICENSE")
