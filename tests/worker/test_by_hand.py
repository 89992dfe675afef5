"""Where weights have to be found by hand, nothing else finds them: in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import SETUP
from tuitutor.grading.fit_checks import _way_problem
from tuitutor.protocol.events import Event, Examined, Executed, Measured, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Examine, Execute, Measure
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.asyncio(loop_scope="session")]

SAID = "No library is to solve it for you"
PATCHED = "import numpy as np\nassert np.linalg.inv(np.eye(2)).sum() == 2\n"


async def ran(worker: Worker, answer: str, how: str, cell: str = "") -> tuple[Executed, Measured, str]:
    """Return the end of the answer, its facts, and the printed text or the result of the `cell`."""
    child = await worker.child(Limits(60, 60), columns=72, seed=0, warm=False)
    events: list[Event] = []
    for source, is_answer, wall in ((SETUP, False, ""), (answer, True, how), (PATCHED, False, "")):
        request = Execute(child.name, child.next_run(), source, "answer.py", answer=is_answer, by_hand=wall)
        events += [event async for event in child.ask(request)]
    _, executed, after = [event for event in events if isinstance(event, Executed)]
    assert after.error is None
    *_, measured = [event async for event in child.ask(Measure(child.name, child.next_run()))]
    assert isinstance(measured, Measured)
    said = "".join(event.text for event in events if isinstance(event, Output))
    if cell:
        *_, examined = [e async for e in child.ask(Examine(child.name, child.next_run(), ("same",), cell, "cell"))]
        assert isinstance(examined, Examined)
        said = ", ".join(str(variable.value) for variable in examined.facts.variables)
    child.stop()
    return executed, measured, said


@pytest.mark.spine
@pytest.mark.parametrize(
    "answer",
    [
        "first = model.get_weights(); history = ready(model).fit(x, y, epochs=2, verbose=0)\n"
        "assert history.epoch == [0, 1]",
        "first = model.get_weights(); ready(model); model.train_on_batch(x, y)",
        "first, weights = model.get_weights(), model.weights\n"
        "keras.optimizers.Adam(0.1).apply([tf.ones(v.shape) for v in weights], weights)",
    ],
)
async def test_fit_and_optimizers_change_no_weight_and_say_so(worker: Worker, answer: str) -> None:
    check = "\nassert all((a == b).all() for a, b in zip(first, model.get_weights()))"
    executed, measured, output = await ran(worker, answer + check, "hand")
    assert executed.error is None, executed.error.traceback
    assert output.count("fit and Keras's optimizers change no weight") == 1
    assert measured.facts.training is not None
    assert _way_problem("hand", measured.facts.training, [])[0]


@pytest.mark.long
@pytest.mark.parametrize(
    "answer",
    [
        "model.set_weights(twice(model)); ready(model).fit(x, y, verbose=0)",
        "model.set_weights(twice(model)); other = ready(network()); other.fit(x, y, verbose=0)",
        "def minimize():\n    model.set_weights(twice(model))\nminimize()",
        "class Own:\n    def fit(self): return self\n    def minimize(self): return twice(model)\n"
        "model.set_weights(Own().fit().minimize())",
        "from sklearn.preprocessing import StandardScaler\nStandardScaler().fit(x); model.set_weights(twice(model))",
        "w = model.trainable_variables\nwith tf.GradientTape() as tape:\n    loss = tf.reduce_mean(model(x) ** 2)\n"
        "for v, g in zip(w, tape.gradient(loss, w)): v.assign_sub(g)",
    ],
)
async def test_ones_own_work_passes_whatever_it_is_compared_with(worker: Worker, answer: str) -> None:
    executed, measured, _ = await ran(worker, answer, "descent")
    assert executed.error is None, executed.error.traceback
    assert measured.facts.training is not None
    assert not _way_problem("descent", measured.facts.training, [])[0]


@pytest.mark.long
@pytest.mark.parametrize(
    "answer",
    [
        "ready(model).fit(x, y, verbose=0)",
        "w = model.trainable_variables\nkeras.optimizers.SGD(0.1).apply([tf.ones(v.shape) for v in w], w)",
    ],
)
async def test_what_was_left_to_them_is_told(worker: Worker, answer: str) -> None:
    executed, measured, _ = await ran(worker, answer, "descent")
    assert executed.error is None, executed.error.traceback
    assert measured.facts.training is not None
    assert "fit" in _way_problem("descent", measured.facts.training, [])[1]


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "in_hand"),
    [
        ("from scipy.optimize import minimize\nminimize(lambda w: w ** 2, 1.0)", SAID),
        ("import scipy.optimize as o\no.curve_fit(lambda x, a: a * x, [1.0, 2.0], [2.0, 4.0])", SAID),
        ("from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit(x, y[:, 0] > 0)", SAID),
        ("from sklearn.neural_network import MLPRegressor as M\nM().partial_fit(x, y[:, 0])", SAID),
        ("np.linalg.solve(np.eye(2), np.ones(2))", ""),
        ("from numpy.linalg import lstsq\nlstsq(x, y, rcond=None)", ""),
        ("tf.linalg.inv(tf.eye(2))", ""),
    ],
)
async def test_libraries_that_solve_refuse(worker: Worker, answer: str, in_hand: str) -> None:
    for how, said in (("hand", in_hand), ("descent", SAID), ("", "")):
        executed, _, _ = await ran(worker, answer, how)
        assert (executed.error is not None) is bool(said)
        assert executed.error is None or said in executed.error.message


@pytest.mark.long
async def test_nor_do_they_in_another_run_of_the_answer(worker: Worker) -> None:
    cell = "again = rerun()\nsame = all((a == b).all() for a, b in zip(again['first'], again['model'].get_weights()))"
    answer = "model = ready(network()); first = model.get_weights(); model.fit(x, y, verbose=0)"
    assert (await ran(worker, answer, "hand", cell))[2] == "True"


@pytest.mark.long
@pytest.mark.parametrize(
    "answer",
    [
        "w = tf.Variable(2.0)\nwith tf.GradientTape() as tape:\n    square = w ** 2\ntape.gradient(square, w)",
        "tape = vars(tf)['Gradient' + 'Tape'](persistent=True)\nw = tf.Variable([2.0])\n"
        "with tape:\n    square = w ** 2\ntape.jacobian(square, w)",
        "@tf.function\ndef slope(w):\n    return tf.gradients(w ** 2, w)\nslope(tf.constant(2.0))",
        "@tf.function\ndef slope(w):\n    return tf.compat.v1.gradients(w ** 2, w)\nslope(tf.constant(2.0))",
        "w = tf.constant(2.0)\nwith tf.autodiff.ForwardAccumulator(w, tf.constant(1.0)) as tape:\n    y = w ** 2\n"
        "tape.jvp(y)",
    ],
)
async def test_slopes_by_hand_are_not_left_to_a_tape(worker: Worker, answer: str) -> None:
    for how in ("slopes", "hand"):
        executed, _, _ = await ran(worker, answer, how)
        assert (executed.error is not None) is (how == "slopes")
        assert executed.error is None or "find the slopes yourself" in executed.error.message


@pytest.mark.long
async def test_where_only_slopes_are_asked_for_all_else_may_help(worker: Worker) -> None:
    answer = (
        "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit(x, y[:, 0] > 0)\n"
        "first, weights = model.get_weights(), model.weights\n"
        "keras.optimizers.Adam(0.1).apply([tf.ones(v.shape) for v in weights], weights)\n"
        "assert any((a != b).any() for a, b in zip(first, model.get_weights()))"
    )
    executed, _, _ = await ran(worker, answer, "slopes")
    assert executed.error is None, executed.error.traceback
