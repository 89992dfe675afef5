"""Mistakes that are plain to see in the code, and code that is nearly the same and none."""

from __future__ import annotations

import pytest

from tuitutor.coach.code import Code
from tuitutor.coach.design import advise_on_design


def told(answer: str, setup: str = "") -> list[tuple[str, int | None]]:
    """Topic and line of each advice."""
    return [(each.topic, each.line) for each in advise_on_design(Code(answer, setup))]


def network(*layers: str, loss: str = "'mse'", more: str = "") -> str:
    """A network in one line, compiled in the next."""
    return f"model = Sequential([Input((3,)), {', '.join(layers)}])\nmodel.compile(loss={loss})\n{more}"


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

SOFT, RELU, PLAIN = "Dense(4, 'softmax')", "Dense(4, activation='relu')", "Dense(4)"


@pytest.mark.parametrize(
    ("layers", "loss", "words"),
    [
        ((SOFT, "Dense(2, 'softmax')"), "'sparse_categorical_crossentropy'", ("hidden layer has a softmax",)),
        ((RELU, SOFT, "Dense(2, 'softmax')"), "'sparse_categorical_crossentropy'", ("hidden layer has a softmax",)),
        ((SOFT, "Activation('relu')"), "'mse'", ()),
        ((SOFT,), "'mse'", ()),
        ((PLAIN, "Dense(1)"), "'mse'", ("these 2 Dense layers can do no more than one",)),
        ((PLAIN, PLAIN, "Dense(1, 'sigmoid')"), "'mse'", ("these 3 Dense layers",)),
        ((PLAIN, "Dropout(0.1)", "Flatten()", "Dense(1)"), "'mse'", ("these 2 Dense layers",)),
        ((PLAIN, "ReLU()", "Dense(1)"), "'mse'", ()),
        ((PLAIN, RELU, "Dense(1)"), "'mse'", ()),
        ((RELU, "Dense(1)"), "'mse'", ()),
        (("Dense(4, None)", "Dense(1)"), "'mse'", ("these 2 Dense layers",)),
        (("Dense(4, own)", "Dense(1)"), "'mse'", ()),
        (("Dense(1)",), "'mse'", ()),
        ((RELU, "Dense(1, 'softmax')"), "'mse'", ("A softmax over one unit is always 1",)),
        ((RELU, "Dense(2, 'softmax')"), "'mse'", ()),
        ((RELU, "Dense(units=1, activation='softmax')"), "'mse'", ("A softmax over one unit is always 1",)),
        (
            (RELU, "Dense(2)"),
            "'sparse_categorical_crossentropy'",
            ("has no activation", "Dense(2, activation='softmax')"),
        ),
        ((RELU, "Dense(2)"), "'categorical_crossentropy'", ("has no activation", "activation='softmax'")),
        ((RELU, "Dense(1)"), "'binary_crossentropy'", ("has no activation", "Dense(1, activation='sigmoid')")),
        ((RELU, "Dense(1, 'relu')"), "'bce'", ("has a relu", "activation='sigmoid'")),
        ((RELU, "Dense(2)"), "keras.losses.SparseCategoricalCrossentropy(from_logits=True)", ()),
        ((RELU, "Dense(2)"), "'mae'", ()),
        ((RELU, "Dense(n)"), "'binary_crossentropy'", ()),
        ((RELU, "Dense(2, own)"), "'binary_crossentropy'", ()),
        ((RELU, "Activation('relu')"), "'binary_crossentropy'", ()),
        ((RELU, "LSTM(4)"), "'binary_crossentropy'", ()),
        ((RELU, "Dense(1, 'tanh')"), "'mse'", ()),
        (("Conv2D(3, 3, activation='softmax')", RELU, "Dense(2, 'softmax')"), "'mse'", ()),
        (
            (RELU, "Dense(3, 'sigmoid')"),
            "'sparse_categorical_crossentropy'",
            ("The 3 sigmoid units answer 3 separate",),
        ),
        ((RELU, "Dense(2, 'sigmoid')"), "'categorical_crossentropy'", ("The 2 sigmoid units",)),
        ((RELU, "Dense(1, 'sigmoid')"), "'sparse_categorical_crossentropy'", ()),
        ((RELU, "Dense(3, 'sigmoid')"), "'binary_crossentropy'", ()),
        ((RELU, "Dense(n, 'sigmoid')"), "'categorical_crossentropy'", ()),
    ],
)
def test_what_is_said_of_a_network(layers: tuple[str, ...], loss: str, words: tuple[str, ...]) -> None:
    advice = list(advise_on_design(Code(network(*layers, loss=loss))))
    assert len(advice) == bool(words), advice
    assert all(word in f"{advice[0].why} {advice[0].try_}" for word in words)


def test_the_loss_may_stand_in_second_place() -> None:
    answer = network(RELU, "Dense(1)").replace("loss='mse'", "'adam', 'bce'")
    assert told(answer) == [("activation", 1)]
    assert told(answer.replace("'adam', 'bce'", "'bce', 'mse'")) == []


def test_the_line_is_that_of_the_layer() -> None:
    def lines(*layers: str) -> list[int | None]:
        text = ",\n".join(layers)
        answer = f"model = Sequential([\n{text}\n])\nmodel.compile(loss='sparse_categorical_crossentropy')\n"
        return [each.line for each in advise_on_design(Code(answer))]

    assert lines(RELU, SOFT, SOFT, SOFT) == [3]
    assert lines(PLAIN, PLAIN, SOFT) == [2]
    assert lines(RELU, "Dense(2)") == [3]


@pytest.mark.parametrize(
    "answer",
    [
        network(PLAIN, "Dense(1)") + "model.compile(loss='mae')\n",  # compiled twice
        "model = Sequential([Dense(4), Dense(1)])\n",  # never
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
def test_a_network_that_is_not_written_down_whole_is_not_judged(answer: str) -> None:
    assert told(answer) == []


def test_a_network_has_layers_and_may_have_a_name() -> None:
    assert Code("model = Sequential([])").networks == ()
    (net,) = Code(f"model = Sequential([{PLAIN}, {PLAIN}], True, 'name')").networks
    assert len(net.layers) == 2


def test_a_network_may_be_put_together_line_by_line() -> None:
    answer = f"net = keras.models.Sequential()\nnet.add(Input((3,)))\nnet.add({PLAIN})\nwith x:\n    net.add({PLAIN})\n"
    (net,) = Code(answer).networks
    assert [(layer.kind, layer.line) for layer in net.layers] == [("Input", 2), ("Dense", 3), ("Dense", 5)]
    assert told(f"{answer}net.compile()\n") == [("activation", 3)]
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


# ---- labels that are class numbers ----------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "are"),
    [
        ("(x[:, 0] > 0).astype(int)", True),
        ("(x[:, 0] > 0).astype(int).reshape(-1, 1)", True),
        ("rng.integers(0, 2, 64)", True),
        ("rng.integers(2, size=64)", True),
        ("np.random.randint(0, 2, 64)", True),
        ("np.random.randint(0, 2, 64).reshape(-1, 1)", True),
        ("rng.integers(0, 2, (64, 2))", False),
        ("rng.integers(0, 2)", False),
        ("rng.integers(0, 2, 64).reshape(-1, 2)", False),
        ("rng.random(64).reshape(-1, 1)", False),
        ("(x[:, 0] > 0).astype(float)", False),
        ("(x[:, :2] > 0).astype(int)", False),
        ("(x > 0).astype(int)", False),
        ("(x[:, 0] > 0).sum(int)", False),
        ("to_categorical(x)", False),
        ("[0, 1]", False),
    ],
)
def test_mse_on_class_numbers_is_told_where_labels_are_such(labels: str, are: bool) -> None:
    answer = f"y = {labels}\n" + network(RELU, "Dense(2, 'softmax')", more="model.fit(x, y)\n")
    advice = list(advise_on_design(Code(answer)))
    assert [(each.topic, each.line) for each in advice] == [("loss", 3)] * are
    assert all("each of the 2 outputs with the number in `y`" in each.why for each in advice)


CLASS_NUMBERS = "y = rng.integers(0, 2, 64)\n"


@pytest.mark.parametrize(
    ("answer", "setup", "said"),
    [
        (network(RELU, "Dense(2, 'softmax')", more="model.fit(x, y)\n"), CLASS_NUMBERS, True),
        (network(RELU, "Dense(2, 'softmax')", more="model.fit(x=x, y=y)\n"), CLASS_NUMBERS, True),
        ("y = one_hot(x)\n" + network(RELU, "Dense(2, 'softmax')", more="model.fit(x, y)\n"), CLASS_NUMBERS, False),
        (CLASS_NUMBERS + "y = one_hot(y)\n" + network(RELU, SOFT, more="model.fit(x, y)\n"), "", False),
        (network(RELU, "Dense(2, 'sigmoid')", more="model.fit(x, y)\n"), CLASS_NUMBERS, False),
        (network(RELU, "Dense(n, 'softmax')", more="model.fit(x, y)\n"), CLASS_NUMBERS, False),
        (network(RELU, "LSTM(1, 'softmax')", more="model.fit(x, y)\n"), CLASS_NUMBERS, False),
        (network(RELU, SOFT, loss="'mae'", more="model.fit(x, y)\n"), CLASS_NUMBERS, False),
        (network(RELU, SOFT, more="model.fit(x, y)\nmodel.fit(x, y)\n"), CLASS_NUMBERS, False),
        (network(RELU, SOFT, more="other.fit(x, y)\n"), CLASS_NUMBERS, False),
        (network(RELU, SOFT, more="model.fit(x, y[:9])\n"), CLASS_NUMBERS, False),
        (network(RELU, SOFT, more="model.fit(x)\n"), CLASS_NUMBERS, False),
    ],
)
def test_mse_on_class_numbers_is_told_of_one_fit_of_softmax_outputs(answer: str, setup: str, said: bool) -> None:
    assert bool(told(answer, setup)) is said
