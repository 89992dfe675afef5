"""Whose fault it is when something ends or fails on the way to a grade: on a worker that plays each case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.course.lesson_texts import FRONT, SOLUTION, STARTER, exercise
from tests.course.test_worlds import block
from tests.course.test_worlds import read as read_world
from tests.grading.builders import NOTHING, SMALL
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Variant
from tuitutor.engine.answer_run import FORGED
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import AttemptEvent, Graded, ModelDescribed, Remark, Stage
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.store import Store
from tuitutor.protocol.events import (
    Checked,
    ChildEnded,
    Drawn,
    Event,
    Examined,
    Executed,
    Kept,
    Loading,
    Measured,
    Output,
    Predicted,
    Reran,
    Scored,
    Violated,
)
from tuitutor.protocol.facts import CellFacts, ModelCheckFacts, ProgramFacts, ScoreFacts, VariableFacts
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import (
    CheckModel,
    Draw,
    Examine,
    Execute,
    Keep,
    Measure,
    Predict,
    Request,
    Rerun,
    Score,
    Start,
    Stop,
)
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.trust import Policy, untrusted
from tuitutor.workers.worker import Worker

DATA = "import numpy as np\n\ndef sums(n, seed):\n    return np.ones((n, 3)), np.ones(n)\n"
SETUP = "```{code-cell} ipython3\n:tags: [setup]\nrows = [1, 2]\n```\n"
CELL = """```{code-cell} ipython3
:tags: [measure, skip-execution]
:data: sums
:samples: 40

again = rerun(seed=3)
fine = len(rows) == 2 and mine == 1
```
"""
HIDDEN = "- accuracy: {data: sums, samples: 100, at_least: 0.9}\n  name: hidden\n"
LOOKS = CELL.replace("again = rerun(seed=3)\n", "").replace("mine == 1", "model.count_params()")
BODIES = {
    "prints": "- stdout: {matches: '4'}\n",
    "model": HIDDEN,
    "cell": "- variable: {fine: {equals: true}}\n",
    "looks": "- variable: {fine: {equals: true}}\n",
}
CELLS = {"cell": CELL, "looks": LOOKS}
MINE = VariableFacts("fine", "bool", None, None, "True")
SCORES = (ScoreFacts("sides", 10, 0.95, permuted=NOTHING),)
LOADED = ModelCheckFacts(True, model=SMALL, scores=(ScoreFacts("sums", 100, 0.95, permuted=NOTHING),))
UNLOADED = ModelCheckFacts(False, "it uses a Lambda", inputs=("sums",))


def course_of(folder: Path, kind: str) -> Course:
    (folder / "myst.yml").write_text("project:\n  id: c\n  title: C\n  toc:\n    - file: one.md\n")
    (folder / "data.py").write_text(DATA)
    body = f"{STARTER}{CELLS.get(kind, '')}```yaml checks\n{BODIES[kind]}```\n"
    (folder / "one.md").write_text(FRONT + SETUP + exercise(body) + SOLUTION)
    course = load_course(folder)
    assert course.all_problems == ()
    return course


class Played:
    """A worker in which all goes well, except that the requests in `instead` are answered otherwise."""

    def __init__(self, **instead: Any) -> None:
        self.instead = instead
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Iterable[Event]:
        if isinstance(request, Start | Stop):
            return
        self.requests.append(request)
        name = "Answer" if isinstance(request, Execute) and request.answer else type(request).__name__
        answer = self.instead.get(name)
        if callable(answer):
            yield from answer(request)
        elif answer is not None:
            yield answer
        else:
            yield from self.well(request)

    def well(self, request: Request) -> Iterable[Event]:
        match request:
            case Execute(child, run):
                yield Output(child, run, "4\n")
                yield Output(child, run, "5\n", "stderr")
                yield Executed(child, run, "ok", 0.1)
            case Keep(child, run):
                yield Kept(child, run, "digest")
            case Measure(child, run):
                yield Measured(child, run, ProgramFacts(SMALL, "Sequential", None, saved=True))
            case CheckModel(child, run):
                yield Loading(child, run)
                yield Checked(child, run, LOADED)
            case Draw(child, run):
                yield Drawn(child, run)
            case Examine(child, run):
                asks = 1 if "rerun" in request.source and not request.reruns else 0
                yield Examined(child, run, CellFacts((MINE,), ("fine",)), asks)
            case Rerun(child, run):
                yield Reran(child, run)
            case Predict(child, run):
                yield Predicted(child, run)
            case Score(child, run):
                yield Scored(child, run, ScoreFacts("sums", 100, 0.97, permuted=NOTHING))


async def events_of(folder: Path, kind: str, played: Played, **options: Any) -> list[AttemptEvent]:
    course = course_of(folder, kind)
    worker = Worker(ScriptedLauncher(played))
    found = [event async for event in attempt(worker, course, course.exercises[0], "mine = 1", **options)]
    await worker.close()
    return found


async def graded(folder: Path, kind: str, **instead: Any) -> Grade:
    *_, last = await events_of(folder, kind, Played(**instead))
    assert isinstance(last, Graded)
    return last.grade


def ends(cause: str = "memory", *before: Any) -> Any:
    """What ends with its process."""

    def answer(request: Any) -> Iterable[Event]:
        yield from (kind(request.child, request.run) for kind in before)
        yield ChildEnded(request.child, cause)  # type: ignore[arg-type]

    return answer


def says(kind: Any, *arguments: Any) -> Any:
    """What answers with this event."""
    return lambda request: [kind(request.child, request.run, *arguments)]


def cheats(request: Any) -> Iterable[Event]:
    yield Violated(request.child, "it wrote to the channel")


@pytest.mark.parametrize("kind", BODIES)
async def test_where_all_goes_well_it_passes(tmp_path: Path, kind: str) -> None:
    grade = await graded(tmp_path, kind)
    assert (grade.verdict, grade.stopped, grade.problem, grade.error) == (Verdict.PASSED, "", "", None)


async def test_an_answer_for_another_variant_is_noticed_by_facts_that_are_the_same(tmp_path: Path) -> None:
    table = "```yaml variants\nfour: [4, 7, 5]\n```\n\n"
    for name, check, right_for in (
        ("sum", "- variable: {fine: {equals: 4}}\n", Variant(2, 3)),
        ("output", "- stdout: {matches: '4'}\n", None),  # what another variant looks for was never sought in it
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "myst.yml").write_text("project:\n  id: c\n  title: C\n  toc:\n    - file: one.md\n")
        body = f"Take 4.\n\n{table}{STARTER}```yaml checks\n{check}```\n"
        (folder / "one.md").write_text(FRONT + exercise(body) + SOLUTION)
        course = load_course(folder)
        assert course.all_problems == ()
        seven = VariableFacts("fine", "int", None, None, "7")
        played = Played(
            Answer=lambda request: [
                Output(request.child, request.run, "7\n"), Executed(request.child, request.run, "ok", 0.1)
            ],
            Measure=says(Measured, ProgramFacts(None, "", None, variables=(seven,))),
        )  # fmt: skip
        worker = Worker(ScriptedLauncher(played))
        *_, last = [event async for event in attempt(worker, course, course.exercises[0].variant(1), "fine = 7")]
        await worker.close()
        assert isinstance(last, Graded)
        assert (last.grade.verdict, last.right_for) == (Verdict.FAILED, right_for)


RAISED = ErrorInfo("ValueError", "no")
LEARNERS = [
    ("prints", {"Answer": ends("wall")}, "Stopped: the time limit of 300 s was reached"),
    ("prints", {"Answer": says(Executed, "raised", 0.1, RAISED)}, ""),
    ("prints", {"Answer": says(Executed, "raised", 0.1, ErrorInfo("SystemExit", "0"))}, "The code ended Python."),
    ("prints", {"Answer": says(Executed, "raised", 0.1)}, FORGED),
    ("prints", {"Answer": cheats}, FORGED),
    ("prints", {"Measure": ends("exited")}, "The code ended Python, with status 0"),
    ("prints", {"Measure": cheats}, FORGED),
    ("model", {"CheckModel": ends("memory", Loading)}, "The saved model cannot be verified: while it was loaded"),
    ("model", {"CheckModel": says(Checked, UNLOADED), "Predict": ends()}, "Stopped: the memory limit"),
    ("cell", {"Examine": ends()}, "The saved model cannot be verified"),
    ("cell", {"Rerun": ends("cpu")}, "Stopped: the limit of 180 s of CPU time"),
]


@pytest.mark.parametrize(("kind", "instead", "told"), LEARNERS)
async def test_what_the_answer_did_fails_it(tmp_path: Path, kind: str, instead: dict[str, Any], told: str) -> None:
    grade = await graded(tmp_path, kind, **instead)
    assert (grade.verdict, grade.problem) == (Verdict.FAILED, "")
    assert grade.stopped.startswith(told)
    assert bool(grade.stopped) == bool(told)
    assert bool(told) or grade.error == RAISED
    assert not any(result.passed for result in grade.results)


OURS = [
    ("prints", {"Execute": ends("memory")}, "in the lesson's own setup. Try again;"),
    ("prints", {"Execute": ends("sandbox")}, "The sandbox could not be set up"),
    ("prints", {"Execute": says(Executed, "raised", 0.1, RAISED)}, "setup failed (ValueError: no); please tell"),
    ("prints", {"Execute": says(Executed, "interrupted", 0.1)}, "setup failed (interrupted); please tell"),
    ("prints", {"Answer": ends("sandbox")}, "The sandbox could not be set up"),
    ("prints", {"Measure": ends("sandbox")}, "The sandbox could not be set up"),
    ("prints", {"Answer": ends("starved")}, "the machine is too busy"),
    ("model", {"CheckModel": ends("starved", Loading)}, "the machine is too busy"),
    (
        "prints",
        {"Measure": says(Measured, ProgramFacts(None, None, None, problem="KeyError"))},
        "could not measure this answer (KeyError); please report it.",
    ),
    ("model", {"CheckModel": ends("sandbox", Loading)}, "The sandbox could not be set up"),
    ("model", {"CheckModel": ends("memory")}, "The process that verifies the model ended too early; run it again."),
    (
        "model",
        {
            "Measure": says(Measured, ProgramFacts(SMALL, "Sequential", None)),
            "CheckModel": ends("memory", Loading),
        },
        "The process that verifies the model ended too early; run it again.",
    ),
    (
        "model",
        {"CheckModel": says(Checked, UNLOADED), "Score": ends()},
        "The process that scores the predictions ended too early; run it again.",
    ),
    ("cell", {"Keep": says(Kept, "", "too large")}, "values could not be kept (too large); please tell the lesson's"),
    ("cell", {"Keep": ends()}, "in the lesson's own setup. Try again;"),
    ("cell", {"Draw": says(Drawn, "NameError: np")}, "hidden data could not be drawn (NameError: np); please tell"),
    ("cell", {"Draw": ends()}, "could not be drawn (the process that draws it ended too early); please tell"),
    ("cell", {"Draw": ends("sandbox")}, "The sandbox could not be set up"),
    ("cell", {"Examine": ends("sandbox")}, "The sandbox could not be set up"),
]


@pytest.mark.parametrize(("kind", "instead", "told"), OURS)
async def test_what_the_answer_did_not_do_is_no_verdict(
    tmp_path: Path, kind: str, instead: dict[str, Any], told: str
) -> None:
    grade = await graded(tmp_path, kind, **instead)
    assert (grade.verdict, grade.stopped) == (Verdict.ERRORED, "")
    assert told in grade.problem
    assert {result.verdict for result in grade.results} == {Verdict.ERRORED}


async def test_a_setup_that_somebody_stopped_is_nobodys_fault(tmp_path: Path) -> None:
    grade = await graded(tmp_path, "prints", Execute=ends("stopped"))
    assert (grade.stopped, grade.problem) == ("Stopped when you asked.", "")


async def test_a_forged_message_that_comes_late_counts(tmp_path: Path) -> None:
    course = course_of(tmp_path, "prints")
    played = Played()

    def late(request: Request) -> Iterable[Event]:
        if isinstance(request, Stop):
            yield Violated(request.child, "a second answer")
            yield ChildEnded(request.child, "stopped")
        yield from played(request)

    worker = Worker(ScriptedLauncher(late))
    *_, last = [event async for event in attempt(worker, course, course.exercises[0], "mine = 1")]
    await worker.close()
    assert isinstance(last, Graded)
    assert (last.grade.verdict, last.grade.stopped) == (Verdict.FAILED, FORGED)


async def test_a_model_that_loads_nowhere_else_is_scored_by_what_it_predicts(tmp_path: Path) -> None:
    refused = says(Checked, UNLOADED)
    *_, last = await events_of(tmp_path, "model", Played(CheckModel=refused))
    assert isinstance(last, Graded)
    assert (last.grade.verdict, last.verified, last.reported) == (Verdict.PASSED, 0, 1)
    assert last.grade.results[0].value == 0.97
    odd = await graded(tmp_path, "model", CheckModel=refused, Predict=says(Predicted, "predict was replaced"))
    assert odd.verdict is Verdict.FAILED
    assert "predict was replaced" in odd.results[0].found + odd.results[0].why


async def test_only_what_is_printed_counts_as_printed(tmp_path: Path) -> None:
    def complains(request: Any) -> Iterable[Event]:
        yield Output(request.child, request.run, "4\n", "stderr")
        yield Executed(request.child, request.run, "ok", 0.1)

    assert (await graded(tmp_path, "prints", Answer=complains)).verdict is Verdict.FAILED


async def test_the_stages_are_told_in_order_with_the_model_once_it_is_measured(tmp_path: Path) -> None:
    found = await events_of(tmp_path, "model", Played())
    stages = [event for event in found if isinstance(event, Stage)]
    assert stages == [Stage.STARTING, Stage.SETUP, Stage.RUNNING, Stage.MEASURING, Stage.VERIFYING]
    assert [event.model for event in found if isinstance(event, ModelDescribed)] == [SMALL]
    assert [event.text for event in found if isinstance(event, Output)] == ["4\n", "5\n"], "not what the setup prints"


async def test_what_the_cell_needs_is_kept_before_the_answer_runs_and_it_runs_again_where_it_asks(
    tmp_path: Path,
) -> None:
    played = Played()
    await events_of(tmp_path, "cell", played)
    names = [type(request).__name__ for request in played.requests]
    assert names == ["Execute", "Keep", "Execute", "Measure", "Draw", "Examine", "Rerun", "Examine"]
    kept, measured, examined = (played.requests[at] for at in (1, 3, 7))
    assert isinstance(kept, Keep)
    assert isinstance(measured, Measure)
    assert isinstance(examined, Examine)
    assert (kept.names, examined.kept, examined.reruns) == (("rows",), "digest", ("",))
    assert "mine" in measured.carried


@pytest.mark.parametrize(
    ("kind", "instead", "why"),
    [
        ("looks", {}, ""),
        ("looks", {"CheckModel": says(Checked, UNLOADED)}, "it uses a Lambda"),
        ("looks", {"CheckModel": says(Checked, ModelCheckFacts(False))}, "the model can't be saved"),
        ("looks", {"Measure": says(Measured, ProgramFacts(None, "Odd", None))}, "the model can't be saved"),
        ("looks", {"Measure": says(Measured, ProgramFacts(None, None, None))}, ""),
        ("looks", {"Measure": says(Measured, ProgramFacts(None, "NoneType", None))}, ""),
        ("cell", {"Measure": says(Measured, ProgramFacts(None, None, None, uncarried=("other",)))}, ""),
        (
            "cell",
            {"Measure": says(Measured, ProgramFacts(None, None, None, uncarried=("other", "mine")))},
            "`mine` can't be copied to another process",
        ),
    ],
)
async def test_a_cell_runs_beside_the_answer_only_where_it_has_to_and_then_is_only_reported(
    tmp_path: Path, kind: str, instead: dict[str, Any], why: str
) -> None:
    played = Played(**instead)
    options = RunOptions(policy=Policy(verified=True))
    *_, last = await events_of(tmp_path, kind, played, options=options)
    assert isinstance(last, Graded)
    asked = [request for request in played.requests if isinstance(request, Examine)]
    answered = [request.child for request in played.requests if isinstance(request, Measure)]
    assert ({request.child for request in asked} == set(answered)) == bool(why)
    assert (last.grade.verdict is Verdict.PASSED) == (not why)
    assert why in last.grade.results[0].why


@pytest.mark.parametrize(
    ("instead", "fault"),
    [({"Examine": ends("cpu")}, "Stopped: the limit of 180 s of CPU"), ({"Examine": cheats}, FORGED)],
)
async def test_an_answer_that_ends_the_cell_beside_it_fails(
    tmp_path: Path, instead: dict[str, Any], fault: str
) -> None:
    grade = await graded(tmp_path, "looks", CheckModel=says(Checked, UNLOADED), **instead)
    assert grade.verdict is Verdict.FAILED
    assert grade.stopped.startswith(fault)


async def test_an_answer_whose_worker_died_is_lost_and_has_no_verdict(tmp_path: Path) -> None:
    *_, last = await events_of(tmp_path, "prints", Played(Answer=lambda _: [Violated("", "another writes here")]))
    assert isinstance(last, Graded)
    assert (last.lost, last.grade.verdict, last.grade.problem) == (
        True, Verdict.ERRORED, "The worker process died; the next run starts a new one."
    )  # fmt: skip
    *_, fine = await events_of(tmp_path, "prints", Played())
    assert isinstance(fine, Graded)
    assert not fine.lost


async def test_nothing_of_a_run_in_one_world_counts_in_the_next(tmp_path: Path) -> None:
    read_world(tmp_path, block("sides: [points, side]"))
    course = load_course(tmp_path)
    worlds: list[int] = []

    def answer(request: Any) -> Iterable[Event]:
        if request.run.startswith("c1."):
            yield Output(request.child, request.run, "0\n")
            yield Executed(request.child, request.run, "raised", 0.1, RAISED)
        else:
            yield Executed(request.child, request.run, "ok", 0.1)

    played = Played(Answer=answer, CheckModel=says(Checked, ModelCheckFacts(True, model=SMALL, scores=SCORES)))

    def script(request: Request) -> Iterable[Event]:
        if isinstance(request, Start):
            worlds.append(request.world.number if request.world else 0)
        return played(request)

    worker = Worker(ScriptedLauncher(script))
    options = RunOptions(policy=untrusted())
    found = [event async for event in attempt(worker, course, course.exercises[0], "model = 1", options)]
    await worker.close()
    last = found[-1]
    assert isinstance(last, Graded)
    assert (last.grade.verdict, last.grade.error, last.grade.stopped) == (Verdict.PASSED, None, "")
    assert found.count(Stage.AGAIN) == 2
    assert [bool(world) for world in worlds] == [True, False, False, True, False], "no verifier knows a world"
    assert last.grade.world == worlds[3] != worlds[0]


async def test_an_attempt_of_the_learners_own_is_kept_and_its_worker_named(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "state", "c")
    found = await events_of(tmp_path, "prints", Played(), ledger=store)
    assert not [event for event in found if isinstance(event, Remark)]
    (kept,) = store.attempts.read("net")
    assert (kept.code, kept.grade.verdict) == ("mine = 1", Verdict.PASSED)
    assert kept.ran_in == "Python 3.11.7, Keras 3.15.1, tensorflow 2.21.0"


async def test_an_empty_answer_is_said_to_be_one_and_runs_nothing(tmp_path: Path) -> None:
    course = course_of(tmp_path, "prints")
    launcher = ScriptedLauncher(Played())
    *_, last = [event async for event in attempt(Worker(launcher), course, course.exercises[0], "\n  \n")]
    assert isinstance(last, Graded)
    assert last.grade.stopped.startswith("The answer is empty;")
    assert launcher.connections == []
