"""Putting the recognisers to an attempt."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tuitutor.grading.coach.curves import advise_on, last_with_history
from tuitutor.grading.coach.language import LANGUAGE
from tuitutor.grading.coach.network import NETWORK
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.messages import ErrorInfo


def advise(
    error: ErrorInfo | None, fits: Sequence[FitFacts], results: Sequence[CheckResult], answer: str = ""
) -> tuple[Advice, ...]:
    """Advice on the exception, then on the curves of the last fit; nothing after a pass, nothing when unsure.

    `answer` is the source that ran, set-up included: with it, a misspelt name is told from the one that was meant.
    """
    if error is None and results and all(result.verdict is Verdict.PASSED for result in results):
        return ()
    on_error = _on_error(error, frozenset(_names(answer))) if error is not None else None
    fit = last_with_history(fits)
    on_curves = advise_on(fit) if fit is not None else None
    return tuple(advice for advice in (on_error, on_curves) if advice is not None)


def _on_error(error: ErrorInfo, names: frozenset[str]) -> Advice | None:
    advices = (rule.advice(error, names) for rule in (*NETWORK, *LANGUAGE))
    return next((advice for advice in advices if advice is not None), None)


def _names(answer: str) -> Iterator[str]:
    """Names that the answer defines."""
    for node in ast.walk(parse(answer) or ast.Module([], [])):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name
