"""The check on hidden data: how well the network does on samples that the learner has never seen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tuitutor.course.checks import Accuracy
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.findings import Finding, absent, compared, errored
from tuitutor.grading.numbers import holds, number_beside
from tuitutor.grading.subject import NOT_MEASURED, no_model
from tuitutor.grading.verdicts import Provenance
from tuitutor.protocol.facts import ScoreFacts


def judge_accuracy(check: Accuracy, evidence: Evidence) -> Finding:
    """The accuracy on hidden samples. Scores of predictions that the learner's process made are REPORTED."""
    loaded = evidence.checked is not None and evidence.checked.loaded
    if evidence.program is not None and evidence.program.model is None and not loaded:
        return no_model(evidence.program.model_kind)
    scored = _score(check, evidence)
    if scored is None:
        return errored(NOT_MEASURED)
    score, provenance = scored
    if score.problem is not None and not score.ours:
        why = f"The model could not predict the hidden samples: {_gist(score.problem)}"
        return absent("no predictions", why, str(check.bound), provenance)
    if score.accuracy is None or not 0 <= score.accuracy <= 1 or score.samples < check.samples:
        return errored(f"The hidden score could not be taken: {score.problem or 'it is incomplete'}. This is not you.")
    return compared(
        agrees=holds(check.bound, score.accuracy),
        expected=str(check.bound),
        found=f"{number_beside(score.accuracy, check.bound)} on {score.samples:,} hidden samples",
        provenance=provenance,
        why="Only samples that the network has never seen tell whether it learned the rule.",
    )


def _gist(problem: str) -> str:
    """The sentence that matters of Keras's many: colours off, and what comes after "Exception encountered" first."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", problem).splitlines() if line.strip()]
    telling = [line for line in lines if "Exception encountered when calling" not in line] or lines
    return telling[0][:200] if telling else "it raised an exception"


def _score(check: Accuracy, evidence: Evidence) -> tuple[ScoreFacts, Provenance] | None:
    """The score that counts. Predictions of the learner's process count only where the saved model does not load."""
    if evidence.checked is not None:
        score = _of(check.data, evidence.checked.scores)
        if score is not None:
            return score, Provenance.VERIFIED
        if evidence.checked.loaded:
            return None
    score = _of(check.data, evidence.reported_scores.values())
    return (score, Provenance.REPORTED) if score is not None else None


def _of(data: str, scores: Iterable[ScoreFacts]) -> ScoreFacts | None:
    return next((score for score in scores if score.data == data), None)
