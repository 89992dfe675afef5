"""Whose variant an answer is graded as: the teacher's name decides, and what an answer claims never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_course import exercise, lesson, write_course
from tuitutor.classroom.submissions.found import Claim, Collected, Submission
from tuitutor.classroom.submissions.recognise import only_learner, own_variant, read_names, without_strangers
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.errors import Remedy, UsageError

NAMES = "abcdefgh"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    asked = exercise(
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
    text = lesson("Sums", "Sums.", "Sums.", asked, plain)
    return load_course(write_course(tmp_path_factory.mktemp("sums") / "course", {"Sums": {"sums.md": text}}))


def number(course: Course, who: str, names: dict[str, str] | None = None) -> int:
    found = own_variant(handed_in(who), course, course.exercises[0], names or {})
    assert found.drawn is not None
    return found.drawn.number


def handed_in(who: str, exercise: str = "sum", claim: Claim | None = None) -> Submission:
    return Submission(who, exercise, "# answer: 4", f"in/{who}.zip", claim=claim)


def test_the_teachers_name_draws_unless_the_list_knows_another(course: Course) -> None:
    assert {number(course, who) for who in NAMES} == {1, 2, 3}
    assert [number(course, who, {who: "ada"}) for who in NAMES] == [number(course, "ada")] * len(NAMES)


@given(who=st.text(max_size=20), variant=st.integers(0, 5), claimed=st.text(max_size=20))
def test_no_claim_changes_what_an_answer_is_graded_as(course: Course, who: str, variant: int, claimed: str) -> None:
    found = Collected((handed_in(who, claim=Claim("v", None, variant, claimed)),))
    kept = without_strangers(found, course, {})
    drawn = number(course, who)
    assert bool(kept.submissions) == (variant in (0, drawn))
    assert [number(course, each.who) for each in kept.submissions] in ([], [drawn])


def test_an_answer_for_another_variant_says_both_names(course: Course) -> None:
    mine, theirs = next((a, b) for a in NAMES for b in NAMES if number(course, a) != number(course, b))
    claim = Claim("v", None, number(course, theirs), f"{theirs}\x1b[2J")
    kept = without_strangers(Collected((handed_in(mine, claim=claim),)), course, {})
    assert kept.submissions == ()
    [lost] = kept.unread
    assert (lost.who, lost.exercise, lost.source) == (mine, "sum", f"in/{mine}.zip")
    assert lost.problem == (
        f"it is for variant {number(course, theirs)}, drawn for the name '{theirs}\ufffd[2J', but '{mine}' has "
        f"variant {number(course, mine)} of 3; the two names have to agree."
    )
    assert lost.remedy == Remedy.NAMES
    assert without_strangers(Collected((handed_in(mine, claim=claim),)), course, {mine: theirs}).unread == ()


def test_each_answer_is_looked_at_by_itself(course: Course) -> None:
    who = "ada"
    other = Claim("v", None, number(course, who) % 3 + 1, "bob")
    plain = handed_in(who, claim=Claim("v", None))  # as of a tuitutor that knew of no variants
    found = Collected((handed_in(who), handed_in(who, claim=other), plain, handed_in("cy", "one")))
    kept = without_strangers(found, course, {})
    assert kept.submissions == (handed_in(who), plain, handed_in("cy", "one"))
    assert [each.who for each in kept.unread] == [who]


def test_one_learner_may_be_named(course: Course) -> None:
    found = Collected((handed_in("submission"), handed_in("submission", "one")))
    assert only_learner(found, "ada") == {"submission": "ada"}
    several = Collected((handed_in("ada"), handed_in("bob")))
    with pytest.raises(UsageError, match=r"answers from several learners \(ada, bob\); list their names"):
        only_learner(several, "ada")


def test_an_exercise_without_variants_is_the_same_for_everybody(course: Course) -> None:
    found = Collected((handed_in("ada", "one", Claim("v", None, 2, "bob")),))
    assert without_strangers(found, course, {}) == found


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
    ("data", "said"),
    [
        (b"", "it has no columns 'who' and 'learner'; put these two names in its first line."),
        (b"who;learner\na;b\n", "it has no columns 'who' and 'learner'; put these two names in its first line."),
        (b"who,learner\n\xff,b\n", "it isn't UTF-8; save it as UTF-8."),
        (b'who,learner\n"' + b"x" * 200_000 + b'",b\n', "it isn't a CSV: field larger than field limit (131072)."),
    ],
)
def test_a_list_that_is_none_is_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_names(data)
    assert str(refused.value) == said
