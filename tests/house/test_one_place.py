# SPDX-License-Identifier: EUPL-1.2
"""What may be done in one place only: committing, writing, comparing roles, asking the clock, and
changing a contribution's state and counters."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.house.source import Source, calls, dotted, imported, in_full, sources, told

Fault = tuple[int, str]

#: Who may ask the clock, and why.  All others are given the instant: `at` or `instant()`.
CLOCK = {
    "dialogue/core/commands.py": "a command's one instant, where none is given",
    "dialogue/core/web/guards.py": "a request's one instant",
    "dialogue/core/texts.py": "whether a date goes without its year, where no day is given",
    "dialogue/notifications/delivery.py": "sending takes time: a lease runs from its own instant",
    "dialogue/cli/": "the command line is the outermost: it passes the instant on",
}
CLOCKS = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
    "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
    "sqlalchemy.func.now", "sqlalchemy.func.current_timestamp",
}  # fmt: skip

#: Methods of a session; sets have an `add` too, so that one counts only on what is a session.
SESSION_WRITES = {"add_all", "delete", "merge", "flush", "bulk_save_objects"}
SESSIONS = {"session", "current", "db.session"}
STATEMENTS = {"insert", "update", "delete"}

ACTS = "dialogue/dialogues/acts.py"
#: Columns of Contribution and Thread that acts.py alone writes: nothing else has these names.
COUNTED = {"shown_at", "reviewed_at", "reply_no", "shown_count"}
#: Other things have a state of their own, which their own commands write, under these names.
OTHER_STATES = {"dialogue", "report", "response", "self"}


def commits(source: Source) -> Iterator[Fault]:
    """Commits."""
    for call in calls(source.tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit":
            yield call.lineno, "let @command or transaction() of core/database.py commit"


def writes(source: Source) -> Iterator[Fault]:
    """Writes in a room of queries."""
    if "queries" not in source.rooms:
        return
    names = imported(source.tree)
    for call in calls(source.tree):
        name = in_full(call.func, names)
        owner, _, last = name.rpartition(".")
        statement = name.startswith("sqlalchemy.") and last in STATEMENTS
        adds = last == "add" and dotted(call.func).rpartition(".")[0] in SESSIONS
        if statement or adds or (owner and last in SESSION_WRITES):
            yield call.lineno, "queries only read: write in the feature's commands.py or acts.py"


def roles(source: Source) -> Iterator[Fault]:
    """Comparisons with a role."""
    sides: list[ast.expr]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            sides = [node.value]
        else:
            continue
        if any(
            isinstance(part, ast.Attribute) and dotted(part).split(".")[-2:-1] == ["Role"]
            for side in sides
            for part in ast.walk(side)
        ):
            yield sides[0].lineno, "ask may(actor, Permission.…, whose) of core/access.py instead"


def clocks(source: Source) -> Iterator[Fault]:
    """Looks at the clock."""
    names = imported(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and in_full(node, names) in CLOCKS:
            yield node.lineno, "take the instant from `at` of the command or instant() of the view"


def states(source: Source) -> Iterator[Fault]:
    """Writes of a contribution's state, times and counters."""
    for node in ast.walk(source.tree):
        for name, owner in _written(node):
            ours = name in COUNTED or (name == "state" and owner not in OTHER_STATES)
            answered = name == "answered_at" and not source.path.startswith("dialogue/feedback/")
            if ours or answered:
                yield (
                    getattr(node, "lineno", 0),
                    f"{name}: only transition(), receive() and move() of {ACTS} write it"
                    if ours
                    else "answered_at: only publishing a response in dialogue/feedback sets it",
                )


def _written(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(attribute, name of what has it) of each write that a node makes."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = [t for each in node.targets for t in _flat(each)]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        if isinstance(target, ast.Attribute):
            yield target.attr, dotted(target.value)
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        if name == "setattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            yield str(node.args[1].value), dotted(node.args[0])
        if name.endswith((".values", "Contribution", "Thread")):
            owner = "dialogue" if "Dialogue" in ast.dump(node.func) else "contribution"
            yield from ((k.arg, owner) for k in node.keywords if k.arg)


def _flat(target: ast.expr) -> list[ast.expr]:
    return list(target.elts) if isinstance(target, ast.Tuple | ast.List) else [target]


Check = Callable[[Source], Iterator[Fault]]
CHECKS: dict[Check, tuple[str, ...]] = {
    commits: ("dialogue/core/database.py",),
    writes: (),
    roles: ("dialogue/core/access.py",),
    clocks: tuple(CLOCK),
    states: (ACTS,),
}


def faults(check: Check, files: list[Source]) -> list[str]:
    """What a check finds outside the places where it may be."""
    places = CHECKS[check]
    return [
        f"{source.path}:{line}: {what}"
        for source in files
        if not source.path.startswith(places or ("-",))
        for line, what in check(source)
    ]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_it_is_done_in_its_place_only(check: Check) -> None:
    found = faults(check, sources("dialogue"))
    assert not found, told(found)


def test_every_place_that_asks_the_clock_still_does() -> None:
    for place in CLOCK:
        used = [s for s in sources("dialogue") if s.path.startswith(place) and any(clocks(s))]
        assert used, f"{place} asks the clock no more: take it out of CLOCK above"


PLANTED: list[tuple[Check, str, str]] = [
    (commits, "commands.py", "session().commit()"),
    (commits, "views/desk.py", "db.session.commit()"),
    (writes, "queries.py", "session().add(row)"),
    (writes, "queries.py", "db.session.add(row)"),
    (writes, "queries.py", "session().delete(row)"),
    (writes, "queries/desk.py", "from sqlalchemy import update\nsession().execute(update(Goal))"),
    (writes, "queries.py", "import sqlalchemy as sa\nsa.delete(Goal)"),
    (roles, "views.py", "if grant.role is Role.OFFICIAL: pass"),
    (roles, "rules.py", "x = role in (access.Role.OFFICIAL, Role.ELECTED)"),
    (roles, "acts.py", "match role:\n    case Role.OFFICIAL: pass"),
    (clocks, "commands.py", "from datetime import datetime\nx = datetime.now(UTC)"),
    (clocks, "acts.py", "import datetime as dt\nx = dt.date.today()"),
    (clocks, "models.py", "from sqlalchemy import func\nx = mapped(server_default=func.now())"),
    (clocks, "queries.py", "import time\nx = time.time()"),
    (states, "commands.py", "contribution.state = ContributionState.PUBLISHED"),
    (states, "commands.py", "c.shown_at, x = at, 1"),
    (states, "commands.py", "thread.shown_count += 1"),
    (states, "commands.py", "setattr(c, 'reviewed_at', at)"),
    (states, "commands.py", "update(Thread).values(shown_count=3)"),
    (states, "commands.py", "Contribution(state=ContributionState.HELD)"),
    (states, "commands.py", "covered.answered_at = at"),
]


@pytest.mark.parametrize(("check", "room", "text"), PLANTED)
def test_a_planted_fault_is_found(check: Check, room: str, text: str) -> None:
    assert len(faults(check, [Source(f"dialogue/goals/{room}", text)])) == 1


def test_what_is_allowed_is_not_found() -> None:
    own = Source("dialogue/dialogues/commands/dialogue.py", "dialogue.state = S.ANNOUNCED")
    read = Source(
        "dialogue/goals/queries.py", "from sqlalchemy import select\nselect(Goal)\nids.add(1)"
    )
    grant = Source("dialogue/cli/account.py", "create_account(OPERATOR, None, role=Role.OFFICIAL)")
    answer = Source("dialogue/feedback/acts.py", "covered.answered_at = at")
    for source in (own, read, grant, answer):
        assert not [fault for check in CHECKS for fault in faults(check, [source])]
