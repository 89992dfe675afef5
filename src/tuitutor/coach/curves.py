"""Training curves that show a fault (exploding numbers, guessing, no progress, overfitting), missing validation, and
the line of code for advice on a fit.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from tuitutor.coach.causes import main_causes
from tuitutor.coach.code import Code, argument
from tuitutor.coach.evidence_of_fit import FitEvidence, Series, is_flat
from tuitutor.course.checks import Check, History
from tuitutor.course.kind import Change
from tuitutor.grading.numbers import show_number
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts

ENOUGH_EPOCHS = 5  # fewer don't show where a curve is heading
FAR_WORSE = 3  # times the loss of guessing, which memorising doesn't reach in its best epoch
NEAR = 0.03  # the relative spread of a curve that goes nowhere


def advise_on(
    fits: Sequence[FitFacts],
    code: Code = Code(),
    checks: Sequence[Check] = (),
    held: frozenset[Change] = frozenset(),
) -> tuple[Advice, ...]:
    """Advice on the last fit: a cause, or else what its curves show; nothing if they look fine or are too short."""
    fit = next((fit for fit in reversed(fits) if fit.history or fit.network is not None), None)
    if fit is None:
        return ()
    evidence = FitEvidence(fit, len(fits) == 1, checks, held)
    known = tuple(found_in(cause, code, fits) for cause in main_causes(evidence))
    if known:
        return known
    found = next(filter(evidence.allows, _on_fit(evidence)), None)
    return () if found is None else (found_in(found, code, fits),)


def _on_fit(evidence: FitEvidence) -> Iterator[Advice]:
    """All advice, the most important first. If not the first fit, the network may already have converged."""
    history = evidence.fit.history
    if max(map(len, history.values()), default=0) < evidence.fit.epochs_run:
        return  # the history of a long fit is thinned out, so its indices are not epochs
    loss, accuracy, validation = (history.get(name, ()) for name in ("loss", "accuracy", "val_loss"))
    yield from _blown_up(loss)
    if min(len(loss), evidence.fit.epochs_run) < ENOUGH_EPOCHS or not all(map(math.isfinite, loss)):
        return
    yield from _never_equal(loss, accuracy)
    if not _is_large(evidence):
        yield from _guessing(loss, accuracy)
    if evidence.first:
        yield from _standing(loss)
    yield from _diverging(loss)
    yield from _jumping(loss)
    yield from _prepared_otherwise(evidence, loss, validation)
    yield from _by_heart(evidence, loss, validation, accuracy)
    if evidence.skill is None:
        yield from _not_done(loss, validation, accuracy)


def _blown_up(loss: Series) -> Iterator[Advice]:
    epoch = next((at for at, value in enumerate(loss, start=1) if not math.isfinite(value)), None)
    if epoch is not None:
        why = f"loss is {loss[epoch - 1]} from epoch {epoch} on: "
        if epoch == 1:
            why += "there are NaNs in the data, or the first steps were far too large."
        else:
            why += "the numbers grew past what a float can hold."
        yield Advice(
            "nan",
            ("rate", "data"),
            why,
            "Lower the learning rate, scale the inputs to about -1 to 1, and look for NaN in the data.",
        )


def _is_large(evidence: FitEvidence) -> bool:
    """Whether it has two hidden layers with activations, so that its size isn't the problem."""
    return len(evidence.kernels) > 2 and all((layer.width or 0) >= 8 for layer in evidence.kernels[:-1])


def _guessing(loss: Series, accuracy: Series) -> Iterator[Advice]:
    """Guessing among k classes gives a cross-entropy of ln k and an accuracy of 1/k."""
    if len(accuracy) != len(loss) or not 0.001 < accuracy[-1] < 0.6:
        return
    classes = round(1 / accuracy[-1])
    chance = math.log(classes)
    late, hits = loss[len(loss) // 2 :], accuracy[len(accuracy) // 2 :]
    stuck = all(abs(value - chance) <= NEAR * chance for value in late)
    if not stuck or any(abs(hit * classes - 1) > 0.1 for hit in hits):
        return
    falls = [before - after for before, after in pairwise(loss)]
    if min(falls) > 0 and falls[-1] > max(falls) / 2:
        return  # it falls as fast as ever: it has only begun to learn
    yield Advice(
        "plateau",
        ("layers", "units", "labels", "rate"),
        f"loss stays at {show_number(loss[-1])} and accuracy at {show_number(accuracy[-1])}: no better than guessing "
        f"among {classes}.",
        "Give it a hidden layer or more units, check that each label belongs to its sample, or try another learning "
        "rate. If the data is noise, no network can do better.",
    )


def _standing(loss: Series) -> Iterator[Advice]:
    if loss[-1] > 1e-6 and is_flat(loss):
        yield Advice(
            "standing",
            ("activation", "rate", "settings"),
            f"loss is {show_number(loss[-1])} in each of {len(loss)} epochs: no weight changes, so nothing is learned.",
            "Look for a relu in the last layer (whose units all give 0), or a learning_rate of 0.",
        )


def _diverging(loss: Series) -> Iterator[Advice]:
    """The loss has at least doubled, and rose in every epoch but at most one."""
    rises = sum(after > before for before, after in pairwise(loss))
    if loss[-1] >= 2 * loss[0] > 0 and rises >= len(loss) - 2:
        yield Advice(
            "diverging",
            ("rate", "data"),
            f"loss grows, from {show_number(loss[0])} to {show_number(loss[-1])}: "
            "each step overshoots and makes it worse.",
            "Lower the learning rate, to a tenth at first, and scale the inputs to about -1 to 1.",
        )


def _jumping(loss: Series) -> Iterator[Advice]:
    """The loss rose by half at least twice, the last time in the second half, which brought little progress."""
    half = len(loss) // 2
    jumps = [place for place in range(2, len(loss)) if loss[place] > 1.5 * loss[place - 1] > 0]
    high = min(loss[half:]) >= max(0.9 * min(loss[:half]), 0.05 * loss[0])
    if len(loss) >= 8 and len(jumps) >= 2 and jumps[-1] >= half and high:
        worst = max(jumps, key=lambda place: loss[place] / loss[place - 1])
        yield Advice(
            "jumping",
            ("rate", "data"),
            f"loss jumps up and down, as in epoch {worst + 1} from {show_number(loss[worst - 1])} "
            f"to {show_number(loss[worst])}: the steps are too large.",
            "Lower the learning rate, to a tenth at first, and scale the inputs to about -1 to 1.",
        )


def _never_equal(loss: Series, accuracy: Series) -> Iterator[Advice]:
    """Accuracy is exactly 0 throughout while the loss falls to a tenth: this is regression, not classification."""
    if len(accuracy) == len(loss) and not any(accuracy) and loss[-1] <= 0.1 * loss[0]:
        yield Advice(
            "metric",
            ("metrics",),
            f"accuracy is 0 in every epoch while loss falls to {show_number(loss[-1])}: it counts the outputs that "
            "equal their label, and a number with a fraction never does.",
            "For numbers instead of classes, write metrics=['mae'].",
        )


def _prepared_otherwise(evidence: FitEvidence, loss: Series, validation: Series) -> Iterator[Advice]:
    """The network learns its training rows, but validation is far worse than guessing throughout."""
    if not evidence.baseline or len(validation) != len(loss) or not all(map(math.isfinite, validation)):
        return
    if min(validation) > FAR_WORSE * evidence.baseline and loss[-1] < 0.5 * evidence.baseline:
        yield Advice(
            "validation",
            ("validation",),
            f"val_loss is {show_number(min(validation))} at best, where guessing gives "
            f"{show_number(evidence.baseline)}, and "
            f"loss falls to {show_number(loss[-1])}: what it validates on isn't like what it trains on.",
            "Prepare both alike: the same scaling, the same columns, the same numbering of labels.",
        )


def _by_heart(evidence: FitEvidence, loss: Series, validation: Series, accuracy: Series) -> Iterator[Advice]:
    if accuracy and accuracy[-1] < min(0.9, accuracy[0] + 0.05):
        return  # nothing is memorised yet: a loss that falls from far too high proves no learning
    if len(validation) != len(loss) or not all(map(math.isfinite, validation)):
        return
    # it knows all that it trains on, and of what is new to it less than nothing
    wide_apart = (
        evidence.baseline is not None and loss[-1] < 0.1 * evidence.baseline and validation[-1] > evidence.baseline
    )
    if validation[-1] < (1.15 if wide_apart else 1.3) * min(validation) or loss[-1] >= 0.9 * loss[0]:
        return
    if not evidence.fit.lasting or (evidence.fit.early_stopping and evidence.fit.early_stopping.restores):
        return  # the model has the weights of another epoch
    hits = evidence.fit.history.get("val_accuracy", ())
    if (evidence.baseline and validation[-1] < 0.5 * evidence.baseline) or (
        hits and hits[-1] >= max(0.9, max(hits) - 0.02)
    ):
        return  # surer than it should be, but right
    gaps = [bound for check in evidence.checks if isinstance(check.kind, History) for _, bound in check.kind.gap]
    if any(bound.at_least is not None for bound in gaps):
        return  # here overfitting is the aim
    best = validation.index(min(validation)) + 1
    if best > len(loss) // 2 or validation[-1] < 0.5 * validation[0]:
        return  # the best epoch was late, or most of what was learned generalises
    remedy = "Use" if "epochs" in evidence.held else "Train for fewer epochs, use"
    yield Advice(
        "overfitting",
        ("layers", "units", "data"),
        f"val_loss was best in epoch {best} ({show_number(min(validation))}) and rose to "
        f"{show_number(validation[-1])}, while loss kept falling: the network memorises the samples.",
        f"{remedy} fewer units or Dropout, or get more data.",
    )


def _not_done(loss: Series, validation: Series, accuracy: Series) -> Iterator[Advice]:
    """Both losses fell by more than 3 % in each of the last three epochs, and accuracy is below 0.9."""
    if len(validation) != len(loss) or len(accuracy) != len(loss) or accuracy[-1] >= 0.9:
        return
    steps = [(curve[place - 1], curve[place]) for curve in (loss, validation) for place in range(-3, 0)]
    if all(after < 0.97 * before for before, after in steps):
        yield Advice(
            "underfitting",
            ("epochs",),
            f"loss and val_loss were still falling in the last epoch ({show_number(loss[-1])} and "
            f"{show_number(validation[-1])}): training stopped too early.",
            f"Train for more than {len(loss)} epochs.",
        )


_BRANCHING = ast.For | ast.While | ast.If | ast.FunctionDef | ast.ClassDef | ast.Try


def advise_on_validation(code: Code, fits: Sequence[FitFacts], results: Sequence[CheckResult]) -> Iterator[Advice]:
    """Advice on validation. Missing validation is mentioned only if a check asks for it: not every fit needs it."""
    call = fit_call(code, fits)
    failed = (result for result in results if result.verdict is Verdict.FAILED)
    rows = (row for result in failed for row in result.rows)
    missing = [row.label for row in rows if not row.agrees and row.found in ("no", "not recorded")]
    wanted = any(label == "validation" or "val_" in label or label.startswith("gap of ") for label in missing)
    if fits and not fits[-1].validation and wanted:
        yield Advice(
            "validation",
            ("validation",),
            "fit was given no samples to validate on, so nothing shows how the network does on data it has never seen.",
            "Give fit validation_split=0.1, or validation_data=(x_val, y_val).",
            call.lineno if call is not None else None,
        )


def fit_call(code: Code, fits: Sequence[FitFacts]) -> ast.Call | None:
    """The call of the last fit, if there is no doubt: a single call, or as many plain calls as there were fits."""
    calls = code.calls("fit")
    once = (statement for statement in code.statements if not isinstance(statement, _BRANCHING))
    plain = {id(node) for statement in once for node in ast.walk(statement)}
    if (
        not fits
        or not calls
        or (len(calls) > 1 and (len(calls) != len(fits) or not all(id(call) in plain for call in calls)))
    ):
        return None
    return calls[-1]


def found_in(advice: Advice, code: Code, fits: Sequence[FitFacts]) -> Advice:
    """The advice in the draft's names, with its line: of loss and optimizer where it is compiled, else of the fit."""
    call = fit_call(code, fits)
    if call is None and not code.calls("fit") and len(code.calls("compile")) == 1:
        call = code.calls("compile")[0]  # it was only built
    if call is None:
        return advice
    for own, node in (("x", argument(call, "x", 0)), ("y", argument(call, "y", 1))):
        if isinstance(node, ast.Name):
            advice = replace(advice, try_=re.sub(rf"\b{own}\b", node.id, advice.try_))
    name = call.func.value.id if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) else ""
    compiles = code.calls("compile", name)
    net = next((net for net in code.networks if net.name == name), None)
    line = call.lineno
    if advice.topic in ("loss", "metric", "rate") and len(compiles) == 1:
        line = compiles[0].lineno
    elif advice.topic == "activation" and net is not None:
        hidden = [layer for layer in net.layers[:-1] if layer.kind == "Dense"]
        if advice.why.startswith("This hidden"):
            hidden = [layer for layer in hidden if layer.activation == "softmax"]
        within = advice.why.startswith(("This hidden", "No layer before")) and hidden
        line = hidden[0].line if within else net.layers[-1].line
    return replace(advice, line=line)
