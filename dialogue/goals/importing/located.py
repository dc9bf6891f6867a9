# SPDX-License-Identifier: EUPL-1.2
"""YAML as values that know on which row of the file they stand.

Safe on files from anywhere: no Python objects, no aliases (a few bytes of them can mean gigabytes),
bounded size and depth.  Whatever is wrong with the file becomes a Fault, never another exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 8
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML = "tag:yaml.org,2002:"
#: Knows what a plain word such as `2024`, `yes` or `2024-01-01` stands for.
_words: Any = yaml.SafeLoader("")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the file: on which row (from 1), in which field, in a sentence."""

    row: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.sentence}"


class PlanError(Exception):
    """The file cannot be imported; `faults` names everything wrong with it, by row."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.row)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Scalar:
    """One word, text, number, truth value, date, or nothing (None)."""

    row: int
    value: str | int | float | bool | date | None


@dataclass(frozen=True)
class Items:
    """A list."""

    row: int
    values: list[Located] = field(default_factory=list)


@dataclass(frozen=True)
class Fields:
    """Names with values, each name once."""

    row: int
    values: dict[str, Located] = field(default_factory=dict)


Located = Scalar | Items | Fields


def shown(text: object) -> str:
    """A piece of the file inside a sentence: on one line, quoted, not too long."""
    line = str(text)
    return ascii(line[:60] + "…") if not line.isprintable() else f'"{line[:60]}"'


def read(content: bytes, faults: list[Fault]) -> Located | None:
    """What the file holds; None when it is empty.  Fields that stand twice go to `faults`.

    Raises PlanError when it is not such a file.
    """
    text = _decoded(content)
    try:
        return _Builder(faults).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or "it cannot be read"
        raise _refused(mark.line + 1 if mark else 1, f"this is not YAML: {what}") from None
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0)
        row = text.count("\n", 0, at if isinstance(at, int) else 0) + 1
        raise _refused(row, "this is not YAML: it holds characters that no text has") from None


def _decoded(content: bytes) -> str:
    if len(content) > SIZE_LIMIT:
        raise _refused(1, f"the file is larger than {SIZE_LIMIT} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise _refused(row, "the file is not in UTF-8: save it anew in that encoding") from None


def _refused(row: int, sentence: str) -> PlanError:
    return PlanError([Fault(row, "file", sentence)])


class _Builder:
    """Puts the parser's events together.  Keeps its own stack, so that depth costs nothing."""

    def __init__(self, faults: list[Fault]) -> None:
        self.root: Located | None = None
        self.open: list[tuple[Items | Fields, str | None]] = []
        self.faults = faults

    def build(self, text: str) -> Located | None:
        """The file's one document.  Raises PlanError, or YAMLError where it is no YAML."""
        documents = 0
        event: Any
        for event in yaml.parse(text, Loader=_PARSER):
            row = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _refused(row, "the file holds more than one document")
            elif isinstance(event, yaml.AliasEvent):
                name = shown(f"*{event.anchor}")
                raise _refused(row, f"write out what {name} stands for: aliases are not followed")
            elif isinstance(event, yaml.NodeEvent):
                self._begin(event, row)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
        return self.root

    def _begin(self, event: Any, row: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            tag = _tag_of(event)
            if self._awaits_name():
                self._name(event.value, row)
            else:
                self._put(Scalar(row, _meant(event, tag)))
            return
        if event.tag not in (None, f"{_YAML}map", f"{_YAML}seq"):
            raise _refused(row, f"the tag {shown(event.tag)} is not known here")
        if len(self.open) >= DEPTH_LIMIT:
            raise _refused(row, f"there are more than {DEPTH_LIMIT} levels of lists and fields")
        if self._awaits_name():
            raise _refused(row, "a field's name must be one word")
        made = Items(row) if isinstance(event, yaml.SequenceStartEvent) else Fields(row)
        self._put(made)
        self.open.append((made, None))

    def _awaits_name(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0], Fields) and self.open[-1][1] is None

    def _name(self, name: str, row: int) -> None:
        inside = self.open[-1][0]
        if name in inside.values:
            self.faults.append(Fault(row, name if name.isidentifier() else shown(name),
                                     "stands twice in the same place"))  # fmt: skip
        self.open[-1] = (inside, name)

    def _put(self, value: Located) -> None:
        if not self.open:
            self.root = value
            return
        inside, name = self.open[-1]
        if isinstance(inside, Items):
            inside.values.append(value)
        else:
            inside.values[name or ""] = value
            self.open[-1] = (inside, None)


def _tag_of(event: Any) -> str:
    if event.tag is None or event.tag == "!":
        return str(_words.resolve(yaml.ScalarNode, event.value, event.implicit))
    if event.tag not in [_YAML + kind for kind in ("str", "int", "bool", "null", "timestamp")]:
        raise _refused(event.start_mark.line + 1, f"the tag {shown(event.tag)} is not known here")
    return str(event.tag)


def _meant(event: Any, tag: str) -> str | int | float | bool | date | None:
    """The value; a text where it only looks like a number or a date."""
    make = {
        "int": _words.construct_yaml_int, "float": _words.construct_yaml_float,
        "bool": _words.construct_yaml_bool, "timestamp": _words.construct_yaml_timestamp,
    }.get(tag.removeprefix(_YAML))  # fmt: skip
    if tag == f"{_YAML}null":
        return None
    if make is None:
        return str(event.value)
    try:
        value: Any = make(yaml.ScalarNode(tag, event.value))
    except (ValueError, KeyError, OverflowError, TypeError, AttributeError):
        return str(event.value)
    return value  # type: ignore[no-any-return]  # one of those that the constructors make
