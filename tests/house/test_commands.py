# SPDX-License-Identifier: EUPL-1.2
"""Every command has one shape: who, on what, with which details, when; and it records an event."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

import dialogue
from dialogue.core.commands import COMMANDS, NOW
from dialogue.core.events import record
from tests.house.source import Source, calls, imported, in_full, sources, told

RECORD = f"{record.__module__}.{record.__name__}"


def is_room(source: Source, room: str) -> bool:
    """Whether a file belongs to a feature's room: `dialogue/<feature>/<room>….py`."""
    return len(source.rooms) > 2 and source.rooms[2] == room


def import_every_command() -> None:
    """Fill COMMANDS: import the commands of every feature."""
    for module in pkgutil.walk_packages(dialogue.__path__, "dialogue."):
        if "commands" in module.name.split("."):
            importlib.import_module(module.name)


def misshapen(name: str, act: Callable[..., Any]) -> list[str]:
    """What is wrong with a command's signature and docstring."""
    parameters = list(inspect.signature(act).parameters.values())
    faults = []
    who = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    if len(who) != 2 or any(p.default is not p.empty for p in who):
        faults.append(f"{name}: takes exactly (actor, subject, *, …) by position")
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters):
        faults.append(f"{name}: name every detail instead of taking *args or **kwargs")
    at = next((p for p in parameters if p.name == "at"), None)
    if at is None or at.kind is not at.KEYWORD_ONLY or at.default != NOW:
        faults.append(f"{name}: ends with `at: datetime = NOW`, the one instant of the command")
    if not inspect.getdoc(act):
        faults.append(f"{name}: a docstring says what it does and what it raises")
    return faults


def recorders(acts: Iterable[Source]) -> set[str]:
    """The functions of acts.py files that record an event, by their full names."""
    found = set()
    for source in acts:
        names = imported(source.tree)
        for function in ast.walk(source.tree):
            if isinstance(function, ast.FunctionDef) and any(
                in_full(call.func, names) == RECORD for call in calls(function)
            ):
                found.add(f"{source.module}.{function.name}")
    return found


def is_command(function: ast.AST) -> bool:
    """Whether a function stands under @command(…)."""
    return isinstance(function, ast.FunctionDef) and any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "command"
        for mark in function.decorator_list
    )


def silent(source: Source, recording: set[str]) -> list[str]:
    """Commands of a file that record nothing, neither themselves nor by an act they call."""
    names = imported(source.tree)
    own = recorders([source])
    names |= {name.rpartition(".")[2]: name for name in own}
    return [
        f"{source.path}:{function.lineno}: {function.name} must end with"
        " record(EventKind.…, actor, subject, at=at), itself or by a function of acts.py"
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef)
        and is_command(function)
        and not any(in_full(c.func, names) in {RECORD, *recording, *own} for c in calls(function))
    ]


def test_every_command_has_its_shape() -> None:
    import_every_command()
    assert len(COMMANDS) > 20, "the commands of the features were not found"
    faults = [fault for name, (_, act) in COMMANDS.items() for fault in misshapen(name, act)]
    assert not faults, told(faults)


def test_every_command_records_what_happened() -> None:
    files = sources("dialogue")
    recording = recorders(source for source in files if is_room(source, "acts"))
    rooms = [source for source in files if is_room(source, "commands")]
    faults = [fault for source in rooms for fault in silent(source, recording)]
    assert not faults, told(faults)


def test_no_act_happens_outside_the_room_of_commands() -> None:
    faults = [
        f"{source.path}:{node.lineno}: move {node.name} to the feature's commands.py"
        for source in sources("dialogue")
        if not is_room(source, "commands")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and is_command(node)
    ]
    assert not faults, told(faults)


# Planted faults


def test_a_misshapen_command_is_found() -> None:
    def no_time(actor: object, subject: object) -> None:
        """Does it."""

    def one_too_many(actor: object, subject: object, more: object, *, at: object = NOW) -> None:
        """Does it."""

    def undescribed(actor: object, subject: object, *, at: object = NOW) -> None: ...

    def anything(actor: object, subject: object, *, at: object = NOW, **more: object) -> None:
        """Does it."""

    for wrong in (no_time, one_too_many, undescribed, anything):
        assert len(misshapen(wrong.__name__, wrong)) == 1


def test_a_command_that_records_nothing_is_found() -> None:
    text = """
from dialogue.core.events import EventKind, record
from dialogue.goals import acts as shared
@command(P.X)
def loud(actor, subject, *, at=NOW):
    record(EventKind.X, actor, subject, at=at)
@command(P.X)
def through_an_act(actor, subject, *, at=NOW):
    shared.decide(actor)
@command(P.X)
def quiet(actor, subject, *, at=NOW):
    subject.record = other.record()
"""
    faults = silent(Source("dialogue/goals/commands.py", text), {"dialogue.goals.acts.decide"})
    assert [fault.split(" ")[1] for fault in faults] == ["quiet"]


def test_an_act_that_records_is_known() -> None:
    text = """
from dialogue.core.events import record
def decide():
    record(1)
def look():
    x()
"""
    assert recorders([Source("dialogue/goals/acts.py", text)]) == {"dialogue.goals.acts.decide"}
