"""Where an answer to a question stands in the draft, and what is said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grading.builders import draft, one
from tuitutor.course.choices import Question
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.grading.question import chosen
from tuitutor.grading.reading import Reading, read
from tuitutor.grading.verdicts import CheckResult, Provenance, Verdict

COUNTS = ("9", "20", "25", "29")

# ---- where the answer stands ----------------------------------------------------------------

QUESTION = Question("25", COUNTS)


@pytest.mark.parametrize(
    "text",
    [
        *("# answer: 25", "#answer:25", "# Answer : 25 ", "## ANSWER: 25", "# answer = 25", "# answer：25"),
        *("\n  # answer: 25", "# answer: 25\r\nprint(20)", "import math\n# answer: 25", "# answer: 25\nanswer = 20"),
        *(
            "answer = 25",
            "Answer: 25",
            "# answer:\nanswer = 25",
            "# answer:\n25",
            "# answer:\n# 25",
            "# answer:\n\n  #25",
        ),
        *(
            "# answer: \n# about 25",
            "# answer:\n25  # 4 * 5 + 5",
            "# answer: 25\n# answer: 25",
            "# answer:\n# answer: 25",
        ),
        "# answer: 25\n# one of:\n#   9\n#   20",
        "import math\n# ANSWER:\n# 25",
    ],
)
def test_the_answer_is_found(text: str) -> None:
    assert chosen(QUESTION, text) == "25"
    assert one(QUESTION, draft(QUESTION, text)).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "text",
    [
        *("", "# answer:", "# answer:   ", "25", "print(25)  # answer: 25", "x = 1  # answer: 25", "# answer:\nw = 25"),
        *(
            "# answer:\n# 25 units each",
            "# answer:\nprint(25)",
            "# answer:\n# one of:\n#   25",
            "# answers: 25",
            "# 25",
        ),
        *("# answer:\nimport math\n25", "# the answer: 25", "# answer 25"),
    ],
)
def test_a_draft_without_an_answer_asks_for_one(text: str) -> None:
    result = one(QUESTION, draft(QUESTION, text), feedback="Count again.")
    assert (result.verdict, result.found) == (Verdict.FAILED, "no answer")
    assert result.why == "Write your answer after `# answer:` in the first line."
    assert chosen(QUESTION, text) is None


def test_an_untouched_starter_has_no_answer_though_it_offers_one() -> None:
    starter = "# answer: \n# one of:\n#   1\n#   2"
    assert one(Question("1", ("1", "2")), draft(Question("1", ("1", "2")), starter)).found == "no answer"


def test_several_lines_are_several_answers() -> None:
    result = one(QUESTION, draft(QUESTION, "# answer: 20\n# answer: 25\n"))
    assert (result.verdict, result.found) == (Verdict.FAILED, "20 | 25")
    assert result.why == "Write one answer after `# answer:`, and nothing else."
    assert chosen(QUESTION, "# answer: 25\n# answer: 20") is None


# ---- what is said ---------------------------------------------------------------------------

REASONED = Question("25", COUNTS, because=(("20", "The biases are missing."), ("29", "One bias is enough.")))


def told(text: str, question: Question = REASONED) -> CheckResult:
    return one(question, draft(question, f"# answer: {text}"), feedback="Count again.")


def test_the_right_answer_passes_and_expects_nothing() -> None:
    result = told("25 parameters")
    assert (result.verdict, result.points, result.why) == (Verdict.PASSED, 1.0, "")
    assert (result.expected, result.found, result.provenance) == ("", "25 parameters", Provenance.VERIFIED)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("20", "The biases are missing."),
        ("twenty", "The biases are missing."),
        ("4 * 5 = 20", "The biases are missing."),
        ("29", "One bias is enough."),
        ("9", "Count again."),
        ("7", "Choose one of: 9, 20, 25, 29."),
        ("many", "Choose one of: 9, 20, 25, 29."),
        ("20 or 25", "Write one answer after `# answer:`, and nothing else."),
        ("not 20", "Write one answer after `# answer:`, and nothing else."),
    ],
)
def test_each_wrong_answer_is_told_what_is_true_of_it(text: str, why: str) -> None:
    result = told(text)
    assert (result.verdict, result.points, result.why) == (Verdict.FAILED, 0.0, why)
    assert (result.expected, result.found, result.provenance) == ("", text, Provenance.VERIFIED)


def test_a_choice_without_words_of_the_author_is_told_to_read_on() -> None:
    assert one(QUESTION, draft(QUESTION, "# answer: 9")).why == "That is not right; read the lesson's text again."


FREE = Question("640", because=(("600", "Each unit has a bias, too."),))


@pytest.mark.parametrize("text", ["640", "640.0", "0.64k", "4 * 160 = 640", "640 in all"])
def test_a_free_number_is_written_as_one_likes(text: str) -> None:
    assert told(text, FREE).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("600", "Each unit has a bias, too."),
        ("6e2", "Each unit has a bias, too."),
        ("160", "Count again."),
        ("64", "Count again."),
        ("640.4", "Count again."),
        ("many", "Write a number after `# answer:`."),
        ("600 or 640", "Write one answer after `# answer:`, and nothing else."),
        ("640 or 650", "Write one answer after `# answer:`, and nothing else."),
        ("not 640", "Write one answer after `# answer:`, and nothing else."),
    ],
)
def test_a_wrong_free_number(text: str, why: str) -> None:
    result = told(text, FREE)
    assert (result.verdict, result.why) == (Verdict.FAILED, why)


@pytest.mark.parametrize(
    ("number", "passing", "failing"),
    [
        ("0.91", ("0.906", "58/64", "0.9149", "91 %"), ("0.9", "0.904", "0.915", "0.92", "0.9051x")),
        ("0.5", ("0.50", "1/2"), ("0.46", "0.54")),
        ("640", ("640.0",), ("639.9", "640.1")),
        ("-2.3", ("-2.303", "−2.3"), ("2.3", "-2.4", "-2.35")),
        ("12.50", ("12.504", "12.5", "25/2"), ("12.51", "12.4", "12.505")),
        ("0.050", ("0.0504", "5%"), ("0.0506", "0.05051")),
    ],
)
def test_what_rounds_to_a_number_of_two_digits_or_more_is_that_number(
    number: str, passing: tuple[str, ...], failing: tuple[str, ...]
) -> None:
    question = Question(number)
    assert [text for text in passing if told(text, question).verdict is not Verdict.PASSED] == []
    assert [text for text in failing if told(text, question).verdict is not Verdict.FAILED] == []


def test_a_free_text_is_compared_as_choices_are() -> None:
    question = Question("batch size")
    for text in ("Batch  Size.", "batch_size", "the batch size"):
        assert told(text, question).verdict is Verdict.PASSED
    assert told("learning rate", question).why == "Count again."
    assert told("not the batch size", question).why == "Write one answer after `# answer:`, and nothing else."


def test_a_question_without_an_answer_never_passes() -> None:
    assert told("", Question("")).verdict is Verdict.FAILED
    assert told("x", Question("")).verdict is Verdict.FAILED


@given(st.lists(st.integers(0, 99_999), min_size=2, max_size=5, unique=True), st.data())
def test_a_failure_never_shows_the_right_answer(numbers: list[int], data: st.DataObject) -> None:
    choices = tuple(map(str, numbers))
    right, given_text = data.draw(st.permutations(choices))[:2]
    result = told(given_text, Question(right, choices))
    assert (result.verdict, result.expected, result.found, result.why) == (
        Verdict.FAILED,
        "",
        given_text,
        "Count again.",
    )


def test_no_reason_of_the_course_names_the_right_answer() -> None:
    exercises = load_course(default_folder()).exercises
    questions = [check.kind for each in exercises for check in each.checks if isinstance(check.kind, Question)]
    reasons = [(reason, question.answer) for question in questions for _, reason in question.because]
    assert len(reasons) > 40
    assert [reason for reason, answer in reasons if read(reason, (answer,)) != Reading()] == []


@pytest.mark.parametrize("text", [f"25{' ' * 2_000}or 20", f"25 # {'since ' * 400}", f"20 or {'maybe ' * 400} 25"])
def test_what_is_too_long_to_be_an_answer_is_none(text: str) -> None:
    """Its beginning alone might be a right one."""
    result = told(text)
    assert (result.verdict, result.why) == (Verdict.FAILED, "Write one answer after `# answer:`, and nothing else.")
    assert len(result.found) < 1_100
    assert chosen(QUESTION, f"# answer: {text}") is None


def test_a_reason_may_follow_the_answer() -> None:
    assert told(f"25  # {'as the summary says ' * 10}").passed
