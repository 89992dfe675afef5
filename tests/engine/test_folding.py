"""Events fold into what is shown: text, curves and figures, bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.runs import STARTED, all_shown, batch, epoch, folded, scalar
from tuitutor.engine.events import CellEnded, Graded, ModelDescribed, ProgramEvent, Remark, Stage
from tuitutor.engine.folding import MOST_MAPS, MOST_POINTS, attempt_after, cell_after, shown_after, shown_after_all
from tuitutor.engine.snapshots import (
    HEAD,
    MOST_FITS,
    MOST_PICTURES,
    TAIL,
    AttemptView,
    CellView,
    Pictures,
    Shown,
    Transcript,
)
from tuitutor.grading.verdicts import Advice, Grade, Verdict
from tuitutor.protocol.events import FitEnded, FitStarted, MapTaken, ModelSeen, Output, Waiting
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Axis, DecisionMap, Figure, Panel, Part
from tuitutor.protocol.raised import ErrorInfo


@given(st.lists(st.text(max_size=9) | st.integers(0, 90_000).map("é\n".__mul__), max_size=6))
def test_a_transcript_loses_nothing_uncounted(pieces: list[str]) -> None:
    transcript = Transcript()
    for piece in pieces:
        transcript = transcript.add(piece)
    whole = "".join(pieces)
    assert len(transcript.head) + len(transcript.tail) + transcript.dropped == len(whole)
    assert whole.startswith(transcript.head)
    assert whole.endswith(transcript.tail)
    assert len(transcript.head) <= HEAD
    assert len(transcript.tail) <= TAIL


def test_what_is_left_out_is_said() -> None:
    transcript = Transcript().add("begin\n").add("end\n", dropped=12_345)
    assert str(transcript) == "begin\n\n[12,345 characters left out]\nend\n"
    assert str(Transcript().add("a" * HEAD).add("b")) == "a" * HEAD + "b"


def test_what_an_attempt_waits_for_is_said_until_it_goes_on() -> None:
    queued = attempt_after(AttemptView(stage=Stage.STARTING), Waiting("Waiting for srun (Priority)", "job 7 queued", 3))
    assert str(queued.waiting) == "Waiting for srun (Priority), 3 s: job 7 queued"
    assert attempt_after(queued, Waiting()).waiting is None
    assert attempt_after(queued, Stage.RUNNING).waiting is None


def test_many_events_together_are_shown_as_one_by_one() -> None:
    many = range(1, MOST_POINTS + 40)
    fit = [epoch(at, at / 9, loss=1 / at, **({"val_loss": 2.0} if at % 3 else {})) for at in many]
    loop = [scalar("loss" if at % 2 else "rate", at, 1 / at) for at in many]
    events: list[ProgramEvent] = [scalar("early", 1, 0.5), STARTED, batch(1, 5, loss=9.0), *fit, scalar("ours", 1, 2.0)]
    events += [FitEnded("c", "r", 1, len(fit)), *loop, FitStarted("c", "r", 2, 1, None, False)]
    events += [batch(1, 7, loss=3.0), epoch(1, 0.0, loss=2.0), epoch(1, 3.0, loss=1.0)]
    assert shown_after_all(Shown(), events) == all_shown(*events)


def test_a_fit_gathers_one_value_an_epoch() -> None:
    curves = folded(STARTED, batch(1, 100, loss=0.7), epoch(1, 1.5, loss=0.69, val_loss=0.7), epoch(2, 2.0, loss=0.5))
    assert curves.logs == {"loss": (0.69, 0.5), "val_loss": (0.7,)}
    assert curves.points("loss") == ((1.0, 0.69), (2.0, 0.5))
    assert (curves.epochs, curves.validation, curves.epochs_run, curves.done) == (10, True, 2, False)


def test_folding_changes_no_earlier_snapshot() -> None:
    first = all_shown(STARTED, epoch(1, 1.0, loss=0.69))
    shown_after(first, epoch(2, 2.0, loss=0.5))
    assert [fit.logs for fit in first.fits] == [{"loss": (0.69,)}]


def test_validation_every_other_epoch_keeps_its_place() -> None:
    curves = folded(STARTED, epoch(1, 1.0, loss=3), epoch(2, 2.0, loss=2, val_loss=2.5), epoch(3, 3.0, loss=1))
    assert curves.points("val_loss") == ((2.0, 2.5),)


def test_a_new_fit_begins_new_curves_and_the_last_ones_are_kept() -> None:
    assert folded(STARTED, epoch(1, 1.0, loss=3), STARTED).logs == {}
    assert [fit.history for fit in all_shown(STARTED, epoch(1, 1.0, loss=3), STARTED).fits] == [{"loss": (3,)}, {}]
    many = all_shown(*(FitStarted("c1", "r", n, epochs=n, steps=1, validation=False) for n in range(1, MOST_FITS + 3)))
    assert [fit.epochs for fit in many.fits] == list(range(3, MOST_FITS + 3))


def test_other_events_change_nothing() -> None:
    output = Output("c1", "r", "hello")
    assert all_shown(output, epoch(1, 1.0, loss=3)).curves is None
    assert all_shown(STARTED, output).curves == folded(STARTED)


def test_a_single_epoch_is_drawn_by_steps() -> None:
    started = FitStarted("c1", "r", 1, epochs=1, steps=282, validation=True)
    curves = folded(started, batch(1, 10, loss=0.7), batch(1, 200, loss=0.5), epoch(1, 2.0, loss=0.4, val_loss=0.45))
    assert curves.by_step
    assert curves.points("loss") == ((10.0, 0.7), (200.0, 0.5), (282.0, 0.4))
    assert curves.points("val_loss") == ((282.0, 0.45),)
    assert curves.history == {"loss": (0.4,), "val_loss": (0.45,)}


def test_a_single_epoch_of_unknown_length_ends_where_it_was_seen_last() -> None:
    started = FitStarted("c1", "r", 1, epochs=1, steps=None, validation=False)
    assert folded(started, epoch(1, 2.0, loss=0.4)).points("loss") == ((1.0, 0.4),)
    seen = folded(started, batch(1, 7, loss=0.7), epoch(1, 2.0, loss=0.4))
    assert seen.points("loss") == ((7.0, 0.7), (7.0, 0.4))
    assert (seen.epoch, seen.step, seen.now) == (1, 0, {})


def test_a_loop_after_fits_is_one_more_series() -> None:
    ends = FitEnded("c1", "r", 1, 10)
    shown = all_shown(STARTED, ends, STARTED, ends, scalar("loss", 1, 0.7), scalar("loss", 2, 0.5))
    assert [fit.epochs for fit in shown.fits] == [10, 10, 0]
    assert shown.fits[-1].points("loss") == ((1.0, 0.7), (2.0, 0.5))


def test_scalars_of_a_running_fit_are_its_own() -> None:
    curves = folded(STARTED, scalar("epoch_loss", 0, 0.7))
    assert curves.logs == {}
    assert folded(STARTED, FitEnded("c1", "r", 1, 10), scalar("loss", 0, 0.7)) == folded(scalar("loss", 0, 0.7))


def test_no_curve_grows_once_its_run_is_over() -> None:
    for shown in (all_shown(STARTED, epoch(1, 1.0, loss=0.6)), all_shown(scalar("loss", 0, 0.9))):
        cell = cell_after(CellView(shown=shown), CellEnded(0, "stopped", 1.0))
        attempt = attempt_after(AttemptView(shown=shown), Graded(Grade("xor", "v1", Verdict.FAILED, ())))
        for curves in (cell.shown.curves, attempt.shown.curves):
            assert curves is not None
            assert curves.done


def test_a_cell_that_ended_says_how() -> None:
    running = cell_after(CellView(running=True), Waiting("Waiting for srun"))
    assert (running.running, running.waiting) == (True, Waiting("Waiting for srun"))
    for over in (Waiting(), Waiting("Starting Python and Keras")):
        assert cell_after(running, over).waiting is None
    error, advice = ErrorInfo("ValueError", "no"), (Advice("topic", (), "Why.", "Do."),)
    view = cell_after(running, CellEnded(0, "raised", 1.5, error, "A note.", advice, actual="7"))
    assert view == CellView(False, "raised", 1.5, view.shown, error, "A note.", advice, "7")


def test_remarks_on_an_attempt_are_put_together_and_another_run_begins_anew() -> None:
    view = AttemptView(stage=Stage.RUNNING, note="One.")
    assert attempt_after(view, Remark("Two.")).note == "One. Two."
    assert attempt_after(AttemptView(), Remark("One.")).note == "One."
    seen = attempt_after(
        attempt_after(view, STARTED), ModelSeen("c1", "r", 1, ModelFacts("S", True, (), 0, 0, None, None))
    )
    again = attempt_after(seen, Stage.AGAIN)
    assert (again.stage, again.shown, again.model) == (Stage.AGAIN, Shown(), None)


def test_a_long_loop_is_thinned_and_keeps_its_ends() -> None:
    curves = folded(*(scalar("loss", step, 1.0 / (step + 1)) for step in range(3 * MOST_POINTS)))
    points = curves.points("loss")
    assert len(points) <= MOST_POINTS
    assert points[0] == (0.0, 1.0)
    assert points[-1][0] == 3 * MOST_POINTS - 1
    assert list(points) == sorted(points)


def _figure(title: str) -> Figure:
    axis = Axis(0.0, 1.0, "", ())
    return Figure((Panel(axis, axis, (), title),))


def test_the_last_few_pictures_are_kept_and_the_others_counted() -> None:
    pictures = Pictures()
    for number in range(1, MOST_PICTURES + 4):
        pictures = pictures.with_figure(number, _figure(str(number)))
    assert [picture.number for picture in pictures.kept] == list(range(4, MOST_PICTURES + 4))
    assert pictures.left_out == 3
    assert pictures.with_figure(2, _figure("again")) is pictures
    again = pictures.with_figure(MOST_PICTURES, _figure("again"))
    assert [picture.number for picture in again.kept] == list(range(4, MOST_PICTURES + 4))
    assert again.left_out == 3


def _map(number: int, cells: str = "0") -> MapTaken:
    return MapTaken("c1", "r", 1, number, DecisionMap((0.0, 1.0), (0.0, 1.0), 1, ("0", "1"), (Part("", cells),)))


def test_maps_are_kept_by_epoch_and_thinned() -> None:
    assert folded(STARTED).map_at() is None
    few = folded(STARTED, *map(_map, (2, 5, 9)))
    assert [taken and taken.epoch for taken in map(few.map_at, (None, 1, 2, 4, 5, 10))] == [9, 2, 2, 2, 5, 9]
    many = folded(STARTED, *map(_map, range(1, 10 * MOST_MAPS))).maps
    assert len(many) <= MOST_MAPS
    assert (many[0].epoch, many[-1].epoch) == (1, 10 * MOST_MAPS - 1)
    assert list(many) == sorted(many, key=lambda taken: taken.epoch)
    assert all_shown(_map(1)).fits == ()
    assert [len(fit.maps) for fit in all_shown(STARTED, _map(1), STARTED, _map(1), _map(2)).fits] == [0, 2]
    assert folded(STARTED, _map(1, "0" * 20_000)).maps == ()  # no honest map is so large


def test_the_model_of_a_fit_is_shown_until_the_learners_is_measured() -> None:
    fitted, final = (ModelFacts(kind, True, (), 0, 0, None, None) for kind in ("Sequential", "Functional"))
    seen = attempt_after(AttemptView(), ModelSeen("c1", "r", 1, fitted))
    assert seen.model == fitted
    assert attempt_after(seen, ModelDescribed(final)).model == final
