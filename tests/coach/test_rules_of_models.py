"""What is said of messages about arguments, shapes, models and files, to the number, and of those nearby.

That Keras and Python really word them so is held by test_near_misses.py and test_mistakes.py.
"""

from __future__ import annotations

import pytest

from tests.coach.messages import Case, said

WEIGHTS = "You called `set_weights(weights)` on layer 'd' with a weight"

CASES: list[Case] = [
    # ---- arguments
    (
        "TypeError",
        "Dense.__init__() missing 1 required positional argument: 'units'",
        "Dense(unit=3, name='a')",
        "Dense has no argument `unit`; it is called `units`.",
    ),
    (
        "TypeError",
        "Dense.__init__() missing 1 required positional argument: 'units'",
        "Dense(name='units')",
        "Dense needs `units`. Give it as the first value, or as units=...",
    ),
    ("TypeError", "Dense.__init__() missing 1 required positional argument: 'units'", "f()", "Dense needs `units`."),
    ("TypeError", "Own.__init__() missing 1 required positional argument: 'units'", "Own()", ""),
    ("TypeError", "Dense.__init__() missing 1 required positional argument: 'colour'", "Dense()", ""),
    (
        "TypeError",
        "fit() got an unexpected keyword argument 'batch'",
        "",
        "fit has no argument `batch`. Did you mean batch_size=...?",
    ),
    ("TypeError", "Trainer.fit() got an unexpected keyword argument 'colour'", "", ""),
    (
        "ValueError",
        "Unrecognized keyword arguments passed to Dense: {'activations': 'relu'}",
        "",
        "Dense has no argument `activations`. Did you mean activation=...?",
    ),
    ("ValueError", "Unrecognized keyword arguments passed to Own: {'activations': 'relu'}", "", ""),
    (
        "ValueError",
        "Argument(s) not recognized: {'lr': 0.1}",
        "",
        "no longer has the argument `lr`. Write learning_rate=...",
    ),
    ("ValueError", "Argument(s) not recognized: {'learn_rate': 0.1}", "", "Did you mean learning_rate=...?"),
    (
        "ValueError",
        "Argument `learning_rate` should be float, or LearningRateSchedule. Received instead: learning_rate=1",
        "",
        "The learning rate is 1, a whole number, but Keras takes only floats for it. Write 1.0.",
    ),
    ("ValueError", "Could not interpret optimizer identifier: adan", "", "Did you mean 'adam'?"),
    (
        "ValueError",
        "Could not interpret loss identifier: zzz",
        "",
        "crossentropy, categorical_crossentropy, binary_crossentropy, mean_squared_error, mse.",
    ),
    (
        "ValueError",
        "Could not interpret optimizer identifier: Adam(0.1)",
        "",
        "Write optimizer=Adam(0.1) without quotes",
    ),
    ("ValueError", "Could not interpret optimizer identifier: Own(0.1)", "", ""),
    *(
        (
            "ValueError",
            f"Invalid value received for argument `rate`. It is between 0 and 1. Received: rate={rate}",
            "",
            words,
        )
        for rate, words in (
            ("2", "but 2 is more than 1. Write 0.02 for 2 %."),
            ("99", "Write 0.99 for 99 %."),
            ("1", ""),
            ("100", ""),
        )
    ),
    (
        "ValueError",
        "Expected `trainable` to be a boolean. Received: trainable=<Dense name=d>",
        "Sequential(Input((3,)), Dense(2))",
        "Sequential takes one list of layers.",
    ),
    (
        "ValueError",
        "Expected `trainable` to be a boolean. Received: trainable=<Dense name=d>",
        "Own(Input((3,)), Dense(2))",
        "",
    ),
    (
        "ValueError",
        "Cannot convert '3' to a shape",
        "",
        "A shape is a tuple, and 3 is a number. Write Input((3,)), with the comma.",
    ),
    # ---- shapes
    *(
        (
            "ValueError",
            f"Input 0 of layer '{layer}' is incompatible with the layer: expected {wanted}, found ndim={found}. "
            f"Full shape received: {shape}",
            "",
            words,
        )
        for layer, wanted, found, shape, words in (
            (
                "lstm",
                "ndim=3",
                "2",
                "(None, 3)",
                "Layer 'lstm' needs data with 3 axes (including the batch) but got 2: (None, 3). Recurrent layers read",
            ),
            ("gru_1", "ndim=3", "2", "(None, 3)", "Recurrent layers read sequences"),
            ("simple_rnn", "ndim=3", "2", "(None, 3)", "Recurrent layers read sequences"),
            ("lstm", "ndim=3", "4", "(None, 3, 3, 3)", "Look at Input's shape"),
            ("conv2d", "min_ndim=4", "3", "(None, 28, 28)", "Write Input((28, 28, 1))"),
            ("conv2d_transpose_2", "min_ndim=4", "3", "(None, 28, 28)", "Write Input((28, 28, 1))"),
            ("conv2d", "min_ndim=4", "5", "(None, 2, 28, 28, 1)", "Look at Input's shape"),
            ("conv2d", "min_ndim=4", "2", "(None, 28)", "Look at Input's shape"),
            ("conv1d", "min_ndim=3", "2", "(None, 28)", "Look at Input's shape"),
        )
    ),
    (
        "ValueError",
        "Invalid input: Expected shape (None, 3), but input has incompatible shape (3,)",
        "",
        "The model takes rows, one for each sample: (None, 3). It was given shape (3,): a single sample.",
    ),
    (
        "ValueError",
        "Invalid input: Expected shape (None, 3), but input has incompatible shape (4,)",
        "",
        "The model takes inputs of shape (None, 3) but got (4,).",
    ),
    (
        "ValueError",
        "Invalid input: Expected shape (None, 3), but input has incompatible shape (32, 4)",
        "",
        "The model takes inputs of shape (None, 3) but got (32, 4).",
    ),
    (
        "ValueError",
        "Invalid input: Expected shape (None,), but input has incompatible shape ()",
        "",
        "The model takes inputs of shape (None,) but got ().",
    ),
    *(
        (
            "ValueError",
            f"Computed output size would be negative. Received `inputs shape={shape}`, `kernel shape={kernel}`",
            "",
            words,
        )
        for shape, kernel, words in (
            (
                "(None, 2, 3, 8)",
                "(5, 6, 8, 16)",
                "A kernel of 5 x 6 does not fit into what is left of the picture here: 2 x 3.",
            ),
            ("(None, 2, 8)", "(5, 8, 16)", "A kernel of 5 does not fit into what is left of the picture here: 2."),
            ("(None, 2, 8)", "(8, 16)", ""),
            ("(None, 2, 2, 8)", "(5, 8, 16)", ""),
        )
    ),
    # ---- models and files
    ("IndexError", "list index out of range", "model.get_weights()[0]", ""),
    (
        "ValueError",
        f"{WEIGHTS} list of length 1, but the layer was expecting 2 weights.",
        "",
        "Layer 'd' has 2 arrays of weights (in a Dense layer, kernel and bias), but it was given 1.",
    ),
    (
        "ValueError",
        f"{WEIGHTS} list of length 1, but the layer was expecting 3 weights.",
        "",
        "Layer 'd' has 3 arrays of weights, but it was given 1.",
    ),
    (
        "ValueError",
        "Layer d weight shape (3, 4) is not compatible with provided weight shape (4, 3).",
        "",
        "Swap rows and columns with .T",
    ),
    (
        "ValueError",
        "Layer d weight shape (3, 4) is not compatible with provided weight shape (4, 4).",
        "",
        "look at the shapes of get_weights().",
    ),
    (
        "ValueError",
        "File not found: filepath=a.keras. Please ensure",
        "load_model('a.keras')",
        "There is no file 'a.keras' in the folder where this runs.",
    ),
    ("ValueError", "File not found: filepath=a.keras. Please ensure", "load_model('a.keras' if 'a.keras' else x)", ""),
    (
        "FileNotFoundError",
        "[Errno 2] No such file or directory: 'a.csv'",
        "open('a.csv')",
        "There is no file 'a.csv' here",
    ),
    ("FileNotFoundError", "a.csv not found.", "np.loadtxt('a.csv')", "There is no file 'a.csv' here"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'd/a.csv'", "open('d/a.csv')", ""),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "open('a.csv', 'w')", ""),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "np.savetxt('a.csv', x)", ""),
    (
        "ValueError",
        "The filename must end in `.weights.h5`. Received: filepath=net.h5",
        "",
        "Call it 'net.weights.h5'.",
    ),
]


@pytest.mark.parametrize(("kind", "message", "answer", "words"), CASES)
def test_what_is_said(kind: str, message: str, answer: str, words: str) -> None:
    found = said(kind, message, answer)
    assert words in found
    assert bool(words) == bool(found)


def test_recurrent_layers_in_a_row() -> None:
    message = (
        "Input 0 of layer 'lstm_1' is incompatible with the layer: expected ndim=3, found ndim=2. "
        "Full shape received: (None, 8)"
    )
    sequences = "Give the recurrent layer before it return_sequences=True"
    assert sequences in said("ValueError", message, "m = Sequential([LSTM(8), GRU(8)])")
    assert sequences not in said("ValueError", message, "m = Sequential([LSTM(8, return_sequences=True), LSTM(8)])")
    assert sequences not in said("ValueError", message, "m = Sequential([LSTM(8)])")
    assert sequences not in said("ValueError", message, "m = Sequential([LSTM(8), LSTM(8), LSTM(8)])")
    assert sequences not in said("ValueError", message.replace("lstm_1", "lstm"), "m = Sequential([LSTM(8), LSTM(8)])")


def test_weights_of_a_model_that_nothing_has_built() -> None:
    def told(above: str, line: str = "w = net.get_weights()[0]") -> bool:
        answer = f"{above}\n{line}\nnet.fit(x)\n"
        return bool(said("IndexError", "list index out of range", answer, above.count("\n") + 2))

    made = "net = Sequential([Dense(3)])"
    assert told(made)
    assert told(made, "w = net.layers[0].weights[0]")
    assert told(f"{made}\nnet.compile(x)")
    for used in ("net.fit(x)", "net.build((None, 3))", "net(x)", "net.predict(x)", "net.evaluate(x)"):
        assert not told(f"{made}\n{used}")
    assert not told("net = Sequential([Input((3,)), Dense(3)])")
    assert not told("other = Sequential([Dense(3)])")
    assert not told(made, "w = things[9]")


def test_compile_is_told_to_move_up_where_it_comes_later() -> None:
    message = "You must call `compile()` before calling `fit()`."
    assert "compiled only in line 3. Move that line above this one." in said(
        "ValueError", message, "model = x\nmodel.fit(x)\nmodel.compile(y)\n", 2
    )
    assert "Call model.compile(" in said("ValueError", message, "model.compile(y)\nmodel.fit(x)\n", 2)
    assert "Call model.compile(" in said("ValueError", message, "model.fit(x)\nm.compile(y)\nn.compile(y)\n", 1)
    assert "Call model.compile(" in said("ValueError", message, "m.compile(model.fit(x))\n", 1)
