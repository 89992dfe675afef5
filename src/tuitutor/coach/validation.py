"""Validation that was forgotten, and the line of code that advice on a fit is about."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tuitutor.coach.code import Code
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


def found_in(advice: Advice, code: Code, fits: Sequence[FitFacts]) -> Advice:
    """The advice with the line that it is about: of the loss and the optimizer where it is compiled, else of the "
    "fit."""
    call = fit_call(code, fits)
    if call is None and not code.calls("fit") and len(code.calls("compile")) == 1:
        call = code.calls("compile")[0]  # it was only built
    if call is None:
        return advice
    name = call.func.value.id if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) else ""
    compiles = code.calls("compile", name)
    net = next((net for net in code.networks if net.name == name), None)
    line = call.lineno
    if advice.topic in ("loss", "metric", "rate") and len(compiles) == 1:
        line = compiles[0].lineno
    elif advice.topic == "activation" and net is not None:
        hidden = [layer for layer in net.layers[:-1] if layer.kind == "Dense"]
        if advice.why.startswith("This hidden"):
            hidden = [layer for layer in hidden if layer.activation == "softmax"]
        within = advice.why.startswith(("This hidden", "No layer before")) and hidden
        line = hidden[0].line if within else net.layers[-1].line
    return replace(advice, line=line)


def _wants_validation(result: CheckResult) -> bool:
    missing = (row.label for row in result.rows if not row.agrees and row.found in ("no", "not recorded"))
    return result.verdict is Verdict.FAILED and any(
        label == "validation" or "val_" in label or label.startswith("gap of ") for label in missing
    )
