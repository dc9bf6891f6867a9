# SPDX-License-Identifier: EUPL-1.2
"""A lifecycle: states, acts, and the one table that says which act leads where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from dialogue.core.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Lifecycle(Generic[S, A]):
    """`transitions` maps (state, act) to the state that follows; `initials` are where it begins."""

    def __init__(self, initials: Iterable[S], transitions: Mapping[tuple[S, A], S]) -> None:
        self.initials = frozenset(initials)
        self.transitions = dict(transitions)

    def after(self, state: S, act: A) -> S:
        """The state after `act`.  Raises IllegalTransition, which names what is allowed."""
        try:
            return self.transitions[state, act]
        except KeyError:
            raise IllegalTransition(state, act, list(self.allowed(state))) from None

    def allowed(self, state: S) -> tuple[A, ...]:
        """The acts that are possible from `state`, in the order of the table."""
        return tuple(act for (source, act) in self.transitions if source == state)

    def reachable(self) -> frozenset[S]:
        """Every state that can come about, for the house test."""
        seen: set[S] = set()
        waiting = set(self.initials)
        while waiting:
            state = waiting.pop()
            seen.add(state)
            waiting |= {to for (source, _), to in self.transitions.items() if source == state}
            waiting -= seen
        return frozenset(seen)
