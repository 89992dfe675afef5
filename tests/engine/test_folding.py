"""Events fold into what is shown: text, curves and figures, bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.runs import STARTED, all_shown, batch, epoch, folded, scalar
from tuitutor.engine.folding import MOST_POINTS, shown_after
from tuitutor.engine.snapshots import HEAD, MOST_FITS, MOST_PICTURES, TAIL, Pictures, Transcript
from tuitutor.protocol.figures import Axis, Figure, Panel
from tuitutor.protocol.messages import FitEnded, FitStarted, Output


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


def test_scalars_of_a_running_fit_are_its_own() -> None:
    curves = folded(STARTED, scalar("epoch_loss", 0, 0.7))
    assert curves.logs == {}
    assert folded(STARTED, FitEnded("c1", "r", 1, 10), scalar("loss", 0, 0.7)) == folded(scalar("loss", 0, 0.7))


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
