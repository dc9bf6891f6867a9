# SPDX-License-Identifier: EUPL-1.2
"""Messages in the reader's language; Swedish, marked as such, where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import PoFileError
from flask import Flask, g, render_template_string
from markupsafe import Markup
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from dialogue.core import catalogues, texts
from dialogue.core.languages import LOCALES, PLURAL_FORMS
from dialogue.core.texts import _, in_locale, lang_of, lazy, lazy_plain, ngettext, nplain, plain

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n\n'
)
CATALOGUES = {
    "sv": """
msgid "Send"
msgstr "Skicka"
msgid "Search"
msgstr "Sök"
msgid "Only Swedish & <words>"
msgstr "Bara svenska & <ord>"
msgid "Hello %(name)s"
msgstr "Hej %(name)s"
msgid "100 % of %(name)s"
msgstr "100 % av %(name)s"
msgid "At most %(max)s characters"
msgstr "Högst %(max)s tecken"
msgid "%(num)s question"
msgid_plural "%(num)s questions"
msgstr[0] "en fråga"
msgstr[1] "%(num)s frågor"
msgid "%(num)s thing"
msgid_plural "%(num)s things"
msgstr[0] "en sak"
msgstr[1] "%(num)s saker"
#, fuzzy
msgid "Doubtful"
msgstr "Tveksamt"
""",
    "sma": """
msgid "Send"
msgstr "Seedth"
#, fuzzy
msgid "Search"
msgstr "Ohtsh"
msgid "%(num)s question"
msgid_plural "%(num)s questions"
msgstr[0] "%(num)s gyhtjelasse"
msgstr[1] "%(num)s gyhtjelassh (2)"
msgstr[2] "%(num)s gyhtjelassh"
msgid "%(num)s thing"
msgid_plural "%(num)s things"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
""",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with catalogues of its own; se, smj and en have none."""
    for code, messages in CATALOGUES.items():
        path = tmp_path / code / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(HEAD.format(PLURAL_FORMS[code]) + messages, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    app = Flask(__name__)
    texts.register(app)
    yield app
    catalogues.catalogue.cache_clear()


def render(app: Flask, lang: str, source: str, **context: Any) -> str:
    with app.test_request_context():
        g.lang = lang
        return render_template_string(source, **context)


def test_the_page_decides_the_language_and_without_a_page_it_is_swedish(app: Flask) -> None:
    assert texts.current_locale() == "sv"
    with app.test_request_context():
        assert texts.current_locale() == "sv"
        g.lang = "smj"
        assert texts.current_locale() == "smj"
        g.lang = "xx"
        assert texts.current_locale() == "sv"


def test_a_mail_is_in_its_readers_language_also_inside_a_request(app: Flask) -> None:
    with in_locale("en"):
        assert plain("Send") == "Send"
        with in_locale("sma"):
            assert plain("Send") == "Seedth"
        assert plain("Send") == "Send"
    with app.test_request_context():
        g.lang = "en"
        with in_locale("sma"):
            assert plain("Send") == "Seedth"
        assert plain("Send") == "Send"
    with pytest.raises(ValueError, match="no language 'fi'"), in_locale("fi"):
        pass


# Fallback


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("sv", "Skicka"),
        ("sma", "Seedth"),
        ("se", '<span lang="sv">Skicka</span>'),
        ("smj", '<span lang="sv">Skicka</span>'),
        ("en", "Send"),
    ],
)
def test_missing_words_are_swedish_and_say_so(app: Flask, lang: str, shown: str) -> None:
    assert render(app, lang, "{{ _('Send') }}") == shown
    assert render(app, lang, "{{ gettext('Send') }}") == shown
    assert render(app, lang, "{% trans %}Send{% endtrans %}") == shown


def test_fuzzy_words_are_not_shown(app: Flask) -> None:
    assert render(app, "sma", "{{ _('Search') }}") == '<span lang="sv">Sök</span>'
    assert render(app, "sma", "{{ plain('Search') }}|{{ lang_of('Search') }}") == "Sök|sv"


@pytest.mark.parametrize("msgid", ["Doubtful", "Unknown"])
def test_what_swedish_lacks_too_is_english_and_says_so(app: Flask, msgid: str) -> None:
    for lang in ("sv", "sma"):
        assert render(app, lang, "{{ _(m) }}", m=msgid) == f'<span lang="en">{msgid}</span>'
        assert render(app, lang, "{{ lang_of(m) }}", m=msgid) == "en"
    assert render(app, "en", "{{ _(m) }}", m=msgid) == msgid


def test_attributes_get_bare_words_and_their_language(app: Flask) -> None:
    source = "<a lang=\"{{ lang_of('Send') }}\" title=\"{{ plain('Send') }}\">"
    assert render(app, "se", source) == '<a lang="sv" title="Skicka">'
    assert render(app, "sma", source) == '<a lang="sma" title="Seedth">'
    title = "<title>{{ plain('Only Swedish & <words>') }}</title>"
    assert render(app, "sma", title) == "<title>Bara svenska &amp; &lt;ord&gt;</title>"


def test_messages_and_variables_are_escaped_and_markup_is_kept(app: Flask) -> None:
    assert _("Only Swedish & <words>") == "Bara svenska &amp; &lt;ord&gt;"
    hostile = "<script>alert('%(name)s')</script>"
    assert _("Hello %(name)s", name=hostile) == (
        "Hej &lt;script&gt;alert(&#39;%(name)s&#39;)&lt;/script&gt;"
    )
    assert _("Hello %(name)s", name=Markup("<b>Ada</b>")) == "Hej <b>Ada</b>"
    source = "{% trans name=who %}Hello {{ name }}{% endtrans %}"
    assert render(app, "sma", source, who="<i>") == '<span lang="sv">Hej &lt;i&gt;</span>'


def test_bare_words_are_not_escaped_and_lose_the_tags_of_markup(app: Flask) -> None:
    assert plain("Hello %(name)s", name="A & B") == "Hej A & B"
    assert plain("Hello %(name)s", name=_("Only Swedish & <words>")) == "Hej Bara svenska & <ord>"
    assert type(plain("Send")) is str


def test_a_percent_sign_is_only_a_percent_sign(app: Flask) -> None:
    assert _("100 % of %(name)s", name="5 %s %(x)s") == "100 % av 5 %s %(x)s"
    assert plain("100 %") == "100 %"
    with in_locale("en"):
        assert render(app, "en", "{% trans %}50 % off{% endtrans %}") == "50 % off"


def test_a_missing_variable_is_named(app: Flask) -> None:
    with pytest.raises(KeyError, match=r"pass name=\.\.\. along"):
        _("Hello %(name)s")


def test_a_template_that_is_not_html_gets_bare_words(app: Flask) -> None:
    app.jinja_env.autoescape = False
    source = "{{ _('Hello %(name)s', name=who) }} {{ ngettext('%(num)s thing', 'x', 1) }}"
    with app.test_request_context():
        g.lang = "sma"
        assert app.jinja_env.from_string(source).render(who="A & B") == "Hej A & B en sak"


# Numbers of things


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("sv", ["0 frågor", "en fråga", "2 frågor", "5 frågor"]),
        ("sma", ["0 gyhtjelassh", "1 gyhtjelasse", "2 gyhtjelassh (2)", "5 gyhtjelassh"]),
        ("se", ["0 frågor", "en fråga", "2 frågor", "5 frågor"]),
        ("smj", ["0 frågor", "en fråga", "2 frågor", "5 frågor"]),
        ("en", ["0 questions", "1 question", "2 questions", "5 questions"]),
    ],
)
def test_plurals_in_all_five(app: Flask, lang: str, said: list[str]) -> None:
    singular, plural = "%(num)s question", "%(num)s questions"
    with in_locale(lang):
        assert [nplain(singular, plural, n) for n in (0, 1, 2, 5)] == said
        fell_back = lang in ("se", "smj")
        assert ngettext(singular, plural, 5) == (
            f'<span lang="sv">{said[3]}</span>' if fell_back else said[3]
        )
        assert lang_of(singular, plural) == ("sv" if fell_back else lang)
    source = "{% trans num=n %}{{ num }} question{% pluralize %}{{ num }} questions{% endtrans %}"
    assert render(app, lang, source, n=2) == render(
        app, lang, "{{ ngettext('%(num)s question', '%(num)s questions', 2) }}"
    )


def test_an_untranslated_plural_falls_back_to_swedish_and_never_to_english(app: Flask) -> None:
    for n, said in [(1, "en sak"), (2, "2 saker"), (1234, "1\xa0234 saker")]:
        with in_locale("sma"):
            assert (
                ngettext("%(num)s thing", "%(num)s things", n) == f'<span lang="sv">{said}</span>'
            )


# Forms


class Letter(Form):  # type: ignore[misc]  # WTForms has no types
    """A form with messages of our own."""

    body = StringField(lazy("Send"), [InputRequired(lazy("Search"))])
    name = StringField(
        lazy("Hello %(name)s", name="<b>"),
        [Length(max=3, message=lazy("At most %(max)s characters"))],
    )
    goal = SelectField(choices=[SelectChoice("1", lazy_plain("Search"))])


def test_labels_and_messages_of_forms_find_their_language_when_shown(app: Flask) -> None:
    form = Letter(data={"body": "", "name": "Adelaide", "goal": "1"})
    assert not form.validate()
    source = "{{ form.body.label }}{{ form.body.errors[0] }}|{{ form.name.errors[0] }}"
    assert render(app, "sv", source, form=form) == (
        '<label for="body">Skicka</label>Sök|Högst 3 tecken'
    )
    assert render(app, "sma", source, form=form) == (
        '<label for="body">Seedth</label><span lang="sv">Sök</span>'
        '|<span lang="sv">Högst 3 tecken</span>'
    )
    assert "&lt;b&gt;" in render(app, "sma", "{{ form.name.label }}", form=form)
    with in_locale("en"):
        assert str(form.errors["name"][0]) == "At most 3 characters"


def test_a_choice_has_no_element_inside(app: Flask) -> None:
    shown = render(app, "sma", "{{ form.goal }}", form=Letter())
    assert '<option value="1">Sök</option>' in shown


def test_a_lazy_message_is_equal_to_its_like_and_says_what_it_is() -> None:
    assert len({lazy("Send", a=1), lazy("Send", a=1), lazy("Search")}) == 2
    assert lazy("Send") != "Send"
    assert repr(lazy("Send")) == "Lazy('Send', {})"
    assert lang_of(lazy("Unknown")) == "en"


# The templates' own things


def test_templates_know_the_language_and_the_languages(app: Flask) -> None:
    source = "{{ locale }}:{% for language in languages %} {{ language.code }}{% endfor %}"
    for code in LOCALES:
        assert render(app, code, source) == f"{code}: sv sma se smj en"


def test_a_constant_is_not_worked_out_once_for_all_languages(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ 1234|number }}")
    with in_locale("en"):
        assert template.render() == "1,234"
    with in_locale("sma"):
        assert template.render() == "1\xa0234"


def test_a_broken_catalogue_stops_the_start(app: Flask) -> None:
    path = catalogues.path_of("smj")
    path.parent.mkdir(parents=True)
    path.write_text("nonsense", encoding="utf-8")
    catalogues.catalogue.cache_clear()
    with pytest.raises(PoFileError):
        texts.register(Flask(__name__))
