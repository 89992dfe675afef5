"""What holds for every check and all evidence."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.builders import (
    NOTHING,
    SMALL,
    dense,
    exercise,
    fit,
    model,
    one,
    read_facts,
    reported,
    trained,
    verified,
)
from tuitutor.course.bounds import Bound, InvalidCheck
from tuitutor.course.checks import (
    Accuracy,
    BuiltFrom,
    Compiled,
    Curve,
    Expected,
    Fit,
    History,
    Layers,
    LayerSpec,
    OutputShape,
    OutputShapes,
    Params,
    Source,
    Stdout,
    Variable,
)
from tuitutor.course.choices import Question
from tuitutor.course.kind import CheckKind
from tuitutor.grading.architecture import agree, align
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge, not_run, verdict_of
from tuitutor.grading.numbers import holds, number_beside, shortest_decimal
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.facts import CompileFacts, FitFacts, ProgramFacts, ScoreFacts, VariableFacts

T = TypeVar("T")
steady = settings(deadline=None)  # a busy machine is no failure

words = st.sampled_from(["relu", "mse", "adam", "accuracy", "loss", "val_loss", "fit", "exec", "x", ""])
numbers = st.none() | st.floats(-10, 10) | st.integers(-5, 50)


def sound(make: Callable[..., T], *fields: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Values of a kind of check, made of fields of which not all go together."""

    def made(values: tuple[Any, ...]) -> list[T]:
        with suppress(InvalidCheck):
            return [make(*values)]
        return []

    return st.tuples(*fields).map(made).filter(bool).map(lambda found: found[0])


few_words = st.lists(words.filter(bool), min_size=1, max_size=2).map(tuple)
bounds = sound(Bound, numbers, numbers, numbers)
dims = st.lists(st.none() | st.integers(0, 5), max_size=3).map(tuple)
specs = st.builds(LayerSpec, st.sampled_from(["Dense", "Dropout"])) | st.just(LayerSpec(any_number=True))
curves = sound(Curve, st.booleans(), st.booleans(), st.none() | bounds, st.none() | bounds)
shares = st.none() | st.floats(0, 1)
kinds: st.SearchStrategy[CheckKind] = st.one_of(
    sound(Layers, st.lists(specs, max_size=3).map(tuple)),
    sound(OutputShapes, st.lists(dims.filter(bool), max_size=3).map(tuple)),
    st.builds(OutputShape, dims.filter(bool)),
    sound(Params, st.none() | st.lists(st.integers(0, 20)).map(tuple), st.none() | bounds, st.none() | bounds),
    sound(Compiled, st.none() | few_words, st.none() | few_words, st.none() | bounds, st.none() | few_words),
    sound(Fit, *[st.none() | bounds] * 4, st.none() | st.booleans()),
    sound(History, st.lists(st.tuples(words, curves), max_size=2).map(tuple)),
    sound(Accuracy, words, st.integers(0, 100), st.none(), shares, shares),
    st.builds(BuiltFrom, st.lists(st.sampled_from(["Dense", "ReLU", "Add"])).map(tuple)),
    st.builds(
        Variable, words, st.builds(Expected, st.none() | dims, st.none() | words, st.none() | st.integers() | words)
    ),
    st.builds(Stdout, st.sampled_from(["", ".*", "^$", "x"])),
    sound(Source, few_words, few_words),
    st.builds(Question, words),
)
EMPTY = (
    Evidence(),
    Evidence(program=ProgramFacts(None, None, None)),
    Evidence(program=ProgramFacts(model(), "Sequential", None, fits=(FitFacts(0, 0, None, False),))),
    replace(reported(model()), reported_scores={"": ScoreFacts("", 0, None)}),
    verified(model(), ScoreFacts("", 0, math.nan)),
)


def never_fits(kind: CheckKind) -> bool:
    """Not a Fit check: a fit of no epochs, though poor, is a fact, and may lie within a bound."""
    return not isinstance(kind, Fit)


@steady
@given(kinds.filter(never_fits), st.sampled_from(EMPTY))
def test_nothing_passes_on_empty_evidence(kind: CheckKind, evidence: Evidence) -> None:
    result = one(kind, evidence)
    assert result.verdict is not Verdict.PASSED
    assert (result.points, bool(result.why)) == (0, True)


@steady
@given(kinds)
def test_no_check_passes_without_a_run_or_an_answer(kind: CheckKind) -> None:
    for verdict in (Verdict.FAILED, Verdict.ERRORED):
        (result,) = not_run(exercise(kind), verdict)
        assert result.verdict is verdict


@steady
@given(st.lists(kinds, max_size=4), st.sampled_from([*EMPTY, verified(), reported(), trained(fit(loss=(1.0, 0.5)))]))
def test_an_attempt_passes_only_when_every_check_does(checks: list[CheckKind], evidence: Evidence) -> None:
    results = judge(exercise(*checks), evidence)
    assert len(results) == len(checks)
    passed = [result.verdict is Verdict.PASSED for result in results]
    assert (verdict_of(results) is Verdict.PASSED) == (bool(passed) and all(passed))
    assert all((result.points == result.out_of) == (result.verdict is Verdict.PASSED) for result in results)


@steady
@given(st.floats(0, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_raising_the_bar_never_turns_a_failure_into_a_pass(accuracy: float, one_bar: float, other_bar: float) -> None:
    low, high = sorted((one_bar, other_bar))
    evidence = verified(SMALL, ScoreFacts("d", 10, accuracy, permuted=NOTHING))
    at_low = one(Accuracy("d", 10, at_least=low), evidence).verdict
    at_high = one(Accuracy("d", 10, at_least=high), evidence).verdict
    assert at_low is Verdict.PASSED or at_high is Verdict.FAILED


@steady
@given(st.integers(1, 30), st.integers(0, 500), st.integers(0, 500))
def test_lowering_the_ceiling_never_turns_a_failure_into_a_pass(units: int, one_top: int, other_top: int) -> None:
    low, high = sorted((one_top, other_top))
    evidence = verified(model(dense(units, 3)))
    at_high = one(Params(total=Bound(at_most=high)), evidence).verdict
    at_low = one(Params(total=Bound(at_most=low)), evidence).verdict
    assert at_high is Verdict.PASSED or at_low is Verdict.FAILED


def significant_digits(value: float) -> int:
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


@steady
@given(st.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_a_float32_is_read_as_its_shortest_decimal(value: float) -> None:
    assert significant_digits(shortest_decimal(value)) <= significant_digits(value)
    assert abs(shortest_decimal(value) - value) <= abs(value) * 1e-6


@steady
@given(st.floats(), bounds)
def test_what_is_shown_is_on_the_side_of_the_bound_where_it_is(value: float, bound: Bound) -> None:
    shown = float(number_beside(value, bound))
    if math.isfinite(value):
        assert bound.holds(shown) == holds(bound, value)
    else:
        assert not holds(bound, value)


@steady
@given(st.lists(specs, max_size=5), st.lists(st.sampled_from(["Dense", "Dropout"]), max_size=6))
def test_every_layer_and_every_wanted_one_has_a_place(expected: list[LayerSpec], names: list[str]) -> None:
    layers = [replace(dense(2, 2), kind=name, name=str(n)) for n, name in enumerate(names)]
    pairs = align(expected, layers)
    assert [layer for _, layer in pairs if layer is not None] == layers
    assert [spec for spec, _ in pairs if spec and not spec.any_number] == [s for s in expected if not s.any_number]
    assert all(map(agree, pairs)) == _matches(expected, names)


def _matches(expected: list[LayerSpec], names: list[str]) -> bool:
    """The plain definition of the wildcard match, by trying all."""
    if not expected:
        return not names
    if expected[0].any_number:
        return any(_matches(expected[1:], names[cut:]) for cut in range(len(names) + 1))
    return bool(names) and expected[0].kind == names[0] and _matches(expected[1:], names[1:])


@steady
@given(st.text(max_size=50), st.text(max_size=50))
def test_reprs_and_answers_of_any_kind_are_survived(text: str, other: str) -> None:
    variable = VariableFacts("x", "T", None, text, text)
    facts = ProgramFacts(SMALL, "Sequential", CompileFacts(text, other, None, (text,)), variables=(variable,))
    for kind in (
        Variable("x", Expected(equals=3)),
        Source(calls=("fit",)),
        Question("12"),
        Compiled(loss=("mse",)),
    ):
        one(kind, Evidence(read_facts(exercise(kind).checks, text), stdout=other, program=facts))
