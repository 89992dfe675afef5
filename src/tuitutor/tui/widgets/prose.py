"""Lesson text: Markdown in pieces, so that the first screenful can be shown before the rest is made."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from textual.message import Message
from textual.widgets import Markdown

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # Markdown's lines, not what else Unicode ends a line with


@cache
def make_parser() -> MarkdownIt:
    """The Markdown that lessons are written in, as far as Textual draws it."""
    return MarkdownIt("gfm-like")


def split(text: str, lines: int) -> tuple[str, str]:
    """Cut Markdown before a top-level block, so that the first part has at least `lines` lines, or is all of it.

    Text with link definitions is not cut, since they may stand in the other half.
    """
    source = _LINE.findall(text)
    env: dict[str, object] = {}
    tokens = make_parser().parse(text, env)
    if len(source) <= lines or env.get("references"):
        return text, ""
    starts = [token.map[0] for token in tokens if token.level == 0 and token.map and token.nesting >= 0]
    cut = next((start for start in starts if start >= lines), len(source))
    return "".join(source[:cut]), "".join(source[cut:])


class Prose(Markdown):
    """A stretch of lesson text. Links are not opened (there may be no browser): their address is posted."""

    class LinkFollowed(Message):
        """The learner clicked a link."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address

    def __init__(self, text: str, *, ascii_only: bool = False) -> None:
        super().__init__(text, parser_factory=make_parser, open_links=False)
        self.BULLETS = ["* ", "- "] if ascii_only else ["• ", "- "]

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.post_message(self.LinkFollowed(event.href))
