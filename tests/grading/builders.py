"""Short ways to make the exercises and facts that these tests judge."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from tuitutor.course.checks import Check
from tuitutor.course.kind import CheckKind
from tuitutor.course.model import Exercise
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import CheckResult
from tuitutor.grading.written import Written, facts_of
from tuitutor.protocol.facts import (
    CompileFacts,
    FitFacts,
    LayerFacts,
    ModelCheckFacts,
    ModelFacts,
    PermutedScore,
    ProgramFacts,
    ScoreFacts,
    Setting,
    Shape,
)


def exercise(*checks: Check | CheckKind) -> Exercise:
    named = [check if isinstance(check, Check) else Check(check, f"check {n}") for n, check in enumerate(checks)]
    return Exercise("xor", "XOR", "", "", tuple(named), (), "", "", 1, "v1")


def one(check: CheckKind, evidence: Evidence, feedback: str = "") -> CheckResult:
    """The result of a single check."""
    return judge(exercise(Check(check, "it", feedback=feedback)), evidence)[0]


def read_facts(checks: Iterable[Check], text: str) -> Written:
    """The facts about an answer's text that the checks need."""
    return facts_of(checks, text, parse(text))


def draft(check: CheckKind, text: str) -> Evidence:
    """An answer with this text."""
    return Evidence(read_facts(exercise(check).checks, text))


def layer(kind: str, params: int | None = 0, shape: Shape | None = None, **settings: Setting) -> LayerFacts:
    return LayerFacts(kind.lower(), kind, True, params, params, shape, settings)


def dense(units: int, inputs: int, activation: str = "linear", **settings: Setting) -> LayerFacts:
    return layer("Dense", (inputs + 1) * units, (None, units), units=units, activation=activation, **settings)


def model(*layers: LayerFacts, operations: tuple[str, ...] = (), kind: str = "Sequential") -> ModelFacts:
    built = all(layer.params is not None for layer in layers)
    total = sum(layer.params or 0 for layer in layers) if built else None
    last = layers[-1].output_shape if layers else None
    return ModelFacts(kind, built, layers, total, total, (None, 3), last, operations)


SMALL = model(dense(3, 3, "relu"), dense(2, 3))


def program(
    facts: ModelFacts | None = SMALL, compiled: CompileFacts | None = None, fits: tuple[FitFacts, ...] = ()
) -> ProgramFacts:
    return ProgramFacts(facts, None if facts is None else facts.kind, compiled, fits)


def reported(facts: ModelFacts | None = SMALL, *scores: ScoreFacts) -> Evidence:
    """A model that safe mode does not load: all that is known is the program's word."""
    refused = ModelCheckFacts(False, "Lambda")
    return Evidence(program=program(facts), checked=refused, reported_scores={score.data: score for score in scores})


# the score of a model that has permuted weights
NOTHING = {"accuracy": PermutedScore(0.0, 0.0, 0.0), **dict.fromkeys(("mse", "mae"), PermutedScore(*[math.inf] * 3))}


def verified(facts: ModelFacts = SMALL, *scores: ScoreFacts) -> Evidence:
    """A model that was loaded and measured by a process that never ran learner code."""
    return Evidence(program=program(facts), checked=ModelCheckFacts(True, model=facts, scores=scores))


def trained(*fits: FitFacts, compiled: CompileFacts | None = None) -> Evidence:
    return Evidence(program=program(compiled=compiled, fits=fits))


def fit(epochs: int = 0, **history: tuple[float, ...]) -> FitFacts:
    epochs = epochs or max(map(len, history.values()), default=10)
    return FitFacts(epochs, epochs, 32, any(name.startswith("val_") for name in history), history)


def unbuilt(*units: int) -> ModelFacts:
    facts = model(*(replace(dense(n, 1), params=None, trainable_params=None, output_shape=None) for n in units))
    return replace(facts, input_shape=None)
