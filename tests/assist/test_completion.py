"""What is offered, told and explained at the cursor, which is where the bar stands in each piece of code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.assist.completion import Call, call_at, completions, facts_at
from tuitutor.assist.reference import Reference
from tuitutor.protocol.name_facts import NameFacts

DENSE = NameFacts(
    "Dense",
    ("units", "activation=None", "kernel_initializer='glorot_uniform'", "**kwargs"),
    "A layer. It is dense.",
    {"units": "How many."},
    "keras.Layer",
    ("input_shape", "name"),
)
REFERENCE = Reference(
    {
        "keras": (
            NameFacts("layers"),
            NameFacts("Sequential", ("layers=None", "name=None"), gives="keras.Sequential"),
            NameFacts("Sequential.compile", ("optimizer='rmsprop'", "loss=None", "metrics=None")),
            NameFacts("Sequential.fit", ("x=None", "y=None", "epochs=1")),
            NameFacts("Sequential.compute_loss", ("x=None",)),
            NameFacts("Layer", ("*", "dtype=None", "name=None", "**kwargs"), gives="keras.Layer"),
            NameFacts("Layer.get_weights", ()),
        ),
        "keras.layers": (DENSE, NameFacts("Dropout", ("rate", "/", "*", "seed=None"), gives="keras.Layer")),
        "keras.activations": (NameFacts("relu", ("x",), "Above zero."), NameFacts("tanh", ("x",)), NameFacts("ReLU")),
        "keras.ops": (NameFacts("clip", ("x", "/", "low", "high")),),
        "keras.losses": (NameFacts("MeanSquaredError", (), "Of squares."),),
        "keras.optimizers": (NameFacts("SGD", ("learning_rate=0.01", "momentum=0.0")),),
        "numpy": (
            NameFacts("ndarray", gives="numpy.ndarray"),
            NameFacts("ndarray.reshape", ()),
            NameFacts("zeros", ("shape", "dtype=float"), gives="numpy.ndarray"),
        ),
    },
    {
        "keras.activations": ("relu", "tanh"),
        "keras.losses": ("mean_squared_error", "mse"),
        "keras.optimizers": ("adam", "sgd"),
        "keras.metrics": ("accuracy", "mae"),
        "keras.initializers": ("zeros",),
    },
)
KNOWN = "import keras\nimport numpy as np\nfrom keras.layers import Dense, Dropout\n"
MODEL = KNOWN + "model = keras.Sequential()\n"


def at(written: str) -> tuple[str, int]:
    """The code, and where in it the bar stood."""
    before, _, after = written.partition("|")
    return before + after, len(before)


def offered(written: str, context: str = "") -> list[str]:
    found = completions(*at(written), REFERENCE, context)
    return [] if found is None else [choice.text for choice in found.choices]


def call(written: str) -> Call | None:
    return call_at(*at(written), REFERENCE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # behind a dot
        ("import keras\nkeras.layers.|", ["Dense", "Dropout"]),
        ("import keras.layers\nkeras.layers.de|", ["Dense"]),
        ("from keras import layers\nlayers.Dr|", ["Dropout"]),
        ("from keras import layers as l\nl.Dr|", ["Dropout"]),
        ("import tensorflow as tf\ntf.keras.layers.De|", ["Dense"]),
        ("from tensorflow import keras\nkeras.layers.De|", ["Dense"]),
        ("import numpy as np\nnp.|", ["zeros", "ndarray"]),
        ("layers = keras.layers\nlayers.|", []),
        ("import keras\nlayers = keras.layers\nlayers.De|", ["Dense"]),
        ("import keras\nkeras = 3\nkeras.|", []),
        ("import keras\nfor keras in range(3):\n    keras.|", []),
        ("import keras\nwith open(keras.layers) as f:\n    keras.layers.De|", ["Dense"]),
        ("import keras\nwith open(keras.layers) as keras:\n    keras.|", []),
        ("import keras\nkeras, b = 3, 4\nkeras.|", []),
        ("import keras\ndef f(a, keras):\n    keras.|", []),
        ("import keras\ndef f(a: keras, *, b=keras):\n    keras.layers.De|", ["Dense"]),
        ("import keras\ndef f(*keras):\n    keras.|", []),
        ("keras.layers.|", []),
        ("import keras\nkeras.layers.Dense|", []),
        ("import keras\nkeras.layers.Den|se", []),
        ("import keras\nkeras.layers.De|3", []),
        ("import keras\nkeras.layers.Den|3", []),
        ("import keras\n3.|", []),
        ("import keras\nkeras.layers[0].|", []),
        # imports
        ("import ke|", ["keras"]),
        ("from nu|", ["numpy"]),
        ("from keras.l|", ["layers"]),
        ("import keras.l|", ["layers"]),
        ("from keras.layers import De|", ["Dense"]),
        ("from keras.layers import (\n    Dense, Dr|", ["Dropout"]),
        ("from tensorflow.keras.layers import De|", ["Dense"]),
        ("from keras.layers import Dense as De|", []),
        # methods of what plainly is a model, a layer, an array
        (MODEL + "model.|", ["compile", "fit", "compute_loss"]),
        (MODEL + "model.com|", ["compile", "compute_loss"]),
        (MODEL + "net = model\nnet.f|", ["fit"]),
        (KNOWN + "model = keras.Sequential([\n    Dense(3),\n])\nmodel.f|", ["fit"]),
        (KNOWN + "def build():\n    net = keras.Sequential()\n    return net\nmodel = build()\nmodel.f|", ["fit"]),
        (KNOWN + "def build():\n    return keras.Sequential([\n    ])\nmodel = build()\nmodel.f|", ["fit"]),
        (KNOWN + "layer = Dense(3)\nlayer.g|", ["get_weights"]),
        (KNOWN + "x = np.zeros(3)\nx.re|", ["reshape"]),
        (KNOWN + "y = Dense(3)(x)\ny.g|", []),
        (KNOWN + "layer = Dense(3)\ny = layer(x)\ny.g|", []),
        (KNOWN + "model = keras.Sequential(\nmodel = keras.Sequential()\nmodel.f|", ["fit"]),
        (MODEL + "model = load()\nmodel.f|", []),
        (KNOWN + "model = keras.Sequential(\nx = 1\nmodel.f|", []),
        (KNOWN + "what = keras.nothing()\nwhat.|", []),
        (KNOWN + "what = keras.activations.relu(3)\nwhat.|", []),
        # arguments
        (KNOWN + "Dense(3, ac|", ["activation="]),
        (KNOWN + "Dense(3, ac|)", ["activation="]),
        (KNOWN + "Dense(\n    un|", ["units="]),
        (KNOWN + "Dense(units=3, un|", []),
        (KNOWN + "Dense(3, dt|", ["dtype="]),
        (KNOWN + "Dense(3, activation=ac|", []),
        (KNOWN + "Dense(3, 2 * ac|", []),
        (KNOWN + "Dense([ac|", []),
        (KNOWN + "Dropout(0.5, ra|", ["rate="]),
        (MODEL + "model.fit(x, y, ep|", ["epochs="]),
        (MODEL + "model.fit(x, y, e|", []),
        # names that the code binds
        ("width = 3\nwi|", ["width"]),
        ("width = 3\nprint(wi|", ["width"]),
        ("for width in range(3):\n    wi|", ["width"]),
        ("with open(x) as width:\n    wi|", ["width"]),
        ("width, b = 3, 4\nwi|", ["width"]),
        ("def widen(a):\n    pass\nwi|", ["widen"]),
        ("class Wide: pass\nwi|", ["Wide"]),
        ("width = 3\nw|", []),
        ("wi|\nwidth = 3", []),
        ("width = 3\ndef wi|", []),
        ("f(width=3)\nwi|", []),
        ("wide = 1\nwidth = 2\nwide|", []),
        # strings
        (KNOWN + "Dense(3, activation='|", ["relu", "tanh"]),
        (KNOWN + 'Dense(3, activation="re|")', ["relu"]),
        (KNOWN + "Dense(3, 're|", ["relu"]),
        (KNOWN + "Dense(3, kernel_initializer='|", ["zeros"]),
        ("anything(recurrent_activation='t|", ["tanh"]),
        ("m.compile(loss='m|", ["mse", "mean_squared_error"]),
        ("m.compile('sgd', optimizer='a|", ["adam"]),
        (MODEL + "model.compile('s|", ["sgd"]),
        ("m.compile(metrics=['|", ["mae", "accuracy"]),
        ("m.compile(metrics=['mae', 'ac|'])", ["accuracy"]),
        ("m.compile(metrics={'out': 'ac|", []),
        ("m.compile(loss='mse|", []),
        ("m.compile(loss='zz|", []),
        ("loss = 'm|", []),
        ("m.compile(loss='mse', name='m|", []),
        ("print('re|", []),
        # where nothing is to be offered
        ("width = 3  # wi|", []),
        ("width = 3\n'''\nwi|", []),
        ("width = 3\nwi |", []),
        ("width = 3\n1wi|", []),
        ("|", []),
    ],
)
def test_what_is_offered(written: str, expected: list[str]) -> None:
    assert offered(written) == expected


def test_names_of_the_code_that_runs_before() -> None:
    assert offered("np.ze|", context="import numpy as np\nlabels = 3\n") == ["zeros"]
    assert offered("la|", context="labels = 3\n") == ["labels"]
    assert offered("dra|", context="from data.drawing import draw_units\n") == ["draw_units"]


def test_a_choice_says_what_it_is() -> None:
    found = completions(*at("import keras\nkeras.layers.De|"), REFERENCE)
    assert found is not None
    assert [(choice.text, choice.note) for choice in found.choices] == [("Dense", "A layer")]
    assert found.begun == "De"
    found = completions(*at(KNOWN + "Dense(3, ker|"), REFERENCE)
    assert found is not None
    assert found.choices[0].note == "'glorot_uniform'"
    found = completions(*at("f(loss='mean|"), REFERENCE)
    assert found is not None
    assert found.choices[0].note == "Of squares."


@pytest.mark.parametrize(
    ("written", "parameter"),
    [
        ("Dense(|", "units"),
        ("Dense(3|", "units"),
        ("Dense(3, |", "activation=None"),
        ("Dense(3, kernel_initializer=|", "kernel_initializer='glorot_uniform'"),
        ("Dense(3, kernel_initializer='|", "kernel_initializer='glorot_uniform'"),
        ("Dense(3, kernel_initializer=(1, [2|", "kernel_initializer='glorot_uniform'"),
        ("Dense((1, 2), {3: 4, |", "activation=None"),
        ("keras.Sequential([\n    Dense(3),\n    Dense(4, |", "activation=None"),
        ("keras.Sequential([\n    Dense(3),\n    |", "layers=None"),
        ("Dense(activation='relu', |", None),
        ("Dense(3, 4, 5, 6|", None),
        ("Dense(3, nothing=|", None),
        ("Dropout(0.5, |", None),
        ("keras.ops.clip(|", "x"),
        ("keras.ops.clip(1, |", "low"),
        ("keras.ops.clip(1, 2, |", "high"),
        ("keras.ops.clip(1, 2, 3, |", None),
    ],
)
def test_the_call_that_the_cursor_is_in(written: str, parameter: str | None) -> None:
    found = call(KNOWN + written)
    assert found is not None
    assert (found.current is None) == (parameter is None)
    if found.current is not None:
        assert found.facts.parameters is not None
        assert found.facts.parameters[found.current] == parameter


@pytest.mark.parametrize(
    "written", ["Dense|", "Dense(3)|", "Dense(3)(|", "print(|", "def Dense(|", "Dense(print(|", "# Dense(|", "[|", "|"]
)
def test_no_call_that_is_known(written: str) -> None:
    assert call(KNOWN + written) is None


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("De|nse(3)", "keras.layers.Dense"),
        ("|Dense(3)", "keras.layers.Dense"),
        ("Dense|", "keras.layers.Dense"),
        ("keras.lay|ers", "keras.layers"),
        ("Dense(3, activation=|)", "keras.layers.Dense"),
        ("Dense(3, activation='re|lu')", "keras.activations.relu"),
        ("f(loss='mean_squared_er|ror')", "keras.losses.MeanSquaredError"),
        ("f(optimizer='sg|d')", "keras.optimizers.SGD"),
        ("Dense(un|known)", "keras.layers.Dense"),
    ],
)
def test_the_name_under_the_cursor(written: str, path: str) -> None:
    found = facts_at(*at(KNOWN + written), REFERENCE)
    assert found is not None
    assert found[0] == path


@pytest.mark.parametrize("written", ["unknown|", "3|", "'Dense|'", "# Dense|", "|", "print(Den|)"])
def test_no_name_that_is_known(written: str) -> None:
    assert facts_at(*at(KNOWN + written), REFERENCE) is None


PIECES = [
    *("import ", "from ", " as ", "keras", "np", ".", "Dense", "model", "activation", "loss=", "1.5", "é", "\0"),
    *("(", ")", "[", "]", "{", "}", ",", "=", "==", "#", ";", ":", "*", "'", '"', '"""', "\\", "\n", "    ", " ", "\t"),
    *("def ", "return ", "for ", " in ", "async ", "with ", "class ", "lambda "),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), st.data())
def test_no_text_is_too_odd(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    found = completions(text, cursor, REFERENCE, KNOWN)
    assert found is None or (found.choices and text[:cursor].endswith(found.begun))
    told = call_at(text, cursor, REFERENCE, KNOWN)
    assert told is None or told.current is None or told.current < len(told.facts.parameters or ())
    facts_at(text, cursor, REFERENCE, KNOWN)
