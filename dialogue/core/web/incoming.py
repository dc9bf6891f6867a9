# SPDX-License-Identifier: EUPL-1.2
"""What a request brings, before anything looks at it: no character that a page may not hold."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from dialogue.core.plain_text import without_controls

Fields = ImmutableMultiDict[str, str]


class Incoming(Request):
    """Fields and query without control characters: they are given back in pages and compared with
    what is stored, where NUL is an error on PostgreSQL.
    """

    def _load_form_data(self) -> None:
        super()._load_form_data()
        self.__dict__["form"] = _clean(self.__dict__["form"])

    @cached_property
    def args(self) -> Any:
        """The query."""
        return _clean(super().args)


def _clean(fields: MultiDict[str, str]) -> Fields:
    return ImmutableMultiDict(
        [(name, without_controls(value)) for name, value in fields.items(multi=True)]
    )
