# SPDX-License-Identifier: EUPL-1.2
"""Texts in the reader's language, and Swedish, marked as such, where her language has none.

    _("Send")                       in running text: escaped, `<span lang="sv">` when it fell back
    plain("Send")                   in attributes, <title>, <option>, plain-text mails: a bare str
    ngettext, nplain                the same for numbers of things; %(num)s is the number
    lazy("Your e-mail")             labels and messages of form classes, which exist before a page

Message ids are whole English sentences with %(name)s placeholders.  What `long_date`, `number` and
their like give may stand in one: it is said in the language the sentence turned out to be in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, g, has_request_context
from flask_babel import Babel  # type: ignore[import-untyped]  # ships no types
from jinja2 import pass_context, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dialogue.core import catalogues, spoken
from dialogue.core.catalogues import Found, find
from dialogue.core.languages import DEFAULT, LANGUAGES, LOCALES, plural_index
from dialogue.core.spoken import Spoken
from dialogue.core.workdays import STOCKHOLM

_forced: ContextVar[str | None] = ContextVar("forced_locale", default=None)
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)[sd]|%)")


# Which language


def current_locale() -> str:
    """The language of what is being made: the one `in_locale` asks for, else the page's."""
    forced = _forced.get()
    if forced is not None:
        return forced
    lang = g.get("lang") if has_request_context() else None
    return lang if lang in LOCALES else DEFAULT


@contextmanager
def in_locale(code: str) -> Iterator[None]:
    """Make texts in `code`, also where there is no request; for mails to a reader of it.

    It counts before the page's own language: a confirmation page may show somebody else's mail.
    Raises ValueError for a language that is none of ours.
    """
    if code not in LOCALES:
        raise ValueError(f"no language {code!r}: the languages are {', '.join(LOCALES)}")
    token = _forced.set(code)
    try:
        yield
    finally:
        _forced.reset(token)


# Messages


def _value(value: object, lang: str) -> object:
    """A variable as a sentence in `lang` says it: dates never as ISO."""
    if isinstance(value, Spoken):
        return value.in_language(lang)
    if isinstance(value, date):
        return spoken.say_date(spoken.day_of(value), lang, _today(None))
    return value


def _fill(text: str, variables: Mapping[str, object], to_text: type[str] | None, lang: str) -> str:
    """`text` with its placeholders filled; a lone percent sign stays.  Raises KeyError."""

    def one(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "%"
        if name not in variables:
            raise KeyError(f"{text!r} needs %({name})s: pass {name}=... along")
        value = _value(variables[name], lang)
        if to_text is None:
            return str(escape(value))
        return value.striptags() if isinstance(value, Markup) else to_text(value)

    return _PLACEHOLDER.sub(one, text)


def _markup(found: Found, form: int, variables: Mapping[str, object]) -> Markup:
    text = _fill(str(escape(found.forms[form])), variables, None, found.lang)
    if found.lang == current_locale():
        return Markup(text)  # noqa: S704 - escaped above, every variable on its own
    return Markup(f'<span lang="{found.lang}">{text}</span>')  # noqa: S704 - the same


def _form(found: Found, n: float) -> int:
    return min(plural_index(found.lang, n), len(found.forms) - 1)


def _counted(n: int, variables: Mapping[str, object]) -> dict[str, object]:
    return {**variables, "num": number(n)}


def _(msgid: str, /, **variables: object) -> Markup:
    """The message for running text.  It and its variables are escaped, but Markup stays Markup.

    Raises KeyError when a placeholder has no variable.
    """
    return _markup(find(current_locale(), msgid), 0, variables)


def ngettext(singular: str, plural: str, n: int, /, **variables: object) -> Markup:
    """The message for `n` things, for running text; %(num)s is `n` as the language writes it."""
    found = find(current_locale(), singular, plural)
    return _markup(found, _form(found, n), _counted(n, variables))


def plain(msgid: str, /, **variables: object) -> str:
    """The message as bare text, for where no element can be; its `lang_of` belongs beside it."""
    found = find(current_locale(), msgid)
    return _fill(found.forms[0], variables, str, found.lang)


def nplain(singular: str, plural: str, n: int, /, **variables: object) -> str:
    """The message for `n` things as bare text."""
    found = find(current_locale(), singular, plural)
    return _fill(found.forms[_form(found, n)], _counted(n, variables), str, found.lang)


def lang_of(msgid: str | Lazy, plural: str | None = None) -> str:
    """The language in which the reader gets this message: for the element's own `lang`."""
    text = msgid.msgid if isinstance(msgid, Lazy) else msgid
    return find(current_locale(), *([text] if plural is None else [text, plural])).lang


class Lazy:
    """A message that looks for its words when it is shown: HTML in a template, str() bare."""

    __slots__ = ("_bare", "msgid", "variables")

    def __init__(self, msgid: str, variables: Mapping[str, object], *, bare: bool = False) -> None:
        self.msgid = msgid
        self.variables = dict(variables)
        self._bare = bare

    def __str__(self) -> str:
        return plain(self.msgid, **self.variables)

    def __html__(self) -> str:
        return str(escape(str(self)) if self._bare else _(self.msgid, **self.variables))

    def __mod__(self, variables: Mapping[str, object]) -> Lazy:
        # WTForms' validators fill in their limits this way
        return Lazy(self.msgid, {**self.variables, **variables}, bare=self._bare)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lazy) and (self.msgid, self.variables) == (
            other.msgid,
            other.variables,
        )

    def __hash__(self) -> int:
        return hash(self.msgid)

    def __repr__(self) -> str:
        return f"Lazy({self.msgid!r}, {self.variables!r})"


def lazy(msgid: str, /, **variables: object) -> Lazy:
    """A message for a form's labels and errors."""
    return Lazy(msgid, variables)


def lazy_plain(msgid: str, /, **variables: object) -> Lazy:
    """A message for a form's choices and attributes: never a span, not even in HTML."""
    return Lazy(msgid, variables, bare=True)


# Dates and numbers


def _today(today: date | None) -> date:
    return datetime.now(STOCKHOLM).date() if today is None else today


def long_date(when: date, today: date | None = None) -> Spoken:
    """As in "tisdag 4 december"; the year too when it is more than six months from `today`."""
    day, now = spoken.day_of(when), _today(today)
    return Spoken(lambda lang: spoken.say_date(day, lang, now), current_locale())


def weekday(when: date) -> Spoken:
    """As in "tisdag"."""
    day = spoken.day_of(when)
    return Spoken(lambda lang: spoken.say_weekday(day, lang), current_locale())


def time_of_day(moment: datetime) -> Spoken:
    """As in "kl. 12" and "kl. 8.14", in Stockholm."""
    return Spoken(lambda lang: spoken.say_time(moment, lang), current_locale())


def a_time() -> Spoken:
    """Some time of day, as the pattern after which a script says another."""
    return time_of_day(datetime(2000, 1, 1, 20, 47, tzinfo=STOCKHOLM))


def date_and_time(moment: datetime, today: date | None = None) -> Spoken:
    """As in "tisdag 4 december kl. 12", in Stockholm."""
    now = _today(today)
    return Spoken(lambda lang: spoken.say_date_and_time(moment, lang, now), current_locale())


def time_or_date(moment: datetime, today: date | None = None) -> Spoken:
    """As in "kl. 8.14" for what happened today, else with its day."""
    same = spoken.day_of(moment) == _today(today)
    return time_of_day(moment) if same else date_and_time(moment, today)


def number(n: float | Decimal) -> Spoken:
    """As in "12 345"."""
    return Spoken(lambda lang: spoken.say_number(n, lang), current_locale())


# Templates


@pass_eval_context
def _gettext_in_template(where: EvalContext, msgid: str, /, **variables: object) -> str:
    """`_` in HTML, `plain` in a template that is not escaped (the text of a mail)."""
    return _(msgid, **variables) if where.autoescape else plain(msgid, **variables)


@pass_eval_context
def _ngettext_in_template(
    where: EvalContext, singular: str, plural: str, n: int, /, **variables: object
) -> str:
    counted = ngettext if where.autoescape else nplain
    return counted(singular, plural, n, **variables)


def _filter(say: Callable[..., str]) -> Callable[..., str]:
    """`say` as a filter that Jinja does not work out once for all languages when it compiles."""

    @pass_context
    def in_template(_context: Context, *values: Any) -> str:
        return say(*values)

    return in_template


def register(app: Flask) -> None:
    """Teach the application and its templates the five languages.

    Flask-Babel tells extensions which language is current; messages and dates are ours.
    """
    Babel(
        app,
        configure_jinja=False,
        default_locale=DEFAULT,
        default_timezone=STOCKHOLM.key,
        default_translation_directories=str(catalogues.FOLDER),
        locale_selector=current_locale,
    )
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    # newstyle: {% trans %} hands its variables to our functions instead of formatting itself
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # put there by the extension
    environment.globals.update(
        {
            "_": _gettext_in_template,
            "gettext": _gettext_in_template,
            "ngettext": _ngettext_in_template,
            "plain": plain,
            "nplain": nplain,
            "lang_of": lang_of,
            "a_time": a_time,
            "languages": LANGUAGES,
        }
    )
    for say in (long_date, weekday, time_of_day, date_and_time, time_or_date, number):
        environment.filters[say.__name__] = _filter(say)
    app.context_processor(lambda: {"locale": current_locale()})
    for code in LOCALES:
        catalogues.catalogue(code)  # a broken catalogue stops the start, not a reader's page
