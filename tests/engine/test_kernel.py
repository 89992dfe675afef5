"""Cells share a child without hidden state: what a cell shows depends on the text above it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from tuitutor.course.model import Cell, Lesson, Prediction
from tuitutor.engine.events import CellBegan, CellBlocked, CellEnded, KernelEvent, Remark
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import CellState
from tuitutor.progress.store import Store
from tuitutor.protocol.events import (
    ChildEnded,
    EpochEnded,
    Event,
    Executed,
    Outcome,
    Output,
    ValueShown,
    Violated,
    Waiting,
)
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import Execute, Request
from tuitutor.workers.scripted import READY, ScriptedLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")


def lesson(*sources: str, tags: Mapping[int, str] | None = None) -> Lesson:
    cells = tuple(
        Cell(i, f"key{i}", source, 1 + i, frozenset({(tags or {})[i]} if i in (tags or {}) else ()))
        for i, source in enumerate(sources)
    )
    return Lesson("lesson", Path("lesson.md"), "Lesson", "", 1, (), cells)


async def run(kernel: Kernel, index: int, sources: Mapping[int, str] | None = None) -> list[KernelEvent]:
    return [event async for event in kernel.run(index, sources or {})]


def all_well(request: Request) -> list[Event]:
    return [Executed(request.child, request.run, "ok", 0.1)] if isinstance(request, Execute) else []


def began(events: list[KernelEvent]) -> list[int]:
    return [event.index for event in events if isinstance(event, CellBegan)]


def value(events: list[KernelEvent]) -> str:
    return next(event.text for event in reversed(events) if isinstance(event, ValueShown))


def ended(events: list[KernelEvent]) -> CellEnded:
    return next(event for event in reversed(events) if isinstance(event, CellEnded))


async def test_cells_above_run_first_and_once(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = [1]", "x.append(2)", "x"), RunOptions(warm=True))
    assert began(await run(kernel, 1)) == [0, 1]
    events = await run(kernel, 2)
    assert began(events) == [2]
    assert value(events) == "[1, 2]"
    assert [kernel.state(i, {}) for i in range(3)] == [CellState.OK] * 3
    await kernel.close()


async def test_an_error_names_its_cell_by_its_place_however_often_it_ran(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = 1", "1 / 0"))
    await run(kernel, 1)
    error = ended(await run(kernel, 1)).error
    assert error is not None
    assert [(frame.filename, frame.line) for frame in error.frames] == [("cell 2", 1)]
    await kernel.close()


async def test_whoever_runs_a_cell_before_keras_is_loaded_is_told_what_it_waits_for() -> None:
    worker = Worker(ScriptedLauncher(all_well))
    kernel = Kernel(worker, lesson("x = 1", "x"))
    told = [event for event in await run(kernel, 1) if isinstance(event, Waiting)]
    assert [str(each) for each in told] == ["Starting Python and Keras", "", ""]
    await worker.close()


async def test_what_is_ahead_is_what_then_runs() -> None:
    worker = Worker(ScriptedLauncher(all_well))
    kernel = Kernel(worker, lesson("x = 1", "x", "y"))
    assert kernel.ahead(2, {}) == (0, 1, 2)
    await run(kernel, 1)
    for index, sources, ahead in ((2, {}, (2,)), (2, {0: "x = 2"}, (0, 1, 2)), (1, {}, (0, 1)), (0, {}, (0,))):
        assert kernel.ahead(index, sources) == ahead
    assert began(await run(kernel, 2)) == [2]
    await worker.close()


async def test_a_run_ends_what_a_prediction_holds_back_unless_nothing_could_be_run(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    asked = lesson("x = 1", "x", "x + 1")
    cells = [structs.replace(cell, prediction=Prediction("What is x?", value="x")) for cell in asked.cells[:2]]
    asked = structs.replace(asked, blocks=(*cells, *asked.cells[2:]))
    lost = lambda request: [Violated("", "another writes")] if isinstance(request, Execute) else []  # noqa: E731
    for answers, read in ((lost, set[str]()), (all_well, {"guess:key0", "cell:key0"})):
        worker = Worker(ScriptedLauncher(answers))
        kernel = Kernel(worker, asked, ledger=store)
        await run(kernel, 0)
        await worker.close()
        assert store.progress().read.get("lesson", frozenset()) == read


RAISED = ErrorInfo("ValueError", "no", (Frame("cell", 1, "<module>", "x"),))


@pytest.mark.parametrize(
    ("ending", "outcome", "message"),
    [
        (lambda child, run: ChildEnded(child, "wall"), "stopped", "Stopped: the time limit of 300 s was reached"),
        (lambda child, run: ChildEnded(child, "exited", 3), "stopped", "The code ended Python, with status 3"),
        (
            lambda child, run: Violated(child, "a forged line"),
            "stopped",
            "The cell wrote to tuitutor's internal channel",
        ),
        (lambda child, run: Violated("", "another writes"), "lost", "The worker process died; the next run"),
        (lambda child, run: Executed(child, run, "raised", 0.5, RAISED), "raised", ""),
        (lambda child, run: Executed(child, run, "interrupted", 0.5, RAISED), "raised", ""),
        (
            lambda child, run: Executed(child, run, "raised", 0.5, ErrorInfo("SystemExit", "3")),
            "raised",
            "The code ended Python.",
        ),
    ],
)
async def test_a_cell_that_did_not_end_well_says_why_and_what_counts_no_more(
    ending: Callable[[str, str], Event], outcome: str, message: str
) -> None:
    def script(request: Request) -> Iterable[Event]:
        if isinstance(request, Execute):
            fine = Executed(request.child, request.run, "ok", 0.1)
            yield ending(request.child, request.run) if request.source == "bad" else fine

    kernel = Kernel(Worker(ScriptedLauncher(script)), lesson("fine", "bad"))
    last = ended(await run(kernel, 1))
    assert (last.outcome, last.message[: len(message)]) == (outcome, message)
    assert bool(last.message) == bool(message)
    gone = outcome in ("stopped", "lost")
    assert last.message.endswith("Cells above count as not run.") == (isinstance(ending("", ""), ChildEnded))
    assert (kernel.state(0, {}) is CellState.OK) == (not gone)
    assert kernel.state(1, {}) is (CellState.STALE if gone else CellState.FAILED)
    assert (last.error is None) == gone
    assert began(await run(kernel, 1)) == [0, 1]


async def test_an_edit_that_was_taken_back_is_none() -> None:
    kernel = Kernel(Worker(ScriptedLauncher(all_well)), lesson("x = 1", "x"))
    await run(kernel, 1)
    again = " ".join(["x", "=", "1"])  # as an editor has it: the same text in another object
    assert [kernel.state(index, {0: again}) for index in (0, 1)] == [CellState.OK, CellState.OK]
    assert kernel.edited_above(1, {0: again}) is None
    assert began(await run(kernel, 1, {0: again})) == [0, 1]
    assert kernel.state(0, {0: "x = 2"}) == CellState.EDITED
    assert kernel.edited_above(1, {0: "x = 2"}) == 0


@pytest.mark.parametrize(
    ("guess", "outcome", "actual"),
    [
        (Prediction("How many?", "n"), "ok", "7"),
        (Prediction("How many?", "n"), "raised", ""),
        (Prediction("How does it go?", curve="loss"), "ok", "falls"),
        (Prediction("How does it go?", curve="loss"), "raised", ""),
        (Prediction("How does it go?", curve="accuracy"), "ok", ""),
    ],
)
async def test_a_guess_is_answered_by_a_cell_that_ran_well_and_by_nothing_that_is_shown(
    guess: Prediction, outcome: Outcome, actual: str
) -> None:
    def script(request: Request) -> Iterable[Event]:
        if isinstance(request, Execute):
            of_guess = request.filename == "guess"
            yield ValueShown(request.child, request.run, "7" if of_guess else "9")
            for number in (1, 2):
                yield EpochEnded(request.child, request.run, 1, number, 0.1, {"loss": 1 / number})
            yield Executed(request.child, request.run, "ok" if of_guess else outcome, 0.1)

    cell = Cell(0, "key0", "n = 7", 1, prediction=guess)
    kernel = Kernel(Worker(ScriptedLauncher(script)), Lesson("lesson", Path("lesson.md"), "Lesson", "", 1, (), (cell,)))
    events = await run(kernel, 0)
    assert ended(events).actual == actual
    assert [event.text for event in events if isinstance(event, ValueShown)] == ["9"]


async def test_a_learner_is_told_once_what_their_code_could_reach(tmp_path: Path) -> None:
    launcher = ScriptedLauncher(all_well, replace(READY, isolation=Isolation("limits")))
    store = Store.open(tmp_path, "course")

    async def told(ledger: Store | None) -> list[str]:
        kernel = Kernel(Worker(launcher), lesson("1"), ledger=ledger)
        return [event.text for event in await run(kernel, 0) if isinstance(event, Remark)]

    assert await told(None) == []
    [word] = await told(store)
    assert word.startswith("Note: here code can read and change your files,")
    assert await told(store) == []


@pytest.mark.spine
async def test_running_again_replays_from_the_top(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = [1]", "x.append(2); x", "x.append(3); x"))
    await run(kernel, 2)
    events = await run(kernel, 1)
    assert began(events) == [0, 1]
    assert value(events) == "[1, 2]"
    assert kernel.state(2, {}) is CellState.STALE
    await kernel.close()


@pytest.mark.spine
async def test_an_edit_makes_the_cells_below_stale(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = 1", "x + 1"))
    await run(kernel, 1)
    edited = {0: "x = 10"}
    assert [kernel.state(i, edited) for i in range(2)] == [CellState.EDITED, CellState.STALE]
    assert [kernel.edited_above(i, edited) for i in range(2)] == [None, 0]
    assert kernel.edited_above(1, {1: "x + 2"}) is None
    events = await run(kernel, 1, edited)
    assert began(events) == [0, 1]
    assert value(events) == "11"
    await kernel.close()


@pytest.mark.spine
async def test_a_failure_ends_the_run_and_is_the_cells_own(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = 1", "1 / 0", "x"))
    *events, last = await run(kernel, 2)
    assert began(events) == [0, 1]
    assert (ended(events).index, ended(events).outcome) == (1, "raised")
    assert last == CellBlocked(2, by=1)
    assert [kernel.state(i, {}) for i in range(3)] == [CellState.OK, CellState.FAILED, CellState.NEW]
    assert kernel.again(2, {1: "pass"}) == ((0, 1), "cell 2 failed")
    assert value(await run(kernel, 2, {1: "pass"})) == "1"
    await kernel.close()


@pytest.mark.spine
async def test_a_cell_that_does_not_parse_is_not_run_and_what_ran_stays(worker: Worker) -> None:
    await worker.start()
    kernel = Kernel(worker, lesson("x = object()", "y = id(x)", "id(x) == y", "1"))
    await run(kernel, 1)
    for typo, run_on in (({2: "id(x"}, 2), ({2: "id(x"}, 3)):
        events = await run(kernel, run_on, typo)
        assert began(events) == [2]
        error = ended(events).error
        assert error is not None
        assert (error.kind, error.line) == ("SyntaxError", 1)
        assert ended(events).advice != ()
        assert isinstance(events[-1], CellBlocked) is (run_on == 3)
        assert [kernel.state(i, typo) for i in range(4)] == [
            CellState.OK,
            CellState.OK,
            CellState.FAILED,
            CellState.NEW,
        ]
    assert kernel.again(2, {}) == ((), "")
    events = await run(kernel, 2)
    assert began(events) == [2]
    assert value(events) == "True"
    assert kernel.again(1, {}) == ((0,), "cell 2 ran already")
    await kernel.close()


async def test_expected_exceptions_do_not_stop_the_lesson(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("1 / 0", "'after'", tags={0: "raises-exception"}))
    assert value(await run(kernel, 1)) == "'after'"
    await kernel.close()


async def test_the_coach_speaks_on_an_exception_with_the_cells_line(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("model = 7\n", "'a'\nmodle"))
    (advice,) = ended(await run(kernel, 1)).advice
    assert "`model`" in advice.why + advice.try_
    assert advice.line == 2
    await kernel.close()


async def test_a_line_of_another_cell_is_not_passed_off_as_the_cells_own(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("\n\ndef go():\n    return fitt", "go()"))
    (advice,) = ended(await run(kernel, 1)).advice
    assert ("`fitt`" in advice.why, advice.line) == (True, None)
    await kernel.close()


async def test_an_exception_that_the_lesson_means_is_the_lessons_to_explain(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("fitt", tags={0: "raises-exception"}))
    assert ended(await run(kernel, 0)).advice == ()
    assert ended(await run(kernel, 0, {0: "fitted = 3; fitt"})).advice != ()
    await kernel.close()


async def test_skipped_cells_run_only_when_asked(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = 'skipped'", "'x' in globals()", tags={0: "skip-execution"}))
    assert value(await run(kernel, 1)) == "False"
    assert began(await run(kernel, 0)) == [0]
    await kernel.close()


@pytest.mark.spine
async def test_an_interrupt_keeps_the_variables(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = 7", "print('go')\nwhile True: pass", "x"))
    async for event in kernel.run(1, {}):
        if isinstance(event, Output):
            assert kernel.interrupt()
    assert isinstance(event, CellEnded)
    assert (event.outcome, event.error, event.message) == ("interrupted", None, "You stopped it.")
    assert not kernel.interrupt()
    assert value(await run(kernel, 2, {1: "0"})) == "7"
    await kernel.close()


async def test_an_interrupt_of_the_code_itself_is_its_own_error(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("raise KeyboardInterrupt"))
    event = ended(await run(kernel, 0))
    assert event.outcome == "raised"
    assert event.error is not None
    assert event.error.kind == "KeyboardInterrupt"
    assert [frame.line for frame in event.error.frames] == [1]
    assert kernel.state(0, {}) is CellState.FAILED
    await kernel.close()


@pytest.mark.spine
async def test_leaving_a_run_ends_it_whatever_it_does_about_interrupts(worker: Worker) -> None:
    stubborn = "try:\n    print('a')\n    while True: pass\nexcept KeyboardInterrupt:\n    print('b')\nwhile True: pass"
    kernel = Kernel(worker, lesson("x = 7", stubborn))
    async with aclosing(kernel.run(1, {})) as events:
        async for event in events:
            if isinstance(event, Output) and "b" in event.text:
                assert not kernel.interrupt()  # it would be ignored again
                break
            if isinstance(event, Output):
                assert kernel.interrupt()
    assert kernel.state(0, {}) is CellState.STALE
    assert value(await run(kernel, 1, {1: "'free again'"})) == "'free again'"
    async for event in kernel.run(1, {1: "print('go')\nwhile True: pass"}):
        if isinstance(event, Output):
            assert kernel.interrupt()  # another run, another first time
    await kernel.close()


async def test_magics_in_an_edited_cell_are_ignored(worker: Worker) -> None:
    kernel = Kernel(worker, lesson("x = 1"))
    assert value(await run(kernel, 0, {0: "%matplotlib inline\nx = 2\nx"})) == "2"
    await kernel.close()
