"""The real worker's facts about the layers in a draft, line by line."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.engine.answers import ANSWERS
from tuitutor.course.model import Course, Exercise
from tuitutor.course.python_cells import without_magics
from tuitutor.protocol.facts import LayerLine
from tuitutor.worker.processes import descendants
from tuitutor.workers import draft_layers
from tuitutor.workers.draft_layers import LIMITS, DraftLayers
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMPORTS = "import keras\nfrom keras import Input, Sequential, ops\nfrom keras.layers import *\n"
SETUP = "import numpy as np\nfrom sklearn.datasets import load_digits\ndata = np.zeros((100, 3))\ntable = data[:, :2]"
Notes = Callable[..., Awaitable[dict[int, str]]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def layers(worker: Worker) -> AsyncIterator[DraftLayers]:
    layers = DraftLayers(worker)
    yield layers
    layers.close()


@pytest.fixture
def notes(layers: DraftLayers, monkeypatch: pytest.MonkeyPatch) -> Notes:
    """Return the shape, parameters and problem by line, of a draft after IMPORTS. It has time on a busy machine."""
    monkeypatch.setattr(draft_layers, "LIMITS", replace(LIMITS, wall_s=60.0, cpu_s=20.0))

    async def notes(draft: str, setup: str = SETUP) -> dict[int, str]:
        built = await layers.build(setup, IMPORTS + draft)
        assert built is not None
        return {line.line - 3: told(line) for line in built}

    return notes


def told(line: LayerLine) -> str:
    shapes = [" ".join(map(str, shape[1:])) for shape in line.shapes]
    return line.problem or f"{', '.join(shapes)} / {line.params}"


async def test_layers_in_a_list_in_calls_and_one_by_one(notes: Notes) -> None:
    listed = "model = Sequential([\n    Input((8, 8, 1)),\n    Conv2D(4, 3),\n    Flatten(),\n    Dense(\n    2)])"
    assert await notes(listed) == {2: "8 8 1 / 0", 3: "6 6 4 / 40", 4: "144 / 0", 5: "2 / 290"}
    calls = "x = Input((5, 3))\ny = LSTM(4)(x)\nz = Dense(2)(Dropout(0.1)(y))\nmodel = keras.Model(x, z)"
    assert await notes(calls) == {1: "5 3 / 0", 2: "4 / 128", 3: "2 / 10"}
    added = "model = Sequential()\nmodel.add(Input((3,)))\nfor units in (8, 4):\n    model.add(Dense(units))"
    assert await notes(added) == {2: "3 / 0", 4: "4 / 68"}  # what comes out of the loop, and all that it makes
    row = "model = Sequential([Input((3,)), Dense(4), Dense(1)])"
    assert await notes(row) == {1: "1 / 21"}


async def test_attention_functions_subclasses_and_shared_layers(notes: Notes) -> None:
    block = (
        "def block(x):\n    seen = MultiHeadAttention(2, 4)(x, x)\n    return LayerNormalization()(add([x, seen]))\n"
        "x = Input((5, 8))\ny = block(block(x))"
    )
    assert await notes(block) == {2: "5 8 / 576", 3: "5 8 / 32", 4: "5 8 / 0"}
    subclass = (
        "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n        self.hidden = Dense(4)\n"
        "    def call(self, x):\n        return self.hidden(x)\nmodel = Net()\nhistory = model.fit(data, epochs=9)"
    )
    assert await notes(subclass) == {4: "4 / 16", 6: "4 / 0"}
    shared = "one = Dense(4)\ny = one(Input((3,)))\nz = one(y)"
    assert (await notes(shared))[2] == "4 / 0"  # its parameters stand where it was made


async def test_a_network_that_has_no_room_anywhere_costs_nothing(notes: Notes) -> None:
    assert await notes("x = Dense(10_000_000)(Input((1000,)))") == {1: "10000000 / 10010000000"}


async def test_names_are_literals_or_what_the_setup_left(notes: Notes) -> None:
    assert await notes("units = 4\nx = Dense(2 * units)(Input(data.shape[1:]))") == {2: "8 / 32"}
    assert await notes("model = Sequential([Dense(4)])\nmodel.fit(table, epochs=3)") == {1: "4 / 12"}
    assert await notes("x = Dense(4)(data)") == {1: "4 / 16"}  # not computed: there are no weights


@pytest.mark.parametrize(
    "elsewhere",
    [
        "with open('/etc/passwd') as file:\n    units = len(file.read())",
        "import os\nunits = os.getpid()",
        "units = load_digits().data.shape[1]",
        "units = int(input())",
        "units = 3\nif data.any():\n    units = 4",
        "units = 4\ndel units",
        "units = len(Sequential([Input((3,)), Dense(2)]).fit(data).history)",
        "units = 1 // 0",
    ],
)
async def test_what_depends_on_anything_else_shows_nothing(notes: Notes, elsewhere: str) -> None:
    found = await notes(f"{elsewhere}\nx = Input((3,))\ny = Dense(units)(x)\nz = Dense(2)(y)")
    last = elsewhere.count("\n") + 2
    assert found.pop(last) == "3 / 0"
    assert set(found) <= set(range(1, last))


@pytest.mark.parametrize(
    ("draft", "line", "words"),
    [
        ("model = Sequential([\n    Input((8, 8)),\n    Dense(4),\n    Conv2D(4, 3),\n])", 4, "expected min_ndim=4"),
        ("a = Input((3,))\nb = Dense(4)(a)\nc = Add()([\n    Dense(3)(a),\n    b,\n])", 3, "incompatible shapes"),
        ("one = Dense(4)\nx = one(Input((3,)))\ny = one(Input((5,)))", 3, "expected axis -1"),
        ("model = Sequential([\n    Input((3,)),\n    Dense(4, activaton='relu'),\n])", 3, "activaton"),
        ("model = Sequential([\n    Input((3,)),\n    Dense(),\n])", 3, "missing 1 required"),
        ("x = Input((3,))\ny = x + Input((4,))\nz = Dense(2)(y)", 2, "Cannot broadcast"),
        ("x = Input(3)\ny = Dense(2)(x)", 1, "Cannot convert"),
        (
            "class Own(Layer):\n    def build(self, shape):\n        self.w = self.add_weight(shape=(4, 4))\n"
            "    def call(self, x):\n        return x @ self.w\nx = Input((3,))\ny = Own()(\n    x)",
            7,
            "Dimensions must be equal",
        ),
    ],
)
async def test_a_problem_stands_at_the_line_that_makes_it(notes: Notes, draft: str, line: int, words: str) -> None:
    found = await notes(draft)
    assert words in found.pop(line)
    assert not [told for told in found.values() if "/" not in told]


async def test_layers_before_the_one_that_cannot_be_made_have_their_shapes(notes: Notes) -> None:
    draft = "model = Sequential([\n    Input((8,)),\n    Dense(3),\n    Dense(units=2, unit=1),\n    Dense(2),\n])"
    found = await notes(draft)
    assert {at: found[at] for at in (2, 3)} == {2: "8 / 0", 3: "3 / 27"}
    assert set(found) == {2, 3, 4}


async def test_a_draft_that_is_no_python_says_nothing_at_all(layers: DraftLayers) -> None:
    assert await layers.build(SETUP, "model = Sequential([") is None
    assert await layers.build("def broken(", "print(4)") == ()


@pytest.mark.long
async def test_no_draft_of_the_course_gets_a_false_problem(layers: DraftLayers, course: Course) -> None:
    silent: set[str] = set()
    problems: dict[str, str] = {}
    for exercise in course.exercises:
        for name, draft in drafts_of(exercise):
            setup = "\n".join(cell.source for cell in course.lesson_of(exercise).setup)
            built = await layers.build(setup, without_magics(draft))
            assert built is not None, name
            problems |= {f"{name}:{line.line}": line.problem for line in built if line.problem}
            if not built:
                silent.add(name)
    assert problems == {}
    # no layer of theirs stands in the draft: it is made by the setup, or there is none at all
    assert {name for name in silent if name.endswith("/solution")} == {
        f"{label}/solution"
        for label in (
            "compile-match",
            "descent-backward",
            "first-network-layer",
            "own-table",
            "start-columns",
            "tensors-batch",
            "training-enough",
        )
    }


def drafts_of(exercise: Exercise) -> list[tuple[str, str]]:
    """Yield the code for an exercise: starter, solution and good answers, with their names."""
    if exercise.only_asks or exercise.challenge is not None:
        return []
    good = [(path.name, path.read_text()) for path in sorted((ANSWERS / exercise.label / "good").glob("*.py"))]
    drafts = [("starter", exercise.starter), ("solution", exercise.solution), *good]
    return [(f"{exercise.label}/{name}", draft) for name, draft in drafts]


# ---- limits


OWN = "class Own(Layer):\n    def build(self, shape):\n        {}\ny = Own()(Input((3,)))"
ENDLESS, GREEDY = OWN.format("while True: pass"), OWN.format("self.held = bytearray(1 << 30)")


@pytest.mark.long
async def test_time_and_memory_end_and_the_next_draft_gets_its_notes(worker: Worker) -> None:
    layers = DraftLayers(worker)
    assert (LIMITS.wall_s, LIMITS.cpu_s) == (2, 2)
    assert await layers.build(SETUP, IMPORTS + ENDLESS) is None
    again = await layers.build(SETUP, IMPORTS + "y = Dense(2)(Input(data.shape[1:]))")
    assert again is not None
    assert [told(line) for line in again] == ["2 / 8"]  # of the setup only what takes no time
    greedy = await layers.build(SETUP, IMPORTS + GREEDY)
    assert greedy is not None
    assert [told(line) for line in greedy] == ["3 / 0"]  # there is no such memory, and so no layer
    layers.close()


@pytest.mark.spine
async def test_it_takes_little_memory_and_leaves_no_process(worker: Worker) -> None:
    before = set(descendants(os.getpid()))
    layers = DraftLayers(worker)
    for _ in range(30):
        assert await layers.build(SETUP, IMPORTS + "y = LSTM(4)(Input((5, 3)))")
    mine = set(descendants(os.getpid())) - before
    assert 1 <= len(mine) <= 2  # the child, and its keeper
    assert sum(map(own_memory, mine)) < 120 << 20
    layers.close()
    child = await worker.child(LIMITS, 80, 0, warm=False)  # until then, the worker has heard of the end
    await child.finish()


def own_memory(pid: int) -> int:
    """Return the bytes of a process that no other process shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(("Private_", "Swap:")))
