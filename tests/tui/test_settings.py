"""All settings on one screen: their origins, and changing one in the user's file."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Maker, opened, screen_text, sees, until
from tuitutor.tui.app import TutorApp

NAMES = ("learner", "theme", "maps", "warmup", "close_brackets",  # the learner's five
         "course", "python", "via", "glyphs", "plain", "data_dir", "wall_s", "cpu_s", "memory_gb", "output_mb",
         "file_mb", "disk_mb", "cores", "nice", "cpu_budget_min")  # fmt: skip
SCROLLBAR = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"))


async def choose(pilot: Pilot[None], name: str) -> None:
    """From a lesson to a setting, by help."""
    await sees(pilot, "Before you count")
    await pilot.press("f1", "s")
    await sees(pilot, "Settings")
    await pilot.press(*["down"] * NAMES.index(name))
    await sees(pilot, f"{name}: ")


async def put(pilot: Pilot[None], text: str) -> None:
    """Another value for the one that is chosen."""
    await pilot.press("enter")
    await sees(pilot, "It will be saved")
    await pilot.press("end", "ctrl+u", *text, "enter")


def row(pilot: Pilot[None], name: str) -> list[str]:
    """What the list says of a setting: its title, its name, its value, and where that comes from."""
    lines = screen_text(pilot.app).translate(SCROLLBAR).split("\n")
    rows = [re.split("  +", line.strip("│ ")) for line in lines]
    return next(row for row in rows if row[1:2] == [name])


@pytest.mark.long
async def test_a_change_is_in_the_users_file_and_all_else_of_it_stays(make: Maker) -> None:
    file = make.state / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("# mine\ncores = 4  # few\n")
    async with opened(make()) as pilot:
        await choose(pilot, "cores")
        assert row(pilot, "cores") == ["Cores", "cores", "4", "your file"]
        await put(pilot, "99999999")
        told = "cores: expected a whole number from 1 to 1,000,000, found '99999999'."
        await until(pilot, lambda: told in " ".join(line.strip("│ ") for line in screen_text(pilot.app).split("\n")))
        assert "esc back" in screen_text(pilot.app)
        assert file.read_text() == "# mine\ncores = 4  # few\n"
        await pilot.press("ctrl+u", "8", "enter")
        await sees(pilot, "Saved in ~/state/config/config.toml; it takes effect at the next start.")
        assert file.read_text() == "# mine\ncores = 8  # few\n"
        assert row(pilot, "cores") == ["Cores", "cores", "8", "your file"]
        await put(pilot, "")
        await sees(pilot, "Saved in")
        assert file.read_text() == "# mine\n"
        assert row(pilot, "cores") == ["Cores", "cores", "2", "default"]
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "Settings" not in screen_text(pilot.app))


@pytest.mark.long
async def test_escape_changes_nothing(make: Maker) -> None:
    async with opened(make()) as pilot:
        await choose(pilot, "cores")
        await pilot.press("enter", "9", "escape")
        await until(pilot, lambda: "It will be saved" not in screen_text(pilot.app))
        assert row(pilot, "cores") == ["Cores", "cores", "2", "default"]
        assert not (make.state / "config").exists()


@pytest.mark.long
async def test_what_the_environment_sets_cannot_be_changed_here(make: Maker) -> None:
    async with opened(make()) as pilot:
        await choose(pilot, "nice")
        assert row(pilot, "nice") == ["Priority", "nice", "5", "TUITUTOR_NICE"]
        await pilot.press("enter", "9", "enter")
        await sees(pilot, "TUITUTOR_NICE in your environment sets it; unset that to change it here.")
        assert not (make.state / "config").exists()


@pytest.mark.long
async def test_a_theme_is_seen_at_once_and_made_a_file(make: Maker) -> None:
    async with opened(make()) as pilot:
        await choose(pilot, "theme")
        await pilot.press("right", "right")
        await until(pilot, lambda: pilot.app.theme == "light")
        await sees(pilot, "Saved in ~/state/config/config.toml. ")
        assert (make.state / "config" / "config.toml").read_text() == 'theme = "light"\n'


@pytest.mark.long
async def test_maps_with_shapes_are_drawn_at_once(make: Maker) -> None:
    async with opened(make()) as pilot:
        await choose(pilot, "maps")
        assert row(pilot, "maps") == ["Maps", "maps", "colours", "default"]
        assert isinstance(pilot.app, TutorApp)
        assert not pilot.app.look.shapes
        await pilot.press("right")
        await sees(pilot, "Saved in ~/state/config/config.toml. ")
        assert pilot.app.look.shapes
        assert (make.state / "config" / "config.toml").read_text() == 'maps = "shapes"\n'


@pytest.mark.long
async def test_few_values_are_chosen_and_not_typed(make: Maker) -> None:
    file = make.state / "config" / "config.toml"
    async with opened(make()) as pilot:
        await choose(pilot, "glyphs")
        assert row(pilot, "glyphs") == ["Characters", "glyphs", "auto", "default"]
        for key, value in (("left", "ascii"), ("right", "auto"), ("enter", "full"), ("space", "plain")):
            await pilot.press(key)
            shown = ["Characters", "glyphs", value, "your file"]
            await until(pilot, lambda shown=shown: row(pilot, "glyphs") == shown)  # type: ignore[misc]
            assert file.read_text() == f'glyphs = "{value}"\n'
        await sees(pilot, "backspace default")
        await pilot.press("down", "enter")
        await until(pilot, lambda: row(pilot, "plain") == ["Words only", "plain", "yes", "your file"])
        assert file.read_text() == 'glyphs = "plain"\nplain = true\n'
        await pilot.press("up", "backspace")
        await until(pilot, lambda: row(pilot, "glyphs") == ["Characters", "glyphs", "auto", "default"])
        assert file.read_text() == "plain = true\n"
        assert "backspace" not in screen_text(pilot.app)


@pytest.mark.long
async def test_arrows_and_spaces_are_typed_where_the_value_is(make: Maker) -> None:
    async with opened(make()) as pilot:
        await choose(pilot, "via")
        await pilot.press("right", "left")
        assert "It will be saved" not in screen_text(pilot.app)
        await put(pilot, "srn")
        await until(pilot, lambda: row(pilot, "via") == ["Start command", "via", "srn", "your file"])
        await pilot.press("enter", "end", "left", "u", "right", "space", "n", "backspace", "x", "enter")
        await until(pilot, lambda: row(pilot, "via") == ["Start command", "via", "srun x", "your file"])


@pytest.mark.long
async def test_a_file_that_cannot_be_written_is_said(make: Maker) -> None:
    make.state.mkdir()
    (make.state / "config").write_text("in the way")
    async with opened(make()) as pilot:
        await choose(pilot, "cores")
        await put(pilot, "8")
        await sees(pilot, "cannot be written:")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(60, 16), (200, 50)])
@pytest.mark.long
async def test_all_of_it_is_in_any_window(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size) as pilot:
        await choose(pilot, "cpu_budget_min")
        await pilot.press("enter")
        await sees(pilot, "It will be saved")
        for text in ("Settings", "cpu_budget_min", "esc back"):
            assert text in screen_text(pilot.app)


@pytest.mark.long
async def test_the_palette_has_it(make: Maker) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        await pilot.press("ctrl+p", *"settings")
        await sees(pilot, "All settings")
        await pilot.press("enter")
        await sees(pilot, "data_dir")
