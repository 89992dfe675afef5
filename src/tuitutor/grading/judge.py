"""Facts x checks -> results. Pure: the same exercise and evidence always give the same results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from tuitutor.course.checks import Check, HiddenScore, Variable
from tuitutor.course.kind import Later, ReadFrom
from tuitutor.course.model import Exercise
from tuitutor.grading import (  # noqa: F401 (they register their checks with judge_kind)
    answer_checks,
    architecture,
    fit_checks,
    restarts,
    scores,
)
from tuitutor.grading.evidence import Evidence, judge_kind
from tuitutor.grading.outcome import Finding, NothingToJudge, absent, errored, pending
from tuitutor.grading.verdicts import CheckResult, Provenance, Verdict
from tuitutor.grading.written import Written
from tuitutor.protocol.requests import HiddenData

ENDED_EARLY = "The answer did not run to its end, so there is nothing to judge yet."
ONLY_REPORTED = "Only the answer itself reports this, because {}."
NOT_OURS_TO_FAIL = "The answer could not be run. This isn't your fault."
STARTER = "This is still the starter, so there is nothing to grade yet."


def judge(exercise: Exercise, evidence: Evidence, verified_only: bool = False) -> tuple[CheckResult, ...]:
    """One result per check, in order. A check is SKIPPED unless all its `needs` passed.

    With `verified_only`, a check on the model that passes only on the program's report is FAILED, and so is a check on
    a variable of a `measure` cell that had to run in the learner's process.
    """
    findings = [(check, _find(check, evidence)) for check in exercise.checks]
    if verified_only:
        findings = [(check, _demand_verified(check, finding, evidence)) for check, finding in findings]
    return tuple(_after_needs(exercise.checks, [_result(check, finding) for check, finding in findings]))


def not_run(exercise: Exercise, verdict: Verdict, written: Written = Written()) -> tuple[CheckResult, ...]:
    """Results if the answer did not run to its end: FAILED if that is its fault, ERRORED (by `verdict`) if it is ours.

    Checks that need no run are judged by `written`.
    """
    unfinished = errored(NOT_OURS_TO_FAIL) if verdict is Verdict.ERRORED else absent("", ENDED_EARLY)
    evidence = Evidence(written)
    results = []
    for check in exercise.checks:
        readable = not written.blank and not _needs_run(check)
        results.append(_result(check, _find(check, evidence) if readable else unfinished))
    return tuple(
        settled if result.verdict is Verdict.PASSED else result
        for result, settled in zip(results, _after_needs(exercise.checks, results), strict=True)
    )


def verdict_of(results: Iterable[CheckResult]) -> Verdict:
    """PASSED only if every check passed and there is one, PENDING if all others did; ERRORED if any could not be made;
    else FAILED.
    """
    verdicts = {result.verdict for result in results}
    if verdicts and all(verdict.done for verdict in verdicts):
        return Verdict.PENDING if Verdict.PENDING in verdicts else Verdict.PASSED
    return Verdict.ERRORED if Verdict.ERRORED in verdicts else Verdict.FAILED


# ---- who measured it


def provenance_of(exercise: Exercise, results: Iterable[CheckResult]) -> Provenance | None:
    """The provenance of a grade: who measured the model; None if no check on the model passed.

    REPORTED if a passed check rests on the report of the learner's process, although the verifying process could have
    measured it, had the model loaded; else VERIFIED. Training, variables and output can only be reported: their results
    say so, and do not count here.
    """
    provenances = {
        result.provenance
        for check, result in zip(exercise.checks, results, strict=True)
        if check.kind.read_from in (ReadFrom.MODEL, ReadFrom.TRAINING) and result.passed
    }
    if not provenances:
        return None
    return Provenance.VERIFIED if provenances == {Provenance.VERIFIED} else Provenance.REPORTED


def unverified(evidence: Evidence) -> str:
    """Why the verifying process could not load the model; "" if it could, or if there is no model."""
    if evidence.checked is None or evidence.checked.loaded or evidence.program is None:
        return ""
    return evidence.program.save_problem or evidence.checked.problem or "the saved model can't be loaded"


def _demand_verified(check: Check, finding: Finding, evidence: Evidence) -> Finding:
    if check.kind.read_from is ReadFrom.MODEL:
        proven, why = finding.provenance is Provenance.VERIFIED, unverified(evidence)
    else:
        in_cell = isinstance(check.kind, Variable) and evidence.cell and check.kind.name in evidence.cell.names
        proven, why = not (in_cell and evidence.in_place), evidence.in_place
    if finding.verdict is not Verdict.PASSED or proven:
        return finding
    why = ONLY_REPORTED.format(why.rstrip(".") or "the model wasn't verified")
    return replace(finding, verdict=Verdict.FAILED, why=why, beyond_feedback=True)


# ---- what an exercise needs


def hidden_wanted(exercise: Exercise, seed: int, world: int = 0) -> tuple[HiddenData, ...]:
    """One hidden data set per data source, as large as the largest check on it.

    If the `measure` cell takes its data from the same source, it gets other rows.
    """
    measure = exercise.measure
    hidden = []
    for function, samples in _sizes(exercise).items():
        total = samples + (measure.samples if measure is not None and measure.data == function else 0)
        hidden.append(HiddenData(function, total, seed, world, (0.0, samples / total)))
    return tuple(hidden)


def drawn_for_cell(exercise: Exercise, seed: int, world: int = 0) -> HiddenData | None:
    """The data of the `measure` cell: rows without scores or, from a source without scores, of an unrelated seed."""
    measure = exercise.measure
    if measure is None or not measure.data:
        return None
    if scored := _sizes(exercise).get(measure.data, 0):
        total = scored + measure.samples
        return HiddenData(measure.data, total, seed, world, (scored / total, 1.0))
    other = int.from_bytes(sha256(f"measure {seed}".encode()).digest()[:4], "big")
    return HiddenData(measure.data, measure.samples, other, world)


def _sizes(exercise: Exercise) -> dict[str, int]:
    """The number of rows that scores need, by source."""
    sizes: dict[str, int] = {}
    for check in exercise.checks:
        if isinstance(check.kind, HiddenScore):
            sizes[check.kind.data] = max(check.kind.samples, sizes.get(check.kind.data, 0))
    return sizes


def needs_model(exercise: Exercise) -> bool:
    """Whether a check looks at the model itself, so it has to be saved and verified."""
    return any(check.kind.read_from is ReadFrom.MODEL for check in exercise.checks)


def needs_run(exercise: Exercise) -> bool:
    """Whether a check can only be judged by running the answer."""
    return any(map(_needs_run, exercise.checks))


def _needs_run(check: Check) -> bool:
    return check.kind.read_from in (ReadFrom.MODEL, ReadFrom.PROGRAM)


def by_hand(exercise: Exercise) -> str:
    """How the answer has to find its weights without help, "hand" or "descent"; "slopes" if it has to find slopes
    without a tape; else "".
    """
    requirements = exercise.requirements
    return requirements.by_hand or ("slopes" if "GradientTape" in requirements.forbidden else "")


# ---- one check


@judge_kind.register
def judge_later(check: Later, evidence: Evidence) -> Finding:
    """PENDING; the starter is FAILED."""
    return absent("", STARTER) if evidence.written.untouched else pending("Graded later.")


def _find(check: Check, evidence: Evidence) -> Finding:
    try:
        return judge_kind(check.kind, evidence)
    except NothingToJudge as nothing:
        return nothing.finding


def _result(check: Check, finding: Finding) -> CheckResult:
    failed = finding.verdict is Verdict.FAILED
    feedback = check.feedback if failed and not finding.beyond_feedback else ""
    return CheckResult(
        name=check.name,
        verdict=finding.verdict,
        points=check.points if finding.verdict is Verdict.PASSED else 0.0,
        out_of=check.points,
        expected=finding.expected,
        found=finding.found,
        why=feedback or finding.why,
        provenance=finding.provenance,
        rows=finding.rows,
        count=finding.count if check.best else None,
        bound=finding.bound,
        value=finding.value,
    )


def _after_needs(checks: tuple[Check, ...], results: list[CheckResult]) -> list[CheckResult]:
    """The results, SKIPPED or PENDING if a need didn't pass or is pending."""
    by_name = {check.name: check for check in checks}
    verdicts = {result.name: result.verdict for result in results}

    def unmet(check: Check, path: frozenset[str]) -> str | None:
        """The first need that fails, has an unmet need, or is part of a cycle; None if there is none."""
        for name in check.needs:
            met = name in verdicts and verdicts[name].done
            if not met or name in path or unmet(by_name[name], path | {name}) is not None:
                return name
        return None

    def awaited(check: Check) -> str | None:
        """The first need that is pending; the needs have no cycle."""
        for name in check.needs:
            if verdicts[name] is Verdict.PENDING or awaited(by_name[name]) is not None:
                return name
        return None

    def settled(check: Check, result: CheckResult) -> CheckResult:
        if (need := unmet(check, frozenset({check.name}))) is not None:
            return CheckResult(result.name, Verdict.SKIPPED, 0.0, result.out_of, why=f"needs '{need}' to pass first")
        if result.passed and (need := awaited(check)) is not None:
            why = f"Needs '{need}', which is graded later."
            return CheckResult(result.name, Verdict.PENDING, 0.0, result.out_of, why=why)
        return result

    return [settled(check, result) for check, result in zip(checks, results, strict=True)]
