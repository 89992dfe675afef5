"""What is said of messages about arrays, labels, histories and values, to the number, and of those nearby.

That Keras, numpy and Python really word them so is held by test_near_misses.py and test_mistakes.py.
"""

from __future__ import annotations

import pytest

from tests.coach.messages import Case, said

SAME = "Arguments `target` and `output` must have the same"
RANK = "Argument `output` must have rank (ndim) `target.ndim - 1`"

CASES: list[Case] = [
    # ---- arrays
    *(
        ("ValueError", f"operands could not be broadcast together with shapes {shapes} ", "", words)
        for shapes, words in (
            ("(64,) (64,3)", "one has 64 rows, the other 64 numbers in one row. Turn that row into a column"),
            ("(64,3) (64,)", "one has 64 rows, the other 64 numbers in one row. Turn that row into a column"),
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
        "The array holds 12 numbers, but shape (5,2) takes 10.",
    ),
    (
        "IndexError",
        "too many indices for array: array is 0-dimensional, but 1 were indexed",
        "",
        "The array has 0 axes, but the square brackets hold 1 index.",
    ),
    (
        "IndexError",
        "too many indices for array: array is 1-dimensional, but 2 were indexed",
        "",
        "The array has 1 axis, but the square brackets hold 2 indices.",
    ),
    (
        "IndexError",
        "too many indices for array: array is 2-dimensional, but 3 were indexed",
        "",
        "The array has 2 axes, but",
    ),
    (
        "IndexError",
        "index 5 is out of bounds for axis 0 with size 5",
        "",
        "There is no index 5: axis 0 has 5 entries, numbered 0 to 4. Counting starts at 0; the last entry is [-1].",
    ),
    ("IndexError", "index 1 is out of bounds for axis 0 with size 1", "", "1 entry, number 0."),
    (
        "IndexError",
        "index -1 is out of bounds for axis 1 with size 0",
        "",
        "There is no index -1: axis 1 has no entries. Find out why the array is empty.",
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
        "The labels have 1 number per sample, but the model gives 4.",
    ),
    (
        "ValueError",
        f"{SAME} rank (ndim). Received: target.shape=(None,), output.shape=(None, 4)",
        "",
        "The labels have 1 number per sample, but the model gives 4.",
    ),
    (
        "ValueError",
        f"{SAME} shape. Received: target.shape=(None, 3), output.shape=(None, 4)",
        "",
        "The labels have 3 numbers per sample, but the model gives 4.",
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
        "needs one class number per sample, but your labels have 10 each.",
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
        "2 units for the classes 0 to 1, but there is a label 2. Give the last layer at least 3 units",
    ),
    (
        "InvalidArgumentError",
        "Received a label value of 1 which is outside the valid range of [0, 1).",
        "",
        "The last layer has one unit, so the only class is 0, but there is a label 1.",
    ),
    (
        "InvalidArgumentError",
        "Received a label value of -1 which is outside the valid range of [0, 2).",
        "",
        "There is a label -1, but classes are numbered from 0.",
    ),
    (
        "InvalidArgumentError",
        "Embedding: indices[0,3] = 5 is not in [0, 5)",
        "",
        "numbers 0 to 4, but it was given 5. Its input_dim has to be larger than the largest number, here at least 6.",
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
    ("ValueError", "None values not supported.", "model.fit(data)", "fit got samples, but no labels to compare with."),
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


def test_one_hot_labels_are_advised_where_the_traceback_names_the_loss() -> None:
    message = "Arguments `target` and `output` must have the same shape. target.shape=({}), output.shape=(None, 4)"
    there = "in categorical_crossentropy"
    assert "compares 4 outputs per sample with 4 numbers" in said(
        "ValueError", message.format("None, 1"), traceback=there
    )
    assert "compares 4 outputs" in said("ValueError", message.format("None,"), traceback=there)
    assert "have 3 numbers" in said("ValueError", message.format("None, 3"), traceback=there)


def test_a_curve_called_acc_where_accuracy_was_asked_for() -> None:
    answer = "m.compile(metrics=[{}])\nh.history['acc']"
    assert "Write 'accuracy'." in said("KeyError", "'acc'", answer.format("'accuracy'"), 2)
    assert "Nothing called 'acc' was recorded." in said("KeyError", "'acc'", answer.format("'mae'"), 2)
    assert "Nothing called 'acc' was recorded." in said("KeyError", "'acc'", "h.history['acc']")
    mae = answer.format("'accuracy'").replace("acc']", "mae']")
    assert "Nothing called 'mae' was recorded." in said("KeyError", "'mae'", mae, 2)


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
