"""Completing, the signature of a call and the card on a name, in the app; and the editor as it is without them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.conftest import Answers, Maker, focused_editor, opened, screen_text, sees, until
from tuitutor.assist.reference import Reference, keep_reference, kept_in, load_reference
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.requests import Describe
from tuitutor.tui.app import TutorApp
from tuitutor.tui.flow import study as flow
from tuitutor.tui.screens.popups import HelpScreen, ReferenceScreen
from tuitutor.tui.widgets.completer import ROWS, CompletionList
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.workers.scripted import READY

WIDE, LOW = (120, 36), (80, 24)
LAYERS = tuple(NameFacts(f"Layer{letter}", ("units", "activation=None"), "A layer.") for letter in "abcdefghijkl")
REFERENCE = Reference(
    {
        "keras": (
            NameFacts("layers"),
            NameFacts("Sequential", ("layers=None",), "A row.", {"layers": "Those."}, "keras.Sequential"),
            NameFacts("Sequential.compile", ("optimizer='rmsprop'", "loss=None"), "Compiles."),
            NameFacts("Sequential.compute_loss", ("x=None",)),
        ),
        "keras.layers": LAYERS,
    },
    {"keras.losses": ("mse", "mae")},
)
STARTER = "import keras\nmodel = keras.Sequential()\n"


@pytest.fixture
def cache(make: Maker, tmp_path: Path) -> Path:
    """A cache folder that has the reference."""
    make.cache = tmp_path / "cache"
    keep_reference(kept_in(make.cache, READY), REFERENCE)
    return make.cache


async def ready(pilot: Pilot[None], text: str = STARTER) -> CodeEditor:
    """In the exercise's editor, at the end of a text, with the reference at hand."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await until(pilot, lambda: app._study.reference.known is not None)
    if not isinstance(app.focused, CodeEditor):
        await pilot.press("f2")
    editor = await focused_editor(pilot)
    editor.put(text)
    editor.move_cursor(editor.document.end)
    await pilot.pause()
    return editor


def shown(pilot: Pilot[None]) -> CompletionList:
    return pilot.app.screen.query_one(CompletionList)


async def opens(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: shown(pilot).display and shown(pilot).size.height > 0)


async def closes(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: not shown(pilot).display)


def last_line(editor: CodeEditor) -> str:
    return editor.text.split("\n")[-1]


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_a_dot_shows_what_follows_and_tab_takes_it(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"model", "full_stop")
        await sees(pilot, "compute_loss")
        await pilot.press(*"comp", "tab")
        assert last_line(editor) == "model.compile"
        await closes(pilot)
        await pilot.press("ctrl+z")
        assert last_line(editor) == "model.comp"  # one edit, which can be undone
        await pilot.press("tab")
        assert last_line(editor) == "model.comp  "  # nothing is shown, so tab is tab


@pytest.mark.usefixtures("cache")
async def test_a_key_that_comes_before_the_list_is_drawn_anew_means_what_was_typed(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"model", "full_stop")
        await opens(pilot)
        for key in (*"compu", "tab"):
            pilot.app.simulate_key(key)
        await until(pilot, lambda: last_line(editor) == "model.compute_loss")


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_enter_is_a_new_line_unless_a_choice_was_made(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"model", "full_stop")
        await opens(pilot)
        await pilot.press("enter")
        assert editor.text == STARTER + "model.\n"
        await closes(pilot)
        await pilot.press(*"model", "full_stop")
        await opens(pilot)
        await pilot.press("down", "down", "up", "up", "enter")
        assert editor.text == STARTER + "model.\nmodel.compute_loss"


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_escape_closes_the_list_and_then_leaves(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"model", "full_stop")
        await opens(pilot)
        await pilot.press("escape")
        assert not shown(pilot).display
        assert editor.has_focus
        for key in (events.Key("backspace", None), events.Key("full_stop", ".")):  # faster than the screen is drawn
            editor.post_message(key)
        await opens(pilot)
        await pilot.press("escape")
        await pilot.press("escape")
        assert not editor.has_focus


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_it_is_gone_once_nothing_fits_or_the_cursor_goes_elsewhere(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"model", "full_stop")
        await opens(pilot)
        await pilot.press("x")
        await closes(pilot)
        await pilot.press("backspace")
        await opens(pilot)
        await pilot.press("left")
        await closes(pilot)
        await pilot.press("right")  # coming by is not typing
        await pilot.pause()
        assert not shown(pilot).display
        lesson = pilot.app.screen
        for key in ("ctrl+g", "f3"):
            await pilot.press("backspace", "full_stop")
            await opens(pilot)
            await pilot.press(key)
            await until(pilot, lambda: not lesson.query_one(CompletionList).display)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is lesson)
        editor.put(STARTER + "model.")
        await pilot.pause()
        assert not shown(pilot).display


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("above", [0, 30])
@pytest.mark.long
async def test_a_small_list_inside_the_screen_and_never_over_the_line(make: Maker, above: int) -> None:
    async with opened(make(), LOW) as pilot:
        editor = await ready(pilot, "import keras\n" + "\n" * above)
        await pilot.press(*"keras", "full_stop", *"layers", "full_stop")
        await opens(pilot)
        found, (x, y) = shown(pilot).region, editor.cursor_screen_offset
        assert 4 <= found.height <= ROWS
        assert pilot.app.screen.region.contains_region(found)
        assert not found.contains(x, y)
        assert f"{13 - found.height} more" in screen_text(pilot.app)  # of the twelve
        line = next(line for line in screen_text(pilot.app).splitlines() if "keras.layers." in line)
        assert line.partition("keras.layers.")[2].strip(" │┃") == ""
        await pilot.press("up")
        await sees(pilot, "Layerl")


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_a_choice_of_which_there_is_nothing_to_say_stands_whole(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        await ready(pilot, STARTER)
        await pilot.press(*"model.compute")
        await sees(pilot, "▸ compute_loss ")


@pytest.mark.usefixtures("cache")
async def test_a_click_takes_a_choice(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        await pilot.press(*"model", "full_stop")
        await opens(pilot)
        await pilot.click(CompletionList, offset=(4, 1))
        assert last_line(editor) == "model.compute_loss"
        assert editor.has_focus


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_strings_and_the_call_that_is_typed(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        editor = await ready(pilot)
        before = editor.region
        await pilot.press(*"model", "full_stop", *"compile", "left_parenthesis")
        await sees(pilot, "compile(optimizer='rmsprop', loss=None)")
        await pilot.press(*"lo", "tab", "quotation_mark", "m", "tab")
        assert last_line(editor) == 'model.compile(loss="mse")'
        assert editor.region == before  # and nothing has moved
        await pilot.press("right_parenthesis")
        assert last_line(editor) == 'model.compile(loss="mse")'
        await until(pilot, lambda: "optimizer='rmsprop'" not in screen_text(pilot.app))
        await sees(pilot, "ctrl+r runs and grades it")


@pytest.mark.usefixtures("cache")
@pytest.mark.long
async def test_a_cell_knows_the_cells_above_and_tells_of_a_call_in_its_header(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        await ready(pilot)
        await pilot.press("escape", "tab", "tab", "enter")
        editor = await focused_editor(pilot)
        await pilot.press("end", "enter", *"siz")
        await opens(pilot)  # of the setup cell above
        await pilot.press(
            "tab", "enter", *"import keras", "enter", *"keras", "full_stop", *"Seq", "tab", "left_parenthesis"
        )
        await sees(pilot, "Sequential(layers=None)")
        assert editor.text.endswith("size\nimport keras\nkeras.Sequential()")


@pytest.mark.usefixtures("cache")
async def test_f1_explains_the_name_under_the_cursor_and_leads_to_the_help(make: Maker) -> None:
    async with opened(make(), LOW) as pilot:
        editor = await ready(pilot, "import keras\nmodel = keras.Sequential")
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReferenceScreen))
        for text in ("keras.Sequential", "Sequential(layers=None)", "A row.", "Those.", "? help"):
            await sees(pilot, text)
        await pilot.press("escape")
        await until(pilot, lambda: editor.has_focus)
        await pilot.press("f1", "f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: editor.has_focus)
        await pilot.press("home", "f1")  # "model" is nothing that is known
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))


async def test_without_a_reference_the_editor_is_as_it_was(make: Maker) -> None:
    async with opened(make(), WIDE) as pilot:
        await pilot.press("f2")
        editor = await focused_editor(pilot)
        editor.put(STARTER)
        editor.move_cursor(editor.document.end)
        await pilot.press(*"model", "full_stop", "tab", "down", "enter")
        assert not shown(pilot).display
        assert editor.text == STARTER + "model.  \n"
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))


@pytest.mark.long
async def test_it_is_read_once_and_kept(
    make: Maker, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "SETTLED", 0.0)
    make.cache = tmp_path / "cache"
    file = kept_in(make.cache, READY)
    for _ in range(2):
        async with opened(make(), WIDE) as pilot:
            await ready(pilot, "import keras\n")
            await pilot.press(*"keras", "full_stop")
            await sees(pilot, "Described")
            await until(pilot, lambda: load_reference(file) is not None)
    begun = [request for request in answers.requests if isinstance(request, Describe) and not request.after]
    assert sum(request.module == "keras" for request in begun) == 1
