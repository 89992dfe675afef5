"""A lesson's text read aloud, and drawings in words."""

from __future__ import annotations

import pytest

from tuitutor.draw.grade import draw_check
from tuitutor.draw.look import Look
from tuitutor.draw.network import draw_network
from tuitutor.draw.screen_reader import read_aloud, write_passage
from tuitutor.grading.verdicts import CheckResult, Row, Verdict
from tuitutor.protocol.facts import LayerFacts, ModelFacts

WORDS = Look(words=True)
KERAS_TABLE = """\
┏━━━━━━━┳━━━━━━━┓
┃ Layer ┃ Shape ┃
┡━━━━━━━╇━━━━━━━┩
│ dense │ (2,)  │
├───────┼───────┤
└───────┴───────┘
 Total: 3
"""


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("## The *title*", "Section: The title"),
        ("Some **bold** and `code`\nin one line", "Some bold and code in one line"),
        ("See [there](https://a.org) or [Layers](layers.md).", "See there (https://a.org) or Layers (lesson layers)."),
        ("3. three\n4. four", "3. three|4. four"),
        ("- one\n\n  and more\n- two", "- one|and more|- two"),
        ("| a | b |\n|---|---|\n| 1 | `2` |", "Table with 1 row.\nRow 1. a: 1; b: 2."),
        ("![a curve](x.png)", "Picture: a curve"),
        ("```python\nx = 1\n  y\n```", "x = 1\n  y"),
    ],
)
def test_markup_becomes_words(markdown: str, read: str) -> None:
    assert "|".join(passage.text for passage in read_aloud(markdown)) == read


def test_code_is_never_folded_and_text_is() -> None:
    code, text = read_aloud(f"```\n{'x ' * 60}\n```\n\n{'x ' * 60}")
    assert "\n" not in write_passage(code, 40, WORDS)
    assert max(map(len, write_passage(text, 40, WORDS).split("\n"))) <= 40


def test_tables_that_are_drawn_lose_their_lines() -> None:
    assert WORDS.text(KERAS_TABLE) == "Layer, Shape\ndense, (2,)\nTotal: 3\n"


def test_a_check_is_told_in_words_one_thing_a_line() -> None:
    rows = (Row("units", "3", "4", agrees=False), Row("rate", "1", "1", agrees=True))
    result = CheckResult("layers", Verdict.FAILED, out_of=2, points=0, rows=rows)
    assert draw_check(result, 80, WORDS).plain.split("\n") == [
        "not passed: layers, 0 of 2 points",
        "  not passed: units",
        "    expected 3",
        "    found 4",
        "  passed: rate",
        "    1",
    ]


def test_a_network_is_told_layer_by_layer() -> None:
    dense = LayerFacts("dense_1", "Dense", True, 8, 8, (None, 2), {"units": 2, "activation": "tanh", "use_bias": True})
    model = ModelFacts("Sequential", True, (dense,), 8, 8, (None, 3), (None, 2))
    text = draw_network(model, 80, WORDS).plain
    assert "\nDense tanh, dense_1, shape (None, 2), parameters 3 × 2 + 2 = 8" in text
    assert "↓" not in text
