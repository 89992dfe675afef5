"""The checks on hidden data: how well the network does on samples that the learner has never seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tuitutor.course.checks import HiddenScore
from tuitutor.grading.evidence import NOT_MEASURED, Evidence, no_model
from tuitutor.grading.findings import Finding, absent, compared, errored
from tuitutor.grading.kinds import judge_kind
from tuitutor.grading.naming import folded
from tuitutor.grading.numbers import holds, number_beside, shape_text
from tuitutor.grading.verdicts import Provenance
from tuitutor.protocol.facts import Marks, ProgramFacts, ScoreFacts

UNPREDICTED = "The model could not predict the grader's samples"


@judge_kind.register
def judge_score(check: HiddenScore, evidence: Evidence) -> Finding:
    """The accuracy or the error on hidden samples. Scores of predictions that the answer made are REPORTED."""
    loaded = evidence.checked is not None and evidence.checked.loaded
    if evidence.program is not None and evidence.program.model is None and not loaded:
        return no_model(evidence.program.model_kind)
    scored = _score(check.data, evidence)
    if scored is None:
        return errored(NOT_MEASURED)
    score, provenance = scored
    if score.problem is not None and not score.ours:
        why = f"{UNPREDICTED}: {_gist(score.problem)}"
        return absent("no predictions", why, str(check.bound), provenance)
    if score.accuracy is None or not 0 <= score.accuracy <= 1 or score.samples < check.samples:
        return errored(
            f"The hidden score could not be measured: {score.problem or 'it is incomplete'}. This isn't your fault."
        )
    value = _marked(score, check)
    if value is None:
        why = f"The predictions have the shape {shape_text(score.output_shape)}, which is not that of the labels."
        return absent("no error", why, str(check.bound), provenance)
    untrained = _untrained(check, score, provenance)
    if holds(check.bound, value) and untrained is not None:
        return untrained
    finding = compared(
        agrees=holds(check.bound, value),
        expected=str(check.bound),
        found=f"{number_beside(value, check.bound)} on {score.samples:,} samples",
        provenance=provenance,
        why="Only samples that the network has never seen tell whether it learned the rule.",
    )
    return replace(finding, bound=check.bound, value=value)


def _untrained(check: HiddenScore, score: ScoreFacts, provenance: Provenance) -> Finding | None:
    """What is wrong with the score of the initial weights; None if nothing is.

    A model that passes before its training did not need it. If the check has no bound for that score, and its own bound
    is not one-sided (as with noise), nothing is asked for.
    """
    value = None if score.first is None else _marked(score.first, check)
    wanted = check.before
    if wanted is None:
        one_sided = (check.bound.at_least is None) != (check.bound.at_most is None)
        if value is None or not one_sided or not holds(check.bound, value):
            return None
        expected = f"not {check.bound} before training"
    elif value is None:
        why = "What the model scored before its training is not known, so its training cannot be judged."
        return absent("not known", why, f"{wanted} before training", provenance)
    elif holds(wanted, value):
        return None
    else:
        expected = f"{wanted} before training"
    shown = number_beside(value, wanted or check.bound)
    why = (
        f"The model already scores {shown} before any training. "
        "Let it learn by training: start from Keras's own initial weights, and don't build in a formula."
    )
    return absent(f"{shown} before training", why, expected, provenance)


def _marked(score: ScoreFacts | Marks, check: HiddenScore) -> float | None:
    return {"accuracy": score.accuracy, "mse": score.mse, "mae": score.mae}[check.metric]


def _gist(problem: str) -> str:
    """The line that matters in Keras's message, without colours: not "Exception encountered when calling ..."."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", problem).splitlines() if line.strip()]
    telling = [line for line in lines if "Exception encountered when calling" not in line] or lines
    return telling[0][:200] if telling else "it raised an exception"


def _score(data: str, evidence: Evidence) -> tuple[ScoreFacts, Provenance] | None:
    """The score that counts, and who made it. Reported predictions count only if the saved model does not load."""
    if evidence.checked is not None:
        score = _of(data, evidence.checked.scores)
        if score is not None:
            return score, Provenance.VERIFIED
        if evidence.checked.loaded:
            return None
    score = _of(data, evidence.reported_scores.values())
    return (score, Provenance.REPORTED) if score is not None else None


def _of(data: str, scores: Iterable[ScoreFacts]) -> ScoreFacts | None:
    return next((score for score in scores if score.data == data), None)


def threshold(program: ProgramFacts) -> float | None:
    """The threshold above which a single output means class 1: 0.5 for a sigmoid, 0 for a hinge loss or logits.

    None if nothing shows which, as in a loop without `compile`: then either may be meant.
    """
    fits = [fit.compiled for fit in program.fits if fit.of_model and fit.compiled is not None]
    compiled = fits[-1] if fits else program.compiled
    layers = program.model.layers if program.model is not None else ()
    if layers and layers[-1].settings.get("activation") == "sigmoid":
        return 0.5
    at_zero = compiled is not None and (compiled.from_logits or "hinge" in folded(compiled.loss or ""))
    return 0.0 if at_zero else None
