"""The one escaping module: data becomes HTML, Markdown or an address here and nowhere else."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

import orjson
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import link as link_rule
from markdown_it.token import Token
from markupsafe import Markup, escape

from .fields import safe_url

# A resolver gives the address of an entry, seen from the page being written, or None.
Resolver = Callable[[str], str | None]

# Signs that mean something in prose, how a list begins, and what Python-Markdown escapes.
_PROSE_SIGNS = re.compile(r"[\\*_\[\n]")
_BLOCK_SIGNS = re.compile(r"[-+\s\d]")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()>#+\-.!])")
_PARAGRAPH = Markup("<p>{}</p>")


def _parser() -> MarkdownIt:
    """CommonMark with raw HTML, headings, code, quotes and images switched off."""
    parser = MarkdownIt("zero", {"html": False})
    parser.enable(["emphasis", "link", "list", "escape", "newline"])
    parser.inline.ruler.at("link", _link)
    parser.validateLink = _is_safe  # type: ignore[assignment]
    return parser


def _is_safe(address: str) -> bool:
    """Addresses of entries are set by the resolver; all others must be safe."""
    try:
        return bool(safe_url(address))
    except ValueError:
        return False


class _References:
    """Entry ids as Markdown link definitions, looked up when a text asks for them."""

    def __init__(self, resolve: Resolver) -> None:
        self._resolve, self.beside = resolve, False

    def get(self, label: str, default: Any = None) -> Any:
        """The definition of an id that stands beside a link's words."""
        href = self._resolve(label.lower()) if self.beside else None
        return default if href is None else {"href": href, "title": ""}


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    """A link has its id or its address beside its words: words in brackets alone are none."""
    if state.src[state.pos] == "[":
        end = state.md.helpers.parseLinkLabel(state, state.pos, disableNested=True)
        after = state.src[end + 1 : end + 3]
        state.env["references"].beside = after.startswith("[") and after != "[]"
    return link_rule(state, silent)


def prose(text: str, resolve: Resolver) -> Markup:
    """Paragraphs and lists of prose as HTML."""
    return _render(text, resolve, inline=False)


def line(text: str, resolve: Resolver) -> Markup:
    """One line of prose as HTML, without a paragraph around it."""
    return _render(text, resolve, inline=True)


def _render(text: str, resolve: Resolver, *, inline: bool) -> Markup:
    if not _PROSE_SIGNS.search(text):
        if inline:
            return escape(text)
        if not _BLOCK_SIGNS.match(text):
            return _PARAGRAPH.format(text)
    environment = {"references": _References(resolve)}
    convert = _PARSER.renderInline if inline else _PARSER.render
    return Markup(convert(text, environment).strip())  # noqa: S704 - the parser escapes


def plain(text: str) -> str:
    """Prose without its Markdown: what a reader sees, as text."""
    if not _PROSE_SIGNS.search(text):
        return " ".join(text.split())
    tokens = _PARSER.parseInline(text, {"references": _References(lambda _: "#")})
    return " ".join("".join(_texts(tokens)).split())


def targets(text: str) -> list[str]:
    """Where the links in prose lead, in order: ids of entries, and addresses."""
    if "[" not in text:
        return []
    tokens = _PARSER.parseInline(text, {"references": _References(str)})
    inside = (one for token in tokens for one in token.children or ())
    return [str(one.attrGet("href")) for one in inside if one.type == "link_open"]


def _texts(tokens: list[Token]) -> list[str]:
    found = []
    for token in tokens:
        if token.children:
            found += _texts(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            found.append(" ")
        else:
            found.append(token.content)
    return found


def markdown_text(text: str) -> str:
    """Plain text as Markdown source that reads as exactly that text, on one line."""
    one_line = " ".join(text.split())
    signs_escaped = _MARKDOWN_SIGNS.sub(r"\\\1", one_line)
    return re.sub(r"[&<]", lambda sign: f"&#{ord(sign[0])};", signs_escaped)


def untouched(html: Markup) -> str:
    """HTML as a block of a Markdown page: Markdown reads nothing in it.

    Outside a block element, as in a drawing, it would take a title for emphasis or a link.
    """
    return f'<div class="block">\n{html}\n</div>'


def data_block(data: Any) -> Markup:
    """Data as JSON for a script element in a page; nothing in it can end the element."""
    text = orjson.dumps(data).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no sign is left that HTML would read


def address(url: str | None) -> str:
    """An address from data if it is safe, otherwise nothing."""
    return url if url and _is_safe(url) else ""


def relative(target: str, page: str) -> str:
    """`target` as seen from `page`; both are addresses from the site's root (`cases/x/`)."""
    if page.endswith("/") and not target.startswith(page):
        # From all pages of a folder, what is not inside one of them is the same way away.
        page = f"{page[: page.rfind('/', 0, -1) + 1]}\0/"
    return _way(target, page)


@lru_cache(maxsize=1 << 13)
def _way(target: str, page: str) -> str:
    path, hash_, anchor = target.partition("#")
    up, here = path.split("/"), page.split("/")[:-1]
    shared = 0
    while shared < min(len(up) - 1, len(here)) and up[shared] == here[shared]:
        shared += 1
    steps = [".."] * (len(here) - shared) + up[shared:]
    joined = "/".join(steps)
    if not path or path == page:
        return f"#{anchor}" if hash_ else (joined or "./")
    return f"{joined or './'}{hash_}{anchor}"


def link(url: str, text: str) -> Markup:
    """A link to an address, by its text."""
    return Markup(f'<a href="{escape(url)}">{escape(text)}</a>')  # noqa: S704 - both escaped


def note_marks(numbers: Iterable[int]) -> Markup:
    """The marks in a text that lead to its numbered notes; nothing for none."""
    marks = ", ".join(map(_mark, numbers))
    return Markup(f'<sup class="notes">{marks}</sup>' if marks else "")  # noqa: S704 - numbers


@cache
def _mark(number: int) -> str:
    return f'<a href="#kilde-{number}" aria-label="Kilde {number}">{number}</a>'


class _Renderer(RendererHTML):
    """Marks links that leave the site, so that style and readers can tell them apart."""

    def link_open(self, tokens: Any, idx: int, options: Any, env: Any) -> str:
        """Open a link."""
        if re.match(r"https?:", str(tokens[idx].attrGet("href"))):
            tokens[idx].attrSet("rel", "external noopener")
        return str(self.renderToken(tokens, idx, options, env))


_PARSER = _parser()
_PARSER.renderer = _Renderer()
