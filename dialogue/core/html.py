# SPDX-License-Identifier: EUPL-1.2
"""The only door from typed text to HTML.

Two renderers, and no third: ``render_words`` for residents' words, which are plain text and come
through to the letter, and ``render_markdown`` for the texts of staff.  Both end in bleach.
``mark_words`` shows findings of personal data and only escapes.  Nothing outside this module
imports bleach or the Markdown parser.

What is rendered is stored beside the text with ``HTML_VERSION``: raise the number when a change
here changes output.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

import bleach
import idna
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape

from dialogue.core.plain_text import normalise, one_line

__all__ = [
    "HTML_VERSION",
    "LINK_REL",
    "RENDERED_AT_MOST",
    "mark_words",
    "normalise",
    "one_line",
    "render_markdown",
    "render_words",
]

HTML_VERSION = 1
"""The renderers' version, stored with every piece of rendered HTML."""

RENDERED_AT_MOST = 20_000
"""Code points that are parsed at all.  Forms refuse before (5 000 for a resident, 20 000 for
staff); masking can make a resident's 5 000 longer, but not beyond this.  What is cut is seen to be
cut."""

LINK_REL = "nofollow ugc noopener"

_WORDS_TAGS = frozenset({"p", "br", "a"})
_BLOCK_TAGS = frozenset({"ul", "ol", "li", "blockquote", "pre", "h3", "h4"})
_MARKDOWN_TAGS = _WORDS_TAGS | _BLOCK_TAGS | {"strong", "em", "code"}
_SCHEMES = frozenset({"http", "https", "mailto"})

# bleach 6.4 lets "javascript:123" through (a scheme followed by digits), so addresses are judged
# here, whole.
_SAFE_HREF = re.compile(r"(?:https?://[^\s/\\?#]|mailto:[^\s/\\])[^\s\\]*", re.IGNORECASE)

_AUTHORITY = re.compile(
    r"https?://(?:[^/?#]*@)?(?P<host>[^/?#@:]*)(?::(?P<port>\d{0,6}))?(?=[/?#]|$)", re.I
)
_NAME = re.compile(r"[\w.-]+", re.ASCII)

# Invisible and directional characters end an address: they could hide where it leads.
_ADDRESS = re.compile(
    r"(?<![^\W_])https?://"
    r"(?:(?![,;]https?://)"
    r"[^\s<>\"\\^`{|}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff“”„«»])+",
    re.IGNORECASE,
)
_HOST = re.compile(r"[^\W_](?:[\w-]|\.(?=\w))*(?::\d{1,5})?(?=[/?#]|$)")
_TRAILING = frozenset(".,:;!?'*_~\u2018\u2019\u2026")
_OPENER = {")": "(", "]": "["}


class Marked(Protocol):
    """A span of a text, in code points: what ``core.personal_data`` finds."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def render_words(text: str) -> Markup:
    """A resident's plain text as HTML: paragraphs at blank lines, ``<br>`` at newlines, bare
    addresses as links.

    Nothing else is interpreted.  The visible text is ``normalise(text)`` to the letter, runs of
    spaces included, and no white space is added between the elements: a style sheet may say
    ``white-space: pre-wrap``.
    """
    html = _paragraphs(_with_links(line) for line in _capped(text).split("\n"))
    return _cleaned(html, _WORDS_TAGS)


def render_markdown(text: str) -> Markup:
    """Staff's Markdown as HTML: headings become h3 or h4, images their alt text, raw HTML escaped
    text.
    """
    html: str = _markdown().render(_capped(text))
    return _cleaned(html, _MARKDOWN_TAGS)


def mark_words(text: str, findings: Iterable[Marked]) -> Markup:
    """The text in paragraphs like ``render_words``, without links, each finding in ``<mark
    data-kind="…">``.

    ``text`` must be the very string that was searched, so it is not normalised here; the findings
    are sorted and do not overlap.  bleach would take the marks away and is not needed: every piece
    of the text and every kind is escaped, and the only tags are the constants in this module.
    """
    pieces: list[Markup] = []
    at = 0
    for finding in findings:
        pieces.append(escape(text[at : finding.start]))
        # A finding may run over a newline, while a mark stays on its line.
        found = text[finding.start : finding.end].split("\n")
        pieces.append(Markup("\n").join(_marked(finding.kind, line) for line in found))
        at = finding.end
    pieces.append(escape(text[at:]))
    return Markup(_paragraphs("".join(pieces).split("\n")))  # noqa: S704 - escaped, and our own tags


def _marked(kind: str, words: str) -> Markup:
    return Markup('<mark data-kind="{}">{}</mark>').format(kind, words) if words else Markup("")


def _capped(text: str) -> str:
    text = normalise(text)
    if len(text) <= RENDERED_AT_MOST:
        return text
    return normalise(text[:RENDERED_AT_MOST]) + " […]"


def _paragraphs(lines: Iterable[str]) -> str:
    """Lines of HTML as paragraphs: a blank line, or several, ends one."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "".join(f"<p>{'<br>'.join(kept)}</p>" for kept in paragraphs if kept)


def _with_links(line: str) -> str:
    """One line of plain text, escaped, its bare http(s) addresses as links whose text is the
    address as typed.
    """
    pieces: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(line):
        address = _without_trailing(match[0])
        if not (_HOST.match(address, address.index("//") + 2) and _is_safe(address)):
            # No host, or a name before an @ that looks like one: it stays text.
            continue
        pieces.append(escape(line[at : match.start()]))
        pieces.append(Markup('<a href="{0}" rel="{1}">{0}</a>').format(address, LINK_REL))
        at = match.start() + len(address)
    pieces.append(escape(line[at:]))
    return "".join(pieces)


def _without_trailing(address: str) -> str:
    """The address without the punctuation, and the unbalanced brackets, of the sentence around
    it.
    """
    surplus = {
        closer: address.count(closer) - address.count(opener) for closer, opener in _OPENER.items()
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last in _OPENER.values():
            surplus[")" if last == "(" else "]"] += 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


def _cleaned(html: str, tags: frozenset[str]) -> Markup:
    # A cleaner keeps state while it parses, so each call has its own.
    clean = bleach.clean(html, tags=tags, attributes=_allowed_attribute, protocols=_SCHEMES)
    return Markup(clean)  # noqa: S704 - this is what bleach is for


def _allowed_attribute(tag: str, name: str, value: str) -> bool:
    """The whole list of attributes: an address and our own rel on links, the first number of an
    ordered list.
    """
    if tag == "a":
        return value == LINK_REL if name == "rel" else name == "href" and _is_safe(value)
    return tag == "ol" and name == "start" and value.isascii() and value.isdigit()


def _is_safe(address: str) -> bool:
    if _SAFE_HREF.fullmatch(address) is None:
        return False
    authority = _AUTHORITY.match(address)
    return authority is None or _is_host(authority["host"], authority["port"])


def _is_host(host: str, port: str | None) -> bool:
    """Whether a browser could go there: a port that exists, a name that IDNA (RFC 5891) knows, and
    four numbers below 256 where the name ends in a number.
    """
    if port and int(port) > 65_535:
        return False
    if not host.isascii() or "xn--" in host.lower():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return False
    if not host.rstrip(".").rsplit(".", 1)[-1].isdigit():
        return _NAME.fullmatch(host) is not None
    try:
        return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False


@cache
def _markdown() -> MarkdownIt:
    """CommonMark with HTML off and every newline a ``<br>``; rules never keep state between two
    texts.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
    parser.disable("hr")  # not among our elements: a line of dashes is shown as typed
    # Unsafe addresses are parsed, then dropped by _tamed, which leaves the words of a link and the
    # alt text of an image.
    parser.validateLink = _any_address  # type: ignore[method-assign]  # as its documentation says
    parser.core.ruler.push("tamed", _tamed)
    return parser


def _any_address(url: str) -> bool:  # noqa: ARG001 - named as the parser names it
    return True


def _tamed(state: StateCore) -> None:
    """Bring the parsed text down to our elements: heading levels, images, links and their rel."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"
        elif token.children:
            token.children = [_without_image(child) for child in token.children]
            _tame_links(token.children)


def _without_image(token: Token) -> Token:
    return Token("text", "", 0, content=_alt_text(token)) if token.type == "image" else token


def _alt_text(image: Token) -> str:
    parts: list[str] = []
    for child in image.children or []:
        parts.append(_alt_text(child) if child.type == "image" else child.content)
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def _tame_links(tokens: Sequence[Token]) -> None:
    """Links never nest in Markdown, so the last one opened is the one that closes."""
    dropped = False
    for token in tokens:
        if token.type == "link_open":
            dropped = not _is_safe(str(token.attrs.get("href", "")))
            token.hidden = dropped
            token.attrSet("rel", LINK_REL)
        elif token.type == "link_close":
            token.hidden = dropped
