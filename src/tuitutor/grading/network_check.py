"""The check on a playground network that was trained again, on hidden data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tuitutor.course.challenge import Challenge
from tuitutor.grading.evidence import NOT_MEASURED, Evidence, Played
from tuitutor.grading.numbers import holds, number_beside
from tuitutor.grading.outcome import Finding, absent, bound_rows, errored, from_rows, judge_kind
from tuitutor.grading.verdicts import Provenance, Row, Verdict
from tuitutor.spelling import all_of

if TYPE_CHECKING:
    from tuitutor.playground.config import Config


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
    limits = list(_limits(check, played.config))
    finding = from_rows([loss, *limits], Provenance.VERIFIED, _why(check, played))
    beyond = bool(played.diverged) or not all(row.agrees for row in limits)
    return replace(finding, beyond_feedback=finding.verdict is Verdict.FAILED and beyond)


def _limits(check: Challenge, config: Config) -> Iterator[Row]:
    counts = {"hidden units": sum(config.network_shape), "hidden layers": len(config.network_shape)}
    for name, bound in check.sizes.items():
        yield from bound_rows(name, bound, counts[name])
    if wanted := check.inputs_wanted:
        allowed = set(check.features or config.inputs).difference(check.without)
        agrees = allowed.issuperset(config.inputs)
        yield Row("inputs", wanted, ", ".join(config.inputs) or "none", agrees)
    if check.optimizers:
        yield Row("optimizer", " or ".join(check.optimizers), config.optimizer, config.optimizer in check.optimizers)


def _why(check: Challenge, played: Played) -> str:
    """Why it failed."""
    held = [holds(check.test_loss, loss) for loss in played.losses]
    if played.diverged:
        return played.diverged
    if all(held):
        return "The loss is low enough, but this network may not be used to get there."
    if any(held):
        return "It depends on luck: with other points and initial weights, the same network does not learn it."
    return "Only points that it was not trained on tell whether a network learned the pattern."
