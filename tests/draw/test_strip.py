"""Curves and map in few rows: what is in the line of numbers, and where lines are drawn."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from tests.draw.test_curves import accuracy
from tuitutor.config.values import Glyphs
from tuitutor.draw.curves import Reading
from tuitutor.draw.look import Look
from tuitutor.draw.strip import STRIP_ROWS, draw_strip
from tuitutor.engine.snapshots import FitCurves
from tuitutor.protocol.events import MapTaken
from tuitutor.protocol.figures import DecisionMap, Part

EPOCHS = 20
MAP = DecisionMap((0.0, 1.0), (0.0, 1.0), 2, ("no", "yes"), (Part("a", "0f0f"), Part("b", "f0f0")))


def curves(epochs: int = EPOCHS, *, taken: bool = True) -> FitCurves:
    """A fit of so many of 20 epochs."""
    loss = tuple(math.exp(-at / 8) for at in range(epochs))
    logs = {
        "loss": loss,
        "val_loss": tuple(0.1 + value for value in loss),
        "accuracy": tuple(1 - value for value in loss),
    }
    maps = tuple(MapTaken("c", "r", 1, at, MAP) for at in (1, 4, epochs) if epochs and taken)
    return FitCurves(EPOCHS, logs, validation=True, epochs_run=epochs, done=epochs == EPOCHS, maps=maps)


@pytest.mark.parametrize("glyphs", ["full", "plain", "ascii"])
@pytest.mark.parametrize("width", [36, 52, 76, 100])
def test_it_has_its_rows_and_its_width_whatever_has_been_logged(width: int, glyphs: Glyphs) -> None:
    for epochs in (0, 1, EPOCHS):
        drawn = draw_strip(
            curves(epochs), width, Look(glyphs=glyphs), curves(), {"accuracy": accuracy(0.95)}, Reading(3.0)
        )
        lines = drawn.split("\n", allow_blank=True)
        assert len(lines) == STRIP_ROWS
        assert max(line.cell_len for line in lines) <= width
        assert glyphs != "ascii" or drawn.plain.isascii()


def test_the_numbers_are_the_latest_or_those_at_the_cursor() -> None:
    look = Look()
    latest, there = (
        draw_strip(curves(), 76, look, None, {}, r).plain.split("\n")[0] for r in (Reading(), Reading(5.0))
    )
    assert latest.startswith(f"loss {math.exp(-19 / 8):.3g} val {0.1 + math.exp(-19 / 8):.3g} ─")
    assert there.startswith(f"loss {math.exp(-4 / 8):.3g} val ")
    assert ("─learned" in latest, "─epoch 4" in there) == (True, True)  # the map is that of the last one before


def test_where_there_is_too_little_room_there_is_no_map() -> None:
    assert "learned" in draw_strip(curves(), 76, Look()).plain
    assert "learned" not in draw_strip(curves(), 44, Look()).plain
    assert "learned" not in draw_strip(curves(taken=False), 76, Look()).plain


@pytest.mark.parametrize(("goal", "row"), [(0.99, 0), (0.5, 1), (0.02, 2)])
def test_the_goal_is_a_line_at_its_value(goal: float, row: int) -> None:
    known = FitCurves(EPOCHS, {"loss": (1.0, 1.0), "accuracy": (0.0, 1.0)}, epochs_run=2)
    head, *rows = draw_strip(known, 76, Look(), None, {"accuracy": accuracy(goal)}).plain.split("\n")
    assert "goal" not in head
    assert f"at least {goal}" in rows[row]
    ends = [line[56:] for line in rows]  # where the lines have not come yet
    assert [at for at, end in enumerate(ends) if end.strip()] == [row]


def test_lines_fall_and_rise_without_gaps() -> None:
    """A step from the top to the bottom is drawn through all rows."""
    fit = FitCurves(2, {"loss": (1.0, 0.0)}, epochs_run=2, done=True)
    _, *rows = draw_strip(fit, 40, Look()).plain.split("\n")
    columns = [[at for at, char in enumerate(line) if char != " "] for line in rows]
    assert columns[0][0] == 0
    assert columns[2][-1] == 39
    assert all(right[0] - left[-1] <= 1 for left, right in pairwise(columns))


def test_a_short_name_leaves_room_for_the_value() -> None:
    heads = [draw_strip(curves(), width, Look()).plain.partition("\n")[0] for width in (52, 60)]
    assert ["acc 0.907" in heads[0], "accuracy 0.907" in heads[1]] == [True, True]
