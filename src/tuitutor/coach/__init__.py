"""The coach: beginners' typical errors, code and curves, each with why it happened and what to try.

It recognises an error by its class and the exact wording of its message. Where training went wrong, one table finds the
cause in measurements, not in how the code was written. It quotes the learner's own names and shapes, and stays silent
if it isn't sure: wrong advice is worse for a beginner than none. `advise` applies all of this to an attempt, and
proposes nothing that would fail a passed check.

    rules, code      recognisers of errors; the learner's code, parsed
    names            misspelt, too early, not imported, gone         grammar    code that does not parse
    values           Python's lists, strings and numbers             arrays     NumPy's shapes and indices
    arguments        arguments of Keras's functions                  state      not built, compiled, connected, on disk
    shapes           layers and data that do not fit                 labels     losses, metrics, labels, histories
    evidence_of_fit  facts about a fit, and what follows from them   causes     the table: facts -> one cause
    curves           a fit's curves, if no cause is known; forgotten validation
    hand_written     hand-written training loops                     vocabulary Keras's words
    design           certain mistakes in code and models that raise no error
    menu             changes of a fit that are worth a try
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import get_args

from tuitutor.coach.arrays import ARRAYS
from tuitutor.coach.causes.of_answers import asked_untrained
from tuitutor.coach.code import Code
from tuitutor.coach.curves import advise_on, advise_on_validation
from tuitutor.coach.design import advise_on_answers, advise_on_design, advise_on_unused_inputs
from tuitutor.coach.evidence_of_fit import FitEvidence, as_built
from tuitutor.coach.grammar import GRAMMAR
from tuitutor.coach.hand_written import advise_on_loops
from tuitutor.coach.keras_arguments import GIVEN
from tuitutor.coach.labels import LABELS
from tuitutor.coach.names import NAMES
from tuitutor.coach.shapes import SHAPES
from tuitutor.coach.state import STATE
from tuitutor.coach.value_errors import VALUES
from tuitutor.course.checks import Check, HiddenScore, History
from tuitutor.course.kind import Change
from tuitutor.grading.decisive import decisive
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.protocol.raised import ErrorInfo

RULES = (*GIVEN, *STATE, *SHAPES, *LABELS, *NAMES, *GRAMMAR, *ARRAYS, *VALUES)
AT_MOST = 2
SCORES = HiddenScore | History
LONGEST = 20_000  # characters; the design of a longer answer is not read: no lesson asks for a tenth of that


def advise(
    error: ErrorInfo | None,
    fits: Sequence[FitFacts],
    results: Sequence[CheckResult],
    answer: str = "",
    setup: str = "",
    checks: Sequence[Check] = (),
    program: ProgramFacts | None = None,
    apart: Sequence[str] = (),
) -> tuple[Advice, ...]:
    """Advice on the exception, or else on the code; then on the curves of the last fit. None after a pass or if unsure.

    `answer` is the source that ran, after `setup`: both help to find the meaning of a misspelt name, and mistakes that
    raise no error. `apart`: the lesson's other cells, which don't run before an answer, although a learner who ran them
    may expect their names. Line numbers are the answer's. `program`: all facts; for a network without a fit, advice is
    on its layers.
    """
    if error is None and results and all(result.verdict.done for result in results):
        return ()
    held = held_by(checks, results)
    groups = _found(error, tuple(fits), results, Code(answer, setup, tuple(apart)), checks, program, held)
    allowed = ([advice for advice in group if held.isdisjoint(advice.changes)] for group in groups)
    return tuple(next(filter(None, allowed), ())[:AT_MOST])


def _found(
    error: ErrorInfo | None,
    fits: tuple[FitFacts, ...],
    results: Sequence[CheckResult],
    code: Code,
    checks: Sequence[Check],
    program: ProgramFacts | None,
    held: frozenset[Change],
) -> Iterator[Iterable[Advice]]:
    """What might be said, in groups: the first one of which anything may be said counts."""
    if error is not None:
        yield islice(filter(None, (rule.advice(error, code) for rule in RULES)), 1)
        return
    readable, loops = len(code.answer) <= LONGEST, program.loops if program is not None else None
    if readable:
        yield (*advise_on_design(code), *advise_on_loops(loops, code, held))
    if program is not None and program.model is not None:
        yield advise_on_unused_inputs(program.model)
    yield advise_on_validation(code, fits, results)
    yield advise_on(fits if program is None else as_built(fits, program.model, program.compiled), code, checks, held)
    last = fits[-1] if fits else loops.fit if loops is not None else None  # what a loop did, as a fit
    if readable and last is not None:
        yield advise_on_answers(code, last)
    if program is not None and not fits and program.fits:  # the final network is untrained, and another was trained
        yield filter(None, [asked_untrained(FitEvidence(program.fits[-1]))])


def held_by(checks: Sequence[Check], results: Sequence[CheckResult]) -> frozenset[Change]:
    """What advice has to leave alone, since a check that passed holds it, or since feedback on a failed one is on it.

    A score that passed holds nothing while another has failed. Without results, the task is all that is known.
    """
    if len(results) != len(checks):
        return frozenset().union(*(check.kind.held for check in checks if not isinstance(check.kind, SCORES)))
    at = decisive(checks, results)
    missed = at is not None and isinstance(checks[at].kind, SCORES)
    held: set[Change] = set()
    for check, result in zip(checks, results, strict=True):
        is_score = isinstance(check.kind, SCORES)
        if result.passed and not (is_score and missed):
            held |= check.kind.held
        if result.verdict is Verdict.FAILED and check.feedback and result.why == check.feedback:  # it is shown
            held |= frozenset() if is_score else check.kind.held
            words = {*get_args(Change)} - {"loss"}  # feedback that says how the loss falls doesn't change it
            held |= {change for change in words if re.search(rf"\b{change}?\b", check.feedback)}
    return frozenset(held)
