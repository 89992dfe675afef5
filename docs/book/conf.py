"""How Sphinx makes a book of the lessons; `build.py` beside this calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuitutor.course.directives import parser
from tuitutor.course.findings import Findings
from tuitutor.course.predictions import read_prediction

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
    """Leave out the checks, the tables of variants, the cells that measure, and what the book has no use for.

    Items to recall go too. Of predictions the question stays, and of an exercise's options the label. The lines
    below keep their numbers.
    """
    lines = source[0].split("\n")
    for token in parser().parse(source[0]):
        if token.type != "fence" or token.level or not token.map:
            continue
        first, end = token.map
        unseen = [["yaml", word] for word in ("checks", "lines", "recall", "variants")]
        if token.info.split() in unseen or ":tags: [measure" in token.content:
            lines[first:end] = [""] * (end - first)
        elif token.info.split() == ["yaml", "predict"]:
            asked = _asked(token.content)
            lines[first:end] = [*asked, *[""] * (end - first - len(asked))]
        elif token.info.startswith("{exercise-start}"):
            inside = lines[first + 1 : end - 1]
            kept = [line for line in inside if not line.startswith(":") or line.startswith(":label:")]
            lines[first + 1 : end - 1] = [*kept, *[""] * (len(inside) - len(kept))]
    source[0] = "\n".join(lines)


def _asked(block: str) -> list[str]:
    """What a reader may predict, in three lines: no block is shorter."""
    prediction = read_prediction(block, 1, Findings(Path("predict")))
    if prediction is None:
        return []
    choices = f" ({'; '.join(prediction.choices)})" if prediction.choices else ""
    return ["```{admonition} Predict, then run", f"{prediction.question}{choices}", "```"]
