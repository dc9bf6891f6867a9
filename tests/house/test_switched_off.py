# SPDX-License-Identifier: EUPL-1.2
"""A check that is switched off says which one and why; no test is skipped, nothing is put off."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.house.source import Source, sources, told

OFF = re.compile(r"#\s*(noqa|type:\s*ignore)\b(?P<rest>.*)")
REASON = re.compile(r"(: [A-Z]+\d+(, [A-Z]+\d+)* - |\[[a-z-]+(, [a-z-]+)*\]\s+# )\w.*")
LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")
SKIPPED = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")


def faults_of(source: Source) -> Iterator[str]:
    """Silenced checks without a reason, promises to do something later, and skipped tests."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        where = f"{source.path}:{token.start[0]}"
        if token.type == tokenize.COMMENT:
            off = OFF.search(token.string)
            if off and not REASON.fullmatch(off["rest"]):
                yield (
                    f"{where}: mend the fault, or say which check and why:"
                    " `noqa: S101 - reason` or `type: ignore[code]  # reason`"
                )
            if LATER.search(token.string):
                yield f"{where}: do it now, or file an issue"
    for number, line in enumerate(source.text.splitlines(), 1):
        if SKIPPED.search(line):
            yield f"{source.path}:{number}: a test runs or does not exist: nothing is skipped"


def test_what_is_switched_off_says_why() -> None:
    files = [
        *sources("dialogue"),
        *sources("tests"),
        *sources("translations"),
        *sources("migrations"),
    ]
    here = f"{__name__.replace('.', '/')}.py"  # plants faults below
    faults = [fault for source in files if source.path != here for fault in faults_of(source)]
    assert not faults, told(faults)


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: S101",
        "x = 1  # noqa S101 - short",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[arg-type]",
        "# TODO: later",
        "@pytest.mark.skip",
        "pytest.importorskip('x')",
    ],
)
def test_a_planted_fault_is_found(line: str) -> None:
    assert len(list(faults_of(Source("a.py", f"{line}\n")))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa: S101, E501 - the reason",
        "x = 1  # type: ignore[arg-type]  # the reason",
        "x = 'skip'  # skips nothing",
    ],
)
def test_what_is_right_is_left_alone(line: str) -> None:
    assert not list(faults_of(Source("a.py", f"{line}\n")))
