"""Where the learner stands, from entries alone."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.grading.builders import exercise
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import (
    Attempted,
    Begun,
    Entry,
    HintShown,
    Opened,
    PartsRead,
    Remembered,
    Scrolled,
    SolutionAsked,
    SolutionShown,
)
from tuitutor.progress.progress import Cut, ExerciseProgress, Place, Progress, merge

ATTEMPTS = st.builds(
    Attempted,
    exercise=st.sampled_from(["xor", "first"]),
    verdict=st.sampled_from(["passed", "failed", "errored"]),
    points=st.floats(0, 5),
    out_of=st.just(5.0),
    version=st.sampled_from(["v1", "v2"]),
    seconds=st.just(1.0),
    at=st.floats(-10, 10),
)


NOTES = st.builds(
    Begun,
    exercise=st.sampled_from(["xor", "first"]),
    at=st.floats(-10, 10),
    epoch=st.integers(0, 9),
    epochs=st.integers(0, 9),
    left=st.booleans(),
)


def attempt(verdict: str, at: float, *, points: float = 0.0, version: str = "v1", public: str = "") -> Attempted:
    return Attempted("xor", Verdict(verdict), points, 5.0, version, 1.0, at, public_version=public)


def test_nothing_is_blank() -> None:
    assert merge(()) == Progress()
    assert Progress().exercise("xor") == ExerciseProgress()


def test_the_latest_entry_wins_whatever_the_order_given() -> None:
    entries: list[Entry] = [
        Scrolled("a", 9, "cell:2", 3.0),
        Scrolled("a", 1, "", 1.0),
        Opened("b", 2.0),
        Opened("a", 1.0),
        Remembered("theme", "light", 5.0),
        Remembered("theme", "dark", 4.0),
    ]
    progress = merge(entries)
    assert progress.last_lesson == "b"
    assert progress.opened == {"a", "b"}
    assert progress.places == {"a": Place(9, "cell:2")}
    assert progress.remembered == {"theme": "light"}


def test_what_was_read_stays_read() -> None:
    progress = merge([PartsRead("a", ("section:one", "cell:1"), 2.0), PartsRead("a", ("cell:1",), 3.0)])
    progress = merge([PartsRead("b", (), 4.0), PartsRead("a", ("cell:2",), 5.0)], progress)
    assert progress.read == {"a": {"section:one", "cell:1", "cell:2"}, "b": frozenset()}


def test_help_that_was_given_stays_given() -> None:
    progress = merge([HintShown("xor", 2, 1.0), HintShown("xor", 1, 2.0), SolutionAsked("xor", 3.0)])
    assert progress.exercise("xor") == ExerciseProgress(hints=2, asked_solution=True)
    assert merge([SolutionShown("xor", 1.0)]) == Progress()


def test_a_pass_outlives_a_later_failure_and_new_checks() -> None:
    entries = [attempt("passed", 1.0, points=5), attempt("failed", 2.0, points=2, version="v2")]
    assert merge(entries).exercise("xor") == ExerciseProgress(
        attempts=2,
        passed=True,
        best_points=2,
        out_of=5,
        last_verdict=Verdict.FAILED,
        version="v2",
        passed_versions=frozenset({("v1", "")}),
    )


def test_the_best_points_are_kept_among_attempts_at_the_same_checks() -> None:
    entries = [attempt("failed", 1.0, points=4), attempt("errored", 2.0)]
    found = merge(entries).exercise("xor")
    assert (found.best_points, found.attempts, found.last_verdict) == (4, 2, Verdict.ERRORED)


@given(st.lists(ATTEMPTS), st.lists(ATTEMPTS))
def test_more_entries_never_take_a_pass_away(some: list[Attempted], more: list[Attempted]) -> None:
    before, after = merge(some), merge([*some, *more])
    for label, done in before.exercises.items():
        assert after.exercise(label).passed >= done.passed
        assert after.exercise(label).attempts >= done.attempts


@given(st.lists(ATTEMPTS, unique_by=lambda entry: entry.at), st.randoms(use_true_random=False))
def test_entries_of_different_times_merge_alike_in_any_order(entries: list[Attempted], random: Random) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(entries)


@given(st.lists(ATTEMPTS | NOTES, unique_by=lambda entry: entry.at))
def test_an_attempt_was_cut_off_if_no_grade_came_after_what_was_noted_of_it(entries: list[Attempted | Begun]) -> None:
    found = merge(entries)
    graded = merge(entry for entry in entries if isinstance(entry, Attempted))
    for label in {entry.exercise for entry in entries}:
        last = max((entry for entry in entries if entry.exercise == label), key=lambda entry: entry.at)
        cut = Cut(last.epoch, last.epochs, last.left) if isinstance(last, Begun) else None
        assert found.exercise(label) == replace(graded.exercise(label), cut=cut), "and changes nothing else"


def test_nothing_is_at_the_top_and_has_no_points() -> None:
    assert Place() == Place(y=0, focus="", below="")
    assert ExerciseProgress() == ExerciseProgress(
        attempts=0,
        passed=False,
        best_points=0.0,
        out_of=0.0,
        last_verdict=None,
        version="",
        passed_versions=frozenset(),
        hints=0,
        asked_solution=False,
        bests={},
        cut=None,
    )


def test_a_lesson_begins_at_row_0_of_the_top() -> None:
    assert [Place(*at).at_top for at in ((0, "cell:1", ""), (1, "", ""), (0, "", "cell:1"), (3, "", "cell:1"))] == [
        True,
        False,
        False,
        False,
    ]


def test_versions_are_the_same_where_their_texts_are() -> None:
    later = attempt("failed", 2.0, points=1, version="".join(["v", "1"]))
    assert merge([attempt("failed", 1.0, points=4), later]).exercise("xor").best_points == 4
    assert merge([attempt("failed", 1.0, points=4, version="v2"), later]).exercise("xor").best_points == 1


def test_bests_are_the_lowest_counts_of_passes() -> None:
    def counted(verdict: str, at: float, **counts: float) -> Attempted:
        return Attempted("xor", Verdict(verdict), 1.0, 1.0, "v1", 1.0, at, counts=counts)

    found = merge(
        [
            counted("passed", 1.0, a=5, b=1),
            counted("passed", 2.0, a=3, c=9),
            counted("failed", 3.0, a=1),
            counted("passed", 4.0, a=4),
        ]
    )
    assert found.exercise("xor").bests == {"a": 3, "b": 1, "c": 9}
    assert merge([counted("failed", 1.0, a=5)]).exercise("xor").bests == {}
    assert merge([counted("passed", 5.0, a=2)], found).exercise("xor").bests == {"a": 2, "b": 1, "c": 9}


def test_who_used_two_editions_in_turn_passed_both() -> None:
    done = merge([attempt("passed", 1.0, version="v1"), attempt("passed", 2.0, version="v2")]).exercise("xor")
    editions = [replace(exercise(), version=version) for version in ("v1", "v2", "v3")]
    assert [done.passed_before(each) for each in editions] == [False, False, True]


def test_a_pass_counts_in_each_edition_with_its_checks() -> None:
    course, release = replace(exercise(), public_version="p1"), replace(exercise(), version="p1", public_version="p1")
    changed = replace(course, version="v2")
    for entry in (attempt("passed", 1.0, public="p1"), attempt("pending", 1.0, public="p1")):
        done = merge([entry]).exercise("xor")
        before = done.passed_before if done.passed else done.pending_before
        assert [before(each) for each in (course, release, changed)] == [False, False, True]
    in_release = merge([attempt("passed", 1.0, version="p1", public="p1")]).exercise("xor")
    other = replace(course, public_version="p2")
    assert [in_release.passed_before(each) for each in (course, release, other)] == [False, False, True]


def test_what_waits_to_be_graded_was_made_for_a_version() -> None:
    done = merge([attempt("pending", 1.0, version="v1")]).exercise("xor")
    first, second, third = (replace(exercise(), version=version) for version in ("v1", "v2", "v3"))
    assert [done.pending_before(each) for each in (first, second)] == [False, True]
    passed = merge([attempt("pending", 1.0, version="v1"), attempt("passed", 2.0, version="v2")]).exercise("xor")
    assert not passed.pending_before(third), "a pass is told of instead"
