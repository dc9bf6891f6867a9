# SPDX-License-Identifier: EUPL-1.2
"""The two pages that say who may do what and what can happen hold nothing that is not used."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Flask

from dialogue.config import ROOT
from dialogue.core.access import GRANTS, Permission, Role
from dialogue.core.commands import COMMANDS
from dialogue.core.events import TOLD, EventKind
from dialogue.core.web.guards import guard_of
from tests.house.source import Source, sources, told
from tests.house.test_commands import import_every_command

#: Roles that hold everything, or act only by rules: a grant to them makes nothing of use.
OF_NO_USE = {Role.OPERATOR, Role.SYSTEM}
#: Acts of the command line and the worker alone; nobody else is granted them.
COMMAND_LINE = {Permission.DIGESTS_MAKE}


def ungranted(grants: Mapping[Role, Iterable[Permission]]) -> list[str]:
    """Permissions that no role of a person's has."""
    held = {p for role, given in grants.items() if role not in OF_NO_USE for p in given}
    return [
        f"Permission.{p.name}: grant it to a role in GRANTS of core/access.py, or remove it"
        for p in Permission
        if p not in held | COMMAND_LINE
    ]


def unrequired(required: Iterable[object]) -> list[str]:
    """Permissions that nothing asks for."""
    asked = set(required)
    return [
        f"Permission.{p.name}: put @command or @requires with it over what it is for, or remove it"
        for p in Permission
        if p not in asked
    ]


def named_kinds(files: Iterable[Source]) -> set[str]:
    """The kinds of events that are named in the code, outside the page that lists them."""
    return {
        node.attr
        for source in files
        if source.path != "dialogue/core/events.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "EventKind"
    }


def unrecorded(files: Iterable[Source]) -> list[str]:
    """Kinds that no act or command names."""
    rooms = {"commands", "acts"}
    named = named_kinds(source for source in files if rooms & set(source.rooms))
    return [
        f"EventKind.{kind.name}: record it in the command whose act it is, or remove it"
        for kind in EventKind
        if kind.name not in named
    ]


def without_mail(folder: Path) -> list[str]:
    """Kinds with an audience whose mail is not written."""
    return [
        f"{name}: write it, or take EventKind.{kind.name} out of TOLD in dialogue/core/events.py"
        for kind in sorted(TOLD)
        for name in (f"{kind.value}.txt", f"{kind.value}.html")
        if not (folder / name).is_file()
    ]


def test_every_permission_is_granted_to_somebody() -> None:
    assert not ungranted(GRANTS), told(ungranted(GRANTS))


def test_every_permission_is_required_somewhere(app: Flask) -> None:
    import_every_command()
    required: set[object] = {permission for permission, _ in COMMANDS.values()}
    required |= {guard_of(endpoint) for endpoint in app.view_functions}
    assert not unrequired(required), told(unrequired(required))


def test_every_kind_of_event_is_recorded_somewhere() -> None:
    faults = unrecorded(sources("dialogue"))
    assert not faults, told(faults)


def test_every_event_with_an_audience_has_its_mail() -> None:
    faults = without_mail(ROOT / "templates" / "mails")
    assert not faults, told(faults)


# Planted faults


def test_a_permission_of_no_use_is_found() -> None:
    nobody = {Role.OPERATOR: set(Permission), Role.OFFICIAL: set(Permission) - {Permission.SIGN_IN}}
    assert [fault.split(":")[0] for fault in ungranted(nobody)] == ["Permission.SIGN_IN"]
    assert len(unrequired(set(Permission) - {Permission.SIGN_IN})) == 1


def test_an_event_that_nothing_records_is_found() -> None:
    planted = Source(
        "dialogue/goals/queries.py", "EventKind.SIGNED_IN\nkind = EventKind.SIGNED_OUT"
    )
    assert len(unrecorded([planted])) == len(EventKind)
    moved = Source("dialogue/goals/commands.py", planted.text)
    assert len(unrecorded([moved])) == len(EventKind) - 2


def test_a_missing_mail_is_found(tmp_path: Path) -> None:
    (tmp_path / "feedback_published.txt").touch()
    assert len(without_mail(tmp_path)) == 2 * len(TOLD) - 1
