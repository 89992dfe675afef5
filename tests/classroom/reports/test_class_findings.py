"""What the marks of a class say: rates, wrong answers, misconceptions, answers for another variant."""

from __future__ import annotations

import pytest

from tests.classroom.reports.marks import check, mark, raised
from tests.small_course import exercise, lesson, write_course
from tuitutor.classroom.class_verdicts import Mark
from tuitutor.classroom.reports.class_findings import ClassFindings, OtherVariant, WrongAnswer, findings_in, kind_of
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Variant
from tuitutor.grading.verdicts import Advice, Verdict

TABLE = "```yaml variants\nbatches: [16, 24]\nall: [20, 30]\nhalf: [8, 12]\n```"
STEPS = (
    "- question: {choices: [8, 16, 20], answer: 16, because: {8: Half is for validation., 20: These are all.}}\n"
    "  name: steps"
)
WIDTH = "- question: {number: 0.48, because: {0.95: That is the first.}}\n  name: width"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    parts = [
        exercise("Steps", "steps", f"16, 20 or 8?\n\n{TABLE}", starter="# answer:", checks=STEPS, hints=["8 or 20."],
                 solution="# answer: 16", why="16."),
        exercise("Width", "width", "How wide?", starter="# answer:", checks=WIDTH, hints=[], solution="# answer: 0.48",
                 why="So."),
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("class") / "course"
    return load_course(write_course(folder, {"Words": {"words.md": lesson("Words", "Count.", *parts)}}))


def answered(who: str, label: str, text: str, why: str, variant: Variant | None = None) -> Mark:
    """A wrong answer to a question."""
    return mark(who, label, Verdict.FAILED, 0, check(label, Verdict.FAILED, why=why, found=text), variant=variant)


def found(marks: list[Mark], course: Course | None) -> ClassFindings:
    return findings_in(marks, {("ada", "steps"): 3}, course)


def test_how_an_exercise_went() -> None:
    marks = [
        mark("ada", "steps", Verdict.PASSED, 4, check("count", Verdict.PASSED)),
        mark("bob", "steps", Verdict.FAILED, 1, check("count", Verdict.FAILED), check("gap", Verdict.FAILED)),
        mark("cem", "steps", Verdict.FAILED, 1, check("count", Verdict.FAILED)),
        mark("dan", "steps", Verdict.ERRORED, 0, problem="the worker died"),
    ]
    (steps,) = found(marks, None).exercises
    assert (steps.graded, steps.errored, steps.passed, steps.out_of) == (3, 1, 1, 4.0)
    assert steps.attempts == (3 + 1 + 1 + 1) / 4
    assert steps.fails == (("count", 2), ("gap", 1))
    assert steps.points is not None
    assert (steps.points.mean, steps.points.median) == (2.0, 1.0)
    assert steps.interval == pytest.approx((0.0615, 0.7923), abs=5e-5)


def test_a_wrong_answer_is_one_in_all_its_spellings_and_variants(course: Course) -> None:
    first, second = Variant(1, 2), Variant(2, 2)
    marks = [
        answered("ada", "steps", "20.0", "These are all.", first),
        answered("bob", "steps", " 20. ", "These are all.", first),
        answered("cem", "steps", "30", "These are all.", second),
        answered("dan", "steps", "8", "Half is for validation.", first),
        answered("eve", "steps", "no answer", "Write your answer.", first),
        answered("fay", "steps", "24", "Answer with one of these choices: 8, 16, 20.", first),
        answered("ada", "width", "0.951", "That is the first."),
        answered("bob", "width", "95 %", "That is the first."),
        answered("cem", "width", "7", "Not right."),
    ]
    assert found(marks, course).wrong_answers == (
        WrongAnswer("steps", ("20", "30"), "These are all.", ("ada", "bob", "cem")),
        WrongAnswer("width", ("0.95",), "That is the first.", ("ada", "bob")),
        WrongAnswer("steps", ("24",), "It is none of the choices.", ("fay",)),
        WrongAnswer("steps", ("8",), "Half is for validation.", ("dan",)),
        WrongAnswer("steps", ("no answer",), "Write your answer.", ("eve",)),
        WrongAnswer("width", ("7",), "Not right.", ("cem",)),
    )
    assert found(marks, None).wrong_answers == (), "nobody knows which checks are questions"
    text = class_overview("keras", marks, [], (), found(marks, course))
    assert "| 3 | steps | 20 / 30 | These are all. |" in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("loss is 0.6931, accuracy 0.4795: no better.", "loss is 0.7, accuracy 0.486: no better."),
        ("`modle` is not defined. Did you mean `model`?", "`nett` is not defined. Did you mean `net`?"),
        ("Arrays of shapes (64, 3) and (3, 64) meet.", "Arrays of shapes (128, 3) and (3, 2, 4) meet."),
        ("model.fit only names the function.", "my_net.compile only names the function."),
        ("the optimizer SGD ignores it", "the optimizer Adam ignores it"),
        ("loss is nan from epoch 3 on", "loss is inf from epoch 12 on"),
        ("loss grows, from 0.69 to 1.2e+30: it", "loss grows, from 1e-05 to 7: it"),
        ("It got ['adam'] for 'lr'.", "It got [0.1, None] for 'rate'."),
    ],
)
def test_advice_is_the_same_whatever_its_numbers_and_names(one: str, other: str) -> None:
    assert kind_of(Advice("t", (), one, "")) == kind_of(Advice("t", (), other, ""))
    assert kind_of(Advice("t", (), one, "")) != kind_of(Advice("t", (), f"{other} And more words.", ""))
    assert kind_of(Advice("t", (), one, "")) != kind_of(Advice("u", (), other, ""))


def test_misconceptions_are_told_with_who_has_them() -> None:
    stuck = [Advice("plateau", (), f"loss stays at {loss}.", "") for loss in ("0.4795", "0.486", "0.5")]
    marks = [
        mark("cem", "xor", Verdict.FAILED, 0, advice=(stuck[0],)),
        mark("ada", "xor", Verdict.FAILED, 0, advice=(stuck[1], Advice("nan", (), "loss is nan.", ""))),
        mark("ada", "golf", Verdict.FAILED, 0, advice=(stuck[1],)),
        mark("bob", "golf", Verdict.FAILED, 0, advice=(stuck[2],)),
    ]
    first, second = found(marks, None).misconceptions
    assert (first.who, first.exercises, first.wordings) == (("ada", "bob", "cem"), ("golf", "xor"), 3)
    assert (first.why, second.who) == ("loss stays at 0.486.", ("ada",))
    assert "| 3 | golf, xor | loss stays at 0.486. | ada, bob, cem |" in class_overview("keras", marks, [])


def test_an_answer_that_did_not_run_to_its_end_fails_no_check_that_was_not_run_and_is_no_misconception() -> None:
    slip = Advice("syntax", (), "A parenthesis is not closed.", "Close it.")
    results = check("source", Verdict.FAILED, found="no Dense"), check("hidden", Verdict.FAILED)
    error = raised("SyntaxError", "'(' was never closed")
    marks = [
        mark("ada", "xor", Verdict.FAILED, 0, *results, error=error, advice=(slip,)),
        mark("bob", "xor", Verdict.FAILED, 0, check("hidden", Verdict.FAILED)),
    ]
    (xor,) = found(marks, None).exercises
    assert (xor.graded, xor.not_run, xor.fails) == (2, 1, (("source", 1), ("hidden", 1)))
    assert [(each.why, each.who) for each in found(marks, None).misconceptions] == [("hidden", ("bob",))]
    page = class_overview("keras", marks, [])
    assert "| xor | 2, 1 did not run to their end | 0 (0%), 0% to 66% |" in page
    assert "| source (1), hidden (1) |" in page


def test_a_failed_check_without_advice_is_a_misconception_in_its_own_words() -> None:
    fails = [check("rate", Verdict.FAILED, why=f"{rate} is too high.", found=str(rate)) for rate in (0.5, 0.7)]
    marks = [mark(who, "xor", Verdict.FAILED, 0, fail) for who, fail in zip(("ada", "bob"), fails, strict=True)]
    marks.append(mark("cem", "xor", Verdict.FAILED, 0, check("size", Verdict.FAILED, expected="3", found="4")))
    assert [(each.why, each.who) for each in found(marks, None).misconceptions] == [
        ("rate: 0.5 is too high.", ("ada", "bob")),
        ("size: expected 3, found 4", ("cem",)),
    ]


def test_an_answer_that_is_right_for_another_variant_is_pointed_out() -> None:
    first, second = Variant(1, 2), Variant(2, 2)
    marks = [
        Mark("ada", "k", "a", mark("ada", "steps", Verdict.FAILED, 0, variant=first).grade, right_for=second),
        mark("bob", "steps", Verdict.PASSED, 4, variant=second),
        mark("cem", "steps", Verdict.FAILED, 0, variant=second),
        mark("dan", "steps", Verdict.PASSED, 4, variant=first),
    ]
    assert found(marks, None).other_variants == (OtherVariant("ada", "steps", first, second, ("bob",)),)
    row = "| ada | steps, variant 2 of 2 | bob |"
    assert row in class_overview("keras", marks, [], (), found(marks, None))
