"""What holds for advice on any error, and how much is said."""

from __future__ import annotations

from tests.coach.messages import said
from tuitutor.coach import AT_MOST, LONGEST, advise
from tuitutor.grading.verdicts import CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.raised import ErrorInfo, Frame


def test_colours_in_a_message_do_not_matter_and_another_class_does() -> None:
    message = "\x1b[1mDense\x1b[0m.__init__() missing 1 required positional argument: 'units'"
    assert "Dense needs" in said("TypeError", message)
    assert said("ValueError", message) == ""


def test_the_line_that_counts_is_the_innermost() -> None:
    frames = tuple(Frame("answer.py", n, "f", text) for n, text in ((1, "model.fit(x)"), (2, "print(1)")))
    (advice,) = advise(ErrorInfo("ValueError", "I/O operation on closed file.", frames), (), ())
    assert advice.line == 2
    outer = (frames[1], Frame("answer.py", 1, "f", "x = 1"))
    assert advise(ErrorInfo("ValueError", "I/O operation on closed file.", outer), (), ()) == ()


def test_two_pieces_of_advice_are_the_most() -> None:
    assert len(advise(None, (), (), "a.fit\n" * 9)) == AT_MOST == 2


def test_an_answer_that_is_very_long_is_not_read_for_its_design() -> None:
    lines = "a.fit\n" + "#" * (LONGEST - 6)
    assert LONGEST == 20_000
    assert len(advise(None, (), (), lines)) == 1
    assert advise(None, (), (), f"{lines}#") == ()
    blown = FitFacts(2, 2, 32, False, {"loss": (1.0, float("nan"))})
    assert [each.topic for each in advise(None, (blown,), (), f"{lines}#")] == ["nan"]


def test_nothing_is_said_after_a_pass_unless_there_was_an_error() -> None:
    passed, failed = (CheckResult("it", verdict, 1, 1) for verdict in (Verdict.PASSED, Verdict.FAILED))
    assert advise(None, (), (passed, passed), "a.fit\n") == ()
    assert len(advise(None, (), (passed, failed), "a.fit\n")) == 1
    assert len(advise(None, (), (), "a.fit\n")) == 1
    assert said("NameError", "name 'true' is not defined", "true") != ""
    error = ErrorInfo("NameError", "name 'true' is not defined")
    assert len(advise(error, (), (passed,), "a.fit\n")) == 1
