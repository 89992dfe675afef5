"""What the coach says of a script while it trains and at its end, and what is said to have been looked at."""

from __future__ import annotations

from dataclasses import replace

from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import Shown
from tuitutor.engine.watching import Told, Watched, advise_on_script, examined, watched_after
from tuitutor.protocol.events import (
    BatchEnded,
    EpochEnded,
    Event,
    Executed,
    FitEnded,
    FitMeasured,
    FitStarted,
    Measured,
    ScalarLogged,
    ScriptStarted,
    Unready,
)
from tuitutor.protocol.facts import (
    ArrayFacts,
    CompileFacts,
    DataFacts,
    FitFacts,
    LabelFacts,
    LayerFacts,
    LoopFacts,
    ModelFacts,
    NetworkFacts,
    ProgramFacts,
)
from tuitutor.protocol.raised import ErrorInfo, Frame

INPUTS = ArrayFacts((200, 3), "float32", 200, -900.0, 900.0, 0.0, 500.0)
LABELS = LabelFacts(ArrayFacts((200,), "float32", 200, -3.0, 3.0, 0.0, 1.0), "numbers")
DENSE = LayerFacts("dense", "Dense", True, 4, 4, (None, 1), {"activation": "linear", "units": 1})
MODEL = ModelFacts("Sequential", True, (DENSE,), 4, 4, (None, 3), (None, 1))
FACTS = FitFacts(
    50, 0, 32, False, compiled=CompileFacts("mean_squared_error", "sgd", 0.01), data=DataFacts((INPUTS,), LABELS)
)
CALLED = (Frame("/home/a/train.py", 12, "<module>", "model.fit(x, y)"),)
LATER = (Frame("/home/a/train.py", 20, "<module>", "other.fit(x)"),)
KNOWN = FitMeasured("", "", 1, FACTS, MODEL, CALLED, "arrays")
SCRIPT = ScriptStarted("train.py")


def run_of(*losses: float, asked: int = 50) -> Shown:
    shown = shown_after(Shown(), FitStarted("", "", 1, asked, 7, False))
    for epoch, loss in enumerate(losses, start=1):
        shown = shown_after(shown, EpochEnded("", "", 1, epoch, epoch, {"loss": loss}))
    return shown


def watched(*events: Event) -> Watched:
    found = Watched()
    for event in (SCRIPT, FitStarted("", "", 1, 50, 7, False), *events):
        found = watched_after(found, event)
    return found


def told(shown: Shown, *events: Event) -> list[Told]:
    return list(advise_on_script(watched(*events), shown, lambda _: ""))


def topics(shown: Shown, *events: Event) -> list[str]:
    return [each.advice.topic for each in told(shown, *events)]


def test_a_run_that_runs_off_is_told_so_at_once_and_no_longer_once_it_comes_back() -> None:
    off = run_of(1.0, 3.0, 30.0, 400.0, 9e4)
    assert topics(off) == ["diverging"]
    assert topics(off, KNOWN) == ["scale"], "with the facts on its data, the cause is known"
    assert topics(run_of(1.0, 3.0), KNOWN) == ["scale"]
    back = run_of(1.0, 3.0, 30.0, 400.0, 9e4, 10.0, 1.0, 0.5, 0.2)
    assert topics(back) == topics(back, KNOWN) == []


def test_what_gets_better_is_not_told_that_it_is_bad_yet() -> None:
    losses = (9.0, 8.0, 7.0, 6.0, 5.5, 5.2, 5.0)
    assert topics(run_of(*losses), KNOWN) == []
    assert topics(run_of(*losses, *[5.0] * 5), KNOWN) == ["scale"], "it has stopped getting better"
    done = replace(FACTS, epochs_run=7, history={"loss": losses})
    over = shown_after(run_of(*losses, asked=7), FitEnded("", "", 1, 7))
    (scale,) = told(over, FitMeasured("", "", 1, done, MODEL, CALLED), Executed("", "", "ok", 1.0))
    assert (scale.advice.topic, scale.advice.line, scale.file, scale.where) == ("scale", 12, "/home/a/train.py", "")


def test_a_loss_that_is_lost_in_an_epoch_is_told_before_the_epoch_ends() -> None:
    shown = run_of(1.0)
    running = shown_after(shown, BatchEnded("", "", 1, 2, 3, {"loss": float("nan")}))
    assert topics(shown) == []
    assert topics(running) == ["nan"]
    assert "from epoch 2 on" in told(running)[0].advice.why


def test_of_a_loop_of_ones_own_it_is_only_told_that_it_runs_off() -> None:
    def loop(*losses: float) -> Shown:
        shown = Shown()
        for step, loss in enumerate(losses, start=1):
            shown = shown_after(shown, ScalarLogged("", "", "loss", step, loss))
        return shown

    assert topics(loop(1.0, 4.0, 50.0, 900.0, 7e4)) == ["diverging"]
    assert topics(loop(1.0, 4.0, float("nan"))) == ["nan"]
    assert topics(loop(*[0.693] * 9)) == []


def test_of_several_networks_it_is_told_which_and_of_one_only_the_last_fit_counts() -> None:
    bad = replace(FACTS, epochs_run=6, history={"loss": (9.0, 8.0, 7.0, 7.0, 7.0, 7.0)})
    fits = (
        FitMeasured("", "", 1, bad, MODEL, CALLED, "arrays"),
        FitMeasured("", "", 2, bad, MODEL, CALLED, "arrays", before=(1,)),
        FitMeasured("", "", 3, replace(bad, data=None), MODEL, LATER, "generator"),
    )
    found = told(run_of(1.0), *fits, Executed("", "", "ok", 1.0))
    assert [each.where for each in found] == ["Fit 2 of 3"]
    in_a_loop = FitMeasured("", "", 4, replace(bad, data=None), MODEL, CALLED, "arrays")
    assert told(run_of(1.0), *fits, in_a_loop, Executed("", "", "ok", 1.0)) == [], "the last of a loop counts"
    instead = FitMeasured("", "", 4, replace(bad, data=None), MODEL, LATER, "arrays", instead_of=(2,))
    assert told(run_of(1.0), *fits, instead, Executed("", "", "ok", 1.0)) == [], "the others were tried and left"


def test_an_error_gets_advice_with_the_line_in_the_file_that_raised_it() -> None:
    text = "import helper\nmodel = keras.Sequential()\nmodel.fit(x, y)"
    frames = (Frame("train.py", 1, "<module>", "import helper"), Frame("helper.py", 2, "<module>", "Dense(unit=3)"))
    error = ErrorInfo("TypeError", "Dense.__init__() missing 1 required positional argument: 'units'", frames)
    failed = watched(KNOWN, Executed("", "", "raised", 1.0, error))
    read = {"helper.py": text}
    (found,) = advise_on_script(failed, run_of(1.0), lambda file: read[file])
    assert (found.file, found.advice.line) == ("helper.py", 2)
    assert "units" in found.advice.sentence


def test_it_is_said_what_was_looked_at_so_that_silence_is_no_praise() -> None:
    assert examined(watched(KNOWN), Shown()) == (
        "Looked at the curves and the arrays, but not at what the network answers.",
    )
    network = NetworkFacts("linear", 1, 0.0, 1.0, 1.0)
    second = FitMeasured("", "", 2, replace(FACTS, data=None, network=network), MODEL, CALLED, "tf.data set")
    assert examined(watched(KNOWN, second), Shown())[1] == (
        "Fit 2: looked at the curves and what the network answers, but not at the data of this tf.data set."
    )
    other = watched(Unready("backend", "jax", "python"), KNOWN)
    assert examined(other, Shown()) == (
        "Keras runs on jax here, and not on TensorFlow: only curves and layers were looked at.",
    )
    loop = Measured("", "", ProgramFacts(None, None, None, loops=LoopFacts(gradients=3)))
    assert "A loop of its own was looked at" in examined(watched(loop), Shown())[0]
    assert examined(watched(Executed("", "", "ok", 1.0)), Shown()) == ("No training with Keras was seen.",)
