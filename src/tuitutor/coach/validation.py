"""Validation that was forgotten, or that uses the training data."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tuitutor.coach.code import Code, argument
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts

_BRANCHING = ast.For | ast.While | ast.If | ast.FunctionDef | ast.ClassDef | ast.Try


def advise_on_validation(code: Code, fits: Sequence[FitFacts], results: Sequence[CheckResult]) -> Iterator[Advice]:
    """Advice on validation. Missing validation is mentioned only if a check asks for it: not every fit needs it."""
    call = fit_call(code, fits)
    if fits and not fits[-1].validation and any(map(_wants_validation, results)):
        yield Advice(
            "validation",
            "fit was given no samples to validate on, so nothing shows how the network does on data it has never seen.",
            "Give fit validation_split=0.1, or validation_data=(x_val, y_val).",
            call.lineno if call is not None else None,
        )
    if call is None:
        return
    match argument(call, "x", 0), argument(call, "validation_data"):
        case ast.Name(id=name), ast.Tuple(elts=[ast.Name(id=same), *_]) if name == same:
            yield Advice(
                "validation",
                f"fit validates on `{same}`, which it also trains on, so you can't see whether it memorises them.",
                "Keep some samples back for validation_data, or write validation_split=0.1 instead.",
                call.lineno,
            )


def fit_call(code: Code, fits: Sequence[FitFacts]) -> ast.Call | None:
    """The call of the last fit, if there is no doubt: a single call, or as many plain calls as there were fits."""
    calls = code.calls("fit")
    once = (statement for statement in code.statements if not isinstance(statement, _BRANCHING))
    plain = {id(node) for statement in once for node in ast.walk(statement)}
    if (
        not fits
        or not calls
        # no mutant: there is at least one
        or (len(calls) > 1 and (len(calls) != len(fits) or not all(id(call) in plain for call in calls)))
    ):
        return None
    return calls[-1]


def _wants_validation(result: CheckResult) -> bool:
    missing = (row.label for row in result.rows if not row.agrees and row.found in ("no", "not recorded"))
    return result.verdict is Verdict.FAILED and any(
        label == "validation" or "val_" in label or label.startswith("gap of ") for label in missing
    )
