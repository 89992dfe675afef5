"""Applies the recognisers to an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from tuitutor.coach.afterwards import advise_on_answers
from tuitutor.coach.allowed import is_allowed
from tuitutor.coach.arguments import GIVEN
from tuitutor.coach.arrays import ARRAYS
from tuitutor.coach.code import Code
from tuitutor.coach.curves import advise_on
from tuitutor.coach.design import advise_on_design
from tuitutor.coach.evidence_of_fit import as_built
from tuitutor.coach.grammar import GRAMMAR
from tuitutor.coach.hand_written import advise_on_loops
from tuitutor.coach.labels import LABELS
from tuitutor.coach.names import NAMES
from tuitutor.coach.shapes import SHAPES
from tuitutor.coach.state import STATE
from tuitutor.coach.validation import advise_on_validation
from tuitutor.coach.value_errors import VALUES
from tuitutor.course.checks import Check
from tuitutor.grading.verdicts import Advice, CheckResult
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.protocol.raised import ErrorInfo

RULES = (*GIVEN, *STATE, *SHAPES, *LABELS, *NAMES, *GRAMMAR, *ARRAYS, *VALUES)
AT_MOST = 2
LONGEST = 20_000  # characters; the design of a longer answer is not read: no lesson asks for a tenth of that


def advise(
    error: ErrorInfo | None,
    fits: Sequence[FitFacts],
    results: Sequence[CheckResult],
    answer: str = "",
    setup: str = "",
    checks: Sequence[Check] = (),
    program: ProgramFacts | None = None,
) -> tuple[Advice, ...]:
    """Advice on the exception, or else on the code; then on the curves of the last fit. None after a pass or if unsure.

    `answer` is the source that ran, and `setup` what ran before it: they help to find the name that was meant by a
    misspelt one, and mistakes that raise no error. Line numbers are the answer's. `program` has all that was measured;
    of a network that wasn't fitted, advice is on how it was built.
    """
    if error is None and results and all(result.verdict.done for result in results):
        return ()
    code = Code(answer, setup)
    if error is not None:
        said = (rule.advice(error, code) for rule in RULES)
        return tuple(islice((advice for advice in said if advice is not None), 1))
    readable = len(answer) <= LONGEST
    seen = tuple(fits) if program is None else as_built(fits, program.model, program.compiled)
    found = (
        [*advise_on_design(code), *advise_on_loops(program.loops if program is not None else None, code, checks)]
        if readable
        else []
    )
    if not found:
        found = [*advise_on_validation(code, fits, results)] or [*advise_on(seen, code, checks)]
    if not found and readable:
        found = [*advise_on_answers(code, fits or _as_fit(program))]
    return tuple(islice((each for each in found if is_allowed(each, checks, results)), AT_MOST))


def _as_fit(program: ProgramFacts | None) -> tuple[FitFacts, ...]:
    """What a loop of the program's own did, as a fit."""
    return () if program is None or program.loops is None or program.loops.fit is None else (program.loops.fit,)
