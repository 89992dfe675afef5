from __future__ import annotations

import pytest

from tests.grading.builders import one
from tuitutor.course.checks import Question, Source
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.verdicts import Verdict


@pytest.mark.parametrize(
    "answer",
    ["model.fit(x)", "h = Sequential([]).fit(x)", "fit(x)", "train = model.fit\ntrain(x)", "self.model.fit()"],
)
def test_calls_are_found_however_they_are_written(answer: str) -> None:
    assert one(Source(calls=("fit",)), Evidence(answer)).verdict is Verdict.PASSED


@pytest.mark.parametrize("answer", ["# model.fit(x)", "print('fit(x)')", "fit = 3", "model.fit", "refit(x)", "x ="])
def test_text_that_is_no_call(answer: str) -> None:
    assert one(Source(calls=("fit",)), Evidence(answer)).verdict is Verdict.FAILED


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
    result = one(Source(never=("exec",)), Evidence(answer))
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
    assert one(Source(never=("solve",)), Evidence(answer)).verdict is verdict
    assert one(Source(calls=("solve",)), Evidence(answer)).verdict is not verdict


def test_a_dotted_name_asks_for_its_owner() -> None:
    check = Source(calls=("keras.Input",))
    assert one(check, Evidence("tf.keras.Input((3,))")).verdict is Verdict.PASSED
    assert one(check, Evidence("Input((3,))")).verdict is Verdict.FAILED


@pytest.mark.parametrize("answer", ["", "   \n", "# nothing yet", "a" + ".b" * 50_000, "x\0"])
def test_an_answer_without_code_does_not_pass_by_avoiding_things(answer: str) -> None:
    verdict = one(Source(never=("exec",), calls=("fit",)), Evidence(answer)).verdict
    assert verdict is Verdict.FAILED
    if len(answer) < 100:
        assert one(Source(never=("exec",)), Evidence(answer)).verdict is Verdict.FAILED


def test_odd_strings_in_the_answer_warn_nobody() -> None:
    assert one(Source(calls=("print",)), Evidence(r"print('\d')")).verdict is Verdict.PASSED


# ---- questions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "line"),
    [
        ("12", "# answer: 12"),
        ("12", "#answer:12.0"),
        ("12", "\n# Answer :  12 "),
        ("1000", "# answer: 1,000"),
        ("batch size", "# answer: Batch  Size."),
        ("relu", "# answer: `relu`"),
    ],
)
def test_an_answer_is_compared_loosely(right: str, line: str) -> None:
    result = one(Question(right), Evidence(line))
    assert (result.verdict, result.points, result.expected) == (Verdict.PASSED, 1.0, "")


@pytest.mark.parametrize("line", ["# answer: 13", "# answer: 1,2", "12", "print(12)  # answer: 12"])
def test_a_wrong_answer_never_shows_the_right_one(line: str) -> None:
    result = one(Question("12", choices=("9", "12", "13")), Evidence(line))
    assert (result.verdict, result.expected) == (Verdict.FAILED, "")
    if result.found == "13":
        assert "12" not in result.why


def test_an_answer_that_is_no_choice_is_told_the_choices() -> None:
    assert one(Question("12", choices=("9", "12")), Evidence("# answer: 7")).why == "Choose one of: 9, 12."


@pytest.mark.parametrize("answer", ["", "# answer:", "# answer:   "])
def test_an_empty_answer_asks_for_one(answer: str) -> None:
    result = one(Question(""), Evidence(answer), feedback="Count again.")
    assert (result.verdict, result.found) == (Verdict.FAILED, "no answer")
    assert result.why == "Write your answer after `# answer:` in the first line."
