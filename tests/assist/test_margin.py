"""Notes beside the lines of a draft, from facts that are written here."""

from __future__ import annotations

import pytest

from tuitutor.assist.diagnostics import diagnose
from tuitutor.assist.margin import MOST, MarginNote, in_few_words, margin_notes, moved_notes, problem_notes
from tuitutor.assist.reference import Reference
from tuitutor.protocol.facts import LayerLine
from tuitutor.protocol.name_facts import NameFacts

REFERENCE = Reference(
    {"keras.layers": (NameFacts("Dense", ("units", "activation=None", "use_bias=True")),)},
    {"keras.activations": ("relu", "tanh")},
)


def test_shapes_and_parameters_stand_in_columns_without_the_batch_axis() -> None:
    lines = (
        LayerLine(5, ((None, 12, 12, 1),)),
        LayerLine(6, ((None, 8),), 1160),
        LayerLine(8, ((None, None, 4), (None, 4)), 16),
    )
    assert margin_notes(lines) == {
        4: MarginNote("→ (12, 12, 1)         ", "→ (12, 12, 1)"),
        5: MarginNote("→ (8)            1,160", "→ (8) 1,160"),
        7: MarginNote("→ (None, 4) (4)     16", "→ (None, 4) (4) 16"),
    }
    [single] = margin_notes((LayerLine(1, ((None, 3),)),)).values()
    assert single.text == "→ (3)"  # there is no column of parameters


def test_a_problem_takes_the_place_of_a_shape() -> None:
    problem = "Unrecognized keyword arguments passed to Dense: {'colour': 'red'}"
    notes = margin_notes((LayerLine(1, ((None, 3),), 12, problem),))
    assert notes == {0: MarginNote("✗ no colour here", "✗ no colour here", wrong=True)}


def test_what_is_marked_in_a_line_is_said_beside_it_in_a_word() -> None:
    code = "from keras.layers import Dense\nDense(4, activaton='rleu')\nDense(4, 'rleu')\nDens(3)"
    notes = problem_notes(diagnose(code, reference=REFERENCE))
    assert {row: note.text for row, note in notes.items()} == {1: "✗ activation?", 2: "✗ relu?"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "Input 0 with name 'None' of layer 'lstm_2' is incompatible with the layer: expected ndim=3, found ndim=2. "
            "Full shape received: (None, 24)",
            "wants 2 axes, gets (24)",
        ),
        (
            "Input 0 with name 'None' of layer 'dense' is incompatible with the layer: expected min_ndim=2, found "
            "ndim=1. Full shape received: (None,)",
            "wants 1 axis, gets ()",
        ),
        (
            "Input 0 with name 'None' of layer 'dense' is incompatible with the layer: expected axis -1 of input shape "
            "to have value 3, but received input with shape (None, 5)",
            "made for 3, gets (5)",
        ),
        (
            "Computed output size would be zero or negative. Received `inputs shape=(None, 2, 3, 4)`, `kernel shape="
            "(5, 4, 4, 4)`, `dilation_rate=[1 1]`, `strides=(1, 1)`, `padding=valid`.",
            "5 × 4 doesn't fit in 2 × 3",
        ),
        (
            "Computed output size would be zero or negative. Received: `inputs.shape=[None 3 1]`, `pool_size=[9]`.",
            "9 doesn't fit in 3",
        ),
        ("Inputs have incompatible shapes. Received shapes (3,) and (4, 2)", "(3) and (4, 2) don't match"),
        (
            "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. Received: "
            "input_shape=[(None, 4, 2), (None, 5, 3)]",
            "(4, 2) and (5, 3) don't match",
        ),
        (
            "Cannot broadcast shape, the failure dim has value 3, which cannot be broadcasted to 4. Input shapes are: "
            "[None, 3] and [None, 4].",
            "(3) and (4) don't match",
        ),
        ("Dimensions must be equal, but are 3 and 4 for '{{node MatMul}} = MatMul[T=...]'", "3 and 4 don't match"),
        (
            "The total size of the tensor must be unchanged. Received: input_shape=(4, 2), target_shape=(3, 3)",
            "8 numbers, not 9",
        ),
        ("Unrecognized keyword arguments passed to Dense: {'colour': 1}", "no colour here"),
        ("Own.__init__() got an unexpected keyword argument 'size'", "no size here"),
        ("Could not interpret activation function identifier: rleu", "no activation rleu"),
        ("Could not interpret initializer identifier: 'zzz'", "no initializer zzz"),
        ("Dense.__init__() missing 1 required positional argument: 'units'", "units is missing"),
        (
            "Conv2D.__init__() missing 2 required positional arguments: 'filters' and 'kernel_size'",
            "filters and kernel_size are mis…",
        ),
        ("Cannot convert '3' to a shape.", "write (3,) for a shape"),
        ("Received an invalid value for `units`, expected a positive integer. Received: units=-3", "not units=-3"),
        (
            "Only instances of `keras.Layer` can be added to a Sequential model. Received: <class 'keras.src.layers."
            "core.dense.Dense'> (of type <class 'type'>)",
            "write Dense(...)",
        ),
        ("The `data_format` argument must be one of x. Received: data_format=<kerastensor>", "write ()(x), not (x)"),
        ("Something new. And more of it.", "Something new"),
        ("One long sentence about `something` that nobody has met yet.", "One long sentence about somethi…"),
    ],
)
def test_what_keras_says_in_a_few_words(said: str, words: str) -> None:
    assert in_few_words(said) == words
    assert len(words) <= MOST


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("a b c d", {0: "A", 1: "B", 3: "D"}),
        ("a b x d", {0: "A", 1: "B", 3: "D"}),
        ("a b d", {0: "A", 1: "B", 2: "D"}),
        ("a b c c d", {0: "A", 1: "B", 4: "D"}),
        ("new a b c d", {1: "A", 2: "B", 4: "D"}),
        ("x", {}),
        ("", {}),
        ("a a b c d", {0: "A", 2: "B", 4: "D"}),  # nobody can tell which of the two is new
    ],
)
def test_notes_stay_with_lines_that_an_edit_left_alone(after: str, left: dict[int, str]) -> None:
    assert moved_notes({0: "A", 1: "B", 3: "D"}, ["a", "b", "c", "d"], after.split()) == left
