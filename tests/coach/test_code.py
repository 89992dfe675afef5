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


# ---- networks -------------------------------------------------------------------------------

PLAIN = "Dense(4)"


@pytest.mark.parametrize(
    "answer",
    [
        f"model = Sequential([{PLAIN}, *more])\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}, {PLAIN}, *more])\nmodel.compile()\n",
        f"model = Zoo([{PLAIN}, {PLAIN}])\nmodel.compile()\n",
        f"model = Sequential(layers)\nmodel.add({PLAIN})\nmodel.add({PLAIN})\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}, Dense(**how)])\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}, make()(x)])\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}])\nfor i in x:\n    model.add({PLAIN})\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}])\nx = model.add({PLAIN})\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}])\nmodel.add({PLAIN}, 1)\nmodel.compile()\n",
        f"model = Sequential([{PLAIN}])\nmodel = Sequential([{PLAIN}, {PLAIN}])\nmodel.compile()\n",
        f"if x:\n    model = Sequential([{PLAIN}, {PLAIN}])\nmodel.compile()\n",
        f"a = b = Sequential([{PLAIN}, {PLAIN}])\na.compile()\n",
        f"a.b = Sequential([{PLAIN}, {PLAIN}])\nb.compile()\n",
        "model = Sequential([])\nmodel.compile()\n",
        f"model = Sequential(({PLAIN}, {PLAIN}))\nmodel.compile()\n",
    ],
)
def test_a_network_that_is_not_written_down_whole_is_not_read(answer: str) -> None:
    assert Code(answer).networks == ()


def test_a_network_has_layers_and_may_have_a_name() -> None:
    assert Code("model = Sequential([])").networks == ()
    (net,) = Code(f"model = Sequential([{PLAIN}, {PLAIN}], True, 'name')").networks
    assert len(net.layers) == 2


def test_a_network_may_be_put_together_line_by_line() -> None:
    answer = f"net = keras.models.Sequential()\nnet.add(Input((3,)))\nnet.add({PLAIN})\nwith x:\n    net.add({PLAIN})\n"
    (net,) = Code(answer).networks
    assert [(layer.kind, layer.line) for layer in net.layers] == [("Input", 2), ("Dense", 3), ("Dense", 5)]
    (net,) = Code(
        "net = Sequential([layers.Dense(4)])\nnet.add(keras.layers.Dense(units=5, activation='Tanh'))"
    ).networks
    assert [(layer.kind, layer.units, layer.activation) for layer in net.layers] == [
        ("Dense", 4, "linear"),
        ("Dense", 5, "tanh"),
    ]


@pytest.mark.parametrize(
    ("layers", "sees"),
    [
        ("Input((3,))", True),
        ("Dense(3, input_shape=(3,))", True),
        ("Dense(3, input_dim=3)", True),
        ("Dense(3)", False),
        ("Dense(3), Input((3,))", False),
        ("Dense(3), Dense(2, input_dim=3)", False),
    ],
)
def test_a_network_sees_its_width_by_its_first_layer(layers: str, sees: bool) -> None:
    (net,) = Code(f"model = Sequential([{layers}])").networks
    assert net.sees_width is sees


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("1", 1),
        ("999_999", 999_999),
        ("0", None),
        ("-3", None),
        ("1_000_000", None),
        ("1_000_001", None),
        ("n", None),
        ("2.0", None),
    ],
)
def test_units_are_a_number_that_can_be_shown(text: str, units: int | None) -> None:
    (net,) = Code(f"model = Sequential([Dense({text})])").networks
    assert net.layers[0].units == units
