"""What a notebook has for the place that it came from is no part of a lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.exchange.notebooks import Cell, code, notebook, text
from tuitutor.authoring.exchange.blocks import Imported
from tuitutor.authoring.exchange.compose import compose
from tuitutor.authoring.exchange.html import PictureFinder
from tuitutor.authoring.exchange.jupyter import lesson_of, open_notebook
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Lesson, Prose

BADGES = """<table align="left"><td>
<a href="https://colab.example.org/x" target="_parent"><img src="https://example.org/b.svg" alt="Open in Colab"/></a>
</td><td><a href="https://www.example.org/x.ipynb"><img src="https://example.org/l.png" />Download</a></td></table>"""
LICENCE = "# @title Under the Free License, Version 2\n#\n# You may do as you like."
CHOICE = 'import os\nos.environ["KERAS_BACKEND"] = "jax"'
DEFINES = "from IPython.core.magic import register_cell_magic\n@register_cell_magic\ndef backend(line, cell):\n    pass"


def imported(*cells: Cell) -> tuple[Imported, Lesson]:
    found = open_notebook(notebook(*cells), script=False)
    [made] = compose(lesson_of(found, PictureFinder(Path("nowhere"), "made")))
    lesson = parse_lesson(made.text, Path("made.md"))
    assert lesson.problems == ()
    return made, lesson


def prose(lesson: Lesson) -> str:
    return "\n".join(block.text for block in lesson.blocks if isinstance(block, Prose))


def test_licences_and_buttons_go_to_a_footnote() -> None:
    made, lesson = imported(
        text("##### Copyright 2020 Somebody."), code(LICENCE), text("# Title"), text(BADGES),
        text("[![Binder](https://example.org/badge.svg)](https://binder.example.org/x)"),
        text("![A net](https://example.org/net.png)\n\nSee [this](https://example.org)."), code("x = 1"),
    )  # fmt: skip
    shown = prose(lesson)
    assert lesson.title == "Title"
    assert shown.startswith("# Title\n\n![A net]"), "a picture and a link in a text are neither of them"
    assert shown.endswith(
        "***\n\nCopyright 2020 Somebody. Under the Free License, Version 2. The notebook: "
        "[Open in Colab](https://colab.example.org/x), [Download](https://www.example.org/x.ipynb), "
        "[Binder](https://binder.example.org/x)."
    )
    assert "You may do as you like." in made.text, "its terms are kept where no reader sees them"
    assert [cell.source for cell in lesson.cells] == ["x = 1"]


def test_tensorflows_cells_run_and_those_for_others_are_kept_as_comments() -> None:
    made, lesson = imported(
        code(CHOICE), code(DEFINES), code("%%backend tensorflow\nimport keras"), code("%%backend torch\nimport torch"),
        code("%%backend jax\nimport jax"), code("x = 1"),
    )  # fmt: skip
    assert [cell.source for cell in lesson.cells] == ["import keras", "x = 1"]
    assert "import torch" in made.text
    assert {said for _, said in made.remarks} >= {
        "the notebook chose jax for Keras; lessons run on TensorFlow",
        "left out 2 cells for torch and jax, kept as comments; see that the text works without",
    }


MAGICS = {
    "only magics": ("%matplotlib inline\n!pip install -q x \\\n  y\n%load_ext z", []),
    "timed": ("%time x = f()\n%%time", ["x = f()\n# %%time"]),
    "a timed cell": ("%%time\nx = f()", ["x = f()"]),
    "in a block": ("if x:\n    !pip install y", ["if x:\n    pass"]),
    "one that does something": ("!unzip a.zip\n%pip install b\ny = 1", ["# !unzip a.zip\ny = 1"]),
    "a form": ('# @title Load {display-mode: "form"}\nn = 3 # @param {type:"integer"}', ["n = 3"]),
    "a percent sign": ("a = 5\nb = (a\n% 2)", ["a = 5\nb = (a\n% 2)"]),
}


@pytest.mark.parametrize(("source", "left"), MAGICS.values(), ids=MAGICS)
def test_magics_that_mean_nothing_here_vanish(source: str, left: list[str]) -> None:
    _, lesson = imported(text("# T"), code(source))
    assert [cell.source for cell in lesson.cells] == left


TITLES = {
    "a lesser heading": (["Words.", "### *Third*"], "Third"),
    "only bold": (["**Chapter 1: the start**\n\nWords.", "# Setup"], "Chapter 1: the start"),
    "a bold sentence": (["**Read this first.**", "## Second"], "Second"),
    "bold within a sentence": (["**Bold** is the word", "## Second"], "Second"),
    "bold but later": (["Words.", "**Bold**", "# First"], "First"),
    "none": (["Words."], "Made"),
}


@pytest.mark.parametrize(("texts", "title"), TITLES.values(), ids=TITLES)
def test_the_title_is_the_first_heading(texts: list[str], title: str) -> None:
    _, lesson = imported(*map(text, texts))
    assert lesson.title == title
    assert prose(lesson).count(title) <= 1
