from __future__ import annotations

import pytest

from tests.grading.builders import draft, one
from tuitutor.course.checks import Source
from tuitutor.grading.verdicts import Verdict


@pytest.mark.parametrize(
    "answer",
    ["model.fit(x)", "h = Sequential([]).fit(x)", "fit(x)", "train = model.fit\ntrain(x)", "self.model.fit()"],
)
def test_calls_are_found_however_they_are_written(answer: str) -> None:
    assert one(Source(calls=("fit",)), draft(Source(calls=("fit",)), answer)).verdict is Verdict.PASSED


@pytest.mark.parametrize("answer", ["# model.fit(x)", "print('fit(x)')", "fit = 3", "model.fit", "refit(x)", "x ="])
def test_text_that_is_no_call(answer: str) -> None:
    assert one(Source(calls=("fit",)), draft(Source(calls=("fit",)), answer)).verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "answer",
    [
        "exec('x')",
        "e = exec\ne('x')",
        "import builtins\nbuiltins.exec('x')",
        "from m import exec as run\nrun(1)",
        "@exec\ndef f(): pass",
    ],
)
def test_banned_calls_are_found(answer: str) -> None:
    result = one(Source(never=("exec",)), draft(Source(never=("exec",)), answer))
    assert (result.verdict, result.found) == (Verdict.FAILED, "calls exec")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("def solve(x): return x\nsolve(1)", Verdict.PASSED),
        ("def solve(x): return x\nnp.linalg.solve(1)", Verdict.FAILED),
        ("from numpy.linalg import solve\nclass A:\n    def solve(self): pass\nsolve(1)", Verdict.FAILED),
    ],
)
def test_a_function_of_ones_own_is_not_the_librarys(answer: str, verdict: Verdict) -> None:
    assert one(Source(never=("solve",)), draft(Source(never=("solve",)), answer)).verdict is verdict
    assert one(Source(calls=("solve",)), draft(Source(calls=("solve",)), answer)).verdict is not verdict


def test_a_dotted_name_asks_for_its_owner() -> None:
    check = Source(calls=("keras.Input",))
    assert one(check, draft(check, "tf.keras.Input((3,))")).verdict is Verdict.PASSED
    assert one(check, draft(check, "Input((3,))")).verdict is Verdict.FAILED


@pytest.mark.parametrize("answer", ["", "   \n", "# nothing yet", "a" + ".b" * 50_000, "x\0"])
def test_an_answer_without_code_does_not_pass_by_avoiding_things(answer: str) -> None:
    both = Source(never=("exec",), calls=("fit",))
    verdict = one(both, draft(both, answer)).verdict
    assert verdict is Verdict.FAILED
    if len(answer) < 100:
        assert one(Source(never=("exec",)), draft(Source(never=("exec",)), answer)).verdict is Verdict.FAILED


def test_odd_strings_in_the_answer_warn_nobody() -> None:
    assert one(Source(calls=("print",)), draft(Source(calls=("print",)), r"print('\d')")).verdict is Verdict.PASSED
