"""What is shown of a run, as values: pictures in order, the end of a long text, points of curves, lines of errors."""

from __future__ import annotations

from tests.grading.builders import SMALL
from tuitutor.engine.snapshots import (
    HEAD,
    MOST_PICTURES,
    FitCurves,
    Pictures,
    Shown,
    Transcript,
    left_out,
    line_in,
)
from tuitutor.protocol.figures import Axis, Figure, Panel
from tuitutor.protocol.raised import ErrorInfo, Frame


def figure(title: str) -> Figure:
    axis = Axis(0.0, 1.0, "", ())
    return Figure((Panel(axis, axis, (), title),))


def told(pictures: Pictures) -> list[str]:
    return [
        f"{each.number} {each.shown.panels[0].title if isinstance(each.shown, Figure) else 'model'}"
        for each in pictures.kept
    ]


def test_figures_are_in_order_newest_version_each_and_a_model_comes_after_what_was_there() -> None:
    pictures = Pictures().with_model(SMALL).with_figure(1, figure("one")).with_figure(3, figure("three"))
    pictures = pictures.with_model(SMALL).with_figure(2, figure("two")).with_figure(4, figure("four"))
    assert told(pictures) == ["0 model", "1 one", "2 two", "3 three", "3 model", "4 four"]
    assert told(pictures.with_figure(3, figure("again")))[3:5] == ["3 again", "3 model"]
    assert (bool(Pictures()), bool(pictures)) == (False, True)


def test_a_model_that_is_dropped_keeps_no_figure_away() -> None:
    pictures = Pictures().with_figure(5, figure("five"))
    for _ in range(MOST_PICTURES + 1):
        pictures = pictures.with_model(SMALL)
    assert (len(pictures.kept), pictures.left_out, pictures.last_dropped) == (MOST_PICTURES, 2, 5)
    assert pictures.with_figure(5, figure("again")) is pictures
    assert told(pictures.with_figure(6, figure("six")))[-1] == "6 six"


def test_the_end_of_a_text_begins_with_a_line_if_it_can() -> None:
    text = Transcript(tail="first\nsecond\nthird\n")
    assert text.last(19) is text
    assert text.last(18) == Transcript(tail="second\nthird\n", dropped=6)
    assert text.last(9) == Transcript(tail="third\n", dropped=13)
    assert Transcript(tail="abcdef", dropped=2).last(4) == Transcript(tail="cdef", dropped=4)
    assert str(Transcript("a", "b", 1_234)) == f"a{left_out(1_234)}b" == "a\n[1,234 characters left out]\nb"


def test_what_comes_after_the_first_of_a_text_is_its_end() -> None:
    text = Transcript().add("a" * (HEAD - 1)).add("bcd")
    assert (len(text.head), text.tail) == (HEAD, "cd")
    later = Transcript().add("a", dropped=3).add("b")
    assert (later.head, later.tail, later.dropped) == ("", "ab", 3)
    assert [bool(each) for each in (Transcript(), Transcript("a"), Transcript("", "a"), Transcript("", "", 1))] == [
        False, True, True, True
    ]  # fmt: skip


def test_points_are_counted_from_1_unless_they_have_places() -> None:
    curves = FitCurves(epochs=5, logs={"loss": (0.5, 0.4), "val_loss": (0.6,)}, at={"val_loss": (2.0,)})
    assert curves.points("loss") == ((1.0, 0.5), (2.0, 0.4))
    assert curves.points("val_loss") == ((2.0, 0.6),)
    assert curves.points("accuracy") == ()
    assert [FitCurves(epochs=epochs).by_step for epochs in (0, 1, 2)] == [True, True, False]
    assert Shown().curves is None


def test_the_line_of_an_error_is_the_innermost_of_that_source() -> None:
    frames = (Frame("a.py", 3, "f", ""), Frame("a.py", 7, "g", ""), Frame("b.py", 9, "h", ""))
    error = ErrorInfo("ValueError", "", frames)
    assert [line_in(error, name) for name in ("a.py", "b.py", "c.py")] == [7, 9, None]
