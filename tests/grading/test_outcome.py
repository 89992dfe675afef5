"""What one check found, and what a grade adds up to."""

from __future__ import annotations

import pytest

from tests.grading.builders import SMALL, model, one, reported, verified
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import BuiltFrom, OutputShape, Params, Variable
from tuitutor.grading.evidence import NOT_MEASURED, Evidence, Subject, predicted_shape, subject
from tuitutor.grading.outcome import Finding, NothingToJudge, absent, compared, errored, from_rows
from tuitutor.grading.verdicts import CheckResult, Grade, Provenance, Row, Verdict
from tuitutor.protocol.facts import ModelCheckFacts, ProgramFacts, ScoreFacts

SAME, OTHER = Row("a", "1", "1", True), Row("b", "2", "3", False)
WHY = "Count again."


def test_rows_that_agree_pass_and_are_all_told() -> None:
    finding = from_rows([SAME, SAME], Provenance.VERIFIED, WHY)
    assert finding == Finding(Verdict.PASSED, "a 1, a 1", "a 1, a 1", "", Provenance.VERIFIED, (SAME, SAME))


def test_a_failure_tells_the_rows_that_differ_and_shows_all() -> None:
    finding = from_rows([SAME, OTHER], Provenance.REPORTED, WHY)
    assert finding == Finding(Verdict.FAILED, "b 2", "b 3", WHY, Provenance.REPORTED, (SAME, OTHER))


def test_nothing_to_compare_is_no_pass() -> None:
    assert from_rows([], Provenance.VERIFIED, "why").verdict is Verdict.FAILED


def test_the_authors_feedback_replaces_a_difference_and_nothing_else() -> None:
    feedback = "Use fewer units."
    assert not compared(False, "1", "2", Provenance.VERIFIED, WHY).beyond_feedback
    assert absent("nothing", WHY).beyond_feedback
    assert errored(WHY).beyond_feedback
    assert one(Params(total=Bound(equals=1)), verified(), feedback=feedback).why == feedback
    assert one(Variable("x"), Evidence(), feedback=feedback).why == NOT_MEASURED


def test_points_add_up() -> None:
    results = (
        CheckResult("a", Verdict.PASSED, 2.0, 2.0),
        CheckResult("b", Verdict.FAILED, 0.0, 0.5),
        CheckResult("c", Verdict.PASSED, 1.0, 1.0),
    )
    grade = Grade("xor", "v1", Verdict.FAILED, results)
    assert (grade.points, grade.out_of) == (3.0, 3.5)
    assert [result.passed for result in results] == [True, False, True]
    assert (grade.seconds, grade.advice, grade.error, grade.hidden_seed) == (0.0, (), None, None)


# ---- the model that is judged ---------------------------------------------------------------


def test_a_model_that_was_loaded_is_judged_before_the_programs_own_word() -> None:
    loaded, small = model(), SMALL
    evidence = Evidence(program=ProgramFacts(small, small.kind, None), checked=ModelCheckFacts(True, model=loaded))
    assert subject(evidence) == Subject(loaded, Provenance.VERIFIED)
    for checked in (None, ModelCheckFacts(False, model=loaded), ModelCheckFacts(True, model=None)):
        evidence = Evidence(program=ProgramFacts(small, small.kind, None), checked=checked)
        assert subject(evidence) == Subject(small, Provenance.REPORTED)


@pytest.mark.parametrize(
    ("kind", "found"), [(None, "no `model`"), ("NoneType", "no `model`"), ("list", "`model` is a list")]
)
def test_no_model_is_told_apart_from_another_thing(kind: str | None, found: str) -> None:
    with pytest.raises(NothingToJudge) as nothing:
        subject(Evidence(program=ProgramFacts(None, kind, None)))
    finding = nothing.value.finding
    assert (finding.verdict, finding.found, finding.beyond_feedback) == (Verdict.FAILED, found, True)


def test_what_was_not_measured_is_no_fault_of_the_answer() -> None:
    with pytest.raises(NothingToJudge) as nothing:
        subject(Evidence())
    assert nothing.value.finding == errored(NOT_MEASURED)
    assert one(BuiltFrom(), Evidence()).verdict is Verdict.ERRORED


def score(*shape: int | None) -> ScoreFacts:
    return ScoreFacts("xor", 4, 1.0, output_shape=shape or None)


def test_the_shape_of_predictions_is_the_first_that_is_known_and_verified_before_reported() -> None:
    def scored(*verified: ScoreFacts, loaded: bool = True, reported: ScoreFacts | None = None) -> Evidence:
        scores = {} if reported is None else {"xor": reported}
        return Evidence(checked=ModelCheckFacts(loaded, scores=verified), reported_scores=scores)

    assert predicted_shape(scored(score(), score(None, 2), score(None, 3))) == ((None, 2), Provenance.VERIFIED)
    assert predicted_shape(scored(score(None, 2), reported=score(None, 3))) == ((None, 2), Provenance.VERIFIED)
    assert predicted_shape(scored(score(), reported=score(None, 3))) == ((None, 3), Provenance.REPORTED)
    assert predicted_shape(scored(score(None, 2), loaded=False)) is None
    assert predicted_shape(scored()) is None
    assert predicted_shape(Evidence()) is None
    shape = OutputShape((2,))
    assert one(shape, reported(SMALL, score(None, 2))).provenance is Provenance.REPORTED
