# SPDX-License-Identifier: EUPL-1.2
"""What house tests read: our own files, as path and text, so that a planted one will do too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dialogue.config import ROOT


@dataclass(frozen=True)
class Source:
    """A file of ours; `path` is relative to the project's root, with slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed Python."""
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """The dotted name of a Python file."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def rooms(self) -> list[str]:
        """The names of its folders and its own: `dialogue/goals/queries/desk.py` → queries too."""
        return self.module.split(".")


def sources(folder: str, ending: str = ".py", root: Path = ROOT) -> list[Source]:
    """Every file under `folder` with this ending, in the order of the alphabet."""
    found = sorted(path for path in (root / folder).rglob(f"*{ending}") if path.is_file())
    assert found, f"there is no {ending} file in {folder}: this test would look at nothing"
    return [Source(path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in found]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in a piece of Python."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text; a call within it by its name, and "" for what is no such chain."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def imported(tree: ast.Module) -> dict[str, str]:
    """Each imported name, as the file calls it → where it comes from, in full."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname or a.name: a.name for a in node.names}
    return names


def in_full(node: ast.AST, names: dict[str, str]) -> str:
    """A name with its import written out: `acts.decide` → `dialogue.moderation.acts.decide`."""
    first, dot, rest = dotted(node).partition(".")
    return names.get(first, first) + dot + rest


def told(faults: list[str]) -> str:
    """Faults as a failure message: one a line."""
    return "\n  ".join(["", *faults])
