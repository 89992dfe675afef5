"""Applies the recognisers to an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

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
from tuitutor.coach.value_errors import VALUES
from tuitutor.course.checks import Check, History
from tuitutor.grading.verdicts import Advice, CheckResult
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.raised import ErrorInfo

RULES = (*GIVEN, *STATE, *SHAPES, *LABELS, *NAMES, *GRAMMAR, *ARRAYS, *VALUES)
AT_MOST = 3
LONGEST = 20_000  # characters; the design of a longer answer is not read: no lesson asks for a tenth of that


def advise(
    error: ErrorInfo | None,
    fits: Sequence[FitFacts],
    results: Sequence[CheckResult],
    answer: str = "",
    setup: str = "",
    checks: Sequence[Check] = (),
) -> tuple[Advice, ...]:
    """Advice on the exception, or else on the code; then on the curves of the last fit. None after a pass or if unsure.

    `answer` is the source that ran, and `setup` what ran before it: they help to find the name that was meant by a
    misspelt one, and mistakes that raise no error. Line numbers are the answer's.
    """
    if error is None and results and all(result.verdict.done for result in results):
        return ()
    code = Code(answer, setup)
    if error is not None:
        said = (rule.advice(error, code) for rule in RULES)
        found = list(islice((advice for advice in said if advice is not None), 1))
    elif len(answer) > LONGEST:
        found = []
    else:
        found = [*advise_on_design(code), *advise_on_validation(code, fits, results)]
    gaps = [bound for check in checks if isinstance(check.kind, History) for _, bound in check.kind.gap]
    curves = advise_on(fits, code)
    if any(bound.at_least is not None for bound in gaps):  # here overfitting is the aim
        curves = tuple(advice for advice in curves if advice.topic != "overfitting")
    return (*found, *curves)[:AT_MOST]
