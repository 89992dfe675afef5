"""A verdict says first what is wrong, once, and names what passed; all of it stays within its width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from tuitutor.course.bounds import Bound
from tuitutor.course.kind import Goal
from tuitutor.draw.grade import draw_check, draw_error, draw_grade, draw_tried, headlines
from tuitutor.draw.look import Look
from tuitutor.engine.events import Stage
from tuitutor.engine.snapshots import FitCurves, Lane, WhatIf
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Row, Verdict
from tuitutor.protocol.raised import ErrorInfo, Frame

TABLE = CheckResult(
    "Parameters", Verdict.FAILED, 0, 2, "12 and 8", "12 and 40", "Each unit has a bias.", Provenance.VERIFIED,
    (Row("dense", "12", "12", True), Row("dense_1", "8", "40", False)),
)  # fmt: skip
words = st.text(max_size=60)
rows = st.lists(st.builds(Row, words, words, words, st.booleans()), max_size=4).map(tuple)
results = st.builds(
    CheckResult, words, st.sampled_from(Verdict), st.floats(0, 10), st.floats(0, 10), words, words, words,
    st.none() | st.sampled_from(Provenance), rows,
)  # fmt: skip
frames = st.lists(st.builds(Frame, words, st.integers(1, 10**6), words, words), max_size=6).map(tuple)
looks = st.builds(Look, st.booleans(), st.sampled_from(["full", "plain", "ascii"]), st.booleans())


@given(results, st.integers(1, 120), looks)
def test_a_check_stays_within_its_width(result: CheckResult, width: int, look: Look) -> None:
    text = draw_check(result, width, look).plain
    assert max(map(cell_len, text.split("\n"))) <= width
    assert not look.ascii or text.isascii()


@given(st.builds(ErrorInfo, words, st.text(max_size=600), frames), st.integers(1, 120), looks)
def test_an_error_stays_within_its_width(error: ErrorInfo, width: int, look: Look) -> None:
    text = draw_error(error, width, look).plain
    assert max(map(cell_len, text.split("\n"))) <= width
    assert not look.ascii or text.isascii()


def test_marks_tell_verdicts_apart() -> None:
    for look, marks in ((Look(), "✓✗–!~"), (Look(glyphs="ascii"), "+x-!~")):
        drawn = [draw_check(CheckResult("c", verdict, 0, 1), 60, look).plain[0] for verdict in Verdict]
        assert "".join(drawn) == marks


def test_rows_stand_side_by_side_with_the_differing_cell_marked() -> None:
    drawing = draw_check(TABLE, 60, Look())
    assert drawing.plain.split("\n") == [
        "✗ Parameters  0 of 2 points",
        "           expected  found",
        "  dense    12        12",
        "  dense_1  8         40    ✗",
        "  Each unit has a bias.",
    ]
    marked = [drawing.plain[span.start : span.end] for span in drawing.spans if span.style == Look().style("bad")]
    assert "40    ✗" in marked


def test_rows_are_stacked_where_they_do_not_fit() -> None:
    lines = draw_check(TABLE, 24, Look()).plain.split("\n")
    assert lines[1:6] == ["  ✓ dense", "    12", "  ✗ dense_1", "    expected 8", "    found 40"]


def test_a_failed_check_says_expected_found_and_why() -> None:
    failed = CheckResult("accuracy", Verdict.FAILED, 0, 3, "at least 0.95", "0.75", "A line cannot split the classes.")
    assert draw_check(failed, 60, Look()).plain.split("\n")[1:] == [
        "  expected  at least 0.95",
        "  found     0.75",
        "  A line cannot split the classes.",
    ]


def test_an_error_names_and_shows_the_line_of_the_learner() -> None:
    frames = (Frame("xor.py", 12, "<module>", "train()"), Frame("xor.py", 8, "train", "    model.fit(x, y, batch=32)"))
    error = ErrorInfo("TypeError", "fit() got an unexpected keyword argument 'batch'", frames)
    assert draw_error(error, 72, Look()).plain.split("\n") == [
        "called from line 12 of xor.py",
        "line 8 of xor.py, in train",
        "  8 │ model.fit(x, y, batch=32)",
        "TypeError: fit() got an unexpected keyword argument 'batch'",
    ]


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    error = ErrorInfo("InvalidArgumentError", "\n".join(["Graph execution error:", *["at node"] * 50, "label 2 of 2"]))
    text = draw_error(error, 72, Look()).plain
    assert "Graph execution error:" in text
    assert "label 2 of 2" in text
    assert "lines left out" in text
    assert len(text.split("\n")) == 13


def test_what_a_learner_raises_cannot_touch_the_terminal() -> None:
    error = ErrorInfo("E\x1b[31m", "\x1b]0;owned\x07boo\rfar", (Frame("\x1b[2Jx.py", 1, "f\n", "\x07x"),))
    assert draw_error(error, 72, Look()).plain.replace("\n", "").isprintable()


OUTPUTS = CheckResult("two outputs", Verdict.PASSED, 1, 1, "(None, 2)", "(None, 2)", "", Provenance.VERIFIED)
PARAMS = CheckResult("parameters", Verdict.PASSED, 1, 1, "", "trainable 78", "", Provenance.VERIFIED, count=78)
HIDDEN = CheckResult("hidden accuracy", Verdict.FAILED, 0, 3, "at least 0.95", "0.81", "", Provenance.VERIFIED)
ADVICE = Advice("underfit", (), "Still falling.", "Train on.")
GRADE = Grade("xor", "v", Verdict.FAILED, (OUTPUTS, PARAMS, HIDDEN), advice=(ADVICE,))


def lines(grade: Grade, width: int = 60, for_teacher: bool = False) -> list[str]:
    return draw_grade(grade, (), width, Look(), for_teacher=for_teacher).plain.split("\n")


def test_what_is_wrong_comes_first_then_advice_then_what_passed_in_a_line() -> None:
    assert lines(GRADE) == [
        "✗ hidden accuracy",
        "  expected  at least 0.95",
        "  found     0.81",
        "",
        "Still falling.",
        "Try: Train on.",
        "",
        "✓ two outputs · parameters 78",
    ]


def test_the_headline_says_what_was_found_and_wanted_first_as_a_whole() -> None:
    scored = replace(HIDDEN, found="0.835 on 4,000 samples", bound=Bound(at_least=0.95), value=0.835)
    failed = replace(GRADE, results=(OUTPUTS, PARAMS, scored))
    assert headlines(failed, Look()) == [
        "hidden accuracy 0.835, wants at least 0.95 · 2 of 3 checks passed",
        "hidden accuracy 0.835, wants at least 0.95",
        "hidden accuracy · 2 of 3 checks passed",
        "2 of 3 checks passed",
    ]
    count = CheckResult("the count", Verdict.FAILED, 0, 1, "", "sixteen", "Count the axes.")
    assert headlines(replace(GRADE, results=(count,)), Look())[0] == "the count: sixteen"
    rows = (Row("loss", "at most 9", "0.5", True), Row("units", "3 to 8", "1", False, Bound(at_most=8), 1))
    play = CheckResult("learns", Verdict.FAILED, 0, 1, "", "", "", rows=rows)
    assert headlines(replace(GRADE, results=(play,)), Look())[1] == "learns: units 1, wants 3 to 8"
    wrong = ErrorInfo("NameError", "name 'wrong' is not defined", (Frame("xor.py", 2, "<module>", "wrong"),))
    assert headlines(replace(GRADE, error=wrong), Look())[0] == "NameError: name 'wrong' is not defined (line 2)"
    assert headlines(replace(GRADE, stopped="It took too long."), Look())[0] == "It took too long."


def test_what_the_headline_told_is_not_said_again_but_why_is() -> None:
    why = replace(HIDDEN, why="Only samples that it has never seen tell.")
    shown = draw_grade(replace(GRADE, results=(OUTPUTS, why)), (), 60, Look(), headed=True).plain.split("\n")
    assert shown[:3] == ["Only samples that it has never seen tell.", "", "Still falling."]


def test_a_score_that_passed_is_named_with_its_number() -> None:
    passed = replace(
        HIDDEN,
        verdict=Verdict.PASSED,
        points=3,
        found="0.9955 on 4,000 samples",
        bound=Bound(at_least=0.95),
        value=0.9955,
    )
    done = replace(GRADE, verdict=Verdict.PASSED, results=(OUTPUTS, passed), advice=())
    assert lines(done) == ["✓ two outputs · hidden accuracy 0.9955"]
    for most, shown in ((1, 1), (2, 2)):  # a line each, if there is room
        assert len(draw_grade(done, (), 60, Look(), most_passed=most).plain.split("\n")) == shown


def test_what_passed_by_the_programs_own_word_says_so_to_teachers() -> None:
    trained = CheckResult("trained", Verdict.PASSED, 1, 1, "so", "so", "", Provenance.REPORTED)
    grade = replace(GRADE, results=(OUTPUTS, trained), advice=())
    assert lines(grade) == ["✓ two outputs · trained"]
    shown = lines(grade, for_teacher=True)
    assert shown == ["✓ two outputs · trained (reported)", "", "reported: by the program itself"]


def test_an_error_is_an_error_and_not_as_many_failed_checks() -> None:
    names = ("two outputs", "parameters", "hidden accuracy")
    unreached = tuple(
        CheckResult(name, Verdict.FAILED, 0, 1, why="The answer did not run to its end.") for name in names
    )
    error = ErrorInfo("NameError", "name 'modle' is not defined", (Frame("xor.py", 2, "<module>", "modle"),))
    shown = lines(Grade("xor", "v", Verdict.FAILED, unreached, error=error))
    assert shown[-1] == "not checked: two outputs · parameters · hidden accuracy"
    assert "NameError: name 'modle' is not defined" in shown
    assert "✗" not in "".join(shown)


def test_what_is_the_programs_own_word_is_said() -> None:
    reported = replace(HIDDEN, provenance=Provenance.REPORTED)
    grade = replace(GRADE, results=(reported,), advice=(), unverified="it is a Lambda")
    shown = lines(grade, for_teacher=True)
    assert shown[0] == "✗ hidden accuracy  0 of 3 points  reported"
    assert " ".join(shown[-2:]) == "reported: by the program itself; the model could not be verified: it is a Lambda"
    shown = lines(grade)
    assert (shown[0], shown[-1]) == ("✗ hidden accuracy", "the model could not be verified: it is a Lambda")


@given(st.lists(results, max_size=4).map(tuple), st.booleans(), st.integers(8, 120), looks)
def test_a_grade_stays_within_its_width_and_names_each_check(
    checks: tuple[CheckResult, ...], stopped: bool, width: int, look: Look
) -> None:
    grade = Grade("xor", "v", Verdict.FAILED, checks, stopped="It was stopped." if stopped else "")
    text = draw_grade(grade, ("a best",), width, look).plain
    assert max(map(cell_len, text.split("\n"))) <= width
    assert not look.ascii or text.isascii()


def test_backticks_in_advice_and_feedback_become_quotes() -> None:
    failed = CheckResult("hidden", Verdict.FAILED, 0, 1, why="Count the lines of `ring`.")
    advice = Advice("loss", (), "Dense has no `ativation`.", "Write `activation`.", line=2)
    assert lines(replace(GRADE, results=(failed,), advice=(advice,))) == [
        "✗ hidden",
        "  Count the lines of 'ring'.",
        "",
        "Line 2: Dense has no 'ativation'.",
        "Try: Write 'activation'.",
    ]


def test_reasons_that_are_shared_are_said_once() -> None:
    same = [CheckResult(name, Verdict.FAILED, 0, 1, why="There is no model.") for name in ("a", "b")]
    assert lines(replace(GRADE, results=tuple(same), advice=())) == ["✗ a", "✗ b", "  There is no model."]


RATE = "rate 0.001 → 0.01"
OWN = FitCurves(2, {"loss": (150.0, 140.0)}, done=True)
LANES = (
    Lane("as you have it", OWN, 140.0, over=True),
    Lane(RATE, FitCurves(2, {"loss": (90.0, 41.0)}, done=True), 40.0, over=True),
    Lane("inputs scaled", FitCurves(2, {"loss": (100.0, 61.0)}, done=True), 60.6, over=True),
    Lane("rows shuffled", None, None, over=True),
)
GOALS = {name: Goal(name, Bound(at_most=42)) for name in ("loss", "mae")}
HIDDEN_GOALS = {"accuracy": Goal("accuracy", Bound(at_least=0.95), hidden=True)}
SAID = (f"This helped: {RATE}.", "Accuracy with 3 seeds: 0.91, 0.92, 0.9; as you have it 0.5, 0.5, 0.5.")
DONE = WhatIf(7, 7, "", measure="mae", lanes=LANES, said=SAID, helped=RATE, best_change=RATE, over=True)
GOING = WhatIf(2, 7, "inputs scaled", stage=Stage.RUNNING, cost="3 changes, one at a time", lanes=LANES[:1])


@pytest.mark.parametrize("width", [54, 60, 100])
def test_the_outcome_comes_first_then_a_race_to_the_goal(width: int) -> None:
    lines = draw_tried(DONE, GOALS, width, Look()).plain.split("\n")
    assert max(map(len, lines)) <= width
    assert lines[:2] == [f"This helped: {RATE}.", "goal: loss at most 42"]
    lanes = lines[2:6]
    assert [line.split("  ")[-1].strip() for line in lanes] == [
        "ends at 140", "reaches 42", "ends at 60.6", "can't be tried here"
    ]  # fmt: skip
    own, best, scaled, untried = (line.count("█") for line in lanes)
    assert 0 == untried < own < scaled < best
    finishes = {line.index("│") for line in lanes if "│" in line}
    assert len(finishes) == 1, "all have the same finish line"
    assert lanes[1].rindex("█") >= finishes.pop() - 1


def test_a_hidden_goal_is_named_as_such_and_never_reached() -> None:
    lanes = (Lane("as you have it", OWN, 0.5, over=True), Lane("units", OWN, 0.99, over=True))
    shown = replace(DONE, measure="accuracy", lanes=lanes)
    text = draw_tried(shown, HIDDEN_GOALS, 60, Look()).plain
    assert "accuracy · hidden goal: at least 0.95" in text
    assert "ends at 0.99" in text
    assert "reaches" not in text


def test_a_lane_grows_while_it_runs_and_a_history_is_read_from_its_curve() -> None:
    goals = {"loss": Goal("val_loss", Bound(at_most=1), best=True)}
    own = Lane("as you have it", FitCurves(4, {"val_loss": (5.0, 4.0)}, done=True), 0.5, over=True)
    for losses, told in (((3.0,), "3"), ((3.0, 2.0, 2.5), "2")):
        lane = Lane("rate", FitCurves(4, {"val_loss": losses}))
        lines = draw_tried(WhatIf(1, 3, "rate", measure="accuracy", lanes=(own, lane)), goals, 60, Look()).plain
        assert "goal: val loss at most 1" in lines
        assert lines.split("\n")[-1].endswith(told)
        assert "ends at 4" in lines


def test_what_goes_on_is_told_with_its_cost_and_the_key_that_stops_it() -> None:
    text = draw_tried(GOING, GOALS, 80, Look(), "w stops it").plain
    assert text.startswith("what if 2 of 7: inputs scaled · w stops it\n3 changes, one at a time")
    assert "your run once more" in draw_tried(WhatIf(), {}, 80, Look()).plain


def test_in_words_each_change_is_a_sentence() -> None:
    assert "rate 0.001 → 0.01: reaches 42" in draw_tried(DONE, GOALS, 80, Look(words=True)).plain
