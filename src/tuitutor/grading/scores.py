"""Checks on data of our own: scores on samples that are new to the network or that it was trained on, and losses of a
network in the playground that is trained again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tuitutor.course.bounds import Bound
from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import HiddenScore
from tuitutor.grading.evidence import NOT_MEASURED, Evidence, Played, judge_kind, no_model
from tuitutor.grading.naming import fold_name
from tuitutor.grading.numbers import holds, number_beside, shape_text
from tuitutor.grading.outcome import Finding, absent, bound_rows, compared, errored, from_rows
from tuitutor.grading.verdicts import Provenance, Row, Verdict
from tuitutor.protocol.facts import ProgramFacts, ScoreFacts
from tuitutor.spelling import all_of

UNUSED = (
    "The answers don't come from what the network has learned: when the numbers in its weights are mixed up, it still "
    "reaches the bound. Let its trained layers make the prediction."
)
GIVEN = (
    "What goes into its trained layers is already the answer: when the numbers in their weights are mixed up, a linear "
    "map of what comes out still reaches the bound. Let the layers learn it from the inputs."
)
UNPREDICTED = "The model could not predict the grader's samples"


@judge_kind.register
def judge_score(check: HiddenScore, evidence: Evidence) -> Finding:
    """The accuracy or the error on our samples. Scores of predictions that the answer made are REPORTED."""
    bound = check.in_worlds if evidence.in_world and check.in_worlds is not None else check.bound
    loaded = evidence.checked is not None and evidence.checked.loaded
    if evidence.program is not None and evidence.program.model is None and not loaded:
        return no_model(evidence.program.model_kind)
    scored = _score(check.data, evidence)
    if scored is None:
        return errored(NOT_MEASURED)
    score, provenance = scored
    if score.problem is not None and not score.ours:
        why = f"{UNPREDICTED}: {_gist(score.problem)}"
        return absent("no predictions", why, str(bound), provenance)
    if score.accuracy is None or not 0 <= score.accuracy <= 1 or score.samples < check.samples:
        return errored(
            f"The score could not be measured: {score.problem or 'it is incomplete'}. This isn't your fault."
        )
    value = {"accuracy": score.accuracy, "mse": score.mse, "mae": score.mae}[check.metric]
    if value is None:
        why = f"The predictions have the shape {shape_text(score.output_shape)}, which is not that of the labels."
        return absent("no error", why, str(bound), provenance)
    if _asks_to_learn(check, bound) and holds(bound, value):
        permuted = score.permuted.get(check.metric)
        if permuted is None:
            return errored(NOT_MEASURED)
        if holds(bound, permuted.left):
            found = f"{number_beside(permuted.left, bound)} with its weights mixed up"
            return absent(found, UNUSED, f"{bound}, by what the network has learned", provenance)
        if holds(bound, permuted.mapped) and not holds(bound, permuted.inputs):
            found = f"{number_beside(permuted.mapped, bound)} by a linear map, with its weights mixed up"
            return absent(found, GIVEN, f"{bound}, by what the network has learned", provenance)
    which = (
        "samples that it was trained on, after the last epoch" if check.trained_on else "samples that it has not seen"
    )
    why = "" if check.trained_on else "Only samples that the network has never seen tell whether it learned the rule."
    agrees = holds(bound, value)
    only = f"; passes in worlds only, not {check.bound}" if agrees and not holds(check.bound, value) else ""
    finding = compared(
        agrees=agrees,
        expected=str(bound),
        found=f"{number_beside(value, bound)} on {score.samples:,} {which}{only}",
        provenance=provenance,
        why=why,
    )
    return replace(finding, bound=bound, value=value)


def _asks_to_learn(check: HiddenScore, bound: Bound) -> bool:
    """Whether only a network that has learned should reach the bound, and not one as good as a baseline."""
    return check.metric != "accuracy" or bound.at_most is None


def _gist(problem: str) -> str:
    """The important line of Keras's message, without colours: not "Exception encountered when calling ..."."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", problem).splitlines() if line.strip()]
    telling = [line for line in lines if "Exception encountered when calling" not in line] or lines
    return telling[0][:200] if telling else "it raised an exception"


def _score(data: str, evidence: Evidence) -> tuple[ScoreFacts, Provenance] | None:
    """The score that counts, and its provenance. Reported predictions count only if the saved model does not load."""
    checked = evidence.checked
    verified = [(score, Provenance.VERIFIED) for score in (checked.scores if checked is not None else ())]
    reported = [(score, Provenance.REPORTED) for score in evidence.reported_scores.values()]
    counting = verified if checked is not None and checked.loaded else verified + reported
    return next(((score, provenance) for score, provenance in counting if score.data == data), None)


def threshold(program: ProgramFacts) -> float | None:
    """The threshold above which a single output means class 1: 0.5 for a sigmoid, 0 for a hinge loss or logits.

    None if it is unknown, as in a loop without `compile`: then either may be right.
    """
    fits = [fit.compiled for fit in program.fits if fit.of_model and fit.compiled is not None]
    compiled = fits[-1] if fits else program.compiled
    layers = program.model.layers if program.model is not None else ()
    if layers and layers[-1].settings.get("activation") == "sigmoid":
        return 0.5
    at_zero = compiled is not None and (compiled.from_logits or "hinge" in fold_name(compiled.loss or ""))
    return 0.0 if at_zero else None


@judge_kind.register
def judge_play(check: Challenge, evidence: Evidence) -> Finding:
    """The losses of all runs, and the limits on the network. A run that diverged never passes."""
    played = evidence.played
    if played is None:
        return errored(NOT_MEASURED)
    if played.config is None:
        return absent("no state", played.problem, provenance=Provenance.VERIFIED)
    if len(played.losses) != check.runs:
        return errored(NOT_MEASURED)
    shown = [number_beside(loss, check.test_loss) if loss == loss else "none" for loss in played.losses]
    found = "diverged" if played.diverged else all_of(shown)
    if played.overruled:
        found += f" with the exercise's own {' and '.join(played.overruled)}"
    agrees = not played.diverged and all(holds(check.test_loss, loss) for loss in played.losses)
    loss = Row(check.loss_name, str(check.test_loss), found, agrees, check.test_loss, max(played.losses))
    config = played.config
    counts = {"hidden units": sum(config.network_shape), "hidden layers": len(config.network_shape)}
    limits = [row for name, bound in check.sizes.items() for row in bound_rows(name, bound, counts[name])]
    if check.input_rule:
        fits = set(check.features or config.inputs).difference(check.without).issuperset(config.inputs)
        limits.append(Row("inputs", check.input_rule, ", ".join(config.inputs) or "none", fits))
    if check.optimizers:
        fits = config.optimizer in check.optimizers
        limits.append(Row("optimizer", " or ".join(check.optimizers), config.optimizer, fits))
    finding = from_rows([loss, *limits], Provenance.VERIFIED, _why(check, played))
    beyond = bool(played.diverged) or not all(row.agrees for row in limits)
    return replace(finding, beyond_feedback=finding.verdict is Verdict.FAILED and beyond)


def _why(check: Challenge, played: Played) -> str:
    """Why it failed."""
    passed = [holds(check.test_loss, loss) for loss in played.losses]
    if played.diverged:
        return played.diverged
    if all(passed):
        return "The loss is low enough, but this network may not be used to get there."
    if any(passed):
        return "It depends on luck: with other points and initial weights, the same network does not learn it."
    return "Only points that it was not trained on tell whether a network learned the pattern."
