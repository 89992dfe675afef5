"""Fenced blocks of Markdown."""

from __future__ import annotations

import re


def fenced(head: str, body: str) -> str:
    """A block with this head (a language, or `{name} argument`), in a fence that nothing in its body can close."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))
    return f"{ticks}{head}\n{body}\n{ticks}"
