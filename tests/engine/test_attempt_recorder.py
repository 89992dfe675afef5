"""An attempt that is kept is shown again as it was, its curves thinned."""

from __future__ import annotations

import math
from pathlib import Path

from tests.engine.runs import STARTED, batch, epoch, scalar
from tuitutor.draw.words import describe_curves
from tuitutor.engine import attempt_recorder
from tuitutor.engine.attempt_recorder import MOST_POINTS, MOST_PRINTED, NOTE_SECONDS, AttemptRecorder, view_of
from tuitutor.engine.events import ModelDescribed, ProgramEvent, Stage
from tuitutor.engine.guidance import cut_off
from tuitutor.engine.snapshots import FitCurves, Shown
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.store import Store
from tuitutor.protocol.events import FigureShown, FitEnded, FitStarted, MapTaken, ModelSeen, Output
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import DecisionMap, Figure, Part

GRADE = Grade("xor", "v1", Verdict.PASSED, (CheckResult("size", Verdict.PASSED, 1.0, 1.0, count=9),))
MODEL = ModelFacts("Sequential", True, (), 9, 9, None, None)


def past_curves(folder: Path, *events: ProgramEvent) -> FitCurves:
    """The curves of an attempt with these events, as another session shows them."""
    recorder = AttemptRecorder(Store.open(folder, "course"), "xor", "model = 1")
    for event in events:
        recorder.see(event)
    recorder.keep(GRADE)
    curves = view_of(Store.open(folder, "course").attempts.read("xor")[-1]).shown.curves
    assert curves is not None
    return curves


def test_an_attempt_is_kept_with_the_version_of_its_checks_in_a_learners_edition(tmp_path: Path) -> None:
    AttemptRecorder(Store.open(tmp_path, "course"), "xor", "model = 1", "public").keep(GRADE)
    store = Store.open(tmp_path, "course")
    assert store.progress().exercise("xor").passed_versions == {("v1", "public")}
    assert store.attempts.read("xor")[-1].public_version == "public"


def test_a_long_fit_keeps_its_ends_and_at_most_a_hundred_points(tmp_path: Path) -> None:
    begun = FitStarted("c1", "r", 1, epochs=1000, steps=10, validation=True)
    epochs = [epoch(n, n / 10, loss=1 / n, val_loss=math.nan if n > 900 else 2.0) for n in range(1, 1001)]
    curves = past_curves(tmp_path, begun, *epochs, FitEnded("c1", "r", 1, 1000))
    points = curves.points("loss")
    assert len(points) == MOST_POINTS
    assert (points[0], points[-1]) == ((1.0, 1.0), (1000.0, 0.001))
    assert math.isnan(curves.points("val_loss")[-1][1])
    assert (curves.done, curves.validation, curves.epochs_run, curves.seconds) == (True, True, 1000, 100.0)
    assert "fell from 1 to 0.001 over 1,000 epochs" in describe_curves(curves)


def test_short_series_are_kept_whole_also_those_of_steps_and_of_loops(tmp_path: Path) -> None:
    assert past_curves(tmp_path, STARTED, epoch(1, 1.0, loss=0.5)).points("loss") == ((1.0, 0.5),)
    one = FitStarted("c1", "r", 1, epochs=1, steps=20, validation=False)
    by_step = past_curves(tmp_path, one, batch(1, 5, loss=0.5), batch(1, 15, loss=0.25))
    assert (by_step.steps, by_step.by_step, by_step.points("loss")) == (20, True, ((5.0, 0.5), (15.0, 0.25)))
    loop = past_curves(tmp_path, scalar("loss", 1, 2.0), scalar("loss", 7, 1.0))
    assert (loop.epochs, loop.points("loss")) == (0, ((1.0, 2.0), (7.0, 1.0)))


def test_the_last_map_is_kept_but_not_for_a_class(tmp_path: Path) -> None:
    maps = [MapTaken("c1", "r", 1, n, DecisionMap((0, 1), (0, 1), 1, ("a", "b"), (Part("", str(n)),))) for n in (1, 2)]
    curves = past_curves(tmp_path, STARTED, epoch(1, 1.0, loss=0.5), *maps)
    assert curves.maps == (maps[1],)
    of_class = attempt_recorder.past_curves(Shown(fits=(curves,)))
    assert of_class is not None
    assert of_class.map is None


def test_the_view_is_the_one_that_there_was_with_the_attempt_before_as_its_ghost(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    for loss in (0.5, 0.25):
        recorder = AttemptRecorder(store, "xor", f"loss = {loss}")
        for event in (STARTED, epoch(1, 1.0, loss=loss), ModelDescribed(MODEL)):
            recorder.see(event)
        bests = recorder.keep(GRADE)
    first, second = store.attempts.read("xor")
    view = view_of(second, (first,))
    assert (view.number, view.grade, view.bests, view.model) == (2, GRADE, bests, MODEL)
    assert bests
    assert view.ghost is not None
    assert view.ghost.points("loss") == ((1.0, 0.5),)
    assert second.code == "loss = 0.25"
    bare = PastAttempt(3, 0.0, "", GRADE)
    assert view_of(bare, (first, bare)).ghost == view.ghost  # the last that has a curve


def test_a_model_that_was_seen_is_kept_though_the_program_then_broke_off(tmp_path: Path) -> None:
    recorder = AttemptRecorder(Store.open(tmp_path, "course"), "xor", "")
    for event in (STARTED, ModelSeen("c1", "r", 1, MODEL), epoch(1, 1.0, loss=0.5)):
        recorder.see(event)
    recorder.keep(GRADE)
    assert view_of(Store.open(tmp_path, "course").attempts.read("xor")[-1]).model == MODEL


def test_the_end_of_what_was_printed_is_kept_and_that_figures_are_not_is_said(tmp_path: Path) -> None:
    def again(*events: ProgramEvent) -> str:
        recorder = AttemptRecorder(Store.open(tmp_path, "course"), "xor", "")
        for event in events:
            recorder.see(event)
        recorder.keep(GRADE)
        return str(view_of(Store.open(tmp_path, "course").attempts.read("xor")[-1]).shown.transcript)

    drawn = [FigureShown("c1", "r", number, Figure(())) for number in (1, 2)]
    assert again() == ""
    assert again(printed("one\n"), printed("two")) == "one\ntwo"
    assert again(printed("one"), *drawn[:1]) == "one\n[A figure is not kept; run it again to see it]\n"
    assert again(*drawn) == "[2 figures are not kept; run it again to see them]\n"
    long = again(*(printed(f"line {number}\n") for number in range(10_000)))
    assert long.endswith("line 9998\nline 9999\n")
    assert MOST_PRINTED - 20 < len(long.partition("left out]\n")[2]) <= MOST_PRINTED
    assert "characters left out]\nline 9" in long
    assert max(path.stat().st_size for path in tmp_path.rglob("*.json")) < MOST_PRINTED + 2_000


def printed(text: str) -> Output:
    return Output("c1", "r", text)


def test_how_far_an_attempt_came_is_noted_now_and_then_and_where_it_was_left(tmp_path: Path) -> None:
    clock = [1e9]

    def told() -> str:
        return cut_off(Store.open(tmp_path, "course").progress().exercise("xor"))

    recorder = AttemptRecorder(Store.open(tmp_path, "course", clock=lambda: clock[0]), "xor", "model = 1")
    recorder.see(Stage.STARTING)
    recorder.leave()
    assert told() == "", "its code never ran"
    recorder.see(Stage.RUNNING)
    assert told() == "cut off, or still running elsewhere"
    recorder.see(FitStarted("c1", "r", 1, epochs=40, steps=10, validation=False))
    for number in range(1, 13):
        clock[0] += 0.4 * NOTE_SECONDS
        recorder.see(epoch(number, 1.0, loss=0.5))
    assert told() == "cut off after epoch 12 of 40, or still running elsewhere"
    recorder.see(epoch(13, 1.0, loss=0.5))
    assert "epoch 12 of 40" in told(), "a journal may be on a network"
    assert sum(path.read_text().count("Begun") for path in tmp_path.rglob("*.jsonl")) == 5
    recorder.leave()
    assert told() == "stopped at epoch 13 of 40"
    recorder.keep(GRADE)
    assert told() == ""
    assert Store.open(tmp_path, "course").progress().exercise("xor").attempts == 1
