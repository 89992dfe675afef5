"""Where an answer to a question stands in the draft, and its result."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.builders import draft, one
from tuitutor.course.choices import Question
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.grading.question import chosen
from tuitutor.grading.verdicts import CheckResult, Provenance, Verdict

COUNTS = ("9", "20", "25", "29")

# ---- where the answer stands ----------------------------------------------------------------

QUESTION = Question("25", COUNTS)
OFFERED = "9, 20, 25, 29"


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
        *("# answer: 25\n# answer: 25", "# answer:\n# answer: 25", "# answer:\n# 25."),
        *("# answer: 25\n# one of:\n#   9\n#   20", "# answer: 25\n# since 20 has no biases"),
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
    assert result.why == HOW
    assert chosen(QUESTION, "# answer: 25\n# answer: 20") is None


# ---- results ---------------------------------------------------------------------------

REASONED = Question("25", COUNTS, because=(("20", "The biases are missing."), ("29", "One bias is enough.")))


HOW = f"Answer with one of these choices: {OFFERED}."


def judged(text: str, question: Question = REASONED) -> CheckResult:
    return one(question, draft(question, f"# answer: {text}"), feedback="Count again.")


def test_the_right_answer_passes_and_expects_nothing() -> None:
    result = judged("25.")
    assert (result.verdict, result.points, result.why) == (Verdict.PASSED, 1.0, "")
    assert (result.expected, result.found, result.provenance) == ("", "25.", Provenance.VERIFIED)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("20", "The biases are missing."),
        ("29", "One bias is enough."),
        ("9", "Count again."),
        *(
            (text, HOW)
            for text in ("7", "2", "#2", "#5", "#0", "many", "20 or 25", "not 20", "25 parameters", "4 * 5 = 20")
        ),
    ],
)
def test_each_wrong_answer_is_told_what_is_true_of_it(text: str, why: str) -> None:
    result = judged(text)
    assert (result.verdict, result.points, result.why) == (Verdict.FAILED, 0.0, why)
    assert (result.expected, result.found, result.provenance) == ("", text, Provenance.VERIFIED)


def test_a_choice_without_words_of_the_author_is_told_to_read_on() -> None:
    assert one(QUESTION, draft(QUESTION, "# answer: 9")).why == "That is not right; read the lesson's text again."


FREE = Question("640", because=(("600", "Each unit has a bias, too."),))


@pytest.mark.parametrize("text", ["640", "640.0", "6.4e2", "`640`.", "６４０", "+640", "= 640", "~640", "≈ 640"])
def test_a_number_is_written_as_one_likes(text: str) -> None:
    assert judged(text, FREE).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("600", "Each unit has a bias, too."),
        ("6e2", "Each unit has a bias, too."),
        ("160", "Count again."),
        ("64", "Count again."),
        ("640.4", "Count again."),
        *(
            (text, "Write a single number after `# answer:`, in digits.")
            for text in (
                "many",
                "600 or 640",
                "640, 650",
                "not 640",
                "4 * 160 = 640",
                "640 in all",
                "#1",
                "nan",
                "640 64",
            )
        ),
    ],
)
def test_a_wrong_number(text: str, why: str) -> None:
    result = judged(text, FREE)
    assert (result.verdict, result.why) == (Verdict.FAILED, why)


@pytest.mark.parametrize(
    ("number", "passing", "failing"),
    [
        ("0.91", ("0.906", "0,906", ".9149", "91 %", "90.6%"), ("0.9", "0.904", "0.915", "0.92", "0.9051x")),
        ("0.5", ("0.50", "50 %"), ("0.46", "0.54", "5")),
        ("640", ("640.0", "640%"), ("639.9", "640.1")),
        ("12345", ("12,345", "12 345", "12_345"), ("12,34", "12.345", "1,2345")),
        ("-2.3", ("-2.303", "−2.3"), ("2.3", "-2.4", "-2.35")),
        ("12.50", ("12.504", "12.5"), ("12.51", "12.4", "12.505")),
        ("0.050", ("0.0504", "5%"), ("0.0506", "0.05051")),
    ],
)
def test_what_rounds_to_a_number_of_two_digits_or_more_is_that_number(
    number: str, passing: tuple[str, ...], failing: tuple[str, ...]
) -> None:
    question = Question(number)
    assert [text for text in passing if judged(text, question).verdict is not Verdict.PASSED] == []
    assert [text for text in failing if judged(text, question).verdict is not Verdict.FAILED] == []


def test_a_question_without_an_answer_never_passes() -> None:
    assert judged("", Question("")).verdict is Verdict.FAILED
    assert judged("x", Question("")).verdict is Verdict.FAILED


@given(st.lists(st.integers(0, 99_999), min_size=2, max_size=5, unique=True), st.data())
def test_a_failure_never_shows_the_right_answer(numbers: list[int], data: st.DataObject) -> None:
    choices = tuple(map(str, numbers))
    right, given_text = data.draw(st.permutations(choices))[:2]
    result = judged(given_text, Question(right, choices))
    assert (result.verdict, result.expected, result.found, result.why) == (
        Verdict.FAILED,
        "",
        given_text,
        "Count again.",
    )


@pytest.mark.long
def test_no_reason_of_the_course_names_the_right_answer() -> None:
    exercises = load_course(default_folder()).exercises
    questions = [check.kind for exercise in exercises for check in exercise.checks if isinstance(check.kind, Question)]
    reasons = [(reason, question.answer) for question in questions for _, reason in question.because]
    assert len(reasons) > 40
    named = [reason for reason, answer in reasons if re.search(rf"(?<![\w.]){re.escape(answer)}(?!\w|\.\d)", reason)]
    assert named == []


@pytest.mark.parametrize("text", [f"25{' ' * 2_000}or 20", f"25{' .' * 250}", f"20 or {'maybe ' * 400} 25"])
def test_what_is_too_long_to_be_an_answer_is_none(text: str) -> None:
    """Its beginning alone might be a right one."""
    result = judged(text)
    assert (result.verdict, result.why) == (Verdict.FAILED, HOW)
    assert len(result.found) < 500
    assert chosen(QUESTION, f"# answer: {text}") is None


# ---- which choice is named ------------------------------------------------------------------

HALVES = ("0.5", "0.75", "0.95", "1")
SHAPES = ("(5000, 3)", "(5000, 4)", "(3, 5000)", "(5000,)")
CURES = ("dropout", "L2", "fewer epochs", "more units")
CODE = ("x[:, 0]", "x[0]", "x = 0", "-5", "5", "C", "C++")
PLACES = ("-3", "1", "3", "5")


@pytest.mark.parametrize(
    ("choices", "choice", "texts"),
    [
        (
            COUNTS,
            "25",
            ("25", " 25 ", "25.", "(25)", "`25`", '"25"', "**25**", "25!", "25.0", "２５"),
        ),
        (HALVES, "0.5", (".5", "0,5", "50%", "50 %", "0.50", "5e-1", "5.0E-1")),
        (HALVES, "1", ("100 %", "1.", "1.0")),
        (("38", "50"), "50", ("50%", "50 %")),
        (("4", "5000"), "5000", ("5,000", "5_000", "5'000", "5 000", "5e3")),
        (SHAPES, "(5000, 3)", ("5000, 3", "[5000, 3]", "(5000,3)", "5000,3", "5000 3", "(5000, 3,)", "1", "#1", "1.")),
        (SHAPES, "(5000,)", ("5000,", "(5000)", "5000", "4")),
        (CURES, "more units", ("More Units!", "more  units", "more_units", "moreunits", "more-units", "'more units'")),
        (CURES, "more units", ("4", "#4", "(4)", "4.", "More units.")),
        (CURES, "L2", ("l2", "L₂", "2", "#2")),
        (CODE, "x[:, 0]", ("x[:, 0]", "x[:,0]", "`x[:, 0]`", "X[:,0]")),
        (CODE, "-5", ("-5", "−5", "-5.0")),
        (CODE, "C++", ("c++", "C ++")),
        (("relu", "ReLU"), "ReLU", ("ReLU", "#2")),
        (PLACES, "-3", ("-3", "−3", "-3.0")),
    ],
)
def test_layout_case_punctuation_and_quotes_do_not_matter(
    choices: tuple[str, ...], choice: str, texts: tuple[str, ...]
) -> None:
    assert {text: chosen(Question(choice, choices), f"# answer: {text}") for text in texts} == dict.fromkeys(
        texts, choice
    )


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        (
            COUNTS,
            (
                "2",
                "3",
                "#3",
                "# 3",
                "250",
                "2.5",
                "-25",
                "25 29",
                "25, 29",
                "25/29",
                "2 5",
                "about 25",
                "#25",
                "#3 #4",
                "3#",
            ),
        ),
        (HALVES, ("5", "0.45", "0.5 %", "half", "2", "1 0.5")),
        (("0.5", "50"), ("50%",)),
        (SHAPES, ("5000, 3, 1", "(5000, 3) or (5000, 4)", "-5000, 3", "50003", "0", "5", "5000 x 3")),
        (CURES, ("more", "units", "more units or dropout", "1, 2", "12", "0", "-1", "5", "1.5", "")),
        (("relu", "ReLU"), ("RELU", "relu, ReLU")),
        (CODE, ("x 0", "x", "C+", "#1")),
        (PLACES, ("#4", "4", "#1")),
    ],
)
def test_what_is_no_single_choice_is_none(choices: tuple[str, ...], texts: tuple[str, ...]) -> None:
    question = Question(choices[0], choices)
    assert {text: chosen(question, f"# answer: {text}") for text in texts} == dict.fromkeys(texts)


words = st.from_regex(r"[b-df-hj-np-tv-z]{3,9}( [b-df-hj-np-tv-z]{3,9}){0,2}", fullmatch=True)
any_choices = st.one_of(
    st.lists(st.integers(0, 99_999).map(str), min_size=2, max_size=5, unique=True),
    st.lists(st.decimals(0, 10, places=2).map(str), min_size=2, max_size=5, unique_by=float),
    st.lists(words, min_size=2, max_size=5, unique=True),
    st.just(list(SHAPES)),
)


@settings(max_examples=30)
@given(any_choices)
def test_each_choice_and_each_place_in_a_list_of_words_is_read_back(choices: list[str]) -> None:
    question = Question(choices[0], tuple(choices))
    for place, choice in enumerate(choices, start=1):
        assert chosen(question, f"# answer: {choice.upper()}.") == choice
        assert chosen(question, f"# answer: #{place}") == (choice if question.numbered else None)


def test_no_choice_of_words_is_told_its_number() -> None:
    question = Question("dropout", CURES)
    how = "Answer with one of these choices, or with its number: #1 dropout, #2 L2, #3 fewer epochs, #4 more units."
    assert judged("rest", question).why == how


@settings(max_examples=30)
@given(any_choices, st.sampled_from([" or ", " and ", "; ", " / ", " = ", " | ", " # ", ": ", " not "]))
def test_two_choices_are_none(choices: list[str], joint: str) -> None:
    question = Question(choices[0], tuple(choices))
    for first, second in permutations(choices, 2):
        assert chosen(question, f"# answer: {first}{joint}{second}") is None


@given(st.text(), any_choices)
def test_any_text_is_read(text: str, choices: list[str]) -> None:
    assert chosen(Question(choices[0], tuple(choices)), f"# answer: {text}") in (None, *choices)
