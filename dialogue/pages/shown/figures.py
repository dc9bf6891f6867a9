# SPDX-License-Identifier: EUPL-1.2
"""Key figures as pictures and tables, and the money set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from dialogue.core.texts import _, current_locale, lang_of, number, plain
from dialogue.goals.models import Investment, KeyFigure
from dialogue.goals.models.followed import OWN_AREA
from dialogue.goals.rules import Sex
from dialogue.insights.charts.series import Chart, LineKind, Series, chart, finite, sparkline

Words = tuple[str, str]
#: Whom a value is about: sex and area.
Group = tuple[Sex, str]


@dataclass(frozen=True)
class FigureShown:
    """What the macro `key_figure` takes.

    `latest` is the newest value for all, with its year; `parts` those of women and of men.
    `spark`: the municipality's own values for all; `chart`: everybody's, where there are several.
    """

    id: int
    name: Words
    unit: Words
    latest: str | None
    year: str
    parts: list[Markup]
    target: Markup | None
    source: str | None
    spark: Chart | None
    chart: Chart | None
    desc: str
    desc_lang: str
    head: list[Markup]
    rows: list[list[str]]


@dataclass(frozen=True)
class MoneyShown:
    """What the macro `money` takes: the year's sum, and each investment by year."""

    total: str | None
    years: list[str]
    rows: list[list[Words | str]]


def by_group(figure: KeyFigure) -> dict[Group, dict[int, float]]:
    """The values of a figure, by year: the municipality's own first, then areas by name."""
    found: dict[Group, dict[int, float]] = {}
    order = list(Sex)
    for value in sorted(figure.values, key=lambda v: (v.area, order.index(v.sex), v.year)):
        found.setdefault((value.sex, value.area), {})[value.year] = value.value
    return {group: known for group, values in found.items() if (known := finite(values))}


def figures_shown(figures: Sequence[KeyFigure]) -> list[FigureShown]:
    """Key figures in the order in which they were put in."""
    return [_figure(figure) for figure in figures]


def _figure(figure: KeyFigure) -> FigureShown:
    groups = by_group(figure)
    own = groups.get((Sex.TOTAL, OWN_AREA), {})
    compared = any(area != OWN_AREA for _sex, area in groups)
    drawn = [group for group in groups if group[1] == OWN_AREA or group[0] is Sex.TOTAL]
    series = [Series(_kind(group), _label(group, compared), groups[group]) for group in drawn]
    aim = None if figure.target is None else plain("Target: %(target)s", target=_value(figure))
    several = len(series) > 1 or (bool(series) and not own)
    return FigureShown(
        id=figure.id,
        name=figure.name.best(current_locale()),
        unit=figure.unit.best(current_locale()),
        latest=number(own[max(own)]) if own else None,
        year=str(max(own)) if own else "",
        parts=_parts(groups),
        target=None if figure.target is None else _("Target: %(target)s", target=_value(figure)),
        source=figure.source,
        spark=sparkline(own, figure.target),
        chart=chart(series, figure.target, aim or "") if several else None,
        desc=" ".join(
            _desc(one.label, groups[group]) for one, group in zip(series, drawn, strict=True)
        ),
        desc_lang=lang_of("%(who)s: %(first)s in %(from_year)s, %(last)s in %(to_year)s."),
        head=[_("Year"), *(_head(group, compared) for group in groups)],
        rows=_rows(groups),
    )


def _value(figure: KeyFigure) -> str:
    return number(figure.target or 0)


def _kind(group: Group) -> LineKind:
    sex, area = group
    if area != OWN_AREA:
        return LineKind.AREA
    return {Sex.WOMEN: LineKind.WOMEN, Sex.MEN: LineKind.MEN}.get(sex, LineKind.OWN)


def _label(group: Group, compared: bool) -> str:
    """What stands at the end of a line."""
    sex, area = group
    if area != OWN_AREA:
        return area
    match sex:
        case Sex.WOMEN:
            return plain("Women")
        case Sex.MEN:
            return plain("Men")
    return plain("With us") if compared else plain("Everybody")


def _head(group: Group, compared: bool) -> Markup:
    """The heading of a column: the word that stands at the end of its line."""
    match group:
        case (Sex.TOTAL, ""):
            return _("With us") if compared else _("Everybody")
        case (Sex.WOMEN, ""):
            return _("Women")
        case (Sex.MEN, ""):
            return _("Men")
        case (Sex.WOMEN, area):
            return _("%(area)s, women", area=area)
        case (Sex.MEN, area):
            return _("%(area)s, men", area=area)
    return escape(group[1])


def _parts(groups: dict[Group, dict[int, float]]) -> list[Markup]:
    """The newest values of women and of men; each with its own year, should these differ."""
    said = []
    if women := groups.get((Sex.WOMEN, OWN_AREA)):
        newest = max(women)
        said.append(_("Women %(value)s (%(year)s)", value=number(women[newest]), year=str(newest)))
    if men := groups.get((Sex.MEN, OWN_AREA)):
        newest = max(men)
        said.append(_("Men %(value)s (%(year)s)", value=number(men[newest]), year=str(newest)))
    return said


def _desc(who: str, values: dict[int, float]) -> str:
    """A line in a sentence, for those who do not see it."""
    first, last = min(values), max(values)
    if first == last:
        return plain(
            "%(who)s: %(last)s in %(year)s.", who=who, last=number(values[last]), year=str(last)
        )
    return plain(
        "%(who)s: %(first)s in %(from_year)s, %(last)s in %(to_year)s.",
        who=who,
        first=number(values[first]),
        from_year=str(first),
        last=number(values[last]),
        to_year=str(last),
    )


def _rows(groups: dict[Group, dict[int, float]]) -> list[list[str]]:
    """A row a year, the newest first; a year without a value has a dash."""
    years = sorted({year for values in groups.values() for year in values}, reverse=True)
    return [
        [
            str(year),
            *(number(values[year]) if year in values else "–" for values in groups.values()),
        ]
        for year in years
    ]


def kronor(amount: int) -> Markup:
    """Money in whole kronor."""
    return _("%(amount)s kronor", amount=number(amount))


def money_shown(investments: Sequence[Investment], year: int) -> MoneyShown | None:
    """The money under a goal; None when there is none.  `year`: the goal's own, summed."""
    if not investments:
        return None
    years = sorted({investment.year for investment in investments})
    titles: dict[str, Words] = {}
    amounts: dict[str, dict[int, int]] = {}
    for investment in investments:
        titles[investment.key] = investment.title.best(current_locale())
        amounts.setdefault(investment.key, {})[investment.year] = investment.amount
    here = [investment.amount for investment in investments if investment.year == year]
    rows: list[list[Words | str]] = [
        [titles[key], *(number(by[y]) if y in by else "–" for y in years)]
        for key, by in amounts.items()
    ]
    sums = [sum(by.get(y, 0) for by in amounts.values()) for y in years]
    rows.append([_("In all"), *(number(total) for total in sums)])
    return MoneyShown(kronor(sum(here)) if here else None, [str(y) for y in years], rows)
