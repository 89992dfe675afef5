"""A course is trained with the real worker: what is right about it and what is not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from itertools import chain, repeat
from pathlib import Path

import pytest

from tuitutor.authoring.lint import train
from tuitutor.authoring.scaffold import DATA, course_text, lesson_text
from tuitutor.course.load import load_course
from tuitutor.grading.verdicts import TrainedPart
from tuitutor.protocol.events import Checked, Event, Executed, Measured, Spent
from tuitutor.protocol.facts import ModelCheckFacts, ModelFacts, ProgramFacts, ScoreFacts
from tuitutor.protocol.requests import CheckModel, Execute, Measure, Request
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

CELL = "```{code-cell} ipython3\n"
ASKED = "```yaml checks\n- question: {answer: 1}\n```\n```{exercise-end}\n```\n"
EXERCISE = "```{exercise-start} T\n:label: asked\n```\n" + ASKED


def write(folder: Path, lesson: str, data: str = DATA) -> None:
    (folder / "myst.yml").write_text(course_text("new", "New", "hello"))
    (folder / "data.py").write_text(data)
    (folder / "hello.md").write_text(lesson)


async def trained(worker: Worker, folder: Path) -> list[TrainedPart]:
    course = load_course(folder)
    assert course.all_problems == ()
    return [part async for part in train(worker, course, course.lessons)]


@pytest.mark.long
async def test_a_new_lesson_is_as_it_should_be(worker: Worker, tmp_path: Path) -> None:
    write(tmp_path, lesson_text("hello", "Hello", hidden_data=True))
    runs = await trained(worker, tmp_path)
    assert [(run.what, run.exercise) for run in runs] == [
        *(("cell", ""), ("cell", ""), ("lesson", "")),
        *(("starter", "hello-inside"), ("solution", "hello-inside")) * 4,  # with the lesson's data and in three worlds
    ]
    assert [(run.problems, run.problem) for run in runs] == [((), "")] * 11
    worlds = [run.world for run in runs[5:]]
    assert worlds[::2] == worlds[1::2]
    assert len({0, *worlds}) == 4
    assert all(
        re.search(r"passes \(0\.\d+ from the bound of 'hidden accuracy'\)", run.place.text) for run in runs[6::2]
    )
    assert all(run.seconds > 0 for run in runs[3:])
    assert all(run.cpu_s > 0.5 for run in runs[3:])  # what trains


def undrawable(request: Request) -> Iterable[Event]:
    """Runs everything, and finds that the hidden data cannot be drawn."""
    model = ModelFacts("Sequential", True, (), 3, 3, (None, 2), (None, 1))
    match request:
        case Execute():
            yield Executed(request.child, request.run, "ok", 0.1)
        case Measure():
            yield Measured(request.child, request.run, ProgramFacts(model, "Sequential", None, saved=True))
        case CheckModel():
            score = ScoreFacts("circle", 1000, None, problem="data.py: circle(1000, seed) raised E: no", ours=True)
            yield Checked(request.child, request.run, ModelCheckFacts(True, model=model, scores=(score,)))


async def test_data_that_cannot_be_drawn_is_the_courses_own_fault(tmp_path: Path) -> None:
    lesson = lesson_text("hello", "Hello", hidden_data=True)
    write(tmp_path, lesson)
    for run in (await trained(Worker(ScriptedLauncher(undrawable)), tmp_path))[3:]:
        assert run.problem == ""
        [problem] = run.problems
        assert problem.line == lesson.split("- accuracy:")[0].count("\n") + 1
        assert problem.text.endswith("data.py: circle(1000, seed) raised E: no")


async def test_a_worker_that_dies_is_no_fault_of_the_lesson(tmp_path: Path) -> None:
    ends: list[asyncio.Task[None]] = []

    def dying(request: Request) -> Iterable[Event]:
        if isinstance(request, Execute):
            ends.append(asyncio.create_task(launcher.connections[-1].lose()))
        return ()

    launcher = ScriptedLauncher(dying)
    write(tmp_path, lesson_text("hello", "Hello", hidden_data=True))
    runs = await trained(Worker(launcher), tmp_path)
    assert runs
    assert all(run.problem and not run.problems for run in runs)


async def test_a_lesson_whose_cells_take_more_than_a_minute_of_cpu(tmp_path: Path) -> None:
    used = chain((15.0, 55.5, 61.0), repeat(300.0))

    def slow(request: Request) -> Iterable[Event]:
        """Says before each end what all children have used, as a worker does."""
        match request:
            case Execute():
                yield Spent(request.child, next(used))
                yield Executed(request.child, request.run, "ok", 0.1)
            case Measure():
                yield Measured(request.child, request.run, ProgramFacts(None, "", None))

    cell, lesson = f"{CELL}x = 1\n```\n", lesson_text("hello", "Hello", hidden_data=True)
    write(tmp_path, lesson.replace("```{exercise-start}", f"{cell}```{{exercise-start}}"))
    runs = await trained(Worker(ScriptedLauncher(slow)), tmp_path)
    assert [(run.what, run.cpu_s) for run in runs[:4]] == [("cell", 15), ("cell", 40.5), ("cell", 5.5), ("lesson", 61)]
    [problem] = runs[3].problems
    assert problem.line == runs[1].place.line
    assert problem.text == "the lesson's cells take 61 s of CPU, this one 40 s; the limit is 60 s"
    assert [run.what for run in runs[4:]] == ["starter", "solution"] * 4


async def test_cells_that_do_not_do_what_they_should(worker: Worker, tmp_path: Path) -> None:
    cells = [
        f"{CELL}:tags: [raises-exception]\n1 / 0\n```\n",
        f"{CELL}:tags: [skip-execution]\n1 / 0\n```\n",
        f"{CELL}:tags: [raises-exception]\n1\n```\n",
        f"{CELL}x = 1\nx.y\nlate = 2\n```\n",
        f"{CELL}'below'\n```\n",
        f"{CELL}late + 1\n```\n",
    ]
    write(tmp_path, "---\ntitle: T\n---\n" + "".join(cells) + EXERCISE)
    runs = await trained(worker, tmp_path)
    assert [problem.text for run in runs for problem in run.problems] == [
        "cell 3 is tagged 'raises-exception', but raises nothing; take the tag off",
        "cell 4 raises AttributeError in its line 2 ('int' object has no attribute 'y'); "
        "tag it 'raises-exception' if it is meant to",
        "cell 6 needs 'late' from cell 4, which failed",
    ]
    assert [run.place.text for run in runs if run.ok] == [
        "cell 1 raises, as it must",
        "cell 5 runs",
        "the starter of 'asked' runs and fails its checks",
        "the solution of 'asked' passes",
    ]


@pytest.mark.spine
async def test_what_a_cell_says_to_its_prediction_and_to_the_sentences_below(worker: Worker, tmp_path: Path) -> None:
    predict = "```yaml predict\nquestion: Q\nvalue: x\n```\n"
    chosen = predict.replace("value: x\n", "value: x\nchoices: [SGD, 0.50]\n")
    cells = [
        f"{predict}{CELL}x = 0.25\nprint(x)\n```\n",
        f"{chosen}{CELL}x = 0.5\n```\n",
        f"{chosen}{CELL}x = 'Adam'\n```\n",
        f"{predict}{CELL}x = 'SGD'\n```\n",
        f"{predict}{CELL}x = print\n```\n",
    ]
    write(tmp_path, "---\ntitle: T\n---\n" + "".join(cells[:2]) + "It is 0.25<!-- cell -->, not 0.26<!-- cell -->.\n")
    runs = await trained(worker, tmp_path)
    assert [problem.text for run in runs for problem in run.problems] == [
        "found 0.26, which no cell above it shows; correct it"
    ]
    write(tmp_path, "---\ntitle: T\n---\n" + "".join(cells))
    runs = await trained(worker, tmp_path)
    assert [problem.text for run in runs for problem in run.problems] == [
        "cell 3 gives 'Adam', which is not among the choices of its prediction",
        "cell 4 gives 'SGD', which is neither a number nor a shape; give its prediction 'choices'",
        "cell 5 leaves nothing to compare a prediction with: 'x' isn't a number, shape, text or curve",
    ]


def varied(second: str, solution: str = "# answer: 4") -> str:
    """A lesson whose exercise has variants: the answer to the first is 4."""
    table = f"```yaml variants\nsum: [4, {second}]\n```\n"
    checks = "```yaml checks\n- question: {number: 4}\n```\n```{exercise-end}\n```\n"
    solved = f"```{{solution-start}} asked\n```\n{CELL}:tags: [solution]\n{solution}\n```\n```{{solution-end}}\n```\n"
    return f"---\ntitle: T\n---\n```{{exercise-start}} T\n:label: asked\n```\n{table}{checks}{solved}"


async def test_each_variant_is_trained_and_each_neighbours_solution_must_fail(worker: Worker, tmp_path: Path) -> None:
    write(tmp_path, varied("6"))
    runs = await trained(worker, tmp_path)
    assert [(run.what, run.variant, run.place.text, run.problems, run.problem) for run in runs] == [
        ("starter", 1, "the starter of 'asked', variant 1 of 2, runs and fails its checks", (), ""),
        ("solution", 1, "the solution of 'asked', variant 1 of 2, passes", (), ""),
        ("neighbour", 1, "the solution of 'asked', variant 2 of 2, does not pass variant 1 of 2", (), ""),
        ("starter", 2, "the starter of 'asked', variant 2 of 2, runs and fails its checks", (), ""),
        ("solution", 2, "the solution of 'asked', variant 2 of 2, passes", (), ""),
        ("neighbour", 2, "the solution of 'asked', variant 1 of 2, does not pass variant 2 of 2", (), ""),
    ]


async def test_variants_whose_answers_are_the_same_are_told(worker: Worker, tmp_path: Path) -> None:
    write(tmp_path, varied("4.0"))
    runs = await trained(worker, tmp_path)
    assert [problem.text for run in runs for problem in run.problems] == [
        "the solution of 'asked', variant 2 of 2, passes variant 1 of 2 too; give them values that make their "
        "answers differ",
        "the solution of 'asked', variant 1 of 2, passes variant 2 of 2 too; give them values that make their "
        "answers differ",
    ]


async def test_a_variant_without_a_solution_of_its_own_is_told(worker: Worker, tmp_path: Path) -> None:
    write(tmp_path, varied("6", "# answer: 2 + 2"))
    runs = await trained(worker, tmp_path)
    assert {(run.what, run.variant) for run in runs if run.problems} >= {("solution", 2)}
