from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from msgspec import structs

from tests.grading.builders import SMALL, exercise, program, read_facts, reported, verified
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import (
    Accuracy,
    BuiltFrom,
    Check,
    Curve,
    Expected,
    Fit,
    History,
    OutputShape,
    Params,
    Source,
    Stdout,
    Variable,
)
from tuitutor.course.choices import Question
from tuitutor.course.model import Exercise, MeasureCell, Problem
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import (
    drawn_for_cell,
    hidden_wanted,
    judge,
    needs_model,
    needs_run,
    not_run,
    provenance_of,
    unverified,
    verdict_of,
)
from tuitutor.grading.verdicts import CheckResult, Provenance, TrainedPart, Verdict
from tuitutor.protocol.facts import CellFacts, ModelCheckFacts, VariableFacts
from tuitutor.protocol.requests import HiddenData

RIGHT, WRONG = Params(total=Bound(equals=20)), Params(total=Bound(equals=21))


def verdicts(*checks: Check) -> list[Verdict]:
    return [result.verdict for result in judge(exercise(*checks), verified())]


def test_results_come_in_order_with_points_only_for_passes() -> None:
    results = judge(exercise(Check(RIGHT, "a", points=3), Check(WRONG, "b", points=2)), verified())
    assert [(r.name, r.points, r.out_of) for r in results] == [("a", 3, 3), ("b", 0, 2)]


def test_a_grade_rests_on_the_checks_on_the_model_that_passed() -> None:
    of_program, other = Check(Variable("x", Expected(equals="1")), "c"), Check(WRONG, "b")
    results = judge(exercise(Check(RIGHT, "a"), other, of_program), verified())
    results = (*results[:2], structs.replace(results[2], verdict=Verdict.PASSED, provenance=Provenance.REPORTED))
    assert provenance_of(exercise(Check(RIGHT, "a"), other, of_program), results) is Provenance.VERIFIED
    assert provenance_of(exercise(other), results[1:2]) is None
    assert (
        provenance_of(exercise(Check(RIGHT, "a")), judge(exercise(Check(RIGHT, "a")), reported()))
        is Provenance.REPORTED
    )


def test_a_grade_says_why_its_model_was_not_verified() -> None:
    assert unverified(verified()) == unverified(Evidence(program=program())) == ""
    assert unverified(reported()) == "Lambda"
    unsaved = replace(program(), save_problem="it holds an open file")
    assert unverified(replace(reported(), program=unsaved)) == "it holds an open file"
    unknown = replace(reported(), checked=ModelCheckFacts(False))
    assert unverified(unknown) == "the saved model can't be loaded"


def test_feedback_is_the_why_of_a_failure_only() -> None:
    right, wrong = Check(RIGHT, "a", feedback="Count."), Check(WRONG, "b", feedback="Count.")
    results = judge(exercise(right, wrong), verified())
    assert [result.why for result in results] == ["", "Count."]


def test_a_need_that_fails_skips() -> None:
    results = judge(exercise(Check(WRONG, "params"), Check(RIGHT, "b", needs=("params",))), verified())
    assert (results[1].verdict, results[1].why, results[1].points) == (
        Verdict.SKIPPED,
        "needs 'params' to pass first",
        0,
    )


def test_needs_reach_through_others_and_forwards() -> None:
    assert verdicts(Check(RIGHT, "a", needs=("b",)), Check(RIGHT, "b", needs=("c",)), Check(WRONG, "c")) == [
        Verdict.SKIPPED,
        Verdict.SKIPPED,
        Verdict.FAILED,
    ]
    assert verdicts(Check(RIGHT, "a", needs=("b",)), Check(RIGHT, "b")) == [Verdict.PASSED] * 2


def test_needs_in_a_circle_or_unknown_pass_nothing() -> None:
    circle = verdicts(Check(RIGHT, "a", needs=("b",)), Check(RIGHT, "b", needs=("a",)))
    assert circle == [Verdict.SKIPPED] * 2
    assert verdicts(Check(RIGHT, "a", needs=("nobody",))) == [Verdict.SKIPPED]


def result(verdict: Verdict) -> CheckResult:
    return CheckResult("it", verdict, 0, 1)


def test_the_verdict_of_an_attempt() -> None:
    passed, failed, skipped, errored, pending = map(result, Verdict)
    assert verdict_of([passed, passed]) is Verdict.PASSED
    assert verdict_of([]) is Verdict.FAILED
    assert verdict_of([passed, failed]) is Verdict.FAILED
    assert verdict_of([passed, skipped]) is Verdict.FAILED
    assert verdict_of([failed, errored, passed]) is Verdict.ERRORED
    assert verdict_of([passed, pending]) is Verdict.PENDING
    assert verdict_of([passed, pending, failed]) is Verdict.FAILED
    assert verdict_of([pending, errored]) is Verdict.ERRORED


def test_an_answer_that_did_not_end_passes_nothing_that_needs_a_run() -> None:
    checks = exercise(RIGHT, Stdout(".*"), Source(calls=("fit",)), Question("12"))
    failed = not_run(checks, Verdict.FAILED, read_facts(checks.checks, "# answer: 12\nmodel.fit()"))
    assert [result.verdict for result in failed] == [Verdict.FAILED, Verdict.FAILED, Verdict.PASSED, Verdict.PASSED]
    errored = not_run(checks, Verdict.ERRORED)
    assert {result.verdict for result in errored} == {Verdict.ERRORED}
    assert "your fault" in errored[0].why
    assert {result.points for result in errored} == {0}


def test_a_check_without_a_run_still_waits_on_its_needs() -> None:
    checks = exercise(Check(RIGHT, "params"), Check(Question("12"), "q", needs=("params",)))
    assert not_run(checks, Verdict.FAILED, read_facts(checks.checks, "# answer: 12"))[1].verdict is Verdict.SKIPPED


def test_what_a_judgement_needs_to_know() -> None:
    full = exercise(
        Accuracy("xor3", 100, at_least=0.9),
        Accuracy("xor3", 4000, at_least=0.5),
        Accuracy("moons", 10, at_least=0.5),
        Variable("batch"),
        Variable("batch", Expected(dtype="float32")),
        Variable("x"),
    )
    backwards = exercise(*reversed(full.checks))
    assert hidden_wanted(backwards, 7) == (HiddenData("moons", 10, 7), HiddenData("xor3", 4000, 7))
    assert hidden_wanted(full, 7) == (HiddenData("xor3", 4000, 7), HiddenData("moons", 10, 7))
    assert full.requirements.variables == ("batch", "x")
    assert (needs_model(full), needs_run(full)) == (True, True)
    assert not needs_model(exercise(Fit(epochs=Bound(at_most=3))))
    assert not needs_run(exercise(Question("12"), Source(calls=("fit",))))
    assert needs_run(exercise(Question("12"), Stdout("x")))


def test_a_program_that_was_not_measured_is_our_error() -> None:
    results = judge(exercise(BuiltFrom(), Fit(epochs=Bound(at_most=3)), Variable("x")), Evidence())
    assert {result.verdict for result in results} == {Verdict.ERRORED}


def test_the_same_evidence_gives_the_same_results() -> None:
    checks = exercise(RIGHT, BuiltFrom())
    assert judge(checks, reported(SMALL)) == judge(checks, reported(SMALL))


def test_where_only_proof_counts_the_programs_own_word_is_no_pass() -> None:
    check = exercise(Check(RIGHT, "a"))
    assert [result.verdict for result in judge(check, verified(), verified_only=True)] == [Verdict.PASSED]
    [refused] = judge(check, reported(), verified_only=True)
    assert (refused.verdict, refused.points) == (Verdict.FAILED, 0)
    assert refused.why.endswith("Lambda.")
    assert [result.verdict for result in judge(check, reported())] == [Verdict.PASSED]


def test_what_was_trained_is_well_unless_something_is_wrong_with_it() -> None:
    place = Problem(Path("a.md"), 1, "runs")
    well = TrainedPart(place, "a", "cell", "", 0, 1.0)
    assert well.ok
    assert not structs.replace(well, problems=(place,)).ok
    assert not structs.replace(well, problem="It was lost.").ok


def test_rows_and_curves_are_watched_only_where_a_check_asks() -> None:
    assert not exercise(Fit(epochs=Bound(at_least=1)), OutputShape((None, 2))).requirements.rows
    assert exercise(Fit(training_samples=Bound(at_most=9))).requirements.rows
    assert exercise(Fit(validation_samples=Bound(at_least=9))).requirements.rows
    assert exercise(Fit(validation_samples=Bound(at_least=9))).requirements.curves == ()
    rising = History((("accuracy", Curve(rises=True)), ("val_recall", Curve(rises=True))), (("mae", Bound(at_most=1)),))
    found = ("val_accuracy", "accuracy", "val_recall", "val_mae", "mae")
    assert exercise(rising, rising).requirements.curves == found


def examined(data: str = "", samples: int = 0, *checks: Accuracy) -> Exercise:
    return structs.replace(exercise(*checks), measure=MeasureCell("found = 1", 1, data, samples))


def test_a_cell_gets_no_row_that_a_score_uses() -> None:
    both = examined("moons", 10, Accuracy("moons", 30, at_least=0.5), Accuracy("xor3", 5, at_least=0.5))
    scored = HiddenData("moons", 40, 7, 0, (0.0, 0.75)), HiddenData("xor3", 5, 7)
    assert (hidden_wanted(both, 7), drawn_for_cell(both, 7)) == (scored, HiddenData("moons", 40, 7, 0, (0.75, 1.0)))
    other = examined("moons", 10, Accuracy("xor3", 5, at_least=0.5))
    drawn = [drawn_for_cell(other, seed) for seed in (7, 7, 8)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn[0] is not None
    assert (drawn[0].samples, drawn[0].share, drawn[0].seed in (7, 8)) == (10, (0.0, 1.0), False)
    assert hidden_wanted(other, 7) == (HiddenData("xor3", 5, 7),)
    assert drawn_for_cell(examined(), 7) is drawn_for_cell(exercise(), 7) is None


def test_a_cell_that_had_to_run_in_the_answers_process_is_not_verified() -> None:
    fine = VariableFacts("fine", "bool", None, None, "True")
    variables = exercise(
        Check(Variable("fine", Expected(equals=True)), "a"), Check(Variable("own", Expected(equals=True)), "b")
    )
    ran = replace(program(), variables=(replace(fine, name="own"),))
    elsewhere = Evidence(program=ran, cell=CellFacts((fine,), ("fine",)))
    in_place = replace(elsewhere, in_place="`rule` is a function")
    passed = [[result.passed for result in judge(variables, evidence, True)] for evidence in (elsewhere, in_place)]
    assert passed == [[True, True], [False, True]]
    assert "because `rule` is a function." in judge(variables, in_place, True)[0].why
    assert all(result.passed for result in judge(variables, in_place))
