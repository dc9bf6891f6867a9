# SPDX-License-Identifier: EUPL-1.2
"""Templates: every word can be translated, nothing imported in vain, nothing inline or foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension

from tests.house.source import Source, sources, told

RICH_TEXT = "templates/components/rich_text.html"
#: Attributes that a reader meets.
READ = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription"}
#: Blocks and macros that make a piece of an attribute (a class, an id, a language): no words.
PIECES = {"width", "described", "lang_attr"}
LETTER = re.compile(r"[^\W\d_]")
JINJA = Environment(
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=[InternationalizationExtension],
)
#: What a piece of Jinja leaves behind: no letter, no white space, no end of a tag.
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"

UNTRANSLATED = "is said in no other language: write {{ _('…') }}"

Fault = tuple[int, str]


def literal(text: str) -> str:
    """A template without its Jinja: what is written outside of it, line by line where it was."""
    kept: list[str] = []
    before, piece = "", False
    translating = False
    for _, kind, value in JINJA.lex(text):
        if kind == "name":
            translating = value == "trans" or (translating and value != "endtrans")
            piece = value in PIECES if before in ("block", "macro") else piece
            piece = piece and value not in ("endblock", "endmacro")
            before = value
        said = kind == "data" and not translating and not piece
        kept.append(value if said else "\n" * value.count("\n"))
        kept.append(HOLE if kind == "variable_end" else "")
    return "".join(kept)


class _Reader(HTMLParser):
    """Notes literal words, inline style and script, and foreign hosts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[Fault] = []

    def fault(self, message: str, further: int = 0) -> None:
        self.faults.append((self.getpos()[0] + further, message))

    def handle_data(self, data: str) -> None:
        if letter := LETTER.search(data):
            further = data[: letter.start()].count("\n")
            words = " ".join(data.replace(HOLE, "").split())
            self.fault(f"{words!r} {UNTRANSLATED}", further)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").replace(HOLE, "") for name, value in attrs}
        for name, value in given.items():
            shown = tag == "input" and name == "value" and given.get("type") in ("submit", "button")
            if (name in READ or shown) and LETTER.search(value):
                self.fault(
                    f"{name}={value!r} is said in no other language: write {{{{ plain('…') }}}}"
                )
            if name == "style":
                self.fault(
                    "style=… is blocked by the CSP: write a class and put it in dialogue.css"
                )
            if name.startswith("on"):
                self.fault(f"{name}=… is blocked by the CSP: let dialogue.js listen for it")
        loads = given.get("src") or (given.get("href") if tag == "link" else "") or ""
        if urlsplit(loads).netloc:
            self.fault(f"{loads} is on another host: put the file into dialogue/static")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.fault(f"<{tag}> stands inline, which the CSP blocks: put it into dialogue/static")


def outside_translation(source: Source) -> Iterator[Fault]:
    """Words and attributes that stand in the template itself."""
    if source.path.endswith(".txt"):
        for number, line in enumerate(literal(source.text).splitlines(), 1):
            if LETTER.search(line):
                words = line.replace(HOLE, "").strip()
                yield number, f"{words!r} {UNTRANSLATED}"
        return
    reader = _Reader()
    reader.feed(literal(source.text))
    reader.close()
    yield from reader.faults


def unused_imports(source: Source) -> Iterator[Fault]:
    """Macros that are imported and never called."""
    tree = JINJA.parse(source.text)
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for node in tree.find_all(nodes.FromImport):
        for name in node.names:
            called = name[1] if isinstance(name, tuple) else name
            if called not in used:
                yield node.lineno, f"{called} is imported and never used: take it out of the import"
    for module in tree.find_all(nodes.Import):
        if module.target not in used:
            yield module.lineno, f"{module.target} is imported and never used: take the line away"


def unescaped(source: Source) -> Iterator[Fault]:
    """Where escaping is switched off."""
    if source.path == RICH_TEXT:
        return
    tree = JINJA.parse(source.text)
    for found in tree.find_all(nodes.Filter):
        if found.name == "safe":
            yield found.lineno, f"|safe is for {RICH_TEXT} alone: call its macros with cleaned HTML"
    for switch in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
        yield switch.lineno, "autoescape stays on: no template switches it"


CHECKS = (outside_translation, unused_imports, unescaped)


def faults(files: list[Source]) -> list[str]:
    """Everything that is wrong with these templates."""
    return [
        f"{source.path}:{line}: {what}"
        for source in files
        for check in CHECKS
        for line, what in check(source)
    ]


def test_templates_keep_the_rules_of_the_house() -> None:
    found = faults([*sources("templates", ".html"), *sources("templates", ".txt")])
    assert not found, told(found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>Send</p>", "'Send'"),
        ("<p>{{ x }} dagar</p>", "dagar"),
        ("<p>{% if x %}ja{% endif %}</p>", "'ja'"),
        ("{% trans %}a{% endtrans %} b", "'b'"),
        ('<a title="Mer">{{ x }}</a>', "title='Mer'"),
        ('<img alt="En bild av {{ x }}">', "alt="),
        ('<input placeholder="Ditt namn">', "placeholder="),
        ('<nav aria-label="Meny"></nav>', "aria-label="),
        ('<input type="submit" value="Skicka">', "value="),
        ('<p style="color: red">1</p>', "style="),
        ('<a onclick="x()">1</a>', "onclick="),
        ("<style>p { }</style>", "<style>"),
        ("<script>1</script>", "<script>"),
        ('<img src="https://example.org/x.png" alt="">', "another host"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "another host"),
        ('{% from "a.html" import b, c as d %}{{ b() }}', "d is imported"),
        ('{% import "a.html" as a %}', "a is imported"),
        ("{{ x|safe }}", "|safe"),
        ("{{ x|trim|safe|upper }}", "|safe"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", "autoescape"),
    ],
)
def test_a_planted_fault_is_found(line: str, expected: str) -> None:
    found = faults([Source("templates/pages/x.html", f"\n{line}\n")])
    assert found
    assert found[0].startswith("templates/pages/x.html:2: ")
    assert expected in found[0]


def test_words_in_a_plain_mail_are_found() -> None:
    found = faults([Source("templates/mails/x.txt", "{{ _('Hello') }}\nHej {{ name }}\n")])
    assert found == [
        "templates/mails/x.txt:2: 'Hej' is said in no other language: write {{ _('…') }}"
    ]


def test_what_is_right_is_left_alone() -> None:
    text = """{# words in a comment #}
{% from "a.html" import b %}
<p class="lead" lang="sv"{{ ' hidden' if x }}>{{ _('Send') }} · 2 – {{ b(title='x') }}&nbsp;</p>
{% trans n=n %}Two {{ n }}{% endtrans %}
<input type="hidden" value="continue"><a href="https://example.org" title="{{ plain('More') }}">1
</a>
{% block width %} narrow{% endblock %}<button value="continue">{{ _('Next') }}</button>
"""
    assert not faults([Source("templates/pages/x.html", text)])
