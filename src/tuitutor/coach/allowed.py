"""Whether an exercise allows what advice proposes: a check that is passed must not be failed by following it."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.course.checks import Check, Compiled, Fit, Layers, Params
from tuitutor.course.kind import CheckKind
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict

_LONGER = ("epochs", "asked", "steps", "total_epochs", "total_samples", "total_steps")
_FIT = {"batch": ("batch_size", "steps", "total_steps"), "underfitting": _LONGER, "rate": ("lowest_rate",)}
_COMPILED = {"rate": ("learning_rate",), "loss": ("loss",), "metric": ("metrics",)}
_LAYERS = {"activation": "activation", "size": "units", "bias": "use_bias", "dropout": "rate"}


def is_allowed(advice: Advice, checks: Sequence[Check], results: Sequence[CheckResult]) -> bool:
    """False if a check that is passed sets what the advice would have changed."""
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
