"""What people decided, applied to the marks of a class."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.classroom.reports.marks import check, mark
from tuitutor.classroom.class_verdicts import Mark, Received, Unread
from tuitutor.classroom.decisions import Decision
from tuitutor.classroom.rulings import Ruled, with_decisions
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import CheckResult, Verdict

TEXT = CheckResult("Text", Verdict.PENDING, 0.0, 3.0, rubric=("says why", "names a remedy"))
PRINTS = check("prints", Verdict.PASSED, 6.0, 6.0)


def read(who: str, *checks: CheckResult, verdict: Verdict = Verdict.PENDING) -> Mark:
    """A mark of 6 of 9 points, of which a person gives 3."""
    one = mark(who, "xor", verdict, 6.0, out_of=9.0)
    return replace(one, grade=replace(one.grade, results=checks or (PRINTS, TEXT)))


def ruled(*decisions: Decision, marks: tuple[Mark, ...] = (read("ada"),)) -> Ruled:
    return with_decisions(marks, [Unread("bob", "xor", "bob/xor.pdf", "it is no answer.")], [], decisions)


def outcome(*decisions: Decision, of: Mark | None = None) -> tuple[str, float, bool]:
    [found] = [each for each in ruled(*decisions, marks=(of or read("ada"),)).marks if each.who == "ada"]
    return found.standing, found.points, found.final


def test_points_of_a_rubric_end_the_waiting() -> None:
    assert outcome() == ("pending", 6.0, False)
    assert outcome(Decision("ada", "xor", rubric=(2, 1))) == ("passed", 9.0, True)
    assert outcome(Decision("ada", "xor", rubric=(2, 0.5))) == ("failed", 8.5, True)
    assert outcome(Decision("ada", "xor", check="Text", points=1)) == ("failed", 7.0, True)
    [told] = ruled(Decision("ada", "xor", rubric=(2, 0.5))).marks
    assert told.grade.results[1].why == "says why: 2; names a remedy: 0.5."


def test_an_answer_that_failed_waits_for_its_reader_too_and_stays_failed() -> None:
    failed = check("prints", Verdict.FAILED, 0.0, 6.0)
    both = read("ada", failed, TEXT, verdict=Verdict.FAILED)
    assert outcome(of=both) == ("pending", 0.0, False)
    assert outcome(Decision("ada", "xor", rubric=(2, 1)), of=both) == ("failed", 3.0, True)


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        ({"points": 9}, ("passed", 9.0, True)),
        ({"points": 5}, ("failed", 5.0, True)),
        ({"verdict": "passed"}, ("passed", 9.0, True)),
        ({"verdict": "passed", "points": 7}, ("passed", 7.0, True)),
        ({"verdict": "failed", "points": 7}, ("failed", 7.0, True)),
        ({"excuse": True}, ("excused", 6.0, False)),
        ({"comment": "Well put."}, ("pending", 6.0, False)),
    ],
)
def test_a_person_has_the_last_word(decision: dict[str, object], found: tuple[str, float, bool]) -> None:
    assert outcome(Decision("ada", "xor", why="So.", **decision)) == found  # type: ignore[arg-type]


def test_fewer_points_for_a_pass_leave_it_one() -> None:
    passed = mark("ada", "xor", Verdict.PASSED, 4.0)
    assert outcome(Decision("ada", "xor", points=3, why="No title."), of=passed) == ("passed", 3.0, True)


def test_the_later_of_two_counts_and_comments_add_up() -> None:
    first = Decision("ada", "xor", points=5, why="Late.")
    [one] = ruled(first, Decision("ada", "xor", points=8, why="I was wrong.", comment="Sorry.")).marks
    assert (one.points, one.ruling.notes) == (8.0, ("Late.", "I was wrong.", "Sorry."))


def test_one_about_another_answer_is_said_and_not_applied() -> None:
    of_this = Decision("ada", "xor", "a", points=5, why="So.", line=4)
    assert outcome(of_this) == ("failed", 5.0, True)
    found = ruled(replace(of_this, answer="b"))
    assert (found.marks[0].standing, found.marks[0].points) == ("pending", 6.0)
    [said] = found.doubtful
    assert said.startswith("decisions.toml:4: the answer of ada to 'xor' has changed since this was decided")
    newer = with_decisions([read("ada")], [], [Received("ada", "xor", "b", "")], [replace(of_this, answer="b")])
    assert newer.doubtful  # the grade is still that of the older answer


def test_one_about_another_answer_is_forgotten_once_it_was_decided_again() -> None:
    old = Decision("ada", "xor", "b", rubric=(1, 1))
    assert ruled(old, Decision("ada", "xor", "a", rubric=(2, 1))).doubtful == ()
    assert (
        ruled(replace(old, rubric=(), comment="So."), Decision("ada", "xor", "a", comment="Well put.")).doubtful == ()
    )
    for other in (
        Decision("ada", "xor", "a", comment="Well put."),  # which gives no points
        Decision("ada", "xor", "a", check="prints", points=1),
        Decision("ada", "xor", "c", rubric=(2, 1)),  # which is about a third answer
    ):
        assert ruled(old, other).doubtful
    assert ruled(Decision("ada", "xor", "a", rubric=(2, 1)), old).doubtful, "that is the later one"


def test_a_person_may_read_what_is_no_answer_to_us() -> None:
    found = ruled(Decision("bob", "xor", points=4, why="On paper."))
    assert [(each.who, each.standing, each.points, each.grade.out_of) for each in found.marks] == [
        ("ada", "pending", 6.0, 9.0),
        ("bob", "failed", 4.0, 9.0),
    ]


def test_an_excuse_from_everything_and_a_deadline_need_no_answer() -> None:
    adda = Decision("adda", until="2026-12-06", line=7)
    found = ruled(Decision("cyd", excuse=True, until="2026-12-05"), adda, Decision("ada", excuse=True))
    assert found.excused == {("cyd", ""), ("ada", "")}
    assert found.extended == {("cyd", ""): "2026-12-05", ("adda", ""): "2026-12-06"}
    assert found.marks[0].standing == "excused"
    assert found.doubtful == ("decisions.toml:7: nobody called 'adda' handed in; did you mean 'ada'?",)


def test_a_request_waits_for_its_reply() -> None:
    asked = Decision("ada", "xor", request="Please look again.")
    assert ruled(asked).requests == (asked,)
    answered = ruled(asked, replace(asked, reply="It stays."))
    assert answered.requests == ()
    assert answered.marks[0].ruling.notes == ("You asked: Please look again.", "Answer: It stays.")


FAULTS = [
    (Decision("adda", "xor", comment="x"), "nobody called 'adda' handed in; did you mean 'ada'?"),
    (Decision("ada", "xxor", excuse=True), "nobody answered an exercise 'xxor'; did you mean 'xor'?"),
    (Decision("ada", "xor", points=10, why="x"), "found 10 points; 'xor' has at most 9."),
    (Decision("ada", "xor", check="Txt", points=1), "'xor' has no check 'Txt'; did you mean 'Text'?"),
    (Decision("ada", "xor", check="Text", points=4), "found 4 points; 'Text' has at most 3."),
    (Decision("ada", "xor", rubric=(1,)), "found 1 number in 'rubric'; 'Text' has 2 lines."),
    (Decision("ada", "xor", rubric=(2, 2)), "found 4 points; 'Text' has at most 3."),
    (Decision("ada", "xor", check="prints", rubric=(2, 2)), "found 2 numbers in 'rubric'; 'prints' has 0 lines."),
]


@pytest.mark.parametrize(("decision", "said"), FAULTS)
def test_what_does_not_fit_the_class_is_an_error_with_its_line(decision: Decision, said: str) -> None:
    with pytest.raises(UsageError) as error:
        ruled(replace(decision, line=3))
    assert str(error.value) == f"decisions.toml:3: {said}"
