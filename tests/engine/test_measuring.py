"""What an answer can find out, and decide, while an exercise's `measure` cell examines it: a whole attempt each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.course.lesson_texts import FRONT, SOLUTION, STARTER, exercise
from tuitutor.course.load import load_course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade
from tuitutor.protocol.limits import Limits
from tuitutor.workers.trust import Policy
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

DATA = """
import numpy as np

def sums(n, seed):
    x = np.random.default_rng(seed).normal(size=(n, 2))
    return x, (x.sum(axis=1, keepdims=True) > 0).astype(int)
"""
SETUP = """```{code-cell} ipython3
:tags: [setup]

import keras, os, numpy as np
x = np.random.default_rng(3).normal(size=(64, 2))
y = (x.sum(axis=1, keepdims=True) > 0).astype(int)
```
"""
DRAWN = ":data: sums\n:samples: 40\n:labels: true\n"
HIDDEN = "- accuracy: {data: sums, samples: 100, at_least: 0.9}\n"
NETWORK = "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation='sigmoid')])\n"
RIGHT = "model.set_weights([np.ones((2, 1)), np.zeros(1)])\n"

Attempt = Callable[..., Awaitable[Grade]]


@pytest.fixture
def tried(worker: Worker, tmp_path: Path) -> Attempt:
    async def tried(answer: str, cell: str, checks: str, options: str = "", verified: bool = False) -> Grade:
        (tmp_path / "myst.yml").write_text("project:\n  id: c\n  title: C\n  toc:\n    - file: one.md\n")
        (tmp_path / "data.py").write_text(DATA)
        measure = f"```{{code-cell}} ipython3\n:tags: [measure, skip-execution]\n{options}\n{cell}\n```\n"
        body = f"{STARTER}{measure}```yaml checks\n{checks}```\n"
        (tmp_path / "one.md").write_text(FRONT + SETUP + exercise(body) + SOLUTION)
        course = load_course(tmp_path)
        assert course.all_problems == ()
        run = RunOptions(limits=Limits(60, 60), policy=Policy(verified=verified))
        *_, last = [event async for event in attempt(worker, course, course.exercises[0], answer, run)]
        assert isinstance(last, Graded)
        assert not last.grade.problem
        return last.grade

    return tried


def passes(grade: Grade) -> dict[str, bool]:
    return {result.name: result.passed for result in grade.results}


def holds(*names: str) -> str:
    return "".join(f"- variable: {{{name}: {{equals: true}}}}\n  name: {name}\n" for name in names)


PEEKING = """
seen = []
config_of = keras.Sequential.get_config
def get_config(self):
    seen.extend(name for name in os.listdir('.') if 'drawn' in name or 'inputs' in name)
    return config_of(self)
keras.Sequential.get_config = get_config
"""


@pytest.mark.spine
async def test_nothing_hidden_is_near_the_answer_while_its_model_is_saved(tried: Attempt) -> None:
    cell = "none_seen, right = seen == [], float(((model.predict(drawn_x, verbose=0) > 0.5) == drawn_y).mean()) == 1"
    grade = await tried(NETWORK + RIGHT + PEEKING, cell, HIDDEN + holds("none_seen", "right"), DRAWN, verified=True)
    assert set(passes(grade).values()) == {True}


@pytest.mark.long
async def test_labels_that_a_rerun_gets_come_too_late(tried: Attempt) -> None:
    answer = f"{NETWORK}{RIGHT}if len(x) == 40:\n    model.set_weights([np.zeros((2, 1)), np.ones(1)])\nrows = len(x)"
    cell = "again = rerun(x=drawn_x, y=drawn_y)\nother, wrong = again['rows'] == 40, again['model'].count_params() == 3"
    grade = await tried(answer, cell, HIDDEN + holds("other", "wrong"), DRAWN, verified=True)
    assert set(passes(grade).values()) == {True}


@pytest.mark.long
async def test_a_cell_that_starts_anew_after_a_rerun_has_the_model_as_it_was_saved(tried: Attempt) -> None:
    emptied = "model.set_weights([0 * each for each in model.get_weights()])"
    cell = f"as_saved = bool(model.get_weights()[0].sum() == 2)\n{emptied}\nrerun()"
    grade = await tried(NETWORK + RIGHT, cell, HIDDEN + holds("as_saved"), DRAWN, verified=True)
    assert set(passes(grade).values()) == {True}


OWN = f"""
class Own(keras.layers.Layer):
    def call(self, x):
        seen.append(os.path.exists('drawn.npz'))
        return __import__('tensorflow').identity(x)

seen = []
model = keras.Sequential([keras.Input((2,)), Own(), keras.layers.Dense(1, activation='sigmoid')])
{RIGHT}
"""


@pytest.mark.long
@pytest.mark.parametrize("verified", [False, True])
async def test_a_model_that_loads_nowhere_else_is_examined_in_place_and_only_reported(
    tried: Attempt, verified: bool
) -> None:
    cell = "early, right = not any(seen), bool(((np.asarray(model(drawn_x)) > 0.5) == drawn_y).all())"
    grade = await tried(OWN, cell, HIDDEN + holds("early", "right"), DRAWN, verified)
    assert set(passes(grade).values()) == {not verified}
    if verified:
        why = "Only the answer itself reports this, because the saved model uses"
        assert all(why in each.why for each in grade.results)


@pytest.mark.parametrize(
    ("options", "verified", "passed"), [("", False, True), ("", True, False), (":in-place: true\n", True, True)]
)
@pytest.mark.long
async def test_a_cell_that_calls_the_answers_functions_runs_in_place(
    tried: Attempt, options: str, verified: bool, passed: bool
) -> None:
    grade = await tried("def rule(a):\n    return a + 1", "fine = rule(2) == 3", holds("fine"), options, verified)
    assert passes(grade) == {"fine": passed}
    assert passed or "`rule` can't be copied" in grade.results[0].why


@pytest.mark.spine
@pytest.mark.parametrize(
    "spoilt", ["np.allclose = lambda *_, **__: True", "np.isclose = np.equal = lambda *_, **__: True\nfine = True"]
)
async def test_what_the_answer_changes_decides_nothing(tried: Attempt, spoilt: str) -> None:
    cell = "fine = bool(np.allclose(np.asarray(mine), [1, 2, 3]))"
    assert passes(await tried(f"mine = [3, 2, 1]\n{spoilt}", cell, holds("fine"))) == {"fine": False}
    assert passes(await tried("mine = [1, 2, 3]", cell, holds("fine"), verified=True)) == {"fine": True}


async def test_what_cannot_be_read_decides_nothing(tried: Attempt) -> None:
    answer = "mine, fine = 1, True\nnp.savez = lambda path, **_: open(path, 'wb').write(b'no')"
    [result] = (await tried(answer, "fine = mine == 1", holds("fine"))).results
    assert not result.passed
    assert "could not be measured" in result.why


@pytest.mark.long
@pytest.mark.parametrize(("made", "passed"), [("2 * a", True), ("3", False), ("2.1 * a", False)])
async def test_the_cell_may_name_another_model(tried: Attempt, made: str, passed: bool) -> None:
    answer = f"a = keras.Input((2,))\nb = {made}"
    cell = "twice = bool(np.allclose(model(drawn_x), 2 * drawn_x))"
    options = ":data: sums\n:samples: 5\n:model: keras.Model(a, b)\n"
    grade = await tried(answer, cell, holds("twice"), options, verified=True)
    assert passes(grade) == {"twice": passed}


@pytest.mark.parametrize(("answer", "told"), [("", "defines no `model`"), ("model = 5", "`model` is no model")])
@pytest.mark.long
async def test_a_model_that_is_none_is_told(tried: Attempt, answer: str, told: str) -> None:
    cell = "if not isinstance(model, keras.Model):\n    raise TypeError('`model` is no model')\nfine = True"
    [result] = (await tried(f"{answer}\nfine = True", cell, holds("fine"))).results
    assert not result.passed
    assert told in result.why
