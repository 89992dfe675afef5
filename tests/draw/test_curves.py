"""Curves fit their place, stay put while they grow, and tell their series apart without colour."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.curves import draw_curves
from tuitutor.draw.look import Look
from tuitutor.engine.snapshots import FitCurves

UNICODE, ASCII, MONO = Look(), Look(ascii=True), Look(colour=False)

series = st.lists(st.floats() | st.floats(0, 1), max_size=40).map(tuple)
names = st.sampled_from(["loss", "val_loss", "accuracy", "val_accuracy", "mae", "learning_rate", "漢\x1b[2J\nx"])
runs = st.builds(FitCurves, st.integers(0, 40), st.dictionaries(names, series, max_size=5), validation=st.booleans())
looks = st.builds(Look, st.booleans(), st.booleans(), st.booleans())


def learned(run: int, asked: int, rate: float = 0.2) -> FitCurves:
    """`run` epochs of a fit that learns, with validation a little behind."""
    fall = [math.exp(-rate * n) for n in range(run)]
    return FitCurves(
        asked,
        {
            "loss": tuple(0.69 * f for f in fall),
            "accuracy": tuple(1 - 0.5 * f for f in fall),
            "val_loss": tuple(0.69 * f + 0.1 for f in fall),
            "val_accuracy": tuple(0.9 - 0.4 * f for f in fall),
        },
        validation=True,
        epochs_run=run,
    )


def lines(drawing: Text) -> list[str]:
    return drawing.plain.split("\n")


def cells_of(drawing: Text, colour: str) -> int:
    """How many characters other than blanks a colour paints."""
    spans = [span for span in drawing.spans if colour in str(span.style)]
    return sum(len(drawing.plain[span.start : span.end].replace(" ", "")) for span in spans)


@settings(max_examples=150, deadline=None)
@given(runs, st.integers(1, 200), st.integers(1, 50), looks, st.none() | runs)
def test_a_drawing_never_leaves_its_place(
    curves: FitCurves, width: int, height: int, look: Look, ghost: FitCurves | None
) -> None:
    drawing = draw_curves(curves, width, height, look, ghost)
    assert len(lines(drawing)) == height
    assert max(map(cell_len, lines(drawing))) <= width
    assert "\x1b" not in drawing.plain
    assert not look.ascii or drawing.plain.isascii()


@pytest.mark.parametrize("size", [(30, 8), (60, 11), (76, 12), (40, 18), (110, 16), (200, 50)])
@pytest.mark.parametrize("look", [UNICODE, ASCII])
def test_loss_and_accuracy_are_there_at_every_size(size: tuple[int, int], look: Look) -> None:
    text = draw_curves(learned(10, 10), *size, look).plain
    for wanted in ("loss", "accuracy", "train", "validation", "0.8", "10"):
        assert wanted in text


def test_panels_stand_side_by_side_or_one_above_the_other() -> None:
    wide, tall = (lines(draw_curves(learned(5, 10), *size, UNICODE)) for size in ((60, 11), (40, 18)))
    assert "loss" in wide[0]
    assert "accuracy" in wide[0]
    assert "accuracy" not in tall[0]


@pytest.mark.parametrize("look", [UNICODE, ASCII])
def test_axes_stay_put_and_the_last_two_frames_differ_little(look: Look) -> None:
    frames = [lines(draw_curves(learned(n, 30), 60, 11, look)) for n in range(1, 31)]
    for before, after in pairwise(frames):
        padded = [(a.ljust(60), b.ljust(60)) for a, b in zip(before, after, strict=True)]
        changed = sum(x != y for a, b in padded for x, y in zip(a, b, strict=True))
        assert changed <= 45
        assert [a[:5] for a in before[1:]] == [b[:5] for b in after[1:]]  # the scale of loss
        assert before[-3:] == after[-3:]  # the x axis and the legend


def test_the_loss_axis_grows_in_steps() -> None:
    tops = [lines(draw_curves(FitCurves(30, {"loss": (0.5,) * n + (n / 2,)}), 60, 11, ASCII))[1] for n in range(1, 30)]
    scales = [float(top.split("+")[0]) for top in tops]
    assert scales == sorted(scales)
    assert len(set(scales)) <= 8
    assert all(scale >= n / 2 for n, scale in enumerate(scales, 1))


def test_the_first_epoch_can_be_seen() -> None:
    assert "•" in draw_curves(learned(1, 10), 60, 11, UNICODE).plain
    assert "*" in "".join(lines(draw_curves(learned(1, 10), 60, 11, ASCII))[:-1])


def test_axes_are_drawn_before_the_first_value() -> None:
    assert lines(draw_curves(FitCurves(10), 60, 11, ASCII))[0] == "loss"


def test_series_differ_without_colour() -> None:
    drawn = "\n".join(lines(draw_curves(learned(30, 30), 60, 11, ASCII))[:-1])
    assert "*" in drawn
    assert "o" in drawn.replace("loss", "")
    drawing = draw_curves(learned(30, 30), 60, 11, MONO)
    assert not any("#" in str(span.style) for span in drawing.spans)
    assert lines(drawing)[-1].startswith("⠒⠒⠒ train  ⠒⠒ ⠒⠒ validation")


def test_an_earlier_run_is_a_dim_ghost() -> None:
    ghost = learned(30, 30, rate=0.05)
    alone, haunted = (draw_curves(learned(10, 30), 60, 11, UNICODE, g) for g in (None, ghost))
    assert "previous" not in alone.plain
    assert "previous" in haunted.plain
    assert cells_of(haunted, UNICODE.style("ghost")) > 20 + len("previous")
    assert cells_of(alone, UNICODE.style("ghost")) == 0
    assert any("dim" in str(span.style) for span in draw_curves(learned(10, 30), 60, 11, MONO, ghost).spans)


def test_a_ghost_does_not_stretch_the_axes() -> None:
    exploded = FitCurves(10, {"loss": (1e6, 1e7), "accuracy": (0.5, 0.5)})
    assert "0.8" in lines(draw_curves(learned(3, 10), 60, 11, UNICODE, exploded))[1]


def test_values_that_are_no_numbers_leave_a_gap() -> None:
    whole = FitCurves(9, {"loss": (1.0,) * 9})
    broken = FitCurves(9, {"loss": (1.0,) * 3 + (math.nan, math.inf, -math.inf) + (1.0,) * 3})
    top, gap = (lines(draw_curves(curves, 60, 11, ASCII))[1] for curves in (whole, broken))
    assert "  " not in top.split("+")[1]
    left, _, right = gap.split("+")[1].partition("   ")
    assert left.strip("*") == ""
    assert right.strip() != ""


def test_without_validation_the_legend_names_training_alone() -> None:
    curves = FitCurves(10, {"loss": (0.7, 0.5), "mae": (30.0, 20.0)})
    drawing = draw_curves(curves, 60, 11, UNICODE)
    assert "validation" not in drawing.plain
    assert "mae  20" in drawing.plain
    assert " 40┤" in drawing.plain


def test_metrics_for_which_there_is_no_room_are_counted() -> None:
    curves = FitCurves(10, {name: (0.5,) for name in ("loss", "accuracy", "auc", "precision")})
    assert "+2 not shown" in draw_curves(curves, 60, 11, UNICODE).plain
    wide = draw_curves(curves, 160, 16, UNICODE).plain
    assert "not shown" not in wide
    assert "precision" in wide


def test_steps_with_an_unknown_end_are_drawn() -> None:
    curves = FitCurves(0, {"loss": (0.9, 0.5, 0.3)}, {"loss": (0.0, 200.0, 350.0)}, step=350)
    drawing = lines(draw_curves(curves, 60, 11, ASCII))
    assert drawing[-2].split()[-1] == "400"
    assert drawing[-1].endswith("x: step")


def test_steps_are_counted_where_none_are_given() -> None:
    assert lines(draw_curves(FitCurves(0, {"loss": (0.5,) * 150}), 60, 11, ASCII))[-2].split()[-1] == "200"


def test_a_negative_loss_has_room() -> None:
    drawing = lines(draw_curves(FitCurves(10, {"loss": (-3.0, -9.0)}), 60, 11, ASCII))
    assert any(line.strip().startswith("-10+") for line in drawing)


def test_drawing_is_not_cut_to_the_size_of_some_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "10")
    assert max(map(len, lines(draw_curves(learned(30, 30), 200, 50, UNICODE)))) > 190
