"""Findings about exercises and learners from a class's marks: a value for all reports. Pure."""

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
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict

# The parts of advice that are about one learner's code: quoted text, a shape or list, a word with a digit, point,
# underscore or sign, and a name of Keras or Python amid a sentence
_DETAIL = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|\([^()]*\d[^()]*\)|\[[^\[\]]*\]"
    r"|(?<![\w.])[-+]?(?:\w*\d[\w.,]*(?:(?<=e)[-+]\d+|\w)|\d)%?"
    r"|\b\w+(?:[._]\w+)+\b|\bnan\b|\binf\b|(?<=[a-z,] )[A-Z]\w*"
)


@dataclass(frozen=True, slots=True)
class ExerciseFindings:
    """How an exercise went. All fields after `errored` count only the `graded` answers.

    `fails` are the failed checks with their counts, the commonest first; `interval` is that of the pass rate. `not_run`
    answers did not run to their end, so some of their checks were not made. `attempts` are answers per learner.
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
    """A wrong answer to a question, and why it is wrong. `answers` are its wordings in the variants."""

    exercise: str
    answers: tuple[str, ...]
    why: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misconception:
    """Advice that learners got, or the reason of a check that they failed, with any numbers and names in it; `why` is
    the commonest of its wordings.
    """

    topic: str
    why: str
    wordings: int
    exercises: tuple[str, ...]
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherVariant:
    """A wrong answer, right for another variant; `neighbours` have that variant, and passed."""

    who: str
    exercise: str
    own: Variant
    right_for: Variant
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """Learners whose answers were made for another version of the exercise than the graded one."""

    exercise: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassFindings:
    """All findings. `without_course`: there are no `wrong_answers`, since the course with the questions is missing."""

    exercises: tuple[ExerciseFindings, ...]
    wrong_answers: tuple[WrongAnswer, ...]
    misconceptions: tuple[Misconception, ...]
    other_variants: tuple[OtherVariant, ...]
    other_versions: tuple[OtherVersion, ...]
    without_course: bool


def findings_in(marks: Sequence[Mark], attempts: Mapping[tuple[str, str], int], course: Course | None) -> ClassFindings:
    """The findings; `attempts` are counts of answers by learner and exercise."""
    exercises = {} if course is None else {exercise.label: exercise for exercise in course.exercises}
    return ClassFindings(
        tuple(_exercises(marks, attempts, exercises)),
        tuple(_wrong_answers(marks, exercises)),
        tuple(_misconceptions(marks, exercises)),
        tuple(_other_variants(marks)),
        tuple(_other_versions(marks)),
        course is None,
    )


def _exercises(
    marks: Sequence[Mark], attempts: Mapping[tuple[str, str], int], exercises: Mapping[str, Exercise]
) -> Iterable[ExerciseFindings]:
    by_exercise: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_exercise[mark.exercise].append(mark)
    for label, of_exercise in sorted(by_exercise.items()):
        final = [mark for mark in of_exercise if mark.final]
        out_of = max((mark.grade.out_of for mark in final), default=0.0)
        passed = sum(mark.grade.verdict is Verdict.PASSED for mark in final)
        failed = Counter(check.name for mark in final for check in mark.failed)
        yield ExerciseFindings(
            label,
            exercises[label].title if label in exercises else label,
            len(final),
            sum(mark.grade.verdict is Verdict.ERRORED for mark in of_exercise),
            sum(bool(mark.not_run) for mark in final),
            passed,
            wilson(passed, len(final)),
            sum(attempts.get((mark.who, label), 1) for mark in of_exercise) / len(of_exercise),
            out_of,
            spread([mark.grade.points for mark in final], out_of),
            tuple(failed.most_common()),
        )


# ---- questions and variants


def _wrong_answers(marks: Iterable[Mark], exercises: Mapping[str, Exercise]) -> list[WrongAnswer]:
    """The wrong answers to questions, the commonest first."""
    by_place: dict[tuple[str, object], list[tuple[str, str, str]]] = defaultdict(list)  # text, reason, learner
    for mark in marks:
        if mark.exercise not in exercises or not mark.final:
            continue
        number = mark.grade.variant.number if mark.grade.variant is not None else 1
        variants = exercises[mark.exercise].every
        exercise = variants[number - 1] if number <= len(variants) else variants[0]
        for check, result in zip(exercise.checks, mark.grade.results, strict=False):
            if check.kind != exercise.question or check.name != result.name or result.verdict is not Verdict.FAILED:
                continue
            assert exercise.question is not None
            place, text = _place(exercise.question, result.found)
            no_choice = exercise.question.choices and isinstance(place, str) and text != NO_ANSWER
            # the list of the choices is no reason
            reason = "It is none of the choices." if no_choice else result.why
            by_place[mark.exercise, place].append((text, reason, mark.who))
    found = []
    for (label, _), entries in by_place.items():
        texts, reasons, learners = zip(*entries, strict=True)
        commonest = Counter(reasons).most_common(1)[0][0]
        found.append(WrongAnswer(label, tuple(sorted(set(texts))), without_data(commonest), tuple(sorted(learners))))
    return sorted(found, key=lambda wrong: (-len(wrong.who), wrong.exercise, wrong.answers))


def _place(question: Question, found: str) -> tuple[object, str]:
    """The index of a foreseen answer, which is the same in all variants, or else the text; and the text to show."""
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
    learners: dict[str, list[str]] = defaultdict(list)
    for mark in marks:
        if mark.other_version:
            learners[mark.exercise].append(mark.who)
    for label, who in sorted(learners.items()):
        yield OtherVersion(label, tuple(sorted(who)))


# ---- misconceptions


def _misconceptions(marks: Iterable[Mark], exercises: Mapping[str, Exercise]) -> list[Misconception]:
    """The coach's advice on failed checks or, where it has none, the checks' own reasons, by kind, the commonest first.

    Questions, whose wrong answers are listed, are left out.
    """
    by_kind: dict[tuple[str, str], list[tuple[Mark, Advice]]] = defaultdict(list)
    for mark in marks:
        listed = mark.exercise in exercises and exercises[mark.exercise].question is not None
        if mark.grade.why or listed:  # with an error, the advice is about that, such as a typing mistake
            continue
        for advice in mark.grade.advice or [_reason(mark, check) for check in mark.failed]:
            by_kind[kind_of(advice)].append((mark, advice))
    found = []
    for (topic, _), entries in by_kind.items():
        wordings = Counter(advice.why or advice.topic for _, advice in entries)
        learners = sorted({mark.who for mark, _ in entries})
        labels = sorted({mark.exercise for mark, _ in entries})
        found.append(Misconception(topic, wordings.most_common(1)[0][0], len(wordings), tuple(labels), tuple(learners)))
    return sorted(found, key=lambda misconception: (-len(misconception.who), misconception.topic, misconception.why))


def _reason(mark: Mark, check: CheckResult) -> Advice:
    """Why a check failed, as if it were advice."""
    why = without_data(check.why) or (f"expected {check.expected}, found {check.found}" if check.found else "")
    return Advice(f"{mark.exercise}: {check.name}", (), f"{check.name}: {why}" if why else check.name, "")


def kind_of(advice: Advice) -> tuple[str, str]:
    """A key of advice, without the numbers, names and shapes in it."""
    return advice.topic, _without_details(advice.why)


@lru_cache(maxsize=4096)  # much advice is the same to the last digit
def _without_details(why: str) -> str:
    return _DETAIL.sub("…", why)
