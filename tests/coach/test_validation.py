"""Validation that was forgotten, and the call that made the last fit."""

from __future__ import annotations

import pytest

from tests.grading.builders import fit
from tuitutor.coach.code import Code
from tuitutor.coach.curves import advise_on_validation, fit_call
from tuitutor.grading.verdicts import CheckResult, Row, Verdict
from tuitutor.protocol.facts import FitFacts


def failed(label: str, found: str = "no", agrees: bool = False, verdict: Verdict = Verdict.FAILED) -> CheckResult:
    return CheckResult("it", verdict, 0, 1, rows=(Row(label, "x", found, agrees),))


PLAIN_FIT = "x = 1\nmodel.fit(x, y)\n"


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (failed("validation"), True),
        (failed("val_loss falls", "not recorded"), True),
        (failed("gap of accuracy", "not recorded"), True),
        (failed("the gap of accuracy"), False),
        (failed("epochs"), False),
        (failed("validation", "yes"), False),
        (failed("validation", agrees=True), False),
        (failed("validation", verdict=Verdict.SKIPPED), False),
        (failed("validation", verdict=Verdict.PASSED), False),
    ],
)
def test_forgotten_validation_is_told_where_a_check_asks_for_it(result: CheckResult, said: bool) -> None:
    advice = list(advise_on_validation(Code(PLAIN_FIT), [fit(loss=(1.0,))], [failed("epochs"), result]))
    assert [(each.topic, each.line) for each in advice] == [("validation", 2)] * said


def test_validation_that_was_given_or_of_a_fit_before_is_not() -> None:
    asked = [failed("validation")]
    with_one, without = fit(loss=(1.0,), val_loss=(1.0,)), fit(loss=(1.0,))
    assert list(advise_on_validation(Code(PLAIN_FIT), [without, with_one], asked)) == []
    assert len(list(advise_on_validation(Code(PLAIN_FIT), [with_one, without], asked))) == 1
    assert list(advise_on_validation(Code(PLAIN_FIT), [], asked)) == []
    (advice,) = advise_on_validation(Code("train()\n"), [without], asked)
    assert advice.line is None


@pytest.mark.parametrize(
    ("answer", "fits", "line"),
    [
        ("model.fit(x)\n", 1, 1),
        ("for i in x:\n    model.fit(x)\n", 9, 2),
        ("model.fit(x)\nmodel.fit(x)\n", 2, 2),
        ("model.fit(x)\nmodel.fit(x)\n", 1, None),
        ("model.fit(x)\nmodel.fit(x)\n", 3, None),
        ("a = model.fit(x)\nwith x:\n    b = other.fit(x)\n", 2, 3),
        ("model.fit(x)\nif x:\n    model.fit(x)\n", 2, None),
        ("model.fit(x)\nwhile x:\n    model.fit(x)\n", 2, None),
        ("model.fit(x)\nfor i in x:\n    model.fit(x)\n", 2, None),
        ("model.fit(x)\ndef f():\n    model.fit(x)\n", 2, None),
        ("model.fit(x)\nclass C:\n    model.fit(x)\n", 2, None),
        ("model.fit(x)\ntry:\n    model.fit(x)\nfinally:\n    pass\n", 2, None),
        ("model.fit(x)\n", 0, None),
        ("train()\n", 1, None),
        ("x = = 1\n", 1, None),
    ],
)
def test_the_call_of_the_last_fit_is_known_where_the_code_leaves_no_doubt(
    answer: str, fits: int, line: int | None
) -> None:
    call = fit_call(Code(answer), [FitFacts(1, 1, 32, False)] * fits)
    assert (call.lineno if call is not None else None) == line
