"""Programs are changed by their syntax trees, and do the same apart from what was to change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.authoring.edits import assigned, literals, models_in, with_dependencies, with_fits


class Recorder:
    """A model that notes how `fit` is called."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def fit(
        self, x: Any, y: Any = None, batch_size: int = 32, epochs: int = 1, verbose: Any = None, **named: Any
    ) -> Recorder:
        self.calls.append({"x": x, "y": y, "batch_size": batch_size, "epochs": epochs, **named})
        return self


def calls_of(source: str) -> list[dict[str, Any]]:
    model = Recorder()
    exec(source, {"model": model, "models": {"a": model}, "x": [1], "y": [2], "n": 4})
    return model.calls


FITS = [
    "model.fit(x, y)",
    "model.fit(x, y, 8, 3, verbose=0)",
    "history = model.fit(x=x, y=y, epochs=n)",
    "model.fit(x, y, **{'epochs': 4, 'verbose': 0})",
    "rest = {'verbose': 0}\nmodel.fit(x, y, **rest)",
    "model.fit(x, y, **{'verbose': 0} if n else {}, epochs=5)",
    "for turn in range(2):\n    models['a'].fit(x, y, epochs=2 if turn else 1)",
    "def train():\n    return model.fit(x, y, epochs=n + 1, validation_split=0.1)\ntrain()",
]


@pytest.mark.parametrize("source", FITS)
def test_other_epochs_and_nothing_else(source: str) -> None:
    changed = with_fits(source, lambda fit: fit.replace(epochs=f"10 * ({fit.epochs})"))
    assert changed is not None
    expected = [{**call, "epochs": 10 * call["epochs"]} for call in calls_of(source)]
    assert calls_of(changed) == expected


def test_an_argument_is_removed_and_another_added() -> None:
    source = "model.fit(x, y, epochs=2, validation_split=0.5)"
    changed = with_fits(source, lambda fit: fit.replace(validation_split=None, validation_data=f"({fit.x}, {fit.y})"))
    assert changed is not None
    [call] = calls_of(changed)
    assert (call["validation_data"], "validation_split" in call) == (([1], [2]), False)


@pytest.mark.parametrize(
    "source",
    [
        "model.fit(**how)",
        "model.fit(x, y, **how, **more)",
        "model.fit(*data)",
        "fit(x, y)",
        "model.fit()",
        "model.evaluate(x, y)",
        "x = 1",
        "x = (",
        "",
    ],
)
def test_a_call_that_is_no_fit_or_hides_its_arguments_is_left(source: str) -> None:
    assert with_fits(source, lambda fit: fit.replace()) is None


NAMES = st.sampled_from("abcd")
LINES = st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), min_size=1, max_size=6)


@pytest.mark.long
@given(LINES)
def test_a_cell_gets_all_that_it_needs_and_runs_alone(lines: list[tuple[str, list[str]]]) -> None:
    """Where the cells run one after the other, the last with what it needs leaves the same value."""
    cells, known = list[str](), set[str]()
    for name, used in lines:
        earlier = [variable for variable in used if variable in known]
        cells.append(f"{name} = [{len(cells)}, {', '.join(earlier)}]")
        known.add(name)
    whole, alone = dict[str, Any](), dict[str, Any]()
    exec("\n".join(cells), whole)
    exec(with_dependencies(cells, len(cells) - 1), alone)
    assert alone[lines[-1][0]] == whole[lines[-1][0]]


def test_a_cell_gets_the_training_of_what_it_uses_and_no_race_beside_it() -> None:
    cells = [
        "model = make()",
        "other = make()\nother.fit(x, y)",
        "def show(net):\n    return net",
        "model.compile('adam')",
        "print(1)",
        "model.fit(x, y)\nshow(model)",
    ]
    assert with_dependencies(cells, 5) == "\n\n".join([cells[0], cells[2], cells[3], cells[5]])


def test_names_that_code_assigns_outside_of_functions() -> None:
    source = "a, (b, *c) = 1, (2, 3)\ndef f():\n    d = 1\nfor e in c:\n    g = e\nwith f() as h:\n    pass\n"
    assert assigned(f"{source}class C:\n    i = 1") == {"a", "b", "c", "e", "g", "h"}
    assert assigned("(") == set()


def test_names_that_are_only_literals() -> None:
    assert literals("rate = 0.03\nsizes = [1, 2]\ncount = len(sizes)\nw = 0\nw = w + 1") == {"rate", "sizes"}
    assert literals("a = b = -1\nfor b in (1, 2):\n    pass") == {"a"}


def test_models_are_what_is_compiled_or_trained() -> None:
    source = "net.compile('adam')\nbest.fit(x, y)\nlist.append(1)\ndef f():\n    inner.fit(x)\nnet.fit(x, y)"
    assert models_in(source) == ["net", "best"]
