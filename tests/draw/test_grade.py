"""A verdict says first what is wrong, once, and names what passed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from tests.draw.test_check_results import looks, results
from tuitutor.course.bounds import Bound
from tuitutor.draw.grade import draw_grade, headlines
from tuitutor.draw.look import Look
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Row, Verdict
from tuitutor.protocol.raised import ErrorInfo, Frame

OUTPUTS = CheckResult("two outputs", Verdict.PASSED, 1, 1, "(None, 2)", "(None, 2)", "", Provenance.VERIFIED)
PARAMS = CheckResult("parameters", Verdict.PASSED, 1, 1, "", "trainable 78", "", Provenance.VERIFIED, count=78)
HIDDEN = CheckResult("hidden accuracy", Verdict.FAILED, 0, 3, "at least 0.95", "0.81", "", Provenance.VERIFIED)
ADVICE = Advice("underfit", "Still falling.", "Train on.")
GRADE = Grade("xor", "v", Verdict.FAILED, (OUTPUTS, PARAMS, HIDDEN), advice=(ADVICE,))


def lines(grade: Grade, width: int = 60) -> list[str]:
    return draw_grade(grade, (), width, Look()).plain.split("\n")


def test_what_is_wrong_comes_first_then_advice_then_what_passed_in_a_line() -> None:
    assert lines(GRADE) == [
        "✗ hidden accuracy  0 of 3 points",
        "  expected  at least 0.95",
        "  found     0.81",
        "",
        "Still falling.",
        "Try: Train on.",
        "",
        "✓ two outputs · parameters 78",
    ]


def test_the_headline_says_what_was_found_and_wanted_first_as_a_whole() -> None:
    scored = replace(HIDDEN, found="0.835 on 4,000 samples", bound=Bound(at_least=0.95), value=0.835)
    failed = replace(GRADE, results=(OUTPUTS, PARAMS, scored))
    assert headlines(failed, Look()) == [
        "1 of 3: hidden accuracy 0.835, wants at least 0.95",
        "hidden accuracy 0.835, wants at least 0.95",
        "1 of 3: hidden accuracy",
        "1 of 3 failed",
    ]
    count = CheckResult("the count", Verdict.FAILED, 0, 1, "", "sixteen", "Count the axes.")
    assert headlines(replace(GRADE, results=(count,)), Look())[0] == "the count: sixteen"
    rows = (Row("loss", "at most 9", "0.5", True), Row("units", "3 to 8", "1", False, Bound(at_most=8), 1))
    play = CheckResult("learns", Verdict.FAILED, 0, 1, "", "", "", rows=rows)
    assert headlines(replace(GRADE, results=(play,)), Look())[1] == "learns: units 1, wants 3 to 8"
    wrong = ErrorInfo("NameError", "name 'wrong' is not defined", (Frame("xor.py", 2, "<module>", "wrong"),))
    assert headlines(replace(GRADE, error=wrong), Look())[0] == "NameError: name 'wrong' is not defined (line 2)"
    assert headlines(replace(GRADE, stopped="It took too long."), Look())[0] == "It took too long."


def test_what_the_headline_told_is_not_said_again_but_why_is() -> None:
    why = replace(HIDDEN, why="Only samples that it has never seen tell.")
    shown = draw_grade(replace(GRADE, results=(OUTPUTS, why)), (), 60, Look(), told=True).plain.split("\n")
    assert shown[:3] == ["Only samples that it has never seen tell.", "", "Still falling."]
    reported = replace(why, provenance=Provenance.REPORTED)
    shown = draw_grade(replace(GRADE, results=(OUTPUTS, reported)), (), 60, Look(), told=True).plain.split("\n")
    assert "reported" in shown[0]


def test_a_score_that_passed_is_named_with_its_number() -> None:
    passed = replace(
        HIDDEN,
        verdict=Verdict.PASSED,
        points=3,
        found="0.9955 on 4,000 samples",
        bound=Bound(at_least=0.95),
        value=0.9955,
    )
    assert lines(replace(GRADE, results=(OUTPUTS, passed), advice=())) == ["✓ two outputs · hidden accuracy 0.9955"]


def test_what_passed_by_the_programs_own_word_says_so() -> None:
    trained = CheckResult("trained", Verdict.PASSED, 1, 1, "so", "so", "", Provenance.REPORTED)
    shown = lines(replace(GRADE, results=(OUTPUTS, trained), advice=()))
    assert shown == ["✓ two outputs · trained (reported)", "", "reported: by your program itself"]


def test_an_error_is_an_error_and_not_as_many_failed_checks() -> None:
    names = ("two outputs", "parameters", "hidden accuracy")
    unreached = tuple(
        CheckResult(name, Verdict.FAILED, 0, 1, why="The answer did not run to its end.") for name in names
    )
    error = ErrorInfo("NameError", "name 'modle' is not defined", (Frame("xor.py", 2, "<module>", "modle"),))
    shown = lines(Grade("xor", "v", Verdict.FAILED, unreached, error=error))
    assert shown[-1] == "not checked: two outputs · parameters · hidden accuracy"
    assert "NameError: name 'modle' is not defined" in shown
    assert "✗" not in "".join(shown)


def test_what_is_the_programs_own_word_is_said() -> None:
    shown = lines(
        replace(
            GRADE, results=(replace(HIDDEN, provenance=Provenance.REPORTED),), advice=(), unverified="it is a Lambda"
        )
    )
    assert shown[0] == "✗ hidden accuracy  0 of 3 points  reported"
    assert " ".join(shown[-2:]) == "reported: by your program itself; the model could not be verified: it is a Lambda"


@given(st.lists(results, max_size=4).map(tuple), st.booleans(), st.integers(8, 120), looks)
def test_a_grade_stays_within_its_width_and_names_each_check(
    checks: tuple[CheckResult, ...], stopped: bool, width: int, look: Look
) -> None:
    grade = Grade("xor", "v", Verdict.FAILED, checks, stopped="It was stopped." if stopped else "")
    text = draw_grade(grade, ("a best",), width, look).plain
    assert max(map(cell_len, text.split("\n"))) <= width
    assert not look.ascii or text.isascii()


def test_backticks_in_advice_and_feedback_become_quotes() -> None:
    failed = CheckResult("hidden", Verdict.FAILED, 0, 1, why="Count the lines of `ring`.")
    advice = Advice("loss", "Dense has no `ativation`.", "Write `activation`.", line=2)
    assert lines(replace(GRADE, results=(failed,), advice=(advice,))) == [
        "✗ hidden",
        "  Count the lines of 'ring'.",
        "",
        "Line 2: Dense has no 'ativation'.",
        "Try: Write 'activation'.",
    ]


def test_reasons_that_are_shared_are_said_once() -> None:
    same = [CheckResult(name, Verdict.FAILED, 0, 1, why="There is no model.") for name in ("a", "b")]
    assert lines(replace(GRADE, results=tuple(same), advice=())) == ["✗ a", "✗ b", "  There is no model."]
