"""A lesson's cells in one child, like a notebook's kernel but without hidden state.

Running a cell first runs the cells above it that have not run. Running a cell again, or one above a cell that ran or
below one that failed, starts a new process and replays from the top. So a cell's output depends only on its own source
and the cells above it. A cell that doesn't parse isn't run, nor any other with it.
The learner's prediction is compared with a value that fits on a line, or with the form of a curve.
"""

from __future__ import annotations

import ast
import asyncio
import math
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import chain

from msgspec import structs

from tuitutor.coach import advise
from tuitutor.course.model import Cell, Lesson, Prediction
from tuitutor.course.python_cells import may_read_more, plain_python
from tuitutor.engine.answer_facts import configures
from tuitutor.engine.consent import first_word
from tuitutor.engine.events import (
    CellBegan,
    CellBlocked,
    CellEnded,
    CellOutcome,
    KernelEvent,
    ProgramEvent,
    Remark,
    Stage,
)
from tuitutor.engine.exit_reasons import INTERRUPTED, NOT_RUN, cause_of, ending
from tuitutor.engine.options import RunOptions
from tuitutor.engine.predictions import LONGEST
from tuitutor.engine.reading_order import note_run
from tuitutor.engine.snapshots import CellState
from tuitutor.errors import Remedy, WorkerLost
from tuitutor.grading.numbers import number_in
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import Advice
from tuitutor.progress.progress import Ledger
from tuitutor.protocol.events import ChildEnded, EpochEnded, Event, Executed, FitStarted, ValueShown, Violated, Waiting
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import Execute
from tuitutor.workers.budget import cut_short
from tuitutor.workers.worker import Child, Worker


@dataclass(frozen=True, slots=True)
class _Record:
    """The latest run of a cell: its source then, how it ended, and in which of the kernel's lives."""

    source: str
    outcome: CellOutcome
    life: int


class Kernel:
    """The kernel of one lesson. `sources` arguments map the index of each edited cell to its source."""

    def __init__(
        self, worker: Worker, lesson: Lesson, options: RunOptions = RunOptions(), ledger: Ledger | None = None
    ) -> None:
        """With a `ledger` the cells are run for a learner, who is told once if their code is not isolated."""
        self._worker, self._lesson, self._options, self._ledger = worker, lesson, options, ledger
        self._child: Child | None = None
        self._limits = options.limits  # of the child
        self._records: dict[int, _Record] = {}
        self._unreadable: dict[int, str] = {}  # the latest sources that don't parse
        self._running: int | None = None
        self._interrupted = False
        self._life = 0

    def state(self, index: int, sources: Mapping[int, str]) -> CellState:
        """The state of a cell, given the present sources."""
        if index == self._running:
            return CellState.RUNNING
        record, source = self._records.get(index), sources.get(index, self._lesson.cells[index].source)
        if self._unreadable.get(index) == source:
            return CellState.FAILED
        if record is None:
            return CellState.NEW
        if record.source != source:
            return CellState.EDITED
        if not all(self._is_fresh(cell, sources) for cell in self._needed(index)):
            return CellState.STALE
        return CellState.OK if self._ran_well(self._lesson.cells[index]) else CellState.FAILED

    def edited_above(self, index: int, sources: Mapping[int, str]) -> int | None:
        """The index of the first cell above that was edited since it ran; None if there is none."""
        ran = ((cell, self._records.get(cell.index)) for cell in self._needed(index) if cell.index != index)
        edited = (
            cell.index for cell, record in ran if record and record.source != sources.get(cell.index, cell.source)
        )
        return next(edited, None)

    def ahead(self, index: int, sources: Mapping[int, str]) -> tuple[int, ...]:
        """The indices of the cells that run with this one, in order: those that have to run first, and itself."""
        goes_on = self._can_go_on(index, sources)
        above = (cell for cell in self._needed(index) if cell.index != index)
        return (*(cell.index for cell in above if not (goes_on and self._is_fresh(cell, sources))), index)

    def again(self, index: int, sources: Mapping[int, str]) -> tuple[tuple[int, ...], str]:
        """The indices of the cells above that ran, and have to run again before this one, and why in a few words."""
        replayed = tuple(at for at in self.ahead(index, sources)[:-1] if at in self._records)
        if not replayed:
            return (), ""
        alive = [self._lesson.cells[at] for at, record in self._records.items() if record.life == self._life]
        failed = (f"{cell.filename} failed" for cell in alive if not self._ran_well(cell))
        edited = (f"{cell.filename} was edited" for cell in alive if not self._is_fresh(cell, sources))
        ran = (f"{cell.filename} ran already" for cell in alive if cell.index >= index)
        return replayed, next(chain(failed, edited, ran), "their process ended")

    async def run(
        self, index: int, sources: Mapping[int, str], *, to_the_end: bool = False
    ) -> AsyncGenerator[KernelEvent, None]:
        """Run a cell, after the cells above it that have not run with their present source. Ends at the first failure,
        with CellBlocked if that is above the cell; `to_the_end`: at the first that leaves no process to go on in.

        Raises WorkerUnavailable if no code can be run at all, and before it runs any, NotTrusted if the course's code
        may not run, and BudgetSpent.
        """
        self._worker.permit()
        self._worker.budget.check()
        ahead = [self._lesson.cells[at] for at in self.ahead(index, sources)]
        if (unread := await self._first_unreadable(ahead, sources)) is not None and not to_the_end:
            yield CellBegan(unread.index)
            yield unread
            if unread.index != index:
                yield CellBlocked(index, unread.index)
            return
        if not self._can_go_on(index, sources):
            await self.close()
        finished = self._interrupted = False
        try:
            for cell in ahead:
                async for event in self._run_cell(cell, sources):
                    yield event
                if not self._ran_well(cell) and not (to_the_end and self._child is not None):
                    if cell.index != index:
                        yield CellBlocked(index, cell.index)
                    break
            finished = True
            if self._ledger is not None and (word := first_word(self._worker.isolation, self._ledger)):
                yield Remark(word, Remedy.SANDBOX)
        finally:
            self._running = None
            if not finished:  # the caller has left: no code must go on running
                await self.close()

    def interrupt(self) -> bool:
        """Interrupt the running cell; the next run begins at the top again.

        False if nothing runs, or this run ignored an interrupt: then only leaving the stream, which ends the child,
        stops it.
        """
        if self._child is None or self._running is None or self._interrupted:
            return False
        self._interrupted = True
        self._child.interrupt()
        return True

    async def close(self) -> None:
        """End the child. The cells keep what they showed, but are stale."""
        if self._child is not None:
            self._child.stop()
        self._child = None
        self._life += 1

    # ---- what has run

    def _needed(self, index: int) -> tuple[Cell, ...]:
        """The cell, after the cells above it that it needs."""
        cells = self._lesson.cells[: index + 1]
        return tuple(cell for cell in cells if cell.index == index or "skip-execution" not in cell.tags)

    def _is_fresh(self, cell: Cell, sources: Mapping[int, str]) -> bool:
        """Whether the cell ran in this life of the kernel, with its present source."""
        record = self._records.get(cell.index)
        return (
            record is not None and record.life == self._life and record.source == sources.get(cell.index, cell.source)
        )

    def _can_go_on(self, index: int, sources: Mapping[int, str]) -> bool:
        """Whether only cells above ran in the child, without errors and with their present sources."""
        if self._child is None or self._child.ended:
            return False
        alive = [i for i, record in self._records.items() if record.life == self._life]
        return all(
            i < index and self._is_fresh(self._lesson.cells[i], sources) and self._ran_well(self._lesson.cells[i])
            for i in alive
        )

    def _ran_well(self, cell: Cell) -> bool:
        record = self._records.get(cell.index)
        fine = ("ok", "raised") if "raises-exception" in cell.tags else ("ok",)
        return record is not None and record.outcome in fine

    # ---- running one

    async def _first_unreadable(self, ahead: Iterable[Cell], sources: Mapping[int, str]) -> CellEnded | None:
        """The end of the first of these cells that doesn't parse; None if all do, or if their Python may differ."""
        if not self._worker.is_ready or may_read_more((await self._worker.start()).python):
            return None
        for cell in ahead:
            source = sources.get(cell.index, cell.source)
            fault = None if "raises-exception" in cell.tags else plain_python(source)[1]
            if fault is not None:
                self._unreadable[cell.index] = source
                frame = Frame(cell.filename, fault.line, "<module>", source.split("\n")[fault.line - 1])
                error = ErrorInfo(fault.kind, fault.text, (frame,))
                return CellEnded(cell.index, "raised", 0.0, error, advice=self._advice(cell, error, sources))
        return None

    async def _run_cell(self, cell: Cell, sources: Mapping[int, str]) -> AsyncIterator[KernelEvent]:
        source = sources.get(cell.index, cell.source)
        self._running = cell.index
        yield CellBegan(cell.index)
        ended = None
        try:
            if not self._worker.is_ready:
                yield Waiting(Stage.STARTING.value)
            getting = asyncio.create_task(self._live_child(sources))
            async with aclosing(self._worker.waits(getting)) as waits:
                async for waiting in waits:
                    yield waiting
            child = await getting
            yield Waiting()
            request = Execute(child.name, child.next_run(), plain_python(source)[0], cell.filename)
            actual = Actual(cell.prediction) if cell.prediction else None
            async for event in child.ask(request):
                if isinstance(event, ProgramEvent | Waiting):
                    yield event
                else:
                    ended = self._ending(cell.index, event)
                if actual is not None and actual.prediction.curve:
                    actual.take(event)
            if actual is not None and ended is not None and ended.outcome == "ok":
                ended = replace(ended, actual=await self._answer(child, actual))
        except WorkerLost as lost:
            ended = CellEnded(cell.index, "lost", 0.0, message=str(lost))
        assert ended is not None  # `ask` ends with a closing event
        self._running = None
        if ended.error is not None:
            meant = ended.outcome == "raised" and "raises-exception" in cell.tags
            ended = replace(ended, advice=self._advice(cell, ended.error, sources), meant=meant)
        self._records[cell.index] = _Record(source, ended.outcome, self._life)
        if ended.outcome in ("stopped", "lost"):
            await self.close()
        if self._ledger is not None and ended.outcome != "lost":
            note_run(self._lesson, cell, self._ledger)
        yield ended

    async def _answer(self, child: Child, actual: Actual) -> str:
        """The outcome to compare a prediction with, after the cell ran well. Output of evaluating it is not shown."""
        if actual.prediction.value:
            async for event in child.ask(Execute(child.name, child.next_run(), actual.prediction.value, "guess")):
                actual.take(event)
        return str(actual)

    async def _live_child(self, sources: Mapping[int, str]) -> Child:
        if self._child is None:
            options = self._options
            programs = [sources.get(cell.index, cell.source) for cell in self._lesson.cells]
            warm = options.warm and not any(configures(parse(program)) for program in programs)
            self._limits = self._worker.budget.bound(options.limits)
            self._child = await self._worker.child(self._limits, options.columns, options.seed, warm)
        return self._child

    def _advice(self, cell: Cell, error: ErrorInfo, sources: Mapping[int, str]) -> tuple[Advice, ...]:
        """The coach's advice on an exception; none if the lesson means it to raise or turns the coach off."""
        source = sources.get(cell.index, cell.source)
        if not self._lesson.coach or ("raises-exception" in cell.tags and source == cell.source):
            return ()
        if not error.frames or error.frames[-1].filename != cell.filename:
            of_another_cell = advise(error, (), ())
            return tuple(structs.replace(advice, line=None) for advice in of_another_cell)
        above = "\n".join(sources.get(earlier.index, earlier.source) for earlier in self._lesson.cells[: cell.index])
        return advise(error, (), (), plain_python(source)[0], plain_python(above)[0])

    def _ending(self, index: int, event: Event) -> CellEnded:
        limits = self._limits
        match event:
            case Executed(error=None):
                return CellEnded(index, event.outcome, event.seconds)
            case Executed(outcome="interrupted") if self._interrupted:  # where it was is no error of the learner's
                return CellEnded(index, event.outcome, event.seconds, message=INTERRUPTED)
            case Executed(outcome="interrupted"):  # by a KeyboardInterrupt of its own
                return CellEnded(index, "raised", event.seconds, event.error)
            case Executed(error=error) if error is not None:
                return CellEnded(index, event.outcome, event.seconds, error, cause_of(error, limits))
            case ChildEnded():
                ended = cut_short(event, self._options.limits, limits) or ending(event, limits)
                message = f"{ended} {NOT_RUN}"
            case Violated():
                message = "The cell wrote to tuitutor's internal channel, which no cell needs to do; remove that."
            case _:
                message = "The worker gave an unexpected answer; run the cell again."
        return CellEnded(index, "stopped", 0.0, message=message)


_MOST_AXES = 8
_WRAPPED = re.compile(r"[A-Za-z_][\w.]*\((.*)\)")  # np.float32(0.5), TensorShape([32, 3])
_LEVEL, _BACK_UP = 0.05, 0.25  # a smaller relative change is no move; this share of its height back up is a rise


@dataclass(slots=True)
class Actual:
    """The outcome to compare a prediction with: a curve from the cell's events, or a value from evaluating it."""

    prediction: Prediction
    _value: str = ""
    _curve: list[float] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Note one event of the run."""
        match event:
            case ValueShown(text=text):
                self._value = text
            case FitStarted():
                self._curve.clear()
            case EpochEnded(logs=logs) if self.prediction.curve in logs:
                self._curve.append(logs[self.prediction.curve])

    def __str__(self) -> str:
        """In one line; "" if there is nothing to compare a prediction with."""
        return form(self._curve) if self.prediction.curve else in_brief(self._value)


def in_brief(shown: str) -> str:
    """A value, given as a notebook shows it, if it is a number, a shape or a short text; else ""."""
    wrapped = _WRAPPED.fullmatch(shown)
    text = wrapped[1] if wrapped else shown
    if (number := number_in(text)) is not None:
        if re.fullmatch(r"[-+]?\d+", text):
            return f"{int(text):d}"
        text = f"{number:.4g}"  # made recognizable as a float: "0.9057", "9.0", "1.2e-05"
        return text if not math.isfinite(number) or {".", "e"} & set(text) else f"{text}.0"
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return ""
    match value:
        case bool():
            return str(value)
        case str() if value.isprintable() and len(value) <= LONGEST:
            return value.strip()
        case tuple() | list() if 0 < len(value) <= _MOST_AXES and all(
            size is None or type(size) is int for size in value
        ):
            return str(tuple(value))
        case _:
            return ""


def form(values: Sequence[float]) -> str:
    """Which of `course.model.CURVE_FORMS` a curve has, from its values at the ends of epochs; "" if unclear.

    Its end is the mean of the last tenth, since a validation curve is noisy.
    """
    if len(values) < 2 or not all(map(math.isfinite, values)):
        return ""
    tail = values[-max(1, len(values) // 10) :]
    first, end, low, high = values[0], sum(tail) / len(tail), min(values), max(values)
    if high - low <= _LEVEL * max(abs(first), abs(end)):
        return "hardly moves"
    if first - low > _LEVEL * (high - low) and end - low > _BACK_UP * (high - low):
        return "falls, then rises"
    return "falls" if end < first else "rises"
