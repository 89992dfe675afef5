"""Replacing a setup's data by the data of a world."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tuitutor.protocol.requests import World
from tuitutor.worker.sources import Replacing, Sources

DATA = """
import numpy as np
calls = []
def sides(n, seed, world):
    assert seed == world
    calls.append(n)
    assert calls == [n], "drawn once"
    return np.full((n, 2), world), np.arange(n)
"""
SETUP = """
import numpy as np
data = np.zeros((4, 2), "float32")
labels = (data.sum(axis=1) > 1).astype("int8").reshape(-1, 1)
labels = labels * 10
half = data[:2]
"""


def run(setup: str, *names: str, world: int = 7) -> dict[str, object]:
    namespace: dict[str, object] = {}
    replacing = Replacing(World(world, DATA, (("sides", names),)), namespace)
    Sources(namespace).execute(setup, "<setup>", replacing.replace)
    return namespace


def test_what_later_statements_make_of_it_follows() -> None:
    found = run(SETUP, "data", "labels")
    data, labels, half = (np.asarray(found[name]) for name in ("data", "labels", "half"))
    assert data.tolist() == [[7, 7]] * 4
    assert data.dtype == "float32"
    assert (half == 7).all()
    assert labels.tolist() == [[0], [10], [20], [30]]  # replaced where it is first bound, in its own shape and type
    assert labels.dtype == "int8"


def test_a_result_can_be_left_out() -> None:
    found = run(SETUP, "_", "labels")
    assert not np.asarray(found["data"]).any()
    assert np.asarray(found["labels"]).ravel().tolist() == [0, 10, 20, 30]


def test_an_entry_of_what_is_bound_can_be_replaced() -> None:
    found = run(
        "from types import SimpleNamespace\nbunch = SimpleNamespace(x=[[0, 0]] * 3, y=[1.5] * 3)\nx = bunch.x",
        "bunch.x",
        "bunch.y",
    )
    bunch = found["bunch"]
    assert isinstance(bunch, SimpleNamespace)
    assert np.asarray(found["x"]).tolist() == [[7, 7]] * 3
    assert bunch.y.tolist() == [0.0, 1.0, 2.0]


def test_a_number_stays_a_number() -> None:
    namespace: dict[str, object] = {}
    data = "def pair(n, seed, world):\n    return n + 0.5, world"
    replacing = Replacing(World(7, data, (("pair", ("a", "b")),)), namespace)
    Sources(namespace).execute("a, b = 2.0, 3", "<setup>", replacing.replace)
    assert (namespace["a"], namespace["b"], type(namespace["a"]), type(namespace["b"])) == (1.5, 7, float, int)


def test_other_sizes_are_an_error() -> None:
    with pytest.raises(ValueError, match="reshape"):
        run("data = [0, 0, 0]", "data", "_")


def test_the_last_expression_still_shows_its_value() -> None:
    namespace: dict[str, object] = {}
    seen: list[int] = []
    assert Sources(namespace).execute("a = 1\na + 1", "<cell>", lambda: seen.append(len(namespace))) == "2"
    assert len(seen) == 1
