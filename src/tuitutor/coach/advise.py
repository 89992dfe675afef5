"""Putting the recognisers to an attempt."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.coach.arguments import GIVEN
from tuitutor.coach.arrays import ARRAYS
from tuitutor.coach.code import Code
from tuitutor.coach.curves import advise_on
from tuitutor.coach.design import advise_on_design
from tuitutor.coach.grammar import GRAMMAR
from tuitutor.coach.labels import LABELS
from tuitutor.coach.names import NAMES
from tuitutor.coach.shapes import SHAPES
from tuitutor.coach.state import STATE
from tuitutor.coach.validation import advise_on_validation
from tuitutor.coach.values import VALUES
from tuitutor.course.checks import Check, History
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.messages import ErrorInfo

RULES = (*GIVEN, *STATE, *SHAPES, *LABELS, *NAMES, *GRAMMAR, *ARRAYS, *VALUES)
AT_MOST = 3
LONGEST = 20_000  # characters of an answer that is read for its design: no lesson asks for a tenth of that


def advise(
    error: ErrorInfo | None,
    fits: Sequence[FitFacts],
    results: Sequence[CheckResult],
    answer: str = "",
    setup: str = "",
    checks: Sequence[Check] = (),
) -> tuple[Advice, ...]:
    """Advice on the exception, or else on the code; then on the curves of the last fit. Nothing after a pass or unsure.

    `answer` is the source that ran, and `setup` what ran before it: with them, a misspelt name is told from the one
    that was meant, and mistakes are found that raise nothing. Lines are the answer's.
    """
    if error is None and results and all(result.verdict is Verdict.PASSED for result in results):
        return ()
    code = Code(answer, setup)
    if error is not None:
        found = [advice for advice in (_on_error(error, code),) if advice is not None]
    elif len(answer) > LONGEST:
        found = []
    else:
        found = [*advise_on_design(code), *advise_on_validation(code, fits, results)]
    wanted = {"overfitting"} if any(map(_asks_for_a_gap, checks)) else set[str]()
    curves = (advice for advice in advise_on(fits, code) if advice.topic not in wanted)
    return (*found, *curves)[:AT_MOST]


def _asks_for_a_gap(check: Check) -> bool:
    """Whether training is to end better than validation."""
    return isinstance(check.kind, History) and any(bound.at_least is not None for _, bound in check.kind.gap)


def _on_error(error: ErrorInfo, code: Code) -> Advice | None:
    advices = (rule.advice(error, code) for rule in RULES)
    return next((advice for advice in advices if advice is not None), None)
