"""Time: how long it trained, and what ended it."""

from __future__ import annotations

from itertools import pairwise

from tuitutor.coach.evidence_of_fit import HITS, FitEvidence, could_tell_more
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import StopFacts


def _ended_by(evidence: FitEvidence) -> StopFacts | None:
    """The EarlyStopping that ended the fit before its last epoch, or None."""
    stop = evidence.fit.early_stopping
    return stop if stop is not None and stop.stopped and evidence.fit.epochs_run < evidence.fit.epochs else None


def stopped_by_what_is_better(evidence: FitEvidence) -> Advice | None:
    """An EarlyStopping that takes better for worse."""
    if (stop := _ended_by(evidence)) is None:
        return None
    high_is_good = any(word in stop.monitor for word in ("acc", "auc", "recall", "precision", "f1"))
    if ("loss" in stop.monitor and stop.better == "up") or (high_is_good and stop.better == "down"):
        way = "grow" if stop.better == "up" else "fall"
        return Advice(
            "stopping",
            ("epochs",),
            f"EarlyStopping waits for {stop.monitor} to {way}, so it stopped after {evidence.fit.epochs_run} epochs of "
            f"{evidence.fit.epochs} while the network was getting better.",
            f"Write mode='{'min' if stop.better == 'up' else 'max'}', or leave it out: 'auto' knows {stop.monitor}.",
        )
    return None


def stopped_wrongly(evidence: FitEvidence) -> Advice | None:
    if (stop := _ended_by(evidence)) is None:
        return None
    if (
        stop.patience <= 1
        and evidence.skill_below(0.75)
        and 10 * evidence.fit.epochs_run <= evidence.fit.epochs
        and not stop.min_delta
    ):
        return Advice(
            "stopping",
            ("epochs",),
            f"EarlyStopping with patience={stop.patience} ended the fit after {evidence.fit.epochs_run} epochs of "
            f"{evidence.fit.epochs}, at the first that was no better: curves are never smooth.",
            "Give it more patience, such as patience=5.",
        )
    watched = evidence.fit.history.get(stop.monitor, ())
    better = [after < before if stop.better == "down" else after > before for before, after in pairwise(watched)]
    if len(better) >= 2 and all(better) and stop.min_delta > 0:
        return Advice(
            "stopping",
            ("epochs",),
            f"EarlyStopping ended the fit after {evidence.fit.epochs_run} epochs of {evidence.fit.epochs}, though "
            f"{stop.monitor} got better in each: by less than min_delta={show(stop.min_delta)}.",
            "Take a smaller min_delta, or more patience.",
        )
    return None


def put_back(evidence: FitEvidence) -> Advice | None:
    """A callback has restored weights from an epoch far from the best."""
    if (
        evidence.network is None
        or evidence.network.skill is None
        or evidence.is_not_finite
        or evidence.fit.epochs_run < 3
    ):
        return None
    if evidence.fit.restored is None and (evidence.fit.lasting or not evidence.fit.of_model):
        return None
    best = _best_skill(evidence) if len(evidence.fit.output) == 2 else None
    if best is None or evidence.network.skill > best - 0.25:
        return None
    return Advice(
        "stopping",
        ("epochs",),
        "The weights that were put back after training are of an epoch that was far from the best: on the rows that it "
        "trains on, the network does much worse than it did by then.",
        "Look at what decides which weights are kept: the smallest loss, or the largest accuracy (mode='max').",
    )


def _best_skill(evidence: FitEvidence) -> float | None:
    """The skill in the best epoch, the smaller of training and validation; None if unknown, or if one class dominates.

    Augmentation lowers the skill in training, and overfitting the skill in validation.
    """
    labels, history = evidence.labels, evidence.fit.history
    hits = [max(curve) for name, curve in history.items() if name.removeprefix("val_") in HITS and curve]
    if hits and labels is not None and labels.counts:
        base = max(labels.counts) / sum(labels.counts)
        return (min(hits) - base) / (1 - base) if base < 0.8 else None
    losses = [min(curve) for name, curve in history.items() if name in ("loss", "val_loss") and curve]
    return (
        1 - max(losses) / evidence.baseline
        if evidence.loss == "meansquarederror" and evidence.baseline and losses
        else None
    )


def waits_in_vain(evidence: FitEvidence) -> Advice | None:
    """EarlyStopping monitors a log that fit doesn't have."""
    stop, history = evidence.fit.early_stopping, evidence.fit.history
    if stop is None or stop.stopped or not history or evidence.fit.epochs_run < 2:
        return None
    if stop.monitor in history or stop.compared:
        return None
    return Advice(
        "stopping",
        ("epochs",),
        f"EarlyStopping waits for {stop.monitor}, but fit measures only {', '.join(history)}: it never stops anything.",
        "Watch one of these, such as monitor='val_loss'"
        + ("." if "val_loss" in history else ", and give fit validation_data or validation_split."),
    )


def started_anew(evidence: FitEvidence) -> Advice | None:
    if evidence.fit.pieces >= 2:
        return Advice(
            "rebuilt",
            (),
            f"{evidence.fit.pieces + 1} networks were built alike, each trained on other rows and left: the last "
            "one knows its own rows alone.",
            "Build and compile the network once, before the loop over the pieces of the data.",
        )
    if evidence.fit.discarded < 2 or evidence.fit.epochs_run > 3 or not evidence.skill_below(0.97):
        return None
    return Advice(
        "rebuilt",
        (),
        f"{evidence.fit.discarded + 1} networks were built alike and trained on the same data, each from the start and "
        f"for {evidence.fit.epochs_run} epoch{'s' if evidence.fit.epochs_run > 1 else ''}: what the others learned "
        "is lost.",
        "Build and compile the network once, before the loop, or call fit once with more epochs.",
    )


def recompiled(evidence: FitEvidence) -> Advice | None:
    if evidence.fit.recompiled < 3 or evidence.fit.epochs_run > 3 or not evidence.skill_below(0.97):
        return None
    return Advice(
        "rebuilt",
        (),
        f"The network was compiled again before each of {evidence.fit.recompiled + 1} short fits, so its optimizer "
        "forgets each time what it has learned of the slopes.",
        "Compile it once, before the loop, or call fit once with more epochs.",
    )


def one_step(evidence: FitEvidence) -> Advice | None:
    steps, epochs = evidence.fit.steps, evidence.fit.epochs_run
    enough = evidence.rows >= 100 or evidence.data.unshuffled
    if not steps or epochs < 3 or steps > epochs or not evidence.skill_below(0.9) or not enough or not evidence.first:
        return None
    if not evidence.falls and not could_tell_more(evidence, unknown=True, by=0.0):
        return None  # so many steps were enough
    return Advice(
        "batch",
        ("batch",),
        f"Each of the {epochs} epochs is a single step, since a batch holds all rows that an epoch gets.",
        "Take smaller batches, such as batch_size=32, and leave steps_per_epoch out.",
    )


def too_little_time(evidence: FitEvidence) -> Advice | None:
    steps = evidence.fit.steps
    if (
        not evidence.first
        or evidence.is_not_finite
        or not evidence.skill_below(0.6)
        or not evidence.falls
        or not steps
        or steps > 400
    ):
        return None
    if not could_tell_more(evidence, unknown=evidence.skill_below(0.4)):
        return None
    if evidence.rows < 100 and evidence.fit.epochs_run < 4:
        return None  # a first try with a few rows
    epochs = evidence.fit.epochs_run
    passed = f"{epochs} epoch{'s' if epochs > 1 else ''}, {steps} steps" if epochs else f"{steps} steps"
    return Advice(
        "underfitting",
        ("epochs",),
        f"Training ended after {passed}, while the loss was still falling: it stopped too early.",
        f"Train for more than {epochs} epoch{'s' if epochs > 1 else ''}."
        if epochs
        else f"Make more than {steps} steps.",
    )
