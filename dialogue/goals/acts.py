# SPDX-License-Identifier: EUPL-1.2
"""What the import of plans and the demo share: the municipality's places as rows."""

from __future__ import annotations

from collections.abc import Iterable

from dialogue.core.database import session
from dialogue.core.errors import Invalid
from dialogue.core.municipality import PlaceFact
from dialogue.goals import queries
from dialogue.goals.models import Place
from dialogue.goals.rules import PlaceKind


def upsert_places(named: Iterable[PlaceFact]) -> None:
    """A row for each named place: new keys are added, changed facts taken over, none removed.

    The caller holds the write transaction.  Raises Invalid when a kind is none of PlaceKind.
    """
    known = {place.key: place for place in queries.places()}
    for fact in named:
        if fact.kind not in list(PlaceKind):
            can_be = ", ".join(PlaceKind)
            raise Invalid({f"places.{fact.key}.kind": f"{fact.kind} is not known; known: {can_be}"})
        place = known.get(fact.key)
        if place is None:
            known[fact.key] = place = Place(key=fact.key)
            session().add(place)
        place.name, place.kind = fact.name, PlaceKind(fact.kind)
    session().flush()
