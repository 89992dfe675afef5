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

from collections.abc import Iterator, Sequence
from itertools import islice

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
from tuitutor.course.checks import Check, Compiled, Fit, Layers, Params
from tuitutor.course.kind import CheckKind
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
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
    code = Code(answer, setup, tuple(apart))
    if error is not None:
        found_by = (rule.advice(error, code) for rule in RULES)
        return tuple(islice((advice for advice in found_by if advice is not None), 1))
    readable, loops = len(answer) <= LONGEST, program.loops if program is not None else None
    evidence = tuple(fits) if program is None else as_built(fits, program.model, program.compiled)
    found = [*advise_on_design(code), *advise_on_loops(loops, code, checks)] if readable else []
    if not found and program is not None and program.model is not None:
        found = [*advise_on_unused_inputs(program.model)]
    if not found:
        found = [*advise_on_validation(code, fits, results)] or [*advise_on(evidence, code, checks)]
    if not found and readable:
        last = fits[-1] if fits else loops.fit if loops is not None else None  # what a loop did, as a fit
        found = [*advise_on_answers(code, last)] if last is not None else []
    if not found and program is not None and not fits:
        found = [*_advise_on_another_network(program)]
    return tuple(islice((advice for advice in found if is_allowed(advice, checks, results)), AT_MOST))


def _advise_on_another_network(program: ProgramFacts) -> Iterator[Advice]:
    """On an untrained final network that predicts in place of the trained one."""
    if program.fits and (advice := asked_untrained(FitEvidence(program.fits[-1]))) is not None:
        yield advice


_LONGER = ("epochs", "asked", "steps", "total_epochs", "total_samples", "total_steps")
_FIT = {"batch": ("batch_size", "steps", "total_steps"), "underfitting": _LONGER, "rate": ("lowest_rate",)}
_COMPILED = {"rate": ("learning_rate",), "loss": ("loss",), "metric": ("metrics",)}
_LAYERS = {"activation": "activation", "size": "units", "bias": "use_bias", "dropout": "rate"}


def is_allowed(advice: Advice, checks: Sequence[Check], results: Sequence[CheckResult]) -> bool:
    """False if a passed check sets what the advice would change."""
    passed = {result.name for result in results if result.verdict is Verdict.PASSED}
    return not any(_sets(check.kind, advice.topic) for check in checks if check.name in passed)


def _sets(kind: CheckKind, topic: str) -> bool:
    match kind:
        case Fit():
            return any(getattr(kind, name) is not None for name in _FIT.get(topic, ()))
        case Compiled():
            return any(getattr(kind, name) is not None for name in _COMPILED.get(topic, ()))
        case Params():
            return topic == "size"
        case Layers():
            setting = _LAYERS.get(topic)
            return any(name == setting for spec in kind.layers for name, _ in spec.settings)
    return False
