"""Decisions of people -> the marks that count. Pure; the grades themselves stay as they are on disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from tuitutor.classroom.class_verdicts import Mark, Received, Unread
from tuitutor.classroom.decisions import DECISIONS, Decision
from tuitutor.errors import UsageError
from tuitutor.grading.judge import verdict_of
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.spelling import counted, nearest, suggestion

BY_HAND = "Decided by a person"


@dataclass(frozen=True)
class Ruled:
    """A class with what people decided.

    `excused` are learners with an exercise, or "" for all, and `extended` their own deadlines. `comments` are about no
    exercise. `doubtful` are sentences on decisions that are not applied, or may be about somebody else. `requests` wait
    for a reply.
    """

    marks: list[Mark]
    excused: frozenset[tuple[str, str]] = frozenset()
    extended: Mapping[tuple[str, str], str] = field(default_factory=dict)
    comments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubtful: tuple[str, ...] = ()
    requests: tuple[Decision, ...] = ()


def with_decisions(
    marks: Sequence[Mark],
    unread: Sequence[Unread],
    waiting: Sequence[Received],
    decisions: Sequence[Decision],
    known: Collection[str] = (),
    name: str = DECISIONS,
) -> Ruled:
    """The marks with the decisions applied, in their order. `known` are the labels of exercises, beside those answered.

    Raises UsageError, a sentence with the file and the line.
    """
    every: list[Mark | Unread | Received] = [*marks, *unread, *waiting]
    people, labels = {each.who for each in every}, {*known, *(each.exercise for each in every)} - {""}
    answers = {(each.who, each.exercise): each.answer for each in waiting}  # hashes: of what is graded, or waits to be
    answers |= {(mark.who, mark.exercise): mark.answer for mark in marks}
    applied: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    doubtful: list[str] = []

    def holds(decision: Decision) -> bool:
        return not decision.answer or decision.answer == answers.get((decision.who, decision.exercise))

    for at, each in enumerate(decisions):
        place = f"{name}:{each.line}"
        if said := _misspelled(each, people, labels, place):
            doubtful.append(f"{place}: {said}")
        if not holds(each):
            if not any(_decides_again(later, each) and holds(later) for later in decisions[at + 1 :]):
                changed = f"the answer of {each.who} to '{each.exercise}' has changed since this was decided"
                doubtful.append(f"{place}: {changed}, so it isn't applied; decide again.")
            continue
        applied[each.who, each.exercise].append(each)
    everything = [each for theirs in applied.values() for each in theirs]
    replied = {_asked(each) for each in everything if each.reply}
    comments: dict[str, tuple[str, ...]] = {}
    for each in everything:
        if each.comment and not each.exercise:
            comments[each.who] = (*comments.get(each.who, ()), each.comment)
    return Ruled(
        _ruled_marks(marks, applied, name),
        frozenset((each.who, each.exercise) for each in everything if each.excuse),
        {(each.who, each.exercise): each.until for each in everything if each.until},
        comments,
        tuple(doubtful),
        tuple(each for each in everything if each.request and _asked(each) not in replied),
    )


def with_versions(marks: Sequence[Mark], received: Sequence[Received]) -> list[Mark]:
    """The marks, with which of the answers were made for another version of their exercises."""
    others = {(each.who, each.exercise, each.answer) for each in received if each.other_version}
    return [
        replace(mark, ruling=replace(mark.ruling, other_version=True))
        if (mark.who, mark.exercise, mark.answer) in others
        else mark
        for mark in marks
    ]


def _decides_again(later: Decision, earlier: Decision) -> bool:
    """Whether it says about the learner's present answer what the earlier one said about another."""
    if (later.who, later.exercise) != (earlier.who, earlier.exercise):
        return False
    if not earlier.of_mark:
        return later.of_answer
    return later.of_mark and (later.check == earlier.check or _gives_all(later) or bool(later.verdict))


def _gives_all(decision: Decision) -> bool:
    return decision.points is not None and not decision.check


def _asked(decision: Decision) -> tuple[str, str, str]:
    return decision.who, decision.exercise, decision.request


def _ruled_marks(marks: Sequence[Mark], applied: Mapping[tuple[str, str], Sequence[Decision]], name: str) -> list[Mark]:
    """The marks, and those of people whose answers weren't graded but got points all the same; sorted."""
    of = {(mark.who, mark.exercise): mark for mark in marks}
    most: dict[str, float] = {}
    for mark in marks:
        most[mark.exercise] = max(mark.grade.out_of, most.get(mark.exercise, 0.0))
    by_hand = {key for key, theirs in applied.items() if any(_gives_all(each) for each in theirs)}
    ruled = []
    for key in sorted({*of, *by_hand}):
        theirs = applied.get(key, [])
        mark = of.get(key) or _blank(*key, most.get(key[1]), theirs[0], name)
        for each in (*(other for other in applied.get((key[0], ""), []) if other.excuse), *theirs):
            try:
                mark = rule(mark, each)
            except UsageError as error:
                raise UsageError(f"{name}:{each.line}: {error}") from None
        ruled.append(mark)
    return ruled


def _misspelled(decision: Decision, people: Collection[str], labels: Collection[str], place: str) -> str:
    """A sentence if the name, of nobody who handed in, is nearly that of somebody who did; "" if it isn't.

    A learner who handed in nothing can still be excused, or get more time. Raises UsageError if the decision is about
    an answer, or about an exercise that nobody answered.
    """
    if decision.exercise and decision.exercise not in labels:
        others = f"there are {', '.join(sorted(labels)) or 'none'}."
        hint = suggestion(decision.exercise, sorted(labels), otherwise=others)
        raise UsageError(f"{place}: nobody answered an exercise '{decision.exercise}'; {hint}")
    if decision.who in people:
        return ""
    near = nearest(decision.who, sorted(people))
    said = f"nobody called '{decision.who}' handed in" + (f"; did you mean '{near}'?" if near else ".")
    if decision.of_answer:
        raise UsageError(f"{place}: {said}")
    return said if near else ""


def _blank(who: str, exercise: str, out_of: float | None, decision: Decision, name: str) -> Mark:
    """The mark of somebody who gave no answer that was graded. Raises UsageError."""
    if out_of is None:
        raise UsageError(
            f"{name}:{decision.line}: no answer to '{exercise}' is graded yet, so nobody knows how many points it has."
        )
    result = CheckResult(BY_HAND, Verdict.PENDING, 0.0, out_of)
    return Mark(who, "", "", Grade(exercise, "", Verdict.PENDING, (result,)))


def rule(mark: Mark, decision: Decision) -> Mark:
    """The mark with one decision. Raises UsageError, a sentence without a place."""
    ruling = mark.ruling
    notes = [*ruling.notes]
    if decision.rubric or (decision.points is not None and decision.check):
        mark = replace(mark, grade=_with_check(mark.grade, decision))
    elif decision.points is not None or decision.verdict:
        out_of, points = mark.grade.out_of, decision.points  # points and verdict: one follows from the other
        if points is not None and points > out_of:
            raise UsageError(f"found {points:g} points; '{mark.exercise}' has at most {out_of:g}.")
        if points is None:  # "passed": all checks have to pass
            points = out_of
        if decision.verdict:
            verdict = Verdict(decision.verdict)
        elif mark.verdict in (Verdict.PASSED, Verdict.FAILED):
            verdict = mark.verdict
        else:
            verdict = Verdict.PASSED if points >= out_of else Verdict.FAILED
        ruling = replace(mark.ruling, points=points, verdict=verdict)
        notes.append(decision.why)
    if decision.comment:
        notes.append(decision.comment)
    if decision.reply:
        notes += [f"You asked: {decision.request}", f"Answer: {decision.reply}"]
    return replace(mark, ruling=replace(ruling, notes=tuple(notes), excused=ruling.excused or decision.excuse))


def _with_check(grade: Grade, decision: Decision) -> Grade:
    """With the points of one check; without a name it is the one that a person reads."""
    result = _check(grade, decision)
    points = sum(decision.rubric) if decision.rubric else decision.points or 0.0
    if decision.rubric and len(decision.rubric) != len(result.rubric):
        lines = counted(len(result.rubric), "line")
        raise UsageError(f"found {counted(len(decision.rubric), 'number')} in 'rubric'; '{result.name}' has {lines}.")
    if points > result.out_of:
        raise UsageError(f"found {points:g} points; '{result.name}' has at most {result.out_of:g}.")
    lines = "; ".join(f"{line}: {given:g}" for line, given in zip(result.rubric, decision.rubric, strict=False))
    verdict = Verdict.PASSED if points >= result.out_of else Verdict.FAILED
    why = decision.why or (f"{lines}." if lines else "")
    decided = replace(result, verdict=verdict, points=points, expected="", found="", rows=(), why=why)
    results = tuple(decided if each is result else each for each in grade.results)
    ended = grade.verdict is Verdict.ERRORED or grade.why
    return replace(grade, results=results, verdict=grade.verdict if ended else verdict_of(results))


def _check(grade: Grade, decision: Decision) -> CheckResult:
    by_name = {each.name: each for each in grade.results}
    if decision.check:
        if decision.check not in by_name:
            hint = suggestion(decision.check, by_name, otherwise=f"there are {', '.join(by_name)}.")
            raise UsageError(f"'{grade.exercise}' has no check '{decision.check}'; {hint}")
        return by_name[decision.check]
    read = [each for each in grade.results if each.rubric]
    if len(read) != 1:
        which = f"name one of {', '.join(each.name for each in read)} as 'check'." if read else "it has no 'person'."
        raise UsageError(f"'rubric' is for the one check of '{grade.exercise}' that a person reads; {which}")
    return read[0]
