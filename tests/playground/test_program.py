"""The program that is shown, as a learner reads it: its data and first weights are the run's, its text is tidy.

What Keras makes of it is in test_keras.
"""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np
import pytest

from tests.playground.test_keras import PROGRAMS, THREE, run_of
from tuitutor.playground.data import features
from tuitutor.playground.program import keras_program

POINTS = "points=1:2:0,2:1:1,-1:-2:0,3:3:1"
STATES = [*PROGRAMS, POINTS, f"{POINTS}&problem=regression", "networkShape=8,8", "dropout=0.2&networkShape=3,3"]


def without_keras(program: str) -> dict[str, Any]:
    """The variables of the program's lines that need no Keras: data and weights."""
    before, _, after = program.partition("model = Sequential(")
    weights = re.search(r"^kernel_1 = .*?(?=^model\.set_weights)", after, re.MULTILINE | re.DOTALL)
    assert weights is not None
    lines = [line for line in before.splitlines() if not re.match(r"import keras|from keras|keras\.", line)]
    variables: dict[str, Any] = {}
    exec("\n".join([*lines, weights[0]]), variables)
    return variables


@pytest.mark.parametrize("state", STATES)
def test_data_and_first_weights_are_those_of_the_run(state: str) -> None:
    run = run_of(state)
    found, train = without_keras(keras_program(run)), run.data.train
    x = features(run.data.x, run.config.inputs) if run.config.inputs else np.zeros((len(run.data.x), 1))
    np.testing.assert_allclose(found["x_train"], x[:train], rtol=1e-12)
    np.testing.assert_allclose(found["x_test"], x[train:], rtol=1e-12)
    label = run.data.label if run.data.classes == 3 else run.data.label[:, np.newaxis]
    np.testing.assert_allclose(found["y_train"], label[:train], rtol=1e-12)
    np.testing.assert_allclose(found["y_test"], label[train:], rtol=1e-12)
    for number, layer in enumerate(run.weights(), 1):
        kernel = layer.kernel if layer.kernel.size else np.zeros((1, len(layer.bias)))
        np.testing.assert_allclose(found[f"kernel_{number}"], kernel, rtol=1e-11)
        np.testing.assert_allclose(found[f"bias_{number}"], layer.bias, rtol=1e-11)


@pytest.mark.parametrize("state", STATES)
def test_it_is_python_of_a_width_that_fits_with_two_blank_lines_around_definitions(state: str) -> None:
    program = keras_program(run_of(state))
    lines = program.splitlines()
    assert all(len(line) <= 100 for line in lines if re.match(r"    [\d[(-]|.*np\.array\(\[", line))
    assert "\n\n\n\n" not in program
    assert program.endswith('keras.config.set_dtype_policy("float32")\n')
    for node in ast.parse(program).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert lines[node.lineno - 3 : node.lineno - 1] == ["", ""]
            assert lines[node.end_lineno : (node.end_lineno or 0) + 2] == ["", ""]


SGD_L1 = "regularization=L1&regularizationRate=0.25"


@pytest.mark.parametrize(
    ("state", "has", "lacks"),
    [
        ("", ["optimizer=keras.optimizers.SGD(0.03))", "batch_size=10", "/ 2"], ["regularizer", "Dropout", "batches"]),
        ("regularization=L2&regularizationRate=0.25", ["regularizers.L2(0.125)"], ["DeadLinks"]),
        (SGD_L1, ["regularizers.L1(0.25)", "callbacks=[DeadLinks(), ", "pull = 0.03 * 0.25 *"], []),
        (f"{SGD_L1}&optimizer=adam", ["regularizers.L1(0.25)", "keras.optimizers.Adam(0.03)"], ["DeadLinks"]),
        ("regularization=L1&regularizationRate=0", [], ["regularizer", "DeadLinks"]),
        ("batchSize=30", ["def batches(size=30):", "batches(), steps_per_epoch=8,"], ["batch_size="]),
        (f"{POINTS}&batchSize=30", ["batch_size=2,"], ["def batches"]),
        (
            "dropout=0.2&networkShape=3,3",
            ["import Dense, Dropout\n", "Dropout(0.2),\n    Dense(1"],
            ["Dropout(0.2),\n]"],
        ),
        (THREE, ["sparse_categorical_crossentropy", 'activation="softmax"'], ["keras.ops.square"]),
        ("dropout=0.2&networkShape=", [], ["The losses differ"]),
    ],
)
def test_what_the_state_asks_for_is_in_it_and_nothing_else(state: str, has: list[str], lacks: list[str]) -> None:
    program = keras_program(run_of(state))
    assert [words for words in has if words not in program] == []
    assert [words for words in lacks if words in program] == []
