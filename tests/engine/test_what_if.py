"""What is tried after a failed run, in which order, for how much CPU, and what is said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.answer_facts import PartBefore
from tuitutor.engine.answer_run import AnswerRun
from tuitutor.engine.events import Stage, TrialEvent, TriesEnded, TriesPlanned, TryBegan
from tuitutor.engine.folding import trial_after
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import WhatIf
from tuitutor.engine.what_if import NOTHING, Trials, what_if, why_not
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted
from tuitutor.progress.store import Store
from tuitutor.protocol.events import (
    EpochEnded,
    Event,
    Executed,
    FitEnded,
    FitStarted,
    Measured,
    Output,
    Recorded,
    Repeated,
)
from tuitutor.protocol.facts import (
    ArrayFacts,
    CompileFacts,
    DataFacts,
    FitFacts,
    LabelFacts,
    NetworkFacts,
    ProgramFacts,
)
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import Execute, FitChange, Measure, Record, Repeat, Request, Start
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

CODE = "model.fit(x, y)"
CHECKS = "- history: {loss: {last: {at_most: 0.1}}}"
LABELS = LabelFacts(ArrayFacts((None,), "int64", 400, 0.0, 1.0, 0.5, 0.5), "classes", (0.0, 1.0), (200, 200))
INPUTS = ArrayFacts((None, 2), "float32", 400, -2.0, 2.0, 0.0, 1.0, columns=((0.0, 1.0), (0.0, 1.0)))
FIT = FitFacts(
    3, 3, 32, False, {"loss": (0.7, 0.69, 0.69)}, compiled=CompileFacts("binary_crossentropy", "adam", 0.001),
    steps=39, highest_rate=0.001, data=DataFacts((INPUTS,), LABELS),
    network=NetworkFacts("softmax", 1, 1, 1, 0, skill=0),
)  # fmt: skip
LAST, HIGHER, LOWER = FitChange("last", "sigmoid"), FitChange("rate", times=10.0), FitChange("rate", times=0.1)


class Script:
    """A worker whose runs of a fit end as `qualities` says: for each change those at the three seeds."""

    def __init__(self, qualities: dict[FitChange | None, Sequence[float]], **recorded: object) -> None:
        self.requests: list[Request] = []
        self.qualities, self.fit = qualities, FIT
        self.recorded = replace(Recorded("", "", "", "accuracy", 0.5, True, 10.0), **recorded)  # type: ignore[arg-type]
        self.cpu_s, self.error, self.failing = 1.0, ErrorInfo("", ""), CODE

    def __call__(self, request: Request) -> Iterable[Event]:
        self.requests.append(request)
        match request:
            case Execute(child=child, run=run, source=source):
                yield Output(child, run, "hello\n")
                yield FitStarted(child, run, 1, epochs=3, steps=13, validation=False)
                yield EpochEnded(child, run, 1, 1, 0.1, {"loss": 0.69})
                yield FitEnded(child, run, 1, 3)
                raised = self.error if self.error.kind and source == self.failing else None
                yield Executed(child, run, "raised" if raised else "ok", 0.1, raised)
            case Record(child=child, run=run):
                yield replace(self.recorded, child=child, run=run)
            case Measure(child=child, run=run):
                yield Measured(child, run, ProgramFacts(None, "Sequential", None, (self.fit,)))
            case Repeat(child=child, run=run, change=change, seed=seed):
                yield FitStarted(child, run, 1, epochs=3, steps=13, validation=False)
                yield EpochEnded(child, run, 1, 1, 0.1, {"loss": 0.4})
                yield FitEnded(child, run, 1, 3)
                values = self.qualities.get(change, ())
                problem = "" if seed < len(values) else "ValueError: no"
                yield Repeated(child, run, problem, values[seed] if not problem else 0.0, self.cpu_s)
            case _:
                return

    @property
    def repeated(self) -> list[tuple[FitChange | None, int]]:
        return [(each.change, each.seed) for each in self.requests if isinstance(each, Repeat)]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    part = exercise("Train", "train", "Train it.", starter=CODE, checks=CHECKS, hints=[], solution=CODE, why="So.")
    off = part.replace("label: train\n", "label: clinic\n:coach: false\n").replace("start} train", "start} clinic")
    asks = exercise(
        "Which?", "which", "Which?", starter="# answer:", checks="- question: {choices: [1, 2], answer: 1}", hints=[],
        solution="# answer: 1", why="So.",
    )  # fmt: skip
    text = lesson("Fits", "Fit.", cell("x = y = 1", "setup"), part, off, asks)
    return load_course(write_course(tmp_path / "course", {"One": {"fits.md": text}}))


def tried(course: Course, script: Script) -> tuple[list[TrialEvent], WhatIf]:
    """All that happens, and what is shown at its end."""

    async def all_events() -> list[TrialEvent]:
        worker = Worker(ScriptedLauncher(script))
        try:
            exercise = course.lessons[0].exercises[0]
            return [event async for event in what_if(worker, course, exercise, CODE)]
        finally:
            await worker.close()

    events = asyncio.run(all_events())
    return events, reduce(trial_after, events, WhatIf())


def test_changes_are_tried_at_one_seed_and_the_best_at_two_more(course: Course) -> None:
    script = Script({LAST: (0.9, 0.91, 0.92), HIGHER: (0.6,), LOWER: (0.5,), None: (0.5, 0.55, 0.5)})
    events, shown = tried(course, script)
    first = [(change, 0) for change in (LAST, HIGHER, LOWER)]
    assert script.repeated == [*first, (None, 1), (LAST, 1), (None, 2), (LAST, 2)]
    assert [each.redrawn for each in script.requests if isinstance(each, Repeat)] == [False] * 3 + [True] * 4
    assert sum(isinstance(each, Start) for each in script.requests) == 2, "the answer's process, and one that repeats"
    places = [type(event) for event in events if not isinstance(event, Stage)]
    assert places.index(TriesPlanned) < places.index(TryBegan), "what it costs is said first"
    assert shown.helped == "last activation softmax → sigmoid"
    assert shown.said[0] == "This helped: last activation softmax → sigmoid."
    assert "with 3 seeds: 0.9, 0.91, 0.92; as you have it 0.5, 0.55, 0.5" in shown.said[1]
    assert "cause" not in " ".join(shown.said)
    rates = ["rate 0.001 → 0.01", "rate 0.001 → 0.0001"]
    assert [lane.change for lane in shown.lanes] == ["as you have it", shown.helped, *rates]
    assert [lane.quality for lane in shown.lanes] == [0.5, 0.9, 0.6, 0.5]
    assert [lane.curves.logs["loss"] for lane in shown.lanes if lane.curves] == [(0.69,), (0.4,), (0.4,), (0.4,)]
    assert shown.best_change == shown.helped


def test_what_another_seed_does_too_is_no_help(course: Course) -> None:
    script = Script({LAST: (0.7, 0.75, 0.9), HIGHER: (0.6,), LOWER: (0.5,), None: (0.5, 0.6, 0.8)})
    _, shown = tried(course, script)
    assert shown.helped == ""
    assert shown.said[0].startswith("Better once, but not with every seed")


def test_it_ends_as_soon_as_one_seed_tells(course: Course) -> None:
    script = Script({LAST: (0.7, 0.5, 0.9), HIGHER: (0.5,), LOWER: (0.5,), None: (0.5, 0.5, 0.5)})
    _, shown = tried(course, script)
    assert script.repeated[-1] == (LAST, 1)
    assert shown.helped == ""


def test_nothing_more_runs_if_no_change_is_better(course: Course) -> None:
    script = Script({LAST: (0.51,), HIGHER: (0.5,), LOWER: ()})
    _, shown = tried(course, script)
    assert len(script.repeated) == 3
    assert shown.said == ("None of these changes helped.",)
    assert (shown.lanes[-1].change, shown.lanes[-1].quality) == ("rate 0.001 → 0.0001", None)


def test_an_error_is_better_if_it_is_smaller(course: Course) -> None:
    script = Script({LAST: (2.0, 2.1, 1.9), HIGHER: (9.6,), None: (9.0, 8.0, 9.5)}, measure="mse", quality=9.0)
    _, shown = tried(course, script)
    assert shown.helped
    assert "Mean squared error on rows that it wasn't trained on" in shown.said[1]


@pytest.mark.parametrize(("kind", "measure"), [("error", "mae"), ("accuracy", "")])
def test_runs_are_compared_by_the_error_of_the_decisive_check(tmp_path: Path, kind: str, measure: str) -> None:
    checks = {
        "error": "- error: {data: draw, samples: 9, metric: mae, at_most: 2, trained_on: true}",
        "accuracy": "- accuracy: {data: draw, samples: 9, at_least: 0.9}",
    }
    part = exercise(
        "Train", "train", "Train it.", starter=CODE, checks=checks[kind], hints=[], solution=CODE, why="So."
    )
    text = lesson("Fits", "Fit.", cell("x = y = 1", "setup"), part)
    script = Script({LAST: (0.5,), HIGHER: (0.5,), LOWER: (0.5,)})
    folder = write_course(tmp_path / "course", {"One": {"fits.md": text}})
    (folder / "data.py").write_text("def draw(samples, rng):\n    return rng.normal(size=(2, samples, 1))\n")
    tried(load_course(folder), script)
    assert [each.measure for each in script.requests if isinstance(each, Record)] == [measure]


def test_all_of_it_takes_at_most_eight_times_the_cpu_of_the_run(course: Course) -> None:
    script = Script({LAST: (0.9, 0.9, 0.9), HIGHER: (0.6,), LOWER: (0.5,), None: (0.5, 0.5, 0.5)})
    script.cpu_s = 30.0
    _, shown = tried(course, script)
    assert [each.cpu_s for each in script.requests if isinstance(each, Repeat)] == [80.0, 50.0, 20.0]
    assert shown.said[0].startswith("Better with 1 seed, with no CPU time left")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fit": replace(FIT, network=NetworkFacts("sigmoid", 1, 0, 1, 0.5, skill=0.95))}, NOTHING),
        ({"recorded": Recorded("", "", "its data is larger than 64 MB")}, "its data is larger than 64 MB"),
        ({"error": ErrorInfo("ValueError", "no")}, "The code raised ValueError"),
    ],
)
def test_what_cannot_be_tried_is_said(course: Course, change: dict[str, object], said: str) -> None:
    script = Script({})
    vars(script).update(change)
    events, shown = tried(course, script)
    assert script.repeated == []
    assert isinstance(events[-1], TriesEnded)
    assert said in shown.said[0]
    assert shown.over


def test_an_own_answer_that_the_run_builds_on_and_that_fails_gives_way_to_its_solution(course: Course) -> None:
    script = Script({LAST: (0.9, 0.91, 0.92), HIGHER: (0.6,), LOWER: (0.5,), None: (0.5, 0.55, 0.5)})
    script.error, script.failing = ErrorInfo("ValueError", "no"), "broken"
    train = course.exercises[0]

    async def run_all() -> Trials:
        worker = Worker(ScriptedLauncher(script))
        try:
            before = (PartBefore(train, own="broken"),)
            trials = Trials(AnswerRun(worker, course, train, "model.fit(y, x)", RunOptions(), before, repeats=True))
            async for _ in trials.run_answer():
                pass
            return trials
        finally:
            await worker.close()

    trials = asyncio.run(run_all())
    ran = [each.source for each in script.requests if isinstance(each, Execute)]
    assert ran == ["x = y = 1", "broken", "x = y = 1", CODE, "model.fit(y, x)"]
    assert [each.answer for each in script.requests if isinstance(each, Execute)] == [False] * 4 + [True]
    assert trials.run.own_failed == "train"
    assert trials.recorded.quality == 0.5


def test_it_is_off_before_an_attempt_and_where_the_coach_is(course: Course, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "data", course.id)
    train, off, asks = course.lessons[0].exercises
    assert "yourself first" in why_not(course, train, store)
    for each in (train, off, asks):
        store.record(Attempted(each.label, Verdict.FAILED, 0, 1, version=each.version, seconds=1.0, at=store.now()))
    assert why_not(course, train, store) == ""
    assert "find out yourself" in why_not(course, off, store)
    assert "no network" in why_not(course, asks, store)
