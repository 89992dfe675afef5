"""What a recogniser says of a message, to the number; and the messages nearby of which it says nothing.

That Keras, numpy and Python really word them so is held by test_near_misses.py and test_mistakes.py.
"""

from __future__ import annotations

import pytest

from tuitutor.coach import advise
from tuitutor.coach.advise import AT_MOST, LONGEST
from tuitutor.grading.verdicts import CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.messages import ErrorInfo, Frame


def said(kind: str, message: str, answer: str = "", line: int = 1, traceback: str = "", setup: str = "") -> str:
    """The words about an error in a line of the answer; "" where there are none."""
    lines = answer.splitlines() or [""]
    frames = (Frame("answer.py", line, "<module>", f"    {lines[line - 1]}"),)
    advice = advise(ErrorInfo(kind, message, frames, traceback), (), (), answer, setup)
    assert len(advice) <= 1
    assert all(each.line == line for each in advice)
    return " ".join(f"{each.why} {each.try_}" for each in advice)


SAME = "Arguments `target` and `output` must have the same"
RANK = "Argument `output` must have rank (ndim) `target.ndim - 1`"
WEIGHTS = "You called `set_weights(weights)` on layer 'd' with a weight"

CASES: list[tuple[str, str, str, str]] = [
    # kind, message, the answer (of one line), words that are said; "" for nothing at all
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
        "The learning rate is 1, a whole number, and Keras takes only floats for it. Write 1.0;",
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
            ("2", "and 2 is more than 1. Write 0.02 for 2 %."),
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
    # ---- arrays
    *(
        ("ValueError", f"operands could not be broadcast together with shapes {shapes} ", "", words)
        for shapes, words in (
            ("(64,) (64,3)", "one has 64 rows, the other 64 numbers in one row. Make a column of the latter"),
            ("(64,3) (64,)", "one has 64 rows, the other 64 numbers in one row. Make a column of the latter"),
            ("(9,) (64,3)", "counted from the right, 9 meets 3."),
            ("(64,) (64,)", ""),
            ("(64,3) (2,)", "counted from the right, 3 meets 2."),
            ("(5,64,3) (64,)", "counted from the right, 3 meets 64."),
            ("(4,3) (2,3)", "counted from the right, 4 meets 2."),
            ("(4,1,3) (2,5,3)", "counted from the right, 4 meets 2."),
            ("(4,3) (4,1)", ""),
            ("(3,) (1,)", ""),
            ("(64,) (3,)", "counted from the right, 64 meets 3."),
        )
    ),
    (
        "ValueError",
        "cannot reshape array of size 12 into shape (5,2)",
        "",
        "The array holds 12 numbers, and shape (5,2) takes 10.",
    ),
    (
        "IndexError",
        "too many indices for array: array is 0-dimensional, but 1 were indexed",
        "",
        "The array has 0 axes, and the square brackets name 1 places.",
    ),
    (
        "IndexError",
        "too many indices for array: array is 1-dimensional, but 2 were indexed",
        "",
        "The array has 1 axis, and the square brackets name 2 places.",
    ),
    (
        "IndexError",
        "too many indices for array: array is 2-dimensional, but 3 were indexed",
        "",
        "The array has 2 axes, and",
    ),
    (
        "IndexError",
        "index 5 is out of bounds for axis 0 with size 5",
        "",
        "There is no index 5: axis 0 has 5 entries, numbered 0 to 4. Counting starts at 0; the last entry is [-1].",
    ),
    ("IndexError", "index 1 is out of bounds for axis 0 with size 1", "", "1 entries, numbered 0 to 0."),
    (
        "IndexError",
        "index -1 is out of bounds for axis 1 with size 0",
        "",
        "There is no index -1: axis 1 has 0 entries. Look at why the array is empty.",
    ),
    (
        "AxisError",
        "axis 2 is out of bounds for array of dimension 2",
        "",
        "the array has 2 axes, numbered from 0. The last one is axis=1, which is also axis=-1.",
    ),
    (
        "AxisError",
        "axis 1 is out of bounds for array of dimension 1",
        "",
        "the array has one axis, number 0. The last one is axis=0",
    ),
    ("AxisError", "axis 0 is out of bounds for array of dimension 0", "", ""),
    # ---- labels and losses
    (
        "ValueError",
        f"{SAME} shape. Received: target.shape=(None, 1), output.shape=(None, 4)",
        "",
        "The labels have 1 numbers a sample and the model gives 4.",
    ),
    (
        "ValueError",
        f"{SAME} rank (ndim). Received: target.shape=(None,), output.shape=(None, 4)",
        "",
        "The labels have 1 numbers a sample and the model gives 4.",
    ),
    (
        "ValueError",
        f"{SAME} shape. Received: target.shape=(None, 3), output.shape=(None, 4)",
        "",
        "The labels have 3 numbers a sample and the model gives 4.",
    ),
    *(
        (
            "ValueError",
            f"{SAME} shape. Received: target.shape={shapes}",
            "",
            "",
        )
        for shapes in (
            "(None, 1, 1), output.shape=(None, 4)",
            "(), output.shape=(None, 4)",
            "(None, 1), output.shape=(None, 4, 1)",
            "(None, 1), output.shape=(None,)",
        )
    ),
    (
        "ValueError",
        f"{RANK}. Received: target.shape=(None, 10), output.shape=(None, 10)",
        "",
        "wants one class number a sample, and your labels have 10 each.",
    ),
    (
        "ValueError",
        f"{RANK}. Received: target.shape=(None, 1), output.shape=(None, 8, 4)",
        "",
        "Put Flatten() before the first Dense layer.",
    ),
    (
        "ValueError",
        f"{RANK}. Received: target.shape=(None, 3), output.shape=(None, 4)",
        "",
        "",
    ),
    (
        "InvalidArgumentError",
        "Received a label value of 2 which is outside the valid range of [0, 2). Label values: 2",
        "",
        "2 units for the classes 0 to 1, and there is a label 2. Give the last layer at least 3 units",
    ),
    (
        "InvalidArgumentError",
        "Received a label value of 1 which is outside the valid range of [0, 1).",
        "",
        "The last layer has one unit, so the only class is 0, and there is a label 1.",
    ),
    (
        "InvalidArgumentError",
        "Received a label value of -1 which is outside the valid range of [0, 2).",
        "",
        "There is a label -1, and classes count from 0.",
    ),
    (
        "InvalidArgumentError",
        "Embedding: indices[0,3] = 5 is not in [0, 5)",
        "",
        "numbers 0 to 4, and it was given 5. Its input_dim has to be larger than the largest number, here at least 6.",
    ),
    ("InvalidArgumentError", "Embedding: indices[0,3] = -1 is not in [0, 5)", "", ""),
    ("InvalidArgumentError", "Gather: indices[0,3] = 5 is not in [0, 5)", "", ""),
    (
        "ValueError",
        "Dimensions must be equal, but are 2 and 1 for '{{node LogicalAnd}}'",
        "m.compile(metrics=['recall'])",
        "A metric such as recall compares",
    ),
    (
        "ValueError",
        "Dimensions must be equal, but are 2 and 1 for '{{node LogicalAnd}}'",
        "m.compile(metrics=[Precision()])",
        "A metric such as Precision compares",
    ),
    (
        "ValueError",
        "Dimensions must be equal, but are 2 and 1 for '{{node LogicalAnd}}'",
        "m.fit(x)",
        "A metric such as recall, precision and the like compares",
    ),
    ("ValueError", "something else about LogicalAnd", "m.fit(x)", ""),
    # ---- data and history
    ("ValueError", "None values not supported.", "model.fit(data)", "fit got samples and no labels to compare with."),
    ("ValueError", "None values not supported.", "model.fit(data, labels)", ""),
    ("ValueError", "None values not supported.", "model.fit(data, y=labels)", ""),
    ("ValueError", "None values not supported.", "model.fit(x=data)", ""),
    ("ValueError", "None values not supported.", "model.fit(f.fit(data))", ""),
    ("KeyError", "'val_loss'", "h.history['val_loss']", "No validation curve was recorded."),
    (
        "KeyError",
        "'accuracy'",
        'h.history["accuracy"]',
        "Nothing called 'accuracy' was recorded. Name it in compile(metrics=['accuracy']).",
    ),
    ("KeyError", "'accuracy'", "d['accuracy']", ""),
    ("KeyError", "'loss'", "h.history['val_loss']", ""),
    ("AttributeError", "'History' object has no attribute 'loss'", "", "Write history.history['loss']."),
    (
        "AttributeError",
        "'History' object has no attribute 'val_accuracy'",
        "",
        "Write history.history['val_accuracy'].",
    ),
    ("AttributeError", "'History' object has no attribute 'keys'", "", "Write history.history.keys()."),
    ("AttributeError", "'History' object has no attribute 'colour'", "", ""),
    # ---- names
    ("NameError", "name 'true' is not defined", "x = true", "Write True, with a capital letter."),
    ("NameError", "name 'Dense' is not defined", "", "Put this at the top: from keras.layers import Dense"),
    ("NameError", "name 'np' is not defined", "", "Put this at the top: import numpy as np"),
    ("NameError", "name 'modle' is not defined", "print(modle)", "Define `modle` above this line"),
    ("NameError", "name 'pritn' is not defined", "pritn(1)", "Did you mean `print`?"),
    ("NameError", "name 'prin' is not defined", "prin = prin", "`prin` is used before it is defined."),
    ("TypeError", "'int' object is not callable", "sum = sum([1])", "`sum` is one of Python's functions"),
    ("TypeError", "'int' object is not callable", "x = x([1])", ""),
    ("TypeError", "'int' object is not callable", "max, x = 2, x(1)", ""),
    ("TypeError", "'int' object is not callable", "sum, max = sum(max(x), 1), 2", ""),
    ("AttributeError", "'NoneType' object has no attribute 'fit'", "model.fit(x)", "`model` is None here."),
    ("AttributeError", "'NoneType' object has no attribute 'fit'", "f()", ""),
    ("AttributeError", "'NoneType' object has no attribute 'colour'", "model.colour", ""),
    (
        "AttributeError",
        "'Sequential' object has no attribute 'fitt'",
        "",
        "A Keras model has no `fitt`. Did you mean `fit`?",
    ),
    ("AttributeError", "'Sequential' object has no attribute 'zzz'", "", ""),
    (
        "AttributeError",
        "'Sequential' object has no attribute 'predict_classes'",
        "",
        "`predict_classes` is gone from Keras",
    ),
    ("AttributeError", "module 'keras' has no attribute 'layer'", "", "Did you mean keras.layers?"),
    ("AttributeError", "module 'keras' has no attribute 'zzz'", "", ""),
    ("AttributeError", "module 'keras.backend' has no attribute 'pow'", "", "Write keras.ops.power(...)."),
    ("AttributeError", "module 'keras.backend' has no attribute 'zzz'", "", ""),
    ("AttributeError", "module 'tensorflow' has no attribute 'Session'", "", "`tf.Session` belongs to TensorFlow 1"),
    ("AttributeError", "module 'tensorflow' has no attribute 'zzz'", "", ""),
    ("AttributeError", "module 'numpy' has no attribute 'float'", "", "Write float instead."),
    ("AttributeError", "module 'numpy' has no attribute 'arrange'", "", "Did you mean np.arange?"),
    ("AttributeError", "module 'numpy' has no attribute 'zzz'", "", ""),
    (
        "ImportError",
        "cannot import name 'Densee' from 'keras.layers' (x)",
        "",
        "keras.layers has no `Densee`. Did you mean `Dense`?",
    ),
    ("ImportError", "cannot import name 'Sequentiall' from 'keras.models' (x)", "", "Did you mean `Sequential`?"),
    ("ImportError", "cannot import name 'layer' from 'keras' (x)", "", "Did you mean `layers`?"),
    ("ImportError", "cannot import name 'Densee' from 'own' (x)", "", ""),
    ("ImportError", "cannot import name 'zzz' from 'keras.layers' (x)", "", ""),
    ("ModuleNotFoundError", "No module named 'theano.tensor'", "", "theano.tensor is gone"),
    ("ModuleNotFoundError", "No module named 'tensorflw'", "", "Did you mean `tensorflow`?"),
    ("ModuleNotFoundError", "No module named 'sklearn'", "", ""),
    ("ModuleNotFoundError", "No module named 'zzz'", "", ""),
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
                "Layer 'lstm' wants data of 3 axes (the batch included) and got 2: (None, 3). Recurrent layers read",
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
        "The model takes inputs of shape (None, 3) and got (4,).",
    ),
    (
        "ValueError",
        "Invalid input: Expected shape (None, 3), but input has incompatible shape (32, 4)",
        "",
        "The model takes inputs of shape (None, 3) and got (32, 4).",
    ),
    (
        "ValueError",
        "Invalid input: Expected shape (None,), but input has incompatible shape ()",
        "",
        "The model takes inputs of shape (None,) and got ().",
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
        "Layer 'd' has 2 arrays of weights (for a Dense layer kernel and bias), and it was given 1.",
    ),
    (
        "ValueError",
        f"{WEIGHTS} list of length 1, but the layer was expecting 3 weights.",
        "",
        "Layer 'd' has 3 arrays of weights, and it was given 1.",
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
        "There is no file 'a.keras' where this runs.",
    ),
    ("ValueError", "File not found: filepath=a.keras. Please ensure", "load_model('a.keras' if 'a.keras' else x)", ""),
    (
        "FileNotFoundError",
        "[Errno 2] No such file or directory: 'a.csv'",
        "open('a.csv')",
        "There is no file 'a.csv' where this runs",
    ),
    ("FileNotFoundError", "a.csv not found.", "np.loadtxt('a.csv')", "There is no file 'a.csv' where this runs"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'd/a.csv'", "open('d/a.csv')", ""),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "open('a.csv', 'w')", ""),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "np.savetxt('a.csv', x)", ""),
    (
        "ValueError",
        "The filename must end in `.weights.h5`. Received: filepath=net.h5",
        "",
        "Call it 'net.weights.h5'.",
    ),
    # ---- values
    ("TypeError", "list indices must be integers or slices, not tuple", "x[:, 0]", "Rows and columns at once"),
    ("TypeError", "list indices must be integers or slices, not tuple", "[[1, 2] [3, 4]]", ""),
    ("TypeError", "'numpy.ndarray' object is not callable", "data = f\ndata(0)", ""),
    (
        "ValueError",
        "too many values to unpack (expected 2)",
        "a, b = train_test_split(x, y)",
        "train_test_split returns 4 arrays",
    ),
    ("ValueError", "too many values to unpack (expected 2)", "a, b = train_test_split(x)", ""),
    ("ValueError", "too many values to unpack (expected 2)", "a, b = f(x, y)", ""),
    (
        "TypeError",
        "cannot unpack non-iterable float object",
        "a, b = model.evaluate(x)",
        "evaluate returned only the loss",
    ),
    ("TypeError", "cannot unpack non-iterable float object", "a, b = f(x)", ""),
    ("ZeroDivisionError", "division by zero", "a = b / len(x)", "len(x) is 0: `x` is empty."),
    ("ZeroDivisionError", "integer modulo by zero", "a = b % len(x)", "len(x) is 0"),
    ("ZeroDivisionError", "integer division or modulo by zero", "a = b // len(x)", "len(x) is 0"),
    ("ZeroDivisionError", "division by zero", "a = b / len(x) / c", ""),
    ("ZeroDivisionError", "division by zero", "a = b * len(x)", ""),
    ("ZeroDivisionError", "division by zero", "a = b / sum(x)", ""),
    ("TypeError", "'float' object cannot be interpreted as an integer", "range(a / b)", "Divide with // instead"),
    ("TypeError", "'float' object cannot be interpreted as an integer", "range(a // b)", ""),
    ("TypeError", "'float' object cannot be interpreted as an integer", "range(a)", ""),
    ("TypeError", 'can only concatenate str (not "float") to str', "", "(of type float)"),
    ("TypeError", 'can only concatenate str (not "list") to str', "", ""),
    (
        "MemoryError",
        "Unable to allocate 18.2 GiB for an array with shape (5, 3) and data type float64",
        "",
        "An array of shape (5, 3) would take 18.2 GiB",
    ),
    (
        "MemoryError",
        "Unable to allocate 18. GiB for an array with shape (5, 3) and data type float64",
        "",
        "would take 18 GiB",
    ),
    ("ValueError", "I/O operation on closed file.", "print('a')", "The code closed standard output"),
    ("ValueError", "I/O operation on closed file.", "print('a', file=f)", ""),
    ("ValueError", "I/O operation on closed file.", "f.write('a')", ""),
]


@pytest.mark.parametrize(("kind", "message", "answer", "words"), CASES)
def test_what_is_said(kind: str, message: str, answer: str, words: str) -> None:
    found = said(kind, message, answer)
    assert words in found
    assert bool(words) == bool(found)


def test_colours_in_a_message_do_not_matter_and_another_class_does() -> None:
    message = "\x1b[1mDense\x1b[0m.__init__() missing 1 required positional argument: 'units'"
    assert "Dense needs" in said("TypeError", message)
    assert said("ValueError", message) == ""


def test_the_line_that_counts_is_the_innermost() -> None:
    frames = tuple(Frame("answer.py", n, "f", text) for n, text in ((1, "model.fit(x)"), (2, "print(1)")))
    (advice,) = advise(ErrorInfo("ValueError", "I/O operation on closed file.", frames), (), ())
    assert advice.line == 2
    outer = (frames[1], Frame("answer.py", 1, "f", "x = 1"))
    assert advise(ErrorInfo("ValueError", "I/O operation on closed file.", outer), (), ()) == ()


def test_one_hot_labels_are_advised_where_the_traceback_names_the_loss() -> None:
    message = "Arguments `target` and `output` must have the same shape. target.shape=({}), output.shape=(None, 4)"
    there = "in categorical_crossentropy"
    assert "compares 4 outputs a sample with 4 numbers" in said(
        "ValueError", message.format("None, 1"), traceback=there
    )
    assert "compares 4 outputs" in said("ValueError", message.format("None,"), traceback=there)
    assert "have 3 numbers" in said("ValueError", message.format("None, 3"), traceback=there)


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


def test_a_curve_called_acc_where_accuracy_was_asked_for() -> None:
    answer = "m.compile(metrics=[{}])\nh.history['acc']"
    assert "Write 'accuracy'." in said("KeyError", "'acc'", answer.format("'accuracy'"), 2)
    assert "Nothing called 'acc' was recorded." in said("KeyError", "'acc'", answer.format("'mae'"), 2)
    assert "Nothing called 'acc' was recorded." in said("KeyError", "'acc'", "h.history['acc']")
    mae = answer.format("'accuracy'").replace("acc']", "mae']")
    assert "Nothing called 'mae' was recorded." in said("KeyError", "'mae'", mae, 2)


def test_names_of_the_learners_own_are_nearer_than_pythons() -> None:
    unknown = "name '{}' is not defined"
    assert "Did you mean `modle`?" in said("NameError", unknown.format("model"), "modle = 1\nmodel", 2)
    assert "Did you mean `images`?" in said("NameError", unknown.format("image"), "image", setup="images = 1")
    assert said("NameError", unknown.format("model"), "model = 1\ndel model\nmodel", 3) == ""
    assert "Did you mean" not in said("NameError", unknown.format("sam"), "sam")


def test_a_name_that_is_set_inside_and_outside_of_a_function() -> None:
    error = "cannot access local variable 'x' where it is not associated with a value"
    function = "def f():\n    x = x + 1\n"
    assert "global x" in said("UnboundLocalError", error, f"x = 1\n{function}f()\n", 3)
    assert "global x" in said(
        "UnboundLocalError", "local variable 'x' referenced before assignment", f"x = 1\n{function}f()\n", 3
    )
    assert said("UnboundLocalError", error, f"{function}f()\n", 2) == ""
    assert said("UnboundLocalError", error, f"class C:\n    x = 1\n{function}f()\n", 4) == ""
    assert said("UnboundLocalError", error, f"print(x)\n{function}f()\n", 3) == ""


def test_the_array_that_is_called_is_one_with_a_name() -> None:
    array = "'numpy.ndarray' object is not callable"
    assert "`data` is an array" in said("TypeError", array, "data = np.ones(3)\ny = data(0)", 2)
    assert said("TypeError", array, "data = x = np.ones(3)\ny = data(x(0))", 2) == ""
    assert said("TypeError", array, "y = data(0)") == ""


def test_an_argument_of_ones_own_function() -> None:
    message = "train() got an unexpected keyword argument 'epoch'"
    assert "Your train() has no argument `epoch`. Did you mean epochs=...?" in said(
        "TypeError", message, "def train(x, epochs):\n    pass\ntrain(1, epoch=3)", 3
    )
    assert "Did you mean epochs=...?" in said(
        "TypeError", message, "def train(x, *, epochs):\n    pass\ntrain(1, epoch=3)", 3
    )
    assert said("TypeError", message, "def train(x, rate):\n    pass\ntrain(1, epoch=3)", 3) == ""
    assert said("TypeError", message, "train(1, epoch=3)") == ""


def test_a_quotient_may_have_got_its_name_lines_before() -> None:
    message = "'float' object cannot be interpreted as an integer"
    assert "//" in said("TypeError", message, "n = a / 2\nrange(n)", 2)
    assert said("TypeError", message, "n = a // 2\nrange(n)", 2) == ""
    assert said("TypeError", message, "m = a / 2\nm = 3\nrange(m)", 3) == ""


# ---- how much is said -----------------------------------------------------------------------


def test_three_pieces_of_advice_are_the_most() -> None:
    assert len(advise(None, (), (), "a.fit\n" * 9)) == AT_MOST == 3


def test_an_answer_that_is_very_long_is_not_read_for_its_design() -> None:
    lines = "a.fit\n" + "#" * (LONGEST - 6)
    assert LONGEST == 20_000
    assert len(advise(None, (), (), lines)) == 1
    assert advise(None, (), (), f"{lines}#") == ()
    blown = FitFacts(2, 2, 32, False, {"loss": (1.0, float("nan"))})
    assert [each.topic for each in advise(None, (blown,), (), f"{lines}#")] == ["nan"]


def test_nothing_is_said_after_a_pass_unless_there_was_an_error() -> None:
    passed, failed = (CheckResult("it", verdict, 1, 1) for verdict in (Verdict.PASSED, Verdict.FAILED))
    assert advise(None, (), (passed, passed), "a.fit\n") == ()
    assert len(advise(None, (), (passed, failed), "a.fit\n")) == 1
    assert len(advise(None, (), (), "a.fit\n")) == 1
    assert said("NameError", "name 'true' is not defined", "true") != ""
    error = ErrorInfo("NameError", "name 'true' is not defined")
    assert len(advise(error, (), (passed,), "a.fit\n")) == 1
