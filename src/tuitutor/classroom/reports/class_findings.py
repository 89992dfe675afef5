"""What the verdicts of a class say about its exercises and about who needs what: one value for all reports. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tuitutor.classroom.class_verdicts import Mark
from tuitutor.classroom.item_analysis import Interval, Spread, spread, wilson
from tuitutor.classroom.reports.escaping import without_data
from tuitutor.course.choices import Question
from tuitutor.course.model import Course, Exercise, Variant
from tuitutor.grading.question import NO_ANSWER, chosen
from tuitutor.grading.verdicts import Advice, Verdict

# What in advice is about one learner's code: in quotes or backticks, a shape or list, what has a digit, a point, an
# underscore or a sign in it, and a name of Keras or Python amid a sentence.
_DETAIL = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|\([^()]*\d[^()]*\)|\[[^\[\]]*\]"
    r"|(?<![\w.])[-+]?(?:\w*\d[\w.,]*(?:(?<=e)[-+]\d+|\w)|\d)%?"
    r"|\b\w+(?:[._]\w+)+\b|\bnan\b|\binf\b|(?<=[a-z,] )[A-Z]\w*"
)


@dataclass(frozen=True, slots=True)
class ExerciseFindings:
    """How an exercise went. `graded` answers count in all that follows; `attempts` are answers per learner.

    `fails` are the checks that failed, with how often, the commonest first; `interval` is that of the pass rate.
    `not_run` answers did not run to their end, so checks on them were not made.
    """

    exercise: str
    title: str
    graded: int
    errored: int
    not_run: int
    passed: int
    interval: Interval | None
    attempts: float
    out_of: float
    points: Spread | None
    fails: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer to a question, and why it is wrong. In variants it has other words, which are all in `answers`."""

    exercise: str
    answers: tuple[str, ...]
    why: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misconception:
    """Advice that learners got, whatever its numbers and names were; `why` is one of its wordings."""

    topic: str
    why: str
    wordings: int
    exercises: tuple[str, ...]
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherVariant:
    """A wrong answer that is right for another variant; `neighbours` have that variant, and passed it."""

    who: str
    exercise: str
    own: Variant
    right_for: Variant
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """Learners whose answers were made for another version of the exercise than the one that they were graded by."""

    exercise: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassFindings:
    """All of it. `without_course`: the course wasn't there to tell questions."""

    exercises: tuple[ExerciseFindings, ...]
    wrong_answers: tuple[WrongAnswer, ...]
    misconceptions: tuple[Misconception, ...]
    other_variants: tuple[OtherVariant, ...]
    other_versions: tuple[OtherVersion, ...]
    without_course: bool


def findings_in(marks: Sequence[Mark], attempts: Mapping[tuple[str, str], int], course: Course | None) -> ClassFindings:
    """What the marks say."""
    known = {} if course is None else {exercise.label: exercise for exercise in course.exercises}
    return ClassFindings(
        tuple(_exercises(marks, attempts, known)),
        tuple(_wrong_answers(marks, known)),
        tuple(_misconceptions(marks)),
        tuple(_other_variants(marks)),
        tuple(_other_versions(marks)),
        course is None,
    )


def _exercises(
    marks: Sequence[Mark], attempts: Mapping[tuple[str, str], int], known: Mapping[str, Exercise]
) -> Iterable[ExerciseFindings]:
    by_exercise: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_exercise[mark.exercise].append(mark)
    for label, theirs in sorted(by_exercise.items()):
        final = [mark for mark in theirs if mark.final]
        grades = [mark.grade for mark in final]
        out_of = max((grade.out_of for grade in grades), default=0.0)
        passed = sum(grade.verdict is Verdict.PASSED for grade in grades)
        failed = Counter(check.name for mark in final for check in mark.failed)
        tries = sum(attempts.get((mark.who, label), 1) for mark in theirs)
        yield ExerciseFindings(
            label,
            known[label].title if label in known else label,
            len(grades),
            sum(mark.grade.verdict is Verdict.ERRORED for mark in theirs),
            sum(bool(mark.not_run) for mark in final),
            passed,
            wilson(passed, len(grades)),
            tries / len(theirs),
            out_of,
            spread([grade.points for grade in grades], out_of),
            tuple(failed.most_common()),
        )


# ---- questions and variants


def _wrong_answers(marks: Iterable[Mark], known: Mapping[str, Exercise]) -> list[WrongAnswer]:
    """The wrong answers to questions, the commonest first."""
    texts: dict[tuple[str, object], Counter[str]] = defaultdict(Counter)
    reasons: dict[tuple[str, object], Counter[str]] = defaultdict(Counter)
    who: dict[tuple[str, object], list[str]] = defaultdict(list)
    for mark in marks:
        if mark.exercise not in known or not mark.final:
            continue
        number = mark.grade.variant.number if mark.grade.variant is not None else 1
        every = known[mark.exercise].every
        exercise = every[number - 1] if number <= len(every) else every[0]
        for check, result in zip(exercise.checks, mark.grade.results, strict=False):
            if check.kind != exercise.question or check.name != result.name or result.verdict is not Verdict.FAILED:
                continue
            assert exercise.question is not None
            place, text = _which(exercise.question, result.found)
            texts[mark.exercise, place][text] += 1
            no_choice = exercise.question.choices and isinstance(place, str) and text != NO_ANSWER
            # which are the choices is no reason
            reasons[mark.exercise, place]["It is none of the choices." if no_choice else result.why] += 1
            who[mark.exercise, place].append(mark.who)
    found = [
        WrongAnswer(
            of[0], tuple(sorted(texts[of])), without_data(reasons[of].most_common(1)[0][0]), tuple(sorted(who[of]))
        )
        for of in texts
    ]
    return sorted(found, key=lambda each: (-len(each.who), each.exercise, each.answers))


def _which(question: Question, found: str) -> tuple[object, str]:
    """The place of a foreseen answer, which is the same in all variants, or else the text; and the text to show."""
    choice = chosen(question, f"# answer: {found}")
    foreseen = question.choices or tuple(wrong for wrong, _ in question.because)
    if choice in foreseen:
        return foreseen.index(choice), choice
    return " ".join(found.casefold().split()), found


def _other_variants(marks: Sequence[Mark]) -> Iterable[OtherVariant]:
    passed: dict[tuple[str, Variant | None], list[str]] = defaultdict(list)
    for mark in marks:
        if mark.grade.verdict is Verdict.PASSED:
            passed[mark.exercise, mark.grade.variant].append(mark.who)
    for mark in sorted(marks, key=lambda mark: (mark.exercise, mark.who)):
        own, other = mark.grade.variant, mark.right_for
        if own is not None and other is not None and mark.grade.verdict is Verdict.FAILED:
            yield OtherVariant(mark.who, mark.exercise, own, other, tuple(sorted(passed[mark.exercise, other])))


def _other_versions(marks: Iterable[Mark]) -> Iterable[OtherVersion]:
    whose: dict[str, list[str]] = defaultdict(list)
    for mark in marks:
        if mark.other_version:
            whose[mark.exercise].append(mark.who)
    for label, who in sorted(whose.items()):
        yield OtherVersion(label, tuple(sorted(who)))


# ---- misconceptions


def _misconceptions(marks: Iterable[Mark]) -> list[Misconception]:
    """What the coach said of failed checks, by its kind, what most learners have first."""
    said: dict[tuple[str, str], list[tuple[Mark, Advice]]] = defaultdict(list)
    for mark in marks:
        # what is said of an answer that did not run to its end is about its error, such as a slip of typing
        for advice in () if mark.grade.why else mark.grade.advice:
            said[kind_of(advice)].append((mark, advice))
    found = []
    for (topic, _), theirs in said.items():
        wordings = Counter(advice.why or advice.topic for _, advice in theirs)
        whose = sorted({mark.who for mark, _ in theirs})
        labels = sorted({mark.exercise for mark, _ in theirs})
        found.append(Misconception(topic, wordings.most_common(1)[0][0], len(wordings), tuple(labels), tuple(whose)))
    return sorted(found, key=lambda each: (-len(each.who), each.topic, each.why))


def kind_of(advice: Advice) -> tuple[str, str]:
    """What two pieces of advice have in common if they differ only by numbers, names and shapes."""
    return advice.topic, _without_details(advice.why)


@lru_cache(maxsize=4096)  # much advice is the same to the last digit
def _without_details(why: str) -> str:
    return _DETAIL.sub("…", why)
