"""Mistakes that are certain, and what is nearly the same and none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.coach.test_causes import fitted
from tuitutor.coach import advise
from tuitutor.coach.code import Code
from tuitutor.coach.design import advise_on_answers, advise_on_design, advise_on_unused_inputs
from tuitutor.protocol.facts import LayerFacts, LayerState, ModelFacts, ProgramFacts


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


# ---- models and answers ----------------------------------------------------------------------


def joined(left: str, operations: tuple[str, ...] = ()) -> ModelFacts:
    """A model of a photo and a form, whose branches are joined: `left` with that of the form."""
    layers = {"photo": (), "form": (), "conv": ("photo",), "dense": ("form",), "joined": (left, "dense")}
    kinds = {"photo": "InputLayer", "form": "InputLayer"}
    found = [LayerFacts(name, kinds.get(name, "Dense"), True, 0, 0, None, {}, last) for name, last in layers.items()]
    reached = tuple(each for each in found if left == "conv" or each.name != "conv")
    return ModelFacts("Functional", True, reached, 0, 0, None, (None, 1), operations)


def test_an_input_that_leads_nowhere_is_named() -> None:
    program = ProgramFacts(joined("dense"), None, None, fits=(fitted(),))
    (advice,) = advise(None, (), (), "x = 1", "", (), program)
    assert "The input 'photo' isn't used" in advice.why
    assert [*advise_on_unused_inputs(joined("conv"))] == []
    assert [*advise_on_unused_inputs(joined("dense", ("Add",)))] == []  # which may be of the photo
    inner = LayerFacts("body", "Functional", True, 0, 0, None, {})
    assert [*advise_on_unused_inputs(replace(joined("dense"), inner=(inner,)))] == []


def after_fit(after: str, output: tuple[int | None, ...] = (None, 1), kind: str = "Dropout") -> list[str]:
    """What is said of a program after its fit."""
    layers = (LayerState("d", kind), LayerState("e", "Dense"))
    fit = replace(fitted(network={"layers": layers}), output=output)
    return [each.topic for each in advise_on_answers(Code(f"model.fit(x, y)\n{after}\n"), fit)]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("kinds = model.predict(x).argmax(axis=1)", True),
        ("kinds = np.argmax(model.predict(x), axis=-1)", True),
        ("kinds = tf.argmax(model.predict(x), 1)", True),
        ("p = model.predict(x)\nkinds = p.argmax(1)", True),
        ("p = model.predict(x)\np = np.hstack([1 - p, p])\nkinds = p.argmax(1)", False),
        ("kinds = model.predict(x).argmax(axis=0)", False),
        ("kinds = model.predict(x).argmax()", False),
        ("kinds = scores.argmax(axis=1)", False),
        ("kinds = other.predict(x).argmax(axis=1)", False),
        ("other.fit(x, z)\nkinds = model.predict(x).argmax(axis=1)", False),  # whose facts these are is unknown
    ],
)
def test_argmax_over_one_unit_is_always_0(after: str, said: bool) -> None:
    assert after_fit(after) == ["prediction"] * said
    assert after_fit(after, (None, 3)) == after_fit(after, (None, 9, 1)) == []


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("guess = model(x, training=True)", True),
        ("guess = model(x, training=False)", False),
        ("guess = model(x)", False),
        ("guess = body(x, training=True)", False),
        ("slopes = tape.gradient(loss, body.trainable_variables)\nguess = body(x, training=True)", True),
        ("many = [model(x, training=True) for _ in range(9)]", False),
        ("for row in new:\n    many.append(model(row, training=True))", False),
        ("with tf.GradientTape() as tape:\n    guess = model(x, training=True)", False),
    ],
)
def test_answers_as_in_training_are_told(after: str, said: bool) -> None:
    assert after_fit(after) == after_fit(after, kind="BatchNormalization") == ["prediction"] * said
    assert after_fit(after, kind="LayerNormalization") == []
