"""Prose for the reader: Markdown with MyST's directives made plain and its maths as Unicode."""

from __future__ import annotations

from tuitutor.course.directives import plain_markdown
from tuitutor.course.findings import Findings
from tuitutor.course.maths import to_unicode


def readable(text: str, line: int, findings: Findings) -> str:
    """The Markdown as any renderer shows it; `line` is that of its first line in the file."""
    return to_unicode(plain_markdown(text, line, findings)).strip("\n")
