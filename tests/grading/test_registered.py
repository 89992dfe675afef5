"""What of a program has to run before a model that it saved can be loaded."""

from __future__ import annotations

import ast

from tuitutor.grading.measure_cells import registered_definitions

PROGRAM = """
import keras
from keras import ops as o

base, rate = 10, 0.1
names = load("names.txt")
print("trains")


def half(x):
    return scale(x) / 2


def scale(x):
    return x * base


def train():
    return model.fit()


class Root(keras.layers.Layer):
    pass


class Unused(Root):
    pass


@keras.saving.register_keras_serializable(package="mine")
class Level(Root):
    def call(self, x):
        return half(o.abs(x))


@keras.utils.register_keras_serializable
def twice(x):
    return 2 * x


model = keras.Sequential([Level()])
"""


def test_only_imports_and_what_is_registered_with_what_it_uses() -> None:
    found = ast.parse(registered_definitions(["import numpy as np\nnp.save('x', 1)", PROGRAM, "not Python("]))
    shown = [getattr(node, "name", ast.unparse(node)) for node in found.body]
    assert shown == [
        "import numpy as np",
        "import keras",
        "from keras import ops as o",
        "base, rate = (10, 0.1)",
        "half",
        "scale",
        "Root",
        "Level",
        "twice",
    ]


def test_what_is_not_registered_stays_away() -> None:
    assert registered_definitions([PROGRAM.replace("register", "note")]) == "import keras\nfrom keras import ops as o"
