# SPDX-License-Identifier: EUPL-1.2
"""What ordinary texts look like when they have been rendered."""

import html5lib
import pytest

from dialogue.core.html import LINK_REL, render_markdown, render_words


def link(address: str, words: str | None = None) -> str:
    return f'<a href="{address}" rel="{LINK_REL}">{words or address}</a>'


@pytest.mark.parametrize(
    "line",
    [
        "Buerie båeteme! Mijjen gïele lea vihkeles.",
        "Ráđđi ja Ŋŋ Šš Ŧŧ Žž Áá Čč Đđ",
        "Åre ligger väster om Östersund – 10 mil bort, sa hon: ”åk!”",
        "👩‍👩‍👧‍👦 och 🏳️‍🌈 och ❤️ och 👍🏽 <3",
        "العربية \u2067שלום\u2069 עברית",
        "a < b & c > d, a<b och x>y",
        "*stjärnor* _streck_ **två** __två__ `kod` ~~bort~~",
        "- punkt",
        "* punkt",
        "1. punkt",
        "# hash ## två",
        "> citat",
        "---",
        "| a | b |",
        "två  mellanslag   tre",
        "tab\thär",
        "\"citat\" 'enkla' ’typografiska’ «andra»",
        "&amp; &lt; &nbsp; &copy; &#39; &bogus;",
        "<p>inte ett stycke</p> <!-- inte en kommentar -->",
        "if (a[0] < 1 && b) { return `x`; } // kod",
        "[text](https://exempel) och ![bild](x.png)",
        "C:\\mapp\\fil \\*inte\\*",
        "www.exempel.se och anna@exempel.se",
        "50 % av 3 m² à 2 000 kr = §5",
        "http:// och https://",
        "{{ 7*7 }} %s %(x)s ${x}",
    ],
)
def test_a_line_is_shown_to_the_letter(line: str) -> None:
    shown = html5lib.parseFragment(render_words(line), namespaceHTMLElements=False)
    assert "".join(shown.itertext()) == line


def test_paragraphs_stand_at_blank_lines_and_breaks_at_newlines() -> None:
    assert render_words("a\r\nb\n\n \n\nc\n  d") == "<p>a<br>b</p><p>c<br>  d</p>"
    assert render_words(" \n ") == ""
    assert render_words("Fish &amp; chips") == "<p>Fish &amp;amp; chips</p>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("https://exempel.se", link("https://exempel.se")),
        ("Se https://exempel.se.", f"Se {link('https://exempel.se')}."),
        ("(https://exempel.se/a)", f"({link('https://exempel.se/a')})"),
        ("https://sv.example/wiki/A_(b)", link("https://sv.example/wiki/A_(b)")),
        ("(se https://x.se/A_(b)).", f"(se {link('https://x.se/A_(b)')})."),
        ("https://x.se/?a=1&b=2!", link("https://x.se/?a=1&amp;b=2") + "!"),
        ("HTTP://X.SE/Å", link("HTTP://X.SE/Å")),
        ("https://östersund.se:8080/#a", link("https://östersund.se:8080/#a")),
        ("<https://x.se>", f"&lt;{link('https://x.se')}&gt;"),
        ("**https://x.se/a**", f"**{link('https://x.se/a')}**"),
        ("https://x.se,https://y.se", f"{link('https://x.se')},{link('https://y.se')}"),
        ("https://x.se/a https://y.se", f"{link('https://x.se/a')} {link('https://y.se')}"),
        ("https://ostersund.se@ond.example/", "https://ostersund.se@ond.example/"),
        ("https://a:b@ond.example/", "https://a:b@ond.example/"),
        ("xhttps://x.se", "xhttps://x.se"),
        ("ftp://x.se mailto:a@x.se", "ftp://x.se mailto:a@x.se"),
    ],
)
def test_bare_addresses_become_links_that_show_where_they_lead(typed: str, shown: str) -> None:
    assert render_words(typed) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\nb  \nc", "<p>a<br>b<br>c</p>"),
        ("# a", "<h3>a</h3>"),
        ("## a", "<h3>a</h3>"),
        ("### a", "<h3>a</h3>"),
        ("#### a", "<h4>a</h4>"),
        ("###### a", "<h4>a</h4>"),
        ("a\n=\n\nb\n-", "<h3>a</h3><h3>b</h3>"),
        ("**a** *b* `c`", "<p><strong>a</strong> <em>b</em> <code>c</code></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("```python\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("[a](https://x.se 'titel')", f"<p>{link('https://x.se', 'a')}</p>"),
        ("<anna@x.se>", f"<p>{link('mailto:anna@x.se', 'anna@x.se')}</p>"),
        ("[**a**](javascript:1) b", "<p><strong>a</strong> b</p>"),
        ("![en *bild* `b`](x.png) text", "<p>en bild b text</p>"),
        ("[![bild](x.png)](https://x.se)", f"<p>{link('https://x.se', 'bild')}</p>"),
        ("<b>a</b> & c", "<p>&lt;b&gt;a&lt;/b&gt; &amp; c</p>"),
        ("---", "<p>---</p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_our_few_elements(typed: str, shown: str) -> None:
    assert render_markdown(typed).replace("\n", "") == shown


@pytest.mark.parametrize(
    "address",
    [
        "https://x.se\u05e9\u05dc\u05d5\u05dd",
        "http://1.2.3.4.5/",
        "http://a.se:99999/",
        "https://xn--zz--zz-.se",
    ],
)
def test_an_address_that_leads_nowhere_stays_text(address: str) -> None:
    assert render_words(address) == f"<p>{address}</p>"
    assert "href" not in render_markdown(f"[ord]({address})")
