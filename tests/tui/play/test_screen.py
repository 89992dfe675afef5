"""The playground by its keys, at the sizes that terminals have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.conftest import opened, screen_text, sees, until
from tests.tui.play.conftest import MakePlay, playing
from tests.tui.test_contrast import Cells
from tuitutor.tui.play.adjustable import Adjustable

SMALL, MIDDLE, LARGE = (80, 24), (120, 36), (200, 50)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_runs_pauses_steps_and_begins_anew(make_play: MakePlay, size: tuple[int, int]) -> None:
    app = make_play()
    async with opened(app, size, "epoch 0") as pilot:
        table = playing(app).table
        await pilot.press("s", "s")
        await sees(pilot, "epoch 2")
        first = table.run.losses[2]
        assert f"train {first[0]:.3f}" in screen_text(app)
        assert f"test {first[1]:.3f}" in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: table.newest > 4)
        assert "running" in screen_text(app)
        await pilot.press("space", "r")
        await sees(pilot, "epoch 0")
        await sees(pilot, "paused")
        await pilot.press("s", "s")
        assert table.run.losses[2] == first  # the same data, the same first weights
        await pilot.press("g", "s", "s")
        assert table.run.losses[2] != first


async def test_idle_nothing_is_drawn(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: playing(app).table.newest > 2)
        await pilot.press("space")
        await sees(pilot, "paused")
        await until(pilot, lambda: not playing(app)._training._active.is_set(), "it goes on ticking")


@pytest.mark.parametrize("key", [None, "tab", "w"])
async def test_help_and_the_palette_are_always_in_the_bar(make_play: MakePlay, key: str | None) -> None:
    app = make_play()
    async with opened(app, seen="space run") as pilot:
        await pilot.press(*[key] if key else [])
        await sees(pilot, "tab next part")
        await sees(pilot, "? help")
        await sees(pilot, "ctrl+p more")
        assert {"run (space)", "Quit (ctrl+q)"} <= {listed.title for listed in app.get_system_commands(app.screen)}


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
@pytest.mark.long
async def test_all_is_legible(make_play: MakePlay, theme: str) -> None:
    async with opened(make_play(theme=theme), (120, 36), "space run") as pilot:
        await pilot.press("s", "tab")
        await sees(pilot, "epoch 1")
        Cells(pilot, indexed=False).check_texts("playground")


async def test_left_and_right_change_a_setting_and_that_begins_anew(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app) as pilot:
        await pilot.press("s", "down", "right")
        await sees(pilot, "xor")
        assert playing(app).table.config.dataset == "xor"
        await sees(pilot, "epoch 0")
        await pilot.press("left", "left")
        await sees(pilot, "spiral")


async def test_another_learning_rate_goes_on_from_here(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app, (200, 50)) as pilot:
        await pilot.press("s", "s")
        await choose(pilot, app, "learningRate")
        await pilot.press("right")
        await until(pilot, lambda: playing(app).table.config.learning_rate == 0.1)
        assert playing(app).table.newest == 2


async def choose(pilot: object, app: object, name: str) -> None:
    """Put the cursor of the settings on one of them."""
    settings = playing(app).query_one("#settings")  # type: ignore[arg-type]
    settings.highlighted = settings.get_option_index(name)  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


@pytest.mark.long
async def test_a_value_is_typed_and_what_is_wrong_is_said(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app, (120, 36)) as pilot:
        await choose(pilot, app, "networkShape")
        await pilot.press("enter")
        await sees(pilot, "hidden layers:")
        await pilot.press(*"9,9", "enter")
        await sees(pilot, "networkShape cannot be")
        assert playing(app).table.columns == (2, 4, 2, 1)
        await pilot.press(*(["backspace"] * 3), *"3", "enter")
        await until(pilot, lambda: playing(app).table.columns == (2, 3, 1))
        await sees(pilot, "3 tanh")
        await choose(pilot, app, "batchSize")
        await pilot.press("enter", *"7", "escape")  # out of the line, and nothing changes
        assert playing(app).table.config.batch_size == 10


async def test_the_loss_is_scrubbed_and_map_and_weights_follow(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app, (120, 36)) as pilot:
        screen = playing(app)
        screen.query_one("#loss").focus()
        await pilot.press("s", "s", "s", "left", "left")
        await sees(pilot, "epoch 1 of 3")
        assert screen.table.weights_of()[0][2] == screen.table.run.weights(1)[0].bias[0]
        await pilot.press("right", "right")
        await until(pilot, lambda: " of 3" not in screen_text(app))
        assert screen.table.at is None


@pytest.mark.long
async def test_a_unit_is_chosen_and_its_weights_are_changed(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app, (120, 36)) as pilot:
        screen = playing(app)
        screen.query_one("#network").focus()
        await pilot.press("down", "right")
        await sees(pilot, "layer 2, unit 2: tanh")
        await pilot.press("enter", "enter")
        await sees(pilot, "bias:")
        await pilot.press(*"-2.5", "enter")
        await sees(pilot, "-2.500")
        assert screen.table.run.weights()[1].bias[1] == -2.5
        await pilot.press("down", "right")
        await until(pilot, lambda: screen.table.run.edited == 0)
        await pilot.press("escape", "plus")
        await until(pilot, lambda: screen.table.columns == (2, 4, 3, 1))


@pytest.mark.long
async def test_a_weight_is_one_line_in_every_window(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app, (60, 16)) as pilot:
        screen = playing(app)
        screen.query_one("#network").focus()
        await pilot.press("down", "right", "enter", "enter", *"-5", "enter", "down", "enter", *"5", "enter")
        weights = screen.query_one("#weights", Adjustable)
        for width, bar in ((60, 1), (80, 4), (100, 10), (110, 4), (120, 4), (160, 10)):
            await pilot.resize_terminal(width, 16 if width < 110 else 36)
            await until(pilot, lambda width=width: screen.size.width == width and weights.size.width > 0)  # type: ignore[misc]
            await sees(pilot, f"bias      -5.000  {'╌' * bar}")
            await sees(pilot, f"+5.000  {'━' * bar}")
            assert weights.virtual_size.height == weights.option_count


async def test_one_layer_at_a_time_where_there_is_little_room(make_play: MakePlay) -> None:
    app = make_play()
    async with opened(app) as pilot:
        playing(app).query_one("#network").focus()
        await sees(pilot, "4 tanh")
        await pilot.press("down")
        await sees(pilot, "2 tanh")
        await pilot.press("right", "right")
        await sees(pilot, "output")
        await pilot.press("up", "up", "up")
        await sees(pilot, "inputs")


async def test_divergence_says_when_why_and_the_way_back(make_play: MakePlay) -> None:
    app = make_play("problem=regression&learningRate=10&activation=linear")
    async with opened(app) as pilot:
        await pilot.press("space")
        await sees(pilot, "Diverged at epoch")
        await sees(pilot, "Reset, and learn at 1 or less")
        await pilot.press("space", "s", "r")
        await sees(pilot, "paused")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("size", "address"),
    [
        (SMALL, "networkShape=8,8,8,8,8,8&batchSize=30&xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true"),
        (MIDDLE, "networkShape=8,8,8,8,8,8&batchSize=1&xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true"),
        (SMALL, "networkShape=&x_hide=true&y_hide=true"),
        (MIDDLE, "threeClass=rings&showTestData=true&discretize=true"),
        (LARGE, "problem=regression&regDataset=reg-gauss&playButton_hide=true&nonsense=1"),
    ],
)
async def test_whatever_the_state_it_is_drawn(make_play: MakePlay, size: tuple[int, int], address: str) -> None:
    app = make_play(address)
    async with opened(app, size) as pilot:
        await pilot.press("s")
        await sees(pilot, "epoch 1")
        await pilot.press("tab", "tab", "tab", "tab", "t", "d", "o", "s")
        await until(pilot, lambda: playing(app).table.race is not None)
        assert ("There is no setting" in screen_text(app)) == ("nonsense" in address)


@pytest.mark.parametrize("settings", [{"glyphs": "ascii"}, {"theme": "16"}])
async def test_a_map_is_legible_in_all_that_terminals_have(make_play: MakePlay, settings: dict[str, Any]) -> None:
    app = make_play(**settings)
    async with opened(app, (120, 36)) as pilot:
        await pilot.press("s")
        await sees(pilot, "epoch 1")
        assert screen_text(app).isascii() or settings.get("glyphs") != "ascii"
