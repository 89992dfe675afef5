"""Races, points drawn by hand, the loss surface, the Keras program."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import opened, screen_text, sees, until
from tests.tui.play.conftest import MakePlay, playing
from tuitutor.playground.playground_state import OPTIMIZERS
from tuitutor.tui.play.panes import PlaneView


async def test_a_race_of_all_optimizers(make_play: MakePlay) -> None:
    app = make_play("networkShape=2")
    async with opened(app) as pilot:
        await pilot.press("o", "s", "s")
        for at, name in enumerate(OPTIMIZERS):
            await sees(pilot, f"{'abcdef'[at]} {name}")
        race = playing(app).table.race
        assert race is not None
        await sees(pilot, f"adam {race.losses[-1, -1, 0]:.3f}")
        await sees(pilot, "what rmsprop says")  # so far
        assert (playing(app).table.shown.weights()[0].kernel == race.weights(3)[0].kernel).all()
        await pilot.press("o")
        await sees(pilot, "train")
        assert playing(app).table.newest == 0


async def test_the_title_of_a_race_fits_its_narrowest_frame(make_play: MakePlay) -> None:
    async with opened(make_play("networkShape=2"), (110, 32)) as pilot:
        await sees(pilot, "─ loss ─")
        await pilot.press("o")
        await sees(pilot, "─ race, training loss ─")


async def test_points_are_drawn_taken_away_and_learned(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app) as pilot:
        await pilot.press("w")
        await sees(pilot, "0 points drawn")
        assert "•" not in "\n".join(line[:38] for line in screen_text(app).split("\n")[:19])
        await pilot.press("1", *["right"] * 9, "up", "2", "2", "x")
        await sees(pilot, "2 points drawn")
        points = playing(app).table.config.points
        assert points[0] == (0.0, 0.0, -1.0)
        assert (points[1][0], points[1][2]) == (3.0, 1.0)
        assert points[1][1] > 0
        await pilot.press("s", "w")
        await sees(pilot, "what it says")
        assert playing(app).table.newest == 1


async def test_the_surface_of_the_loss_with_the_path(make_play: MakePlay) -> None:
    app = make_play("networkShape=2")
    async with opened(app) as pilot:
        await pilot.press("f")
        await sees(pilot, "There is no path yet")
        await pilot.press("s", "s", "s", "f")
        await sees(pilot, "loss around the path")
        await sees(pilot, "% of it is seen")
        await pilot.press("f")
        await sees(pilot, "what it says")
        assert playing(app).query_one("#plane", PlaneView).surface is None


async def test_the_network_as_keras_code_in_a_file(make_play: MakePlay, tmp_path: Path) -> None:
    app = make_play("networkShape=2")
    async with opened(app, (120, 36)) as pilot:
        await pilot.press("s", "k")
        await sees(pilot, "Written to")
        await sees(pilot, "import keras")
        await pilot.press("escape")
        await until(pilot, lambda: "epoch 1" in screen_text(app))
    [path] = tmp_path.glob("network-*.py")  # noqa: ASYNC240  # the app is over
    compile(path.read_text(), str(path), "exec")


async def test_a_run_is_kept_to_compare_the_next_with(make_play: MakePlay) -> None:
    app = make_play("networkShape=2")
    async with opened(app, (120, 36)) as pilot:
        await pilot.press("s", "s", "c")
        await sees(pilot, "kept: epoch 2")
        await sees(pilot, "the same state as now")
        first = playing(app).table
        assert first.newest == 0
        await pilot.press("d")
        await sees(pilot, "discretize false")
        await pilot.press("c")
        await until(pilot, lambda: "kept" not in screen_text(app))
