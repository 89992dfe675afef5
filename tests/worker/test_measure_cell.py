"""An exercise's `measure` cell, run after an answer in real children: without learner code, and in the answer's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
import pytest_asyncio

from tuitutor.course.model import MeasureCell as Cell
from tuitutor.grading.measure_cells import needs_of
from tuitutor.protocol.events import Checked, Drawn, Event, Examined, Executed, Kept, Measured, Reran
from tuitutor.protocol.facts import CellFacts, ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import CheckModel, Draw, Examine, Execute, HiddenData, Keep, Measure, Rerun
from tuitutor.worker.measure_cell import RunAnswer
from tuitutor.workers.worker import Child, Command, Worker

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

DATA = "import numpy as np\ndef ones(n, seed):\n    return np.full((n, 2), seed), np.arange(n)\n"


class Found(CellFacts):
    """The result of a cell, with the facts of the `program`, and the number of reruns."""

    program: ProgramFacts
    rerun: int


Gauge = Callable[..., Awaitable[Found]]


async def said(child: Child, request: Command) -> Event:
    *_, last = [event async for event in child.ask(request)]
    return last


@pytest_asyncio.fixture(loop_scope="session", params=["elsewhere", "in place"])
async def gauge(worker: Worker, request: pytest.FixtureRequest) -> AsyncIterator[Gauge]:
    """Return a function that runs a cell after a setup and an answer, with data drawn by DATA's `ones`."""
    children: list[Child] = []
    in_place = request.param == "in place"

    async def new() -> Child:
        children.append(await worker.child(Limits(60, 60), columns=72, seed=0, warm=False))
        return children[-1]

    async def gauge(setup: str, answer: str, cell: str, *variables: str, drawn: bool | None = None) -> Found:
        child, other = await new(), await new()
        needs, kept = needs_of(Cell(cell, 1), [setup]), ""
        for source, is_answer in ((setup, False), (answer, True)):
            if is_answer:
                keeping = await said(child, Keep(child.name, child.next_run(), tuple(needs.kept)))
                assert isinstance(keeping, Kept)
                kept = keeping.digest
            execute = Execute(child.name, child.next_run(), source, "answer.py", answer=is_answer, rows=is_answer)
            ran = await said(child, execute)
            assert isinstance(ran, Executed)
            assert ran.error is None, ran.error.traceback
        carried = tuple(needs.variables | needs.perhaps)
        measured = await said(child, Measure(child.name, child.next_run(), variables, needs.model, carried))
        assert isinstance(measured, Measured)
        if needs.model:
            assert isinstance(await said(other, CheckModel(other.name, other.next_run(), child.name)), Checked)
        if drawn is not None:
            draw = Draw(other.name, other.next_run(), DATA, HiddenData("ones", 3, 7), labels=drawn)
            assert await said(other, draw) == Drawn(other.name, draw.run)
        if in_place:
            run = child.next_run()
            found = await said(child, Examine(child.name, run, variables, cell, "the cell", drawn_by=other.name))
            assert isinstance(found, Examined)
            return told(found.facts, measured.facts, 0)
        examine = Examine(other.name, "", variables, cell, "the cell", child.name, needs.definitions, kept)
        while True:
            found = await said(other, replace(examine, run=other.next_run()))
            assert isinstance(found, Examined)
            if not found.number:
                return told(found.facts, measured.facts, len(examine.reruns))
            again = Rerun(child.name, child.next_run(), other.name, found.number, tuple(needs.from_rerun))
            reran = await said(child, again)
            assert isinstance(reran, Reran)
            examine = replace(examine, reruns=(*examine.reruns, reran.problem))

    yield gauge
    for child in children:
        child.stop()


def told(facts: CellFacts, program: ProgramFacts, rerun: int) -> Found:
    found = Found(facts.variables, facts.names, facts.problem, facts.missing)
    object.__setattr__(found, "program", program)
    object.__setattr__(found, "rerun", rerun)
    return found


def values(facts: Found | ProgramFacts) -> dict[str, str | None]:
    return {variable.name: variable.value for variable in facts.variables}


elsewhere = pytest.mark.parametrize("gauge", ["elsewhere"], indirect=True)
in_place = pytest.mark.parametrize("gauge", ["in place"], indirect=True)


async def test_its_variables_are_those_that_it_makes(gauge: Gauge) -> None:
    facts = await gauge("", "wrong, kept, mine = 0, 1, 5", "wrong = mine - 2; kept = kept", "wrong", "kept", "mine")
    assert values(facts) == {"wrong": "3", "kept": "1"}
    assert {"wrong", "kept"} <= set(facts.names)
    assert values(facts.program) == {"wrong": "0", "kept": "1", "mine": "5"}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("answer", ["truth = [9]", "truth.append(9)", "truth[0] = 9", "truth[0][0] = 9", "del truth"])
@pytest.mark.long
async def test_it_sees_the_setup_as_it_was_before_the_answer(gauge: Gauge, answer: str) -> None:
    facts = await gauge("truth = [[1]]", answer, "seen = list(truth)", "seen")
    assert values(facts) == {"seen": "[[1]]"}


BUNCH = """
import numpy as np

class Bunch(dict):
    __getattr__ = dict.__getitem__

study = Bunch(data=np.ones((2, 3)), target=np.arange(1, 4))
"""


@in_place
async def test_data_sets_within_the_setup_are_as_they_were(gauge: Gauge) -> None:
    spoil = "study.target[:] = 0; study['data'] = 0"
    facts = await gauge(BUNCH, spoil, "seen = [study.target.tolist(), study.data.shape]", "seen")
    assert values(facts) == {"seen": "[[1, 2, 3], (2, 3)]"}


@pytest.mark.long
async def test_it_sees_arrays_as_they_were(gauge: Gauge) -> None:
    facts = await gauge("import numpy as np\na = np.zeros(2)", "a += 1; np = None", "seen = float(np.sum(a))", "seen")
    assert values(facts) == {"seen": "0.0"}


@pytest.mark.long
async def test_names_that_hide_pythons_own_are_not_seen(gauge: Gauge) -> None:
    facts = await gauge("", "sum = max = 3; mine = [1, 2]", "seen = sum(mine) + max(mine)", "seen")
    assert values(facts) == {"seen": "5"}


@pytest.mark.long
async def test_a_name_that_is_missing_is_named(gauge: Gauge) -> None:
    facts = await gauge("", "shared = 0", "shared = len(x_val)", "shared")
    assert (facts.missing, values(facts)) == ("x_val", {})
    assert "x_val" in (facts.problem or "")


@in_place
async def test_a_name_that_is_missing_in_the_answers_own_function_is_not_the_answers_name(gauge: Gauge) -> None:
    facts = await gauge("", "def rule(x):\n    return helper(x)", "seen = rule(1)", "seen")
    assert facts.missing is None
    assert "helper" in (facts.problem or "")


@pytest.mark.parametrize(
    "raises", ["1 / 0", "raise SystemExit", "raise KeyboardInterrupt", "raise Odd", "open('nothing')"]
)
@pytest.mark.long
async def test_whatever_it_raises_takes_its_variables_and_no_others(gauge: Gauge, raises: str) -> None:
    odd = "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n"
    facts = await gauge("", f"{odd}wrong, mine = 0, 5", f"{raises}\nwrong = 0", "wrong", "mine")
    assert values(facts) == {}
    assert "wrong" in facts.names
    assert facts.problem


@pytest.mark.parametrize(("labels", "seen"), [(True, "[(3, 2), [7], 3, True]"), (False, "[(3, 2), [7], 3, False]")])
@pytest.mark.long
async def test_it_sees_what_another_process_has_drawn(gauge: Gauge, labels: bool, seen: str) -> None:
    cell = "seen = [drawn_x.shape, sorted(set(drawn_x.ravel().tolist())), len(drawn_x), 'drawn_y' in globals()]"
    assert values(await gauge("", "", cell, "seen", drawn=labels)) == {"seen": seen}


@pytest.mark.long
async def test_nothing_is_drawn_unless_it_is_asked_for(gauge: Gauge) -> None:
    assert values(await gauge("", "", "seen = 'drawn_x' in globals()", "seen")) == {"seen": "False"}


@pytest.mark.long
async def test_what_the_setup_makes_from_a_value_stays_as_it_is_when_the_answer_runs_on_another(gauge: Gauge) -> None:
    setup = "a = 1\nb = 10 * a\ndef bound():\n    return a\ndef given(a):\n    return a"
    cell = "again = rerun(a=5)\nseen = [again['values'], again['own']]"
    answer = "values = [a, b, bound(), given(a)]\ndef mine():\n    return a\nown = mine()"
    assert values(await gauge(setup, answer, cell, "seen")) == {"seen": "[[5, 10, 1, 5], 5]"}


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


@pytest.mark.long
@pytest.mark.sampled(2)
async def test_it_sees_the_models_fits_and_those_of_another_run(gauge: Gauge) -> None:
    cell = (
        "seen = [[fit['epochs'], len(fit['history']['loss'])] for fit in fits]\n"
        "one, two = (rerun(seed=seed)['fits'] for seed in (0, 1))\n"
        "again = [len(one), one[0]['epochs'], one[0]['history'] == fits[0]['history'], one == two]"
    )
    facts = await gauge("import keras, numpy as np\nx = np.ones((8, 1))", FIT, cell, "seen", "again")
    assert values(facts) == {"seen": "[[3, 3]]", "again": "[1, 3, True, False]"}
    assert [fit.epochs_run for fit in facts.program.fits] == [3, 9]


LOOP = """
import keras, tensorflow as tf
model, other = (keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)]) for _ in range(2))
optimizer = keras.optimizers.SGD(0.1)
def step(rows, net=model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(rows) ** 2)
    optimizer.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("loop", "rows"),
    [
        ("for _ in range(3): step(x[:5]); step(x[5:])", 24),
        ("graph = tf.function(step)\nfor _ in range(3): graph(x[:4]); graph(x[4:])", 24),
        (
            "graph = tf.function(lambda: step(x))\nfor _ in range(3): graph()",
            24,
        ),  # the rows are a constant of the graph
        ("step(x)\nmodel.compile('sgd', 'mse')\nmodel.fit(x, x, epochs=9, verbose=0)", 8),
        ("model.compile('sgd', 'mse')\nfor _ in range(3): model.train_step((x, x))", 24),
        ("graph = tf.function(lambda: step(x), jit_compile=True)\nfor _ in range(3): graph()", None),
        ("step(x)\ngraph = tf.function(step, jit_compile=True)\nfor _ in range(3): graph(x)", None),
        ("", None),
    ],
)
async def test_it_sees_how_many_rows_loops_trained_the_model_on(gauge: Gauge, loop: str, rows: int | None) -> None:
    facts = await gauge(
        "import keras, numpy as np\nx = np.arange(8.0)[:, None]", LOOP + loop, "seen = str(rows_in_loops)", "seen"
    )
    assert values(facts) == {"seen": repr(str(rows))}


@pytest.mark.long
@pytest.mark.sampled(2)
async def test_what_it_trains_itself_is_not_the_answers_training(gauge: Gauge) -> None:
    answer = FIT.split("other")[0]
    facts = await gauge("import keras, numpy as np\nx = np.ones((8, 1))", answer, "model.fit(x, x, verbose=0)")
    assert facts.problem is None
    training = facts.program.training
    assert training is not None
    assert (len(facts.program.fits), training.epochs) == (1, 3)


# ---- where no learner's code runs


DICE = "dice = 4\n"


@pytest.mark.spine
@elsewhere
@pytest.mark.parametrize(
    "spoilt",
    [
        "np.allclose = lambda *_, **__: True",
        "np.ndarray = object",
        "import tensorflow as tf\ntf.GradientTape.gradient = lambda *_, **__: tf.constant(0.0)",
        "class Odd(np.ndarray):\n    __eq__ = __gt__ = lambda self, other: True\nmine = mine.view(Odd)",
    ],
)
async def test_nothing_that_the_answer_replaced_is_used(gauge: Gauge, spoilt: str) -> None:
    cell = (
        "import tensorflow as tf\nv = tf.Variable(3.0)\n"
        "with tf.GradientTape() as tape:\n    square = v**2\n"
        "fine = bool(np.allclose(mine, 1)) or bool(np.any(mine == 1)) or float(tape.gradient(square, v)) == 0"
    )
    facts = await gauge("import numpy as np", f"mine = np.zeros(3)\n{spoilt}", cell, "fine")
    assert (facts.problem, values(facts)) == (None, {"fine": "False"})


@pytest.mark.long
@elsewhere
async def test_the_setup_is_that_of_before_the_answer_or_none(gauge: Gauge) -> None:
    facts = await gauge(DICE, "import os\nos.remove('kept.pickle')", "seen = dice", "seen")
    assert (values(facts), facts.missing) == ({}, None)
    for forged in (
        "open('kept.pickle', 'wb').write(pickle.dumps({'dice': 6}))",
        "open('kept.pickle', 'ab').write(b'1')",
    ):
        facts = await gauge(DICE, f"import pickle\n{forged}", "seen = dice", "seen")
        assert values(facts) == {}
        assert "changed a file" in (facts.problem or "")


@pytest.mark.long
@elsewhere
async def test_the_setups_functions_are_those_of_the_lesson(gauge: Gauge) -> None:
    setup = "import numpy as np\nfrom math import floor\nstep = 2\n\ndef rule(x):\n    return step * floor(np.max(x))\n"
    spoil = "step = 9\nrule = floor = lambda x: 0\ny = [1.5, 2.5]"
    assert values(await gauge(setup, spoil, "seen = rule(y)", "seen")) == {"seen": "4"}


PLAIN = """
import keras, numpy as np, tensorflow as tf
text, many, pairs, empty = "a", [1, (2.5, None), {3}], {"k": np.arange(2), 1: True}, {}
number, tensor, variable = np.float32(0.5), tf.constant([1, 2]), keras.Variable([3.0])
symbol, bend = keras.Input((3,)), keras.activations.tanh
loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
"""


@pytest.mark.long
@elsewhere
async def test_plain_data_arrive_as_they_are(gauge: Gauge) -> None:
    cell = (
        "seen = [text, many, pairs['k'].tolist(), pairs[1], empty, float(number), str(number.dtype), tensor.tolist(),"
        " variable.tolist(), symbol.shape, loss.label_smoothing, bend]"
    )
    wanted = "['a', [1, (2.5, None), {3}], [0, 1], True, {}, 0.5, 'float32', [1, 2], [3.0], (None, 3), 0.1, 'tanh']"
    facts = await gauge("", PLAIN, cell, "seen")
    assert (facts.problem, values(facts), facts.program.uncarried) == (None, {"seen": wanted}, ())


@elsewhere
@pytest.mark.parametrize(
    "value",
    [
        "object()",
        "np.array([object()])",
        "lambda: 0",
        "[1, [object()]]",
        "type('Own', (keras.losses.Loss,), {'call': lambda self, a, b: a})()",
        "np.zeros(20_000_000)",
        "endless",
    ],
)
@pytest.mark.long
async def test_anything_else_does_not(gauge: Gauge, value: str) -> None:
    setup = "import keras, numpy as np\nendless = []\nendless.append(endless)"
    facts = await gauge(setup, f"mine, other = {value}, 1", "fine = other\nseen = mine", "fine", "seen")
    assert (facts.program.uncarried, facts.missing) == (("mine",), "mine")


async def test_a_rerun_without_a_seed_has_that_of_the_run() -> None:
    def drawn(seed: int, *again: int) -> int:
        answer = RunAnswer(
            "import numpy as np\nn = np.random.randint(1 << 30)", {}, {}, {}, lambda _: (), lambda _: None, seed=seed
        )
        return int(answer.rerun(*again)["n"])

    assert drawn(7) == drawn(7, 7) == drawn(0, 7) != drawn(0)


@pytest.mark.long
async def test_a_rerun_draws_the_same_numbers_for_a_seed_also_from_a_generator_without_one(gauge: Gauge) -> None:
    answer = "import numpy as np\ndrawn = [np.random.rand(), np.random.default_rng().random()]\n"
    answer += "drawn += [float(np.random.default_rng(7).random())]"
    cell = (
        "one, two, other = (rerun(seed=seed)['drawn'] for seed in (0, 0, 1))\n"
        "seen = [one == two, *(a == b for a, b in zip(one, other))]"
    )
    facts = await gauge("a = 1", answer, cell, "seen")
    assert values(facts) == {"seen": "[True, False, False, True]"}


@elsewhere
async def test_it_runs_again_for_each_rerun_and_knows_the_earlier_ones(gauge: Gauge) -> None:
    setup, answer = "a = 1", "import os\nb = [a, 2 * a]\nos.environ['runs'] = runs = os.environ.get('runs', '') + 'r'"
    cell = "one = rerun(a=5)\ntwo = rerun(a=one['b'][1])\nseen = [b, one['b'], two['b'], two['runs']]"
    facts = await gauge(setup, answer, cell, "seen")
    assert (values(facts), facts.rerun) == ({"seen": "[[1, 2], [5, 10], [10, 20], 'rrr']"}, 2)


@pytest.mark.parametrize("handler", ["except Exception as error", "except ValueError as error"])
@pytest.mark.long
async def test_a_rerun_that_raises_is_the_cells_to_handle(gauge: Gauge, handler: str) -> None:
    answer = "if a > 1:\n    raise ValueError('too large')\nb = a"
    cell = f"try:\n    seen = rerun(a=2)['b']\n{handler}:\n    seen = [str(error)[-9:], rerun(a=0)['b']]"
    facts = await gauge("a = 1", answer, cell, "seen")
    if facts.problem is None:
        assert values(facts) == {"seen": "['too large', 0]"}
    else:  # elsewhere, its class isn't known
        assert (facts.problem, "ValueError") == ("ValueError: too large", handler.split()[1])


@pytest.mark.long
async def test_a_rerun_that_raises_is_told_as_what_it_raised(gauge: Gauge) -> None:
    answer = "b = a\nif a > 1:\n    raise ValueError('too large')"
    facts = await gauge("a = 1", answer, "seen = rerun(a=2)['b']", "seen")
    assert (facts.problem, values(facts)) == ("ValueError: too large", {})


@pytest.mark.long
async def test_models_go_into_reruns_and_come_back(gauge: Gauge) -> None:
    made = "keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])"
    setup = f"import keras, numpy as np\ndef make():\n    return {made}\nbody = make()\n"
    cell = "fresh = make()\nfresh.set_weights([np.ones((2, 1)), np.ones(1)])\nagain = rerun(body=fresh)['model']\n"
    cell += "seen = [float(w.sum()) for w in again.get_weights()], model.count_params()"
    answer = "model = keras.Sequential([keras.Input((2,)), body, keras.layers.Flatten()])"
    facts = await gauge(setup, answer, cell, "seen")
    assert (facts.problem, values(facts)) == (None, {"seen": "([2.0, 1.0], 3)"})


@pytest.mark.long
async def test_a_pasted_data_cell_gives_way_to_other_values(gauge: Gauge) -> None:
    setup = "import numpy as np\nrng = np.random.default_rng(1)\na, b = rng.normal(size=2)\n"
    cell = "again = rerun(a=1.0, b=2.0)\nseen = float(again['total'])"
    pasted = await gauge(setup, f"{setup}total = a + b", cell, "seen")
    changed = await gauge(setup, "a = 10 * a\nb = b\ntotal = a + b", cell, "seen")
    assert (values(pasted), values(changed)) == ({"seen": "3.0"}, {"seen": "12.0"})


@pytest.mark.long
@pytest.mark.new_keras  # an older one unrolls the steps that are run as one, so it does nothing of the kind
async def test_a_cell_trains_as_fast_as_an_answer(gauge: Gauge) -> None:
    """Steps that run as one are traced in a function that isn't left in the model."""
    cell = """
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
model.compile(loss="mse", optimizer="sgd")
losses = model.fit(rows, rows, epochs=8, batch_size=2, verbose=0).history["loss"]
fast = model.train_function is None and losses[-1] < losses[0]
"""
    setup = 'import keras\nimport numpy as np\nrows = np.ones((64, 2), "float32")'
    found = await gauge(setup, "answer = 1", cell, "fast")
    assert (found.problem, values(found)) == (None, {"fast": "True"})
