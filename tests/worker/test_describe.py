"""The real worker's description of the installed Keras and numpy."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import pytest_asyncio

from tuitutor.assist.completion import completions
from tuitutor.assist.reference import MODULES, Reference, read_reference
from tuitutor.protocol.codec import encode
from tuitutor.protocol.events import Described
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.requests import Describe
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reference(worker: Worker) -> Reference:
    return await read_reference(worker)


def facts(reference: Reference, path: str) -> NameFacts:
    found = reference.find(path)
    assert found is not None, path
    return found


@pytest.mark.long
async def test_a_layer_has_its_signature_its_defaults_and_sentences(reference: Reference) -> None:
    dense = facts(reference, "keras.layers.Dense")
    assert dense.parameters is not None
    assert dense.parameters[:3] == ("units", "activation=None", "use_bias=True")
    assert "kernel_initializer='glorot_uniform'" in dense.parameters
    assert dense.parameters[-1] == "**kwargs"
    assert dense.text.startswith("Just your regular densely-connected NN layer. Dense implements the operation")
    assert dense.text.endswith(".")
    assert "\n" not in dense.text
    assert dense.about["units"] == "Positive integer, dimensionality of the output space."
    assert dense.gives == "keras.Layer"


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("keras.Sequential", ("layers=None",)),  # which takes anything in `__new__`
        ("keras.Model", ("inputs", "outputs")),
        ("keras.models.Sequential", ("layers=None",)),
        ("keras.Sequential.fit", ("x=None", "y=None", "batch_size=None", "epochs=1")),
        ("keras.Sequential.add", ("layer",)),
        ("keras.optimizers.Adam", ("learning_rate=0.001",)),
        ("keras.datasets.mnist.load_data", ("path='mnist.npz'",)),
        ("numpy.linspace", ("start", "stop", "num=50")),
        ("numpy.zeros", ("shape", "dtype=None" if np.__version__ >= "2.4" else "dtype=float")),
        ("numpy.random.Generator.normal", ("loc=0.0", "scale=1.0")),
    ],
)
@pytest.mark.long
async def test_signatures(reference: Reference, path: str, first: tuple[str, ...]) -> None:
    parameters = facts(reference, path).parameters
    assert parameters is not None
    assert parameters[: len(first)] == first


async def test_what_is_of_numpy_is_told_in_numpys_way(reference: Reference) -> None:
    zeros = facts(reference, "numpy.zeros")
    assert zeros.text == "Return a new array of given shape and type, filled with zeros."
    assert zeros.about["shape"].startswith("Shape of the new array")
    assert zeros.gives == "numpy.ndarray"
    assert facts(reference, "numpy.random.default_rng").gives == "numpy.random.Generator"
    assert facts(reference, "numpy.array").text == "Create an array."  # after a signature over two lines


async def test_sentences_are_without_markup(reference: Reference) -> None:
    assert "numpy.ufunc.reduce for details." in facts(reference, "numpy.max").about["where"]
    assert "not be normalized" in facts(reference, "keras.losses.ctc").about["y_pred"]
    assert "cache_dir ~/.keras, placed" in facts(reference, "keras.utils.get_file").text
    for listed in reference.names.values():
        for found in listed:
            written = " ".join([found.text, *found.about.values()])
            assert not [mark for mark in ("`", ":func:", ":ref:", "~numpy") if mark in written], found.name


async def test_a_default_without_a_value_only_says_that_the_argument_can_be_left_out(reference: Reference) -> None:
    parameters = facts(reference, "numpy.sum").parameters
    assert parameters is not None
    assert "keepdims=..." in parameters


async def test_strings_that_keras_takes(reference: Reference) -> None:
    for word in reference.words["keras.activations"]:
        assert callable(keras.activations.get(word))
    for word in reference.words["keras.losses"]:
        assert callable(keras.losses.get(word))
    for word in reference.words["keras.optimizers"]:
        assert isinstance(keras.optimizers.get(word), keras.optimizers.Optimizer)
    assert {"relu", "softmax"} <= set(reference.words["keras.activations"])
    assert {"adam", "sgd"} <= set(reference.words["keras.optimizers"])
    assert {"mse", "binary_crossentropy"} <= set(reference.words["keras.losses"])
    assert "accuracy" in reference.words["keras.metrics"]


async def test_every_module_is_there_once_and_comes_in_short_pieces(reference: Reference, worker: Worker) -> None:
    """The app decodes a message between two keys."""
    assert set(reference.names) >= set(MODULES) - {"keras.datasets.boston_housing"}
    for names in reference.names.values():
        listed = [facts.name for facts in names]
        assert len(listed) == len(set(listed))
    child = await worker.child(Limits(), columns=80, seed=0, warm=False)
    pieces: list[Described] = []
    seen = 0
    while not pieces or pieces[-1].names:
        events = [event async for event in child.ask(Describe(child.name, child.next_run(), "keras.layers", seen))]
        assert isinstance(events[-1], Described)
        pieces.append(events[-1])
        seen += len(pieces[-1].names)
    child.stop()
    assert sum((piece.names for piece in pieces), ()) == reference.names["keras.layers"]
    assert len(pieces) > 5
    assert max(len(encode(piece)) for piece in pieces) < 50_000


async def test_nothing_private_and_nothing_that_merely_passes_through(reference: Reference) -> None:
    names = [facts.name for listed in reference.names.values() for facts in listed]
    assert not [name for name in names if name.startswith("_") or "._" in name]
    assert not {"src", "os", "sys", "warnings"} & set(names)


async def test_a_model_is_completed(reference: Reference) -> None:
    code = "import keras\nmodel = keras.Sequential()\nmodel."
    found = completions(code, len(code), reference)
    assert found is not None
    assert [choice.text for choice in found.choices[:5]] == ["compile", "fit", "evaluate", "predict", "summary"]
