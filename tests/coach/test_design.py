"""Mistakes that are plain to see in the code, and code that is nearly the same and none."""

from __future__ import annotations

import pytest

from tuitutor.coach.code import Code
from tuitutor.coach.design import advise_on_design


def told(answer: str, setup: str = "") -> list[tuple[str, int | None]]:
    """Topic and line of each advice."""
    return [(each.topic, each.line) for each in advise_on_design(Code(answer, setup))]


# ---- calls ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["fit", "compile", "summary", "evaluate"])
def test_a_method_that_is_only_named_is_told(method: str) -> None:
    (advice,) = advise_on_design(Code(f"x = 1\nmodel.{method}\n"))
    assert (advice.topic, advice.line) == ("brackets", 2)
    assert f"model.{method} only names the function" in advice.why
    assert told(f"with x:\n    model.{method}\n") == [("brackets", 2)]


@pytest.mark.parametrize(
    "text", ["model.fit()", "model.layers", "x = model.fit", "if x:\n    model.fit", "a.b.fit", "fit"]
)
def test_a_method_that_is_called_or_kept_is_not(text: str) -> None:
    assert told(text) == []


def test_a_decay_that_is_ignored_is_told_where_it_stands() -> None:
    assert told("x = 1\no = keras.optimizers.SGD(0.1, decay=1e-3)\n") == [("argument", 2)]
    assert told("o = Adam(decay=1e-3)\np = RMSprop(decay=1)\nq = Adagrad(decay=1)\n") == [
        ("argument", 1),
        ("argument", 2),
        ("argument", 3),
    ]
    assert told("o = SGD(0.1)\np = Own(decay=3)\n") == []


BUILT = "model = Sequential([Dense(1)])\n"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (f"{BUILT}model.fit(x, y)\n{BUILT}", [("rebuilt", 3)]),
        (f"{BUILT}model.fit(x, y)\n{BUILT}model.evaluate(x)\nmodel.compile()\nmodel.build()", [("rebuilt", 3)]),
        (f"{BUILT}model.fit(x, y)\n{BUILT}model.fit(x, y)\n", []),
        (f"{BUILT}{BUILT}model.fit(x, y)\n", []),
        (f"{BUILT}{BUILT}", []),
        (f"{BUILT}model.fit(x, y)\n", []),
        (f"{BUILT}model.fit(x, y)\n{BUILT}model.set_weights(w)\n", []),
        (f"{BUILT}model.fit(x, y)\n{BUILT}train(model)\n", []),
        (f"{BUILT}model.fit(x, y)\n{BUILT}train(x, model)\n", []),
        (f"{BUILT}train(model)\nmodel.fit(x, y)\n{BUILT}", [("rebuilt", 4)]),
        (f"{BUILT}model.fit(x, y)\n{BUILT}other.fit(x)\n", [("rebuilt", 3)]),
        (f"{BUILT}other.fit(x, y)\n{BUILT}", []),
        (f"model.fit(x, y)\n{BUILT}", []),
        (f"{BUILT}model.fit(x)\n{BUILT}model.fit(x)\n{BUILT}", [("rebuilt", 5)]),
        (f"a = Sequential([])\na.fit(x)\n{BUILT}model.fit(x)\n{BUILT}", [("rebuilt", 5)]),
        (f"{BUILT}model.fit(x)\nmodel = Sequential([*model.layers[:-1], Dense(2)])\n", []),
        (f"{BUILT}model.fit(x)\nmodel = Model(i, Dense(1)(model(i)))\n", []),
        ("a = keras.Model(i, o)\na.fit(x, y)\na = Model(i, o)\n", [("rebuilt", 3)]),
        ("a = Model(i, o)\na.fit(x, y)\na = load()\n", []),
        (f"{BUILT}model.fit(x, y)\nfor i in x:\n    {BUILT}", []),
    ],
)
def test_a_model_that_is_built_anew_after_its_training(answer: str, expected: list[tuple[str, int]]) -> None:
    assert told(answer) == expected


def test_the_training_that_is_lost_is_told() -> None:
    (advice,) = advise_on_design(Code(f"{BUILT}model.fit(x)\nmodel.fit(x)\n{BUILT}"))
    assert "after it was trained in line 3" in advice.why


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


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for i in range(9):\n    model.compile('adam')\n    model.fit(x, y)\n", [("rebuilt", 2)]),
        ("for rate in rates:\n    model.compile(Adam(rate))\n    model.fit(x, y)\n", []),
        ("for i in range(9):\n    model = make()\n    model.compile('adam')\n    model.fit(x, y)\n", []),
        ("model.compile('adam')\nfor i in range(9):\n    model.fit(x, y)\n", []),
    ],
)
def test_a_model_that_is_compiled_again_in_each_round(loop: str, expected: list[tuple[str, int]]) -> None:
    assert told(loop) == expected
