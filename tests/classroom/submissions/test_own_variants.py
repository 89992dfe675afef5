"""The variant of an answer is drawn for the teacher's name of the learner; a claim never changes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_course import exercise, lesson, write_course
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.grading import read_class
from tuitutor.classroom.submissions.found import Claim, Collected, Submission
from tuitutor.classroom.submissions.reader import Packed, pack_answers
from tuitutor.classroom.submissions.recognise import only_learner, own_variant, read_names
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.errors import Remedy, UsageError

NAMES = "abcdefgh"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    question = exercise(
        "Sum",
        "sum",
        "What is 2 + 2?\n\n```yaml variants\nsum: [4, 6, 8]\ntwo: [2, 3, 4]\n```",
        starter="# answer:",
        checks="- question: {number: 4}",
        hints=[],
        solution="# answer: 4",
        why="So.",
    )
    plain = exercise(
        "One", "one", "One.", starter="# answer:", checks="- question: {answer: 1}", hints=[], solution="", why=""
    )
    text = lesson("Sums", "Sums.", "Sums.", question, plain)
    return load_course(write_course(tmp_path_factory.mktemp("sums") / "course", {"Sums": {"sums.md": text}}))


def number(course: Course, who: str, names: dict[str, str] | None = None) -> int:
    return variant_number(course, handed_in(who), names or {})


def variant_number(course: Course, submission: Submission, names: Mapping[str, str] = {}) -> int:
    found = own_variant(submission, course.exercises[0], course, names)
    assert found.drawn is not None
    return found.drawn.number


def handed_in(who: str, exercise: str = "sum", claim: Claim | None = None) -> Submission:
    return Submission(who, exercise, "# answer: 4", f"in/{who}.zip", claim=claim)


def test_the_teachers_name_draws_unless_the_list_knows_another(course: Course) -> None:
    assert {number(course, who) for who in NAMES} == {1, 2, 3}
    assert [number(course, who, {who: "ada"}) for who in NAMES] == [number(course, "ada")] * len(NAMES)


@given(who=st.text(max_size=20), variant=st.integers(0, 5), claimed=st.text(max_size=20))
def test_no_claim_changes_what_an_answer_is_graded_as(course: Course, who: str, variant: int, claimed: str) -> None:
    submission = handed_in(who, claim=Claim("v", None, variant, claimed))
    drawn = number(course, who)
    if variant in (0, drawn):
        assert variant_number(course, submission) == drawn
    else:
        with pytest.raises(UsageError):
            variant_number(course, submission)


def test_an_answer_for_another_variant_says_both_names(course: Course) -> None:
    mine, theirs = next((a, b) for a in NAMES for b in NAMES if number(course, a) != number(course, b))
    claim = Claim("v", None, number(course, theirs), f"{theirs}\x1b[2J")
    with pytest.raises(UsageError) as refused:
        variant_number(course, handed_in(mine, claim=claim))
    assert str(refused.value) == (
        f"it is for variant {number(course, theirs)}, drawn for the name '{theirs}\ufffd[2J', but '{mine}' has "
        f"variant {number(course, mine)} of 3; the two names have to agree."
    )
    assert refused.value.remedy == Remedy.NAMES
    assert variant_number(course, handed_in(mine, claim=claim), {mine: theirs}) == number(course, theirs)


def test_a_claim_without_a_variant_is_none(course: Course) -> None:
    submission = handed_in("ada", claim=Claim("v", None))  # as of a tuitutor that knew of no variants
    assert variant_number(course, submission) == number(course, "ada")


@pytest.mark.long
def test_an_answer_for_another_variant_is_unread_and_others_are_not(course: Course, tmp_path: Path) -> None:
    claim = Claim("v", None, number(course, "ada") % 3 + 1, "bob")
    for name, claimed in (("ada", claim), ("bob", Claim("v", None))):
        packed = pack_answers(course.id, [Packed("sum", "# answer: 4", 0.0, claimed)])
        (tmp_path / f"{name}.zip").write_bytes(packed)
    with FileReader(course) as reader:
        found = read_class([str(tmp_path)], tmp_path / "graded", course, reader)
    assert [answer.who for answer in found.answers] == ["bob"]
    [lost] = found.unread
    assert (lost.who, lost.exercise, lost.remedy) == ("ada", "sum", Remedy.NAMES)


def test_one_learner_may_be_named(course: Course) -> None:
    found = Collected((handed_in("submission"), handed_in("submission", "one")))
    assert only_learner(found, "ada") == {"submission": "ada"}
    several = Collected((handed_in("ada"), handed_in("bob")))
    with pytest.raises(UsageError, match=r"answers from several learners \(ada, bob\); list their names"):
        only_learner(several, "ada")


def test_an_exercise_without_variants_is_the_same_for_everybody(course: Course) -> None:
    one = course.exercises[1]
    assert own_variant(handed_in("ada", "one", Claim("v", None, 2, "bob")), one, course, {}) == one


@pytest.mark.parametrize(
    "text",
    [
        "who,learner\nLovelace_1234,ada\n,nobody\nshort\n",
        "\ufeffLearner, group ,WHO\r\nada,1,Lovelace_1234\r\n",
        'who,learner\n"Lovelace_1234"," ada "\nempty,\n',
        "group,who,learner\nshort\n1,Lovelace_1234,ada\n",
    ],
)
def test_a_list_of_names_is_a_csv_with_two_columns(text: str) -> None:
    assert read_names(text.encode()) == {"Lovelace_1234": "ada"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it has no columns 'who' and 'learner'; put these two names in its first line."),
        (b"who;learner\na;b\n", "it has no columns 'who' and 'learner'; put these two names in its first line."),
        (b"who,learner\n\xff,b\n", "it isn't UTF-8; save it as UTF-8."),
        (b'who,learner\n"' + b"x" * 200_000 + b'",b\n', "it isn't a CSV: field larger than field limit (131072)."),
    ],
)
def test_a_list_that_is_none_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_names(data)
    assert str(refused.value) == message
