# SPDX-License-Identifier: EUPL-1.2
"""Nothing anyone types becomes active, and residents' words come through to the letter.

The oracle is html5lib, which reads what a browser would: only listed elements, attributes and
schemes may come out.  Payloads and texts are of our own making.
"""

import re
from xml.etree.ElementTree import Element

import html5lib
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.core.html import (
    LINK_REL,
    RENDERED_AT_MOST,
    mark_words,
    normalise,
    render_markdown,
    render_words,
)
from dialogue.core.personal_data import find

WORDS: dict[str, set[str]] = {"p": set(), "br": set(), "a": {"href", "rel"}}
MARKDOWN: dict[str, set[str]] = {
    **WORDS,
    **{tag: set() for tag in ("strong", "em", "ul", "li", "blockquote", "code", "pre", "h3", "h4")},
    "ol": {"start"},
}

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form id=x><input name=action></form>",
    "<!-- <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p style='background:url(javascript:1)' class=x id=y data-z=1>x</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\uff1cscript\uff1ealert(1)",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<scr\u202eipt>alert(1)</script>",
    "javascript:alert(1)",
    "javascript:123",
    "java\tscript:alert(1)",
    'http://x.se/" onmouseover=alert(1) x=',
    "http://x.se/'onmouseover='alert(1)",
    "http://x.se/<script>alert(1)</script>",
    "https://ostersund.se@ond.example/",
    "http://\u202emoc.elpmaxe",
    "https://x.se/`onclick=alert(1)`",
    "[x](javascript:alert(1))",
    "[x](javascript:123)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6a;avascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//ond.example)",
    "[x](/arbete/dialoger)",
    "[x](http:javascript:1)",
    '[x](http://x.se "onmouseover=alert(1)")',
    "[x](http://x.se '\"><script>alert(1)</script>')",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    '!["onerror=alert(1)](http://x.se/y.png)',
    "![<img src=x onerror=alert(1)>](http://x.se/y.png)",
    "[![x](http://x.se/y.png)](javascript:1)",
    "[a]: javascript:alert(1)\n\n[a]",
    '```html" onclick=alert(1)\n<script>alert(1)</script>\n```',
    "~~~<script>\nx\n~~~",
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "# <script>alert(1)</script>",
    "<div>\n*x*\n</div>",
    "1. <b onclick=x>y</b>",
    "</p></li></ul></body></html><script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} ${7*7}",
]


def tree(html: str) -> Element:
    parsed: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return parsed


def assert_harmless(html: str, allowed: dict[str, set[str]]) -> None:
    root = tree(html)
    for element in root.iter():
        if element is root:
            continue
        assert isinstance(element.tag, str), "a comment came through"
        assert element.tag in allowed
        assert set(element.attrib) <= allowed[element.tag]
        if element.tag == "a":
            assert re.match(r"https?://[^/]|mailto:[^/]", element.attrib["href"], re.IGNORECASE)
            assert element.attrib["rel"] == LINK_REL


def visible(html: str) -> str:
    """The text a reader sees: br is a newline, p a paragraph."""
    paragraphs = []
    for paragraph in tree(html):
        for line_break in paragraph.iter("br"):
            line_break.text = "\n"
        paragraphs.append("".join(paragraph.itertext()))
    return "\n\n".join(paragraphs)


def in_paragraphs(text: str) -> str:
    """What must be seen of a text: all of it, several blank lines as one."""
    return re.sub(r"\n(?:[^\S\n]*\n)+", "\n\n", normalise(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_never_becomes_active(text: str) -> None:
    for around in ("{}", "a {} b", "> {}", "[x]({})", "<{}>", "http://x.se/{}", "*{}*", "x\n\n{}"):
        assert_harmless(render_words(around.replace("{}", text)), WORDS)
        assert_harmless(render_markdown(around.replace("{}", text)), MARKDOWN)
    assert visible(render_words(text)) == in_paragraphs(text)


SIGNS = [*"<>\"'&`[]()!*_#:/\\=-~@.| \n\t\x00\u202e\u2069å", "1. ", "  ", "\n\n"]
PIECES = [
    *("&lt;", "&#60;", "&amp;", "<a ", "<img ", "<svg ", "<style>", "<!--", "-->", "</p>", "<br>"),
    *("href=", "onload=", "javascript:", "http://", "https://x.se", "mailto:", "data:", "www."),
    *("👩‍👩‍👧", "שלום", "```", "e\u0301"),
]
ACTIVE = st.lists(st.sampled_from(SIGNS + PIECES), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(ACTIVE | st.text())
def test_any_text_is_harmless_and_words_are_kept_to_the_letter(text: str) -> None:
    words = render_words(text)
    assert_harmless(words, WORDS)
    assert_harmless(render_markdown(text), MARKDOWN)
    assert visible(words) == in_paragraphs(text)
    assert visible(mark_words(normalise(text), [])) == in_paragraphs(text)


@settings(max_examples=200, deadline=None)
@given(ACTIVE)
def test_another_sanitiser_finds_nothing_to_take_away(text: str) -> None:
    for html, allowed in ((render_words(text), WORDS), (render_markdown(text), MARKDOWN)):
        again = nh3.clean(
            html,
            tags=set(allowed),
            attributes={tag: names for tag, names in allowed.items() if names},
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
        assert html5lib.serialize(tree(again)) == html5lib.serialize(tree(html))


@pytest.mark.parametrize(
    "piece",
    ["<", "&", "[", "![", "*", "`", "> ", "- ", "\na\n\n", "[a](", "http://a.b/(", "a@b.se "],
)
@pytest.mark.timeout(10)
def test_a_hundred_thousand_characters_are_cut_and_rendered_at_once(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert visible(render_words(text)).endswith("[…]")
    render_markdown(text)
    assert len(visible(render_words("å" * RENDERED_AT_MOST))) == RENDERED_AT_MOST


def test_findings_are_marked_and_all_else_is_escaped() -> None:
    text = "Ring <b>070-174 06 33</b>\nhttps://x.se\n\n900101-\n9802 & hej"
    assert mark_words(text, find(text)) == (
        '<p>Ring &lt;b&gt;<mark data-kind="phone">070-174 06 33</mark>&lt;/b&gt;<br>https://x.se</p>'
        '<p><mark data-kind="person">900101-</mark><br><mark data-kind="person">9802</mark>'
        " &amp; hej</p>"
    )


@settings(max_examples=100, deadline=None)
@given(ACTIVE, ACTIVE)
def test_marks_hold_no_more_than_marks(before: str, after: str) -> None:
    text = normalise(f"{before} 070-174 06 33 {after}")
    html = mark_words(text, find(text))
    assert_harmless(html, {"p": set(), "br": set(), "mark": {"data-kind"}})
    assert visible(html) == in_paragraphs(text)
