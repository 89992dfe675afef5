"""What the coach says of a run while it goes on, and at its end."""

from __future__ import annotations

from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import Shown
from tuitutor.protocol.events import BatchEnded, EpochEnded, FitEnded, FitStarted, ScalarLogged
from tuitutor.protocol.facts import ArrayFacts, CompileFacts, DataFacts, LabelFacts, LayerFacts, ModelFacts
from tuitutor.watch.advice_on_runs import advise_on_run
from tuitutor.watch.run_file import FitNotes

INPUTS = ArrayFacts((200, 3), "float32", 200, -900.0, 900.0, 0.0, 500.0)
LABELS = LabelFacts(ArrayFacts((200,), "float32", 200, -3.0, 3.0, 0.0, 1.0), "numbers")
DENSE = LayerFacts("dense", "Dense", True, 4, 4, (None, 1), {"activation": "linear", "units": 1})
NOTES = FitNotes(
    given=DataFacts((INPUTS,), LABELS),
    model=ModelFacts("Sequential", True, (DENSE,), 4, 4, (None, 3), (None, 1)),
    compiled=CompileFacts("mean_squared_error", "sgd", 0.01),
)


def run_of(*losses: float, asked: int = 50) -> Shown:
    shown = shown_after(Shown(), FitStarted("", "", 1, asked, 7, False))
    for epoch, loss in enumerate(losses, start=1):
        shown = shown_after(shown, EpochEnded("", "", 1, epoch, epoch, {"loss": loss}))
    return shown


def topics(shown: Shown, notes: FitNotes = FitNotes(), *, goes_on: bool = True) -> list[str]:
    return [advice.topic for advice in advise_on_run(shown, notes, goes_on)]


def test_a_run_that_runs_off_is_told_so_at_once_and_no_longer_once_it_comes_back() -> None:
    off = run_of(1.0, 3.0, 30.0, 400.0, 9e4)
    assert topics(off) == ["diverging"]
    assert topics(off, NOTES) == ["scale"], "with the facts on its data, the cause is known"
    assert topics(run_of(1.0, 3.0), NOTES) == ["scale"]
    back = run_of(1.0, 3.0, 30.0, 400.0, 9e4, 10.0, 1.0, 0.5, 0.2)
    assert topics(back) == topics(back, NOTES) == []


def test_what_gets_better_is_not_told_that_it_is_bad_yet() -> None:
    losses = (9.0, 8.0, 7.0, 6.0, 5.5, 5.2, 5.0)
    assert topics(run_of(*losses), NOTES) == []
    assert topics(run_of(*losses, asked=7), NOTES, goes_on=False) == ["scale"]
    assert topics(run_of(*losses, *[5.0] * 5), NOTES) == ["scale"], "it has stopped getting better"


def test_a_loss_that_is_lost_in_an_epoch_is_told_before_the_epoch_ends() -> None:
    shown = run_of(1.0)
    running = shown_after(shown, BatchEnded("", "", 1, 2, 3, {"loss": float("nan")}))
    assert topics(shown) == []
    assert topics(running) == ["nan"]
    assert "from epoch 2 on" in advise_on_run(running, goes_on=True)[0].why


def test_only_a_fit_that_has_ended_was_ended_too_early() -> None:
    shown = shown_after(Shown(), FitStarted("", "", 1, 9, 7, True))
    for n in range(1, 9):
        logs = {"loss": 0.8**n, "val_loss": 0.8**n, "accuracy": 0.5, "val_accuracy": 0.5}
        shown = shown_after(shown, EpochEnded("", "", 1, n, n, logs))
    assert topics(shown) == []
    assert topics(shown_after(shown, FitEnded("", "", 1, 8)), goes_on=False) == ["underfitting"]


def test_of_a_loop_of_ones_own_it_is_only_told_that_it_runs_off() -> None:
    def loop(*losses: float) -> Shown:
        shown = Shown()
        for step, loss in enumerate(losses, start=1):
            shown = shown_after(shown, ScalarLogged("", "", "loss", step, loss))
        return shown

    assert topics(loop(1.0, 4.0, 50.0, 900.0, 7e4)) == ["diverging"]
    assert topics(loop(1.0, 4.0, float("nan"))) == ["nan"]
    assert topics(loop(*[0.693] * 9)) == []
