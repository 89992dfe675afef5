"""Lesson text: Markdown in pieces, so that the first screenful is shown before the rest is built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, linkify
from markdown_it.token import Token
from rich.text import Text
from textual.message import Message
from textual.widgets import Markdown, Static

from tuitutor.config.values import Glyphs
from tuitutor.course.model import Problem
from tuitutor.draw.glyphs import spell
from tuitutor.playground.links import HOST
from tuitutor.tui.widgets.looks import look_of

_ADDRESS = re.compile(r"//|@|\.[^\W\d]")  # in all addresses that Markdown turns into links
_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # Markdown's lines, without Unicode's other line ends


@cache
def make_parser(glyphs: Glyphs = "full") -> MarkdownIt:
    """The lessons' Markdown, as far as Textual draws it, with the addresses of web links shown.

    The text is spelled in these glyphs, after parsing.
    """
    parser = MarkdownIt("gfm-like")
    parser.core.ruler.at("linkify", _link_addresses)
    parser.core.ruler.push("addresses", _show_addresses)
    parser.core.ruler.push("languages", _name_languages)
    parser.core.ruler.push("glyphs", partial(_respell, glyphs))
    return parser


def _link_addresses(state: StateCore) -> None:
    """Turn addresses into links; the first search compiles a pattern of all domains, so it is avoided."""
    texts = (token.content for block in state.tokens for token in block.children or () if token.type == "text")
    if any(map(_ADDRESS.search, texts)):
        linkify(state)


def _name_languages(state: StateCore) -> None:
    """Make code without a language plain text, and a notebook's IPython Python.

    Textual would guess a language, which imports all of Pygments's lexers, and look for IPython's in IPython.
    """
    for block in state.tokens:
        if block.type in ("fence", "code_block"):
            language = block.info.partition(" ")[0].lower()
            block.info = "python" if language.startswith("ipython") else language or "text"


def _respell(glyphs: Glyphs, state: StateCore) -> None:
    for block in state.tokens:
        for token in (block, *(block.children or ())):
            token.content = spell(token.content, glyphs)


def _show_addresses(state: StateCore) -> None:
    for block in state.tokens:
        children = block.children or []
        for at in reversed(range(len(children))):
            address = str(children[at].attrs.get("href", ""))
            if children[at].type == "link_open" and address.startswith("http") and children[at].info != "auto":
                close = next(i for i in range(at, len(children)) if children[i].type == "link_close")
                short = address.split("://")[-1].removesuffix("/")
                short = HOST if short.startswith(HOST) else short  # nobody reads an address with a whole state
                if short not in "".join(child.content for child in children[at:close]):
                    children.insert(close + 1, Token("text", "", 0, content=f" ({short})"))


def rows(text: str, width: int) -> int:
    """The fewest rows of Markdown at a width: lists and tables take more."""
    return sum(2 + len(paragraph) // width for paragraph in text.strip().split("\n\n"))


def split_prose(text: str, lines: int, width: int) -> tuple[str, str]:
    """Cut Markdown before a top-level block, so that the first part has at least `lines` rows at a width, or is all.

    Text with link definitions isn't cut, since they may be in the other half.
    """
    source = _LINE.findall(text)
    if rows(text, width) <= lines:
        return text, ""
    env: dict[str, object] = {}
    tokens: list[Token] = []
    parser = make_parser("full")
    parser.block.parse(text, parser, env, tokens)  # the inline text doesn't matter here
    if env.get("references"):
        return text, ""
    starts = [token.map[0] for token in tokens if token.level == 0 and token.map and token.nesting >= 0]
    cut = next((start for start in starts if rows("".join(source[:start]), width) >= lines), len(source))
    return "".join(source[:cut]), "".join(source[cut:])


class ProseView(Markdown):
    """A piece of text; in a lesson, `name` is its part's. Links aren't opened (there may be no browser): their address
    is posted.
    """

    @dataclass(eq=False, repr=False)
    class LinkFollowed(Message):
        """The learner clicked a link."""

        address: str

    def __init__(self, text: str, name: str | None = None) -> None:
        parser = lambda: make_parser(look_of(self.app).glyphs)  # noqa: E731  # the app is known later
        super().__init__(text, name=name, parser_factory=parser, open_links=False)
        self.BULLETS = ["• ", "- "]

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.post_message(self.LinkFollowed(event.href))


_MOST = 50


class ProblemList(Static):
    """Lists problems by file and line, for the author; the lesson is not run."""

    DEFAULT_CSS = """
    ProblemList { height: auto; width: 1fr; margin: 1 2; padding: 1 2; background: $surface; }
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        text = Text.assemble(
            ("This lesson is broken and cannot be run.\n", "bold"),
            "What has to be corrected, by file and line:\n\n",
            "\n".join(f"{problem.path.name}:{problem.line}: {problem.text}" for problem in problems[:_MOST]),
            f"\n… and {len(problems) - _MOST} more: tuitutor lint lists them all." if len(problems) > _MOST else "",
        )
        super().__init__(text, markup=False)
