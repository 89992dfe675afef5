"""A learner's text is parsed or it is not; nothing else comes of it."""

from __future__ import annotations

import ast
import warnings

import pytest

from tuitutor.grading.syntax import dotted, parse


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x", "x"),
        ("keras.layers.Dense", "keras.layers.Dense"),
        ("model().fit", ".fit"),
        ("models[0].layers.append", ".layers.append"),
        ("model()", None),
        ("12", None),
        ("a + b", None),
    ],
)
def test_a_name_with_its_dots(text: str, name: str | None) -> None:
    tree = parse(text, mode="eval")
    assert isinstance(tree, ast.Expression)
    assert dotted(tree.body) == name


@pytest.mark.parametrize("text", ["x = = 1", "\0", "(" * 2000, "if x:", "'\ud800"])
def test_what_does_not_parse_is_nothing(text: str) -> None:
    assert parse(text) is None


def test_a_program_is_parsed_unless_an_expression_is_asked_for() -> None:
    assert isinstance(parse("x = 1\n"), ast.Module)
    assert parse("x = 1\n", mode="eval") is None


def test_python_does_not_warn_the_learner() -> None:
    with warnings.catch_warnings(action="error"):
        assert parse("'\\d' is 1") is not None
        assert warnings.filters[0][0] == "error"
