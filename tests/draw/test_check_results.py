"""Verdicts and errors say what was expected, what was found and where, within their width."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tuitutor.draw.check_results import draw_check, draw_error
from tuitutor.draw.look import Look
from tuitutor.grading.verdicts import CheckResult, Provenance, Row, Verdict
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
