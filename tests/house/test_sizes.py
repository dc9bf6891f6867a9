# SPDX-License-Identifier: EUPL-1.2
"""Files that one can read at a sitting."""

from __future__ import annotations

from collections.abc import Iterable

from tests.house.source import Source, sources, told

PYTHON_LINES = 300
TEMPLATE_LINES = 120


def too_long(files: Iterable[Source], limit: int) -> list[str]:
    """Files above the limit."""
    return [
        f"{source.path}: {lines} lines, {limit} at most; make the room a folder, split by noun"
        for source in files
        if (lines := len(source.text.splitlines())) > limit
    ]


def test_python_files_are_short() -> None:
    faults = too_long([*sources("dialogue"), *sources("tests")], PYTHON_LINES)
    assert not faults, told(faults)


def test_templates_are_short() -> None:
    files = [*sources("templates", ".html"), *sources("templates", ".txt")]
    assert not too_long(files, TEMPLATE_LINES), told(too_long(files, TEMPLATE_LINES))


def test_a_long_file_is_found() -> None:
    assert too_long([Source("a.py", "\n" * 301), Source("b.py", "\n" * 300)], 300)[0].startswith(
        "a.py"
    )
