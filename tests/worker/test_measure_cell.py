"""An exercise's `measure` cell, run after an answer in a real child."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tuitutor.engine.worker import Child, Worker
from tuitutor.protocol.events import Drawn, Executed, Measured
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Draw, Execute, HiddenData, Measure

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

DATA = "import numpy as np\ndef ones(n, seed):\n    return np.full((n, 2), seed), np.arange(n)\n"
Gauge = Callable[..., Awaitable[ProgramFacts]]


@pytest_asyncio.fixture(loop_scope="session")
async def gauge(worker: Worker) -> AsyncIterator[Gauge]:
    """What is measured of an answer by a cell, after a setup, with what is drawn by DATA's `ones`."""
    children: list[Child] = []

    async def new() -> Child:
        children.append(await worker.child(Limits(60, 60), columns=72, seed=0, warm=False))
        return children[-1]

    async def gauge(setup: str, answer: str, cell: str, *variables: str, drawn: bool | None = None) -> ProgramFacts:
        child, of = await new(), None
        for source, is_answer in ((setup, False), (answer, True)):
            request = Execute(child.name, child.next_run(), source, "answer.py", answer=is_answer)
            *_, last = [event async for event in child.ask(request)]
            assert isinstance(last, Executed)
            assert last.error is None, last.error.traceback
        if drawn is not None:
            other = await new()
            draw = Draw(other.name, other.next_run(), DATA, HiddenData("ones", 3, 7), labels=drawn)
            *_, said = [event async for event in other.ask(draw)]
            assert said == Drawn(other.name, draw.run)
            of = other.name
        measure = Measure(child.name, child.next_run(), variables, False, cell, "the cell", of)
        *_, measured = [event async for event in child.ask(measure)]
        assert isinstance(measured, Measured)
        return measured.facts

    yield gauge
    for child in children:
        child.stop()


def values(facts: ProgramFacts) -> dict[str, str | None]:
    return {each.name: each.value for each in facts.variables}


async def test_its_variables_take_the_place_of_the_answers(gauge: Gauge) -> None:
    facts = await gauge("", "wrong, kept, mine = 0, 1, 5", "wrong = mine - 2; kept = kept", "wrong", "kept", "mine")
    assert values(facts) == {"wrong": "3", "kept": "1", "mine": "5"}


@pytest.mark.parametrize("answer", ["truth = [9]", "truth.append(9)", "truth[0] = 9", "truth[0][0] = 9", "del truth"])
async def test_it_sees_the_setup_as_it_was_before_the_answer(gauge: Gauge, answer: str) -> None:
    facts = await gauge("truth = [[1]]", answer, "seen = list(truth)", "seen")
    assert values(facts) == {"seen": "[[1]]"}


BUNCH = """
import numpy as np

class Bunch(dict):
    __getattr__ = dict.__getitem__

study = Bunch(data=np.ones((2, 3)), target=np.arange(1, 4))
"""


async def test_data_sets_within_the_setup_are_as_they_were(gauge: Gauge) -> None:
    spoil = "study.target[:] = 0; study['data'] = 0"
    facts = await gauge(BUNCH, spoil, "seen = [study.target.tolist(), study.data.shape]", "seen")
    assert values(facts) == {"seen": "[[1, 2, 3], (2, 3)]"}


async def test_it_sees_arrays_as_they_were(gauge: Gauge) -> None:
    facts = await gauge("import numpy as np\na = np.zeros(2)", "a += 1; np = None", "seen = float(np.sum(a))", "seen")
    assert values(facts) == {"seen": "0.0"}


async def test_names_that_hide_pythons_own_are_not_seen(gauge: Gauge) -> None:
    facts = await gauge("", "sum = max = 3; mine = [1, 2]", "seen = sum(mine) + max(mine)", "seen")
    assert values(facts) == {"seen": "5"}


async def test_a_name_that_is_missing_is_named(gauge: Gauge) -> None:
    facts = await gauge("", "shared = 0", "shared = len(x_val)", "shared")
    assert (facts.missing, values(facts)) == ("x_val", {})
    assert "x_val" in (facts.measure_problem or "")


async def test_a_name_that_is_missing_in_the_answers_own_function_is_not_the_answers_name(gauge: Gauge) -> None:
    facts = await gauge("", "def rule(x):\n    return helper(x)", "seen = rule(1)", "seen")
    assert facts.missing is None
    assert "helper" in (facts.measure_problem or "")


@pytest.mark.parametrize(
    "raises", ["1 / 0", "raise SystemExit", "raise KeyboardInterrupt", "raise Odd", "open('nothing')"]
)
async def test_whatever_it_raises_takes_its_variables_and_no_others(gauge: Gauge, raises: str) -> None:
    odd = "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n"
    facts = await gauge("", f"{odd}wrong, mine = 0, 5", f"{raises}\nwrong = 0", "wrong", "mine")
    assert values(facts) == {"mine": "5"}
    assert facts.measure_problem


@pytest.mark.parametrize(("labels", "seen"), [(True, "[(3, 2), [7], 3, True]"), (False, "[(3, 2), [7], 3, False]")])
async def test_it_sees_what_another_process_has_drawn(gauge: Gauge, labels: bool, seen: str) -> None:
    cell = "seen = [drawn_x.shape, sorted(set(drawn_x.ravel().tolist())), len(drawn_x), 'drawn_y' in globals()]"
    assert values(await gauge("", "", cell, "seen", drawn=labels)) == {"seen": seen}


async def test_nothing_is_drawn_unless_it_is_asked_for(gauge: Gauge) -> None:
    assert values(await gauge("", "", "seen = 'drawn_x' in globals()", "seen")) == {"seen": "False"}


async def test_it_may_run_the_answer_again_on_other_values_of_the_setup(gauge: Gauge) -> None:
    setup, answer = "a, b = [1, 2], 10", "a.append(3)\ntotal = sum(a) + b"
    cell = "again, same = rerun(a=[5]), rerun()\nseen = [total, again['total'], same['total']]"
    assert values(await gauge(setup, answer, cell, "seen")) == {"seen": "[16, 18, 16]"}


FIT = """
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(loss='mse', optimizer='sgd')
model.fit(x, x, epochs=3, verbose=0)
other = keras.models.clone_model(model)
other.compile(loss='mse', optimizer='sgd')
other.fit(x, x, epochs=9, verbose=0)
"""


async def test_it_sees_the_models_fits_and_those_of_another_run(gauge: Gauge) -> None:
    cell = (
        "seen = [[fit['epochs'], len(fit['history']['loss'])] for fit in fits]\n"
        "one, two = (rerun(seed=seed)['fits'] for seed in (0, 1))\n"
        "again = [len(one), one[0]['epochs'], one[0]['history'] == fits[0]['history'], one == two]"
    )
    facts = await gauge("import keras, numpy as np\nx = np.ones((8, 1))", FIT, cell, "seen", "again")
    assert values(facts) == {"seen": "[[3, 3]]", "again": "[1, 3, True, False]"}
    assert [fit.epochs_run for fit in facts.fits] == [3, 9]


async def test_what_it_trains_itself_is_not_the_answers_training(gauge: Gauge) -> None:
    answer = FIT.split("other")[0]
    facts = await gauge("import keras, numpy as np\nx = np.ones((8, 1))", answer, "model.fit(x, x, verbose=0)")
    assert facts.measure_problem is None
    assert facts.training is not None
    assert (len(facts.fits), facts.training.epochs) == (1, 3)
