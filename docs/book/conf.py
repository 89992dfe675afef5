"""How Sphinx makes a book of the lessons; `build.py` beside this calls it."""

from __future__ import annotations

from typing import Any

from tuitutor.course.directives import parser

extensions = ["myst_nb", "sphinx_exercise"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 6  # what links in lessons may lead to, as on GitHub
nb_execution_mode = "off"
nb_execution_timeout = 300  # seconds for a cell
html_theme = "sphinx_book_theme"
html_theme_options = {"use_download_button": False}
html_copy_source = False  # it has the checks, which hold answers
html_show_sourcelink = False


def setup(app: Any) -> None:
    app.connect("source-read", _hide_checks)


def _hide_checks(app: Any, docname: str, source: list[str]) -> None:
    """Leave out the blocks of checks and the cells that measure; the lines below keep their numbers."""
    lines = source[0].split("\n")
    for token in parser().parse(source[0]):
        is_checks = token.info.split() == ["yaml", "checks"] or ":tags: [measure" in token.content
        if token.type == "fence" and token.level == 0 and is_checks and token.map:
            first, end = token.map
            lines[first:end] = [""] * (end - first)
    source[0] = "\n".join(lines)
