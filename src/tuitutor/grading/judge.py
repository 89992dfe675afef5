"""Facts x checks -> results. Pure: the same exercise and evidence always give the same results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from tuitutor.course.checks import Check, HiddenScore, Variable
from tuitutor.course.kind import Later, ReadFrom
from tuitutor.course.model import Exercise
from tuitutor.grading import (  # noqa: F401 (each registers its checks with judge_kind)
    architecture,
    fit_checks,
    restarts,
    scores,
    text_checks,
    variables,
)
from tuitutor.grading.evidence import Evidence, judge_kind
from tuitutor.grading.outcome import Finding, NothingToJudge, absent, errored, pending
from tuitutor.grading.verdicts import CheckResult, Provenance, Verdict
from tuitutor.grading.written import Written
from tuitutor.protocol.requests import HiddenData

ENDED_EARLY = "The answer did not run to its end, so there is nothing to judge yet."
ONLY_REPORTED = "Only the answer itself reports this, because {}."
NOT_OURS_TO_FAIL = "The answer could not be run. This isn't your fault."


def judge(exercise: Exercise, evidence: Evidence, verified_only: bool = False) -> tuple[CheckResult, ...]:
    """One result per check, in order. A check whose `needs` did not all pass is SKIPPED.

    With `verified_only`, a check on the model that passes only on what the program reports is FAILED, and so is one on
    a variable of a `measure` cell that had to run in the learner's process.
    """
    findings = [(check, _find(check, evidence)) for check in exercise.checks]
    if verified_only:
        findings = [(check, _demand_verified(check, finding, evidence)) for check, finding in findings]
    return tuple(_after_needs(exercise.checks, [_result(check, finding) for check, finding in findings]))


def not_run(exercise: Exercise, verdict: Verdict, written: Written = Written()) -> tuple[CheckResult, ...]:
    """Results when the answer did not run to its end: `verdict` is FAILED if that is its fault, ERRORED if it is ours.

    Checks that need no run are judged on what is `written`.
    """
    fallen = errored(NOT_OURS_TO_FAIL) if verdict is Verdict.ERRORED else absent("", ENDED_EARLY)
    evidence = Evidence(written)
    results = []
    for check in exercise.checks:
        readable = not written.blank and not _needs_run(check)
        results.append(_result(check, _find(check, evidence) if readable else fallen))
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


def provenance_of(exercise: Exercise, results: Iterable[CheckResult]) -> Provenance | None:
    """Who measured what the grade says about the model; None if no check on the model passed.

    REPORTED if a passed check rests on the learner's process's report, although the verifying process could have
    measured it, had the model loaded; else VERIFIED. Training, variables and output can only ever be reported: their
    results say so, and do not count here.
    """
    rest_on = {
        result.provenance
        for check, result in zip(exercise.checks, results, strict=True)
        if check.kind.read_from in (ReadFrom.MODEL, ReadFrom.TRAINING) and result.passed
    }
    if not rest_on:
        return None
    return Provenance.VERIFIED if rest_on == {Provenance.VERIFIED} else Provenance.REPORTED


def unverified(evidence: Evidence) -> str:
    """Why the model could not be loaded by a process that never ran the answer; "" if it was, or if there is none."""
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
    said = ONLY_REPORTED.format(why.rstrip(".") or "the model wasn't verified")
    return replace(finding, verdict=Verdict.FAILED, why=said, beyond_feedback=True)


# ---- what a judgement needs to know ---------------------------------------------------------


def hidden_wanted(exercise: Exercise, seed: int, world: int = 0) -> tuple[HiddenData, ...]:
    """One hidden data set per data source, as large as the largest that a check on it asks for.

    If the `measure` cell takes its data from the same source, other rows are left for it.
    """
    measure = exercise.measure
    wanted = []
    for function, samples in _sizes(exercise).items():
        total = samples + (measure.samples if measure is not None and measure.data == function else 0)
        wanted.append(HiddenData(function, total, seed, world, (0.0, samples / total)))
    return tuple(wanted)


def drawn_for_cell(exercise: Exercise, seed: int, world: int = 0) -> HiddenData | None:
    """The data of the `measure` cell: no row that a score uses, or from another source, with an unrelated seed."""
    measure = exercise.measure
    if measure is None or not measure.data:
        return None
    if scored := _sizes(exercise).get(measure.data, 0):
        total = scored + measure.samples
        return HiddenData(measure.data, total, seed, world, (scored / total, 1.0))
    other = int.from_bytes(sha256(f"measure {seed}".encode()).digest()[:4], "big")
    return HiddenData(measure.data, measure.samples, other, world)


def _sizes(exercise: Exercise) -> dict[str, int]:
    """How many rows scores ask for, by source."""
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


def by_hand(exercise: Exercise) -> str:
    """How the answer is to find its weights if it may have no help, "hand" or "descent"; "slopes" if it is to find
    slopes without a tape; else "".
    """
    requirements = exercise.requirements
    return requirements.by_hand or ("slopes" if "GradientTape" in requirements.forbidden else "")


def _needs_run(check: Check) -> bool:
    return check.kind.read_from in (ReadFrom.MODEL, ReadFrom.PROGRAM)


# ---- one check ------------------------------------------------------------------------------


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
    by_name = {check.name: check for check in checks}
    passed = {result.name for result in results if result.verdict is Verdict.PASSED}
    waits = {result.name for result in results if result.verdict is Verdict.PENDING}

    def unmet(check: Check, asking: frozenset[str]) -> str | None:
        """The first need that fails, has an unmet need, or is part of a cycle; None if there is none."""
        for name in check.needs:
            met = name in passed or name in waits
            if not met or name in asking or unmet(by_name[name], asking | {name}) is not None:
                return name
        return None

    def awaited(check: Check) -> str | None:
        """The first need that waits to be decided; the needs have no cycle."""
        for name in check.needs:
            if name in waits or awaited(by_name[name]) is not None:
                return name
        return None

    def settled(check: Check, result: CheckResult) -> CheckResult:
        if (block := unmet(check, frozenset({check.name}))) is not None:
            return CheckResult(result.name, Verdict.SKIPPED, 0.0, result.out_of, why=f"needs '{block}' to pass first")
        if result.passed and (block := awaited(check)) is not None:
            return CheckResult(
                result.name, Verdict.PENDING, 0.0, result.out_of, why=f"Needs '{block}', which is graded later."
            )
        return result

    return [settled(check, result) for check, result in zip(checks, results, strict=True)]


STARTER = "This is still the starter, so there is nothing to grade yet."


@judge_kind.register
def judge_later(check: Later, evidence: Evidence) -> Finding:
    """PENDING; the starter is FAILED."""
    return absent("", STARTER) if evidence.written.untouched else pending("Graded later.")
