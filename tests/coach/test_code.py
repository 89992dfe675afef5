"""Reading the learner's code: values, names, calls."""

from __future__ import annotations

import ast

import pytest

from tuitutor.coach.code import Code, argument, constant_value, named


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("0.5", 0.5),
        ("-0.5", -0.5),
        ("'a'", "a"),
        ("None", None),
        ("+3", None),
        ("-'a'", None),
        ("x", None),
    ],
)
def test_a_plain_value(text: str, value: object) -> None:
    found = constant_value(expression(text))
    assert (found, type(found)) == (value, type(value))
    assert constant_value(None) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("'ReLU'", "relu"),
        ("None", "linear"),
        ("3", None),
        ("keras.activations.relu", "relu"),
        ("relu", None),
        ("f().relu", "relu"),
        ("f()", None),
    ],
)
def test_what_a_name_calls(text: str, name: str | None) -> None:
    assert named(expression(text)) == name
    assert named(None) is None


def test_an_argument_by_name_or_place() -> None:
    call = expression("f(1, 2, y=3)")
    assert isinstance(call, ast.Call)
    found = [constant_value(argument(call, *which)) for which in (("y", 1), ("x", 0), ("z", 1), ("z", 2), ("z",))]
    assert found == [3, 1, 2, None, None]


def test_names_are_those_that_get_a_value() -> None:
    code = Code(
        "import numpy as np\nfrom keras import layers\nimport a.b\nx = y\n"
        "def f(z):\n    w = 1\nclass C:\n    pass\ndel x\n",
        "setup = 1\n",
    )
    assert code.own_names == {"np", "layers", "a.b", "x", "f", "w", "C"}
    assert code.names == code.own_names | {"setup"}
    assert code.deleted == {"x"}
    assert Code("x = = 1", "y = = 1").names == frozenset()


def test_values_are_the_last_ones_in_the_answer_or_else_in_the_set_up() -> None:
    assert constant_value(Code("xs = 1\n").value("".join(["x", "s"]))) == 1
    code = Code("x = 1\nif y:\n    x = z = 2\n", "x = 3\ny = 4\nw = 5\nw = 6\n")
    assert [constant_value(code.value(name)) for name in ("x", "z", "y", "w", "none")] == [2, 2, 4, 6, None]


def test_calls_come_by_line_and_owner() -> None:
    code = Code("b.fit(1)\na.fit(b.fit(2), 3)\nfit(4)\nc.d.fit(5)\n")
    assert [call.lineno for call in code.calls("fit")] == [1, 2, 2, 3, 4]
    assert [call.col_offset for call in code.calls("fit")[1:3]] == [0, 6]
    assert [call.lineno for call in code.calls("fit", "b")] == [1, 2]
    assert code.calls("none") == []


def test_a_function_is_the_only_one_of_its_name() -> None:
    function = Code("def f():\n    pass\ndef g():\n    pass\ndef h():\n    pass\n").function("g")
    assert function is not None
    assert function.lineno == 3
    assert Code("def f():\n    pass\ndef f():\n    pass\n").function("f") is None
    assert Code("").function("f") is None


def test_what_begins_in_a_line() -> None:
    code = Code("x = 1\ny = f(\n    x)\n")
    assert {type(node) for node in code.at(3)} == {ast.Name}
    assert {type(node) for node in code.at(1)} == {ast.Assign, ast.Name, ast.Constant}
