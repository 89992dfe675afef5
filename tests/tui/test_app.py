"""Finding one's way: contents, lessons, help, windows of all kinds."""

from __future__ import annotations

import gc
import re
import weakref
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from textual import events
from textual.command import CommandList
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.conftest import READING, Maker, lesson_of, opened, screen_text, sees, until
from tuitutor.tui import keys
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.prose import ProseView


async def test_contents_show_what_is_done_and_open_a_lesson(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("f3", "f3")
        await sees(pilot, "0 of 1 exercises passed")
        await sees(pilot, " ▁ Counts")
        await sees(pilot, " ▁ Only text")
        await sees(pilot, "Count the weights.")
        await pilot.press("down", "enter")
        await sees(pilot, "Read this.")


@pytest.mark.long
async def test_lessons_that_were_left_take_no_memory(make: Maker) -> None:
    async with opened(make(), (120, 36), "Before you count", toasts=True) as pilot:
        left: list[weakref.ref[object]] = [weakref.ref(pilot.app.screen)]
        drawn: list[weakref.ref[object]] = []
        for key, words in [("down", "Read this."), ("up", "Before you count")] * 3:
            await pilot.press("f3", "f3", key, "enter")
            await sees(pilot, words)
            left.append(weakref.ref(pilot.app.screen))
            drawn.append(weakref.ref(pilot.app.screen.query_one(ProseView)._styles_cache))

        def most_are_gone() -> bool:
            gc.collect()
            # one is open, and one or two wait for their end
            return all(sum(one() is not None for one in some) <= 3 for some in (left, drawn))

        await until(pilot, most_are_gone)


async def test_a_link_shows_its_address_and_one_to_a_lesson_opens_it(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("]")
        await sees(pilot, "Its page (keras.io/api) and the first lesson. See keras.io.")
        await pilot.click(offset=place_of(pilot, "Its page"))
        await sees(pilot, "https://keras.io/api/")
        await pilot.click(offset=place_of(pilot, "the first"))
        await sees(pilot, "Before you count")


@pytest.mark.parametrize(("columns", "beside"), [(120, 37), (200, 36)])
async def test_without_exercises_the_text_has_what_is_left(make: Maker, columns: int, beside: int) -> None:
    async with opened(make(), (columns, 36), "Before you count", toasts=True) as pilot:
        assert pilot.app.screen.query_one(LessonColumn).outer_size.width == 83
        await pilot.press("]")
        await sees(pilot, "Read this.")
        assert pilot.app.screen.query_one(LessonColumn).outer_size.width == columns - beside


def place_of(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Column and row at which a text begins."""
    lines = screen_text(pilot.app).split("\n")
    row = next(row for row, line in enumerate(lines) if text in line)
    return lines[row].index(text), row


@pytest.mark.parametrize("label", ["f8 continue", "f2 exercise"])
async def test_a_click_on_a_key_in_the_bar_does_what_the_key_does(make: Maker, label: str) -> None:
    async with opened(make(), (80, 24), label) as pilot:
        screen = lesson_of(pilot.app)
        column, row = place_of(pilot, label)
        await pilot.click(offset=(column + 4, row))
        await until(pilot, lambda: screen.column.scroll_y > 0 if label == "f8 continue" else screen.bench_focused)


async def test_contents_can_be_searched(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("f3", "f3", *"only")
        await until(pilot, lambda: " ▁ Counts" not in screen_text(pilot.app))
        await pilot.press("enter")
        await sees(pilot, "Read this.")


async def test_a_broken_lesson_says_what_is_wrong(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("]", "]")
        await sees(pilot, "This lesson is broken")
        await sees(pilot, "What has to be corrected, by file and line:")  # also to its author, in a preview
        await sees(pilot, "broken.md:")
        await pilot.press("ctrl+r")
        await sees(pilot, "A broken lesson is not run")


async def test_a_lesson_that_is_far_too_large_is_shown_as_broken_at_once(make: Maker) -> None:
    (make.course / "reading.md").write_text(READING + "Some *prose* of two\nlines.\n\n" * 10_000)
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("]")
        await sees(pilot, "split it, the limit is 128")
        await pilot.press("]")
        await sees(pilot, "broken.md:")


async def test_previous_and_next_stop_at_the_ends(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("left_square_bracket")
        await sees(pilot, "This is the first lesson.")
        await pilot.press("right_square_bracket")
        await sees(pilot, "Read this.")


async def test_help_lists_the_keys_by_the_place_where_they_act(make: Maker) -> None:
    async with opened(make(), (80, 50), seen="Before you count", toasts=True) as pilot:
        await pilot.press("question_mark")
        await sees(pilot, "Read, run the cells")
        lines = [line.strip("│ ") for line in screen_text(pilot.app).split("\n")]
        places = [lines.index(place) for place in ("Everywhere", "In the text", "In an editor")]
        assert places == sorted(places)
        text, editor = lines[places[1] : places[2]], lines[places[2] :]
        assert "j, k, g, G   A line down or up, to the top, to the end" in text
        assert "ctrl+/       Comment the lines, or uncomment (or ctrl+_)" in editor
        assert "f9" not in screen_text(pilot.app)  # the palette has it
        await pilot.press("escape")
        await sees(pilot, "Before you count")


async def test_space_pages_through_the_help(make: Maker) -> None:
    async with opened(make(), seen="? help") as pilot:
        await pilot.press("f1")
        await sees(pilot, "Read, run the cells")
        await pilot.press("space")
        await until(pilot, lambda: "Read, run the cells" not in screen_text(pilot.app))
        await sees(pilot, "In a completion list")


async def test_a_window_that_is_too_small_is_told_politely(make: Maker) -> None:
    async with opened(make(), (50, 12), "at least 60x16", toasts=True) as pilot:
        await pilot.resize_terminal(80, 24)
        await sees(pilot, "Before you count")


async def test_the_first_screenful_comes_before_the_rest(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count", toasts=True) as pilot:
        await until(pilot, lambda: bool(app.screen.query(ExerciseCard)))
        await pilot.press("end")
        await sees(pilot, "Exercise: A small network")


async def test_what_is_said_covers_nothing_and_goes(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await pilot.press("[")
        await sees(pilot, "This is the first lesson.")
        lines = screen_text(app).split("\n")
        assert "This is the first lesson." in lines[-2]
        assert "ctrl+r run next cell" in lines[-1]
        assert app.screen.query_one("#body").region.bottom == 22
        await until(pilot, lambda: app.screen.query_one("#body").region.bottom == 23)


async def test_the_answer_to_a_key_stays_though_the_key_before_comes_up_to_the_app_after_it(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        column = app.screen.query_one(LessonColumn)
        await until(pilot, lambda: column.max_scroll_y > 0)
        for key in ("down", "left_square_bracket"):
            app.post_message(events.Key(key, None))
        await sees(pilot, "This is the first lesson.")  # for some seconds, which a busy machine must not spend before
        assert column.scroll_y == 1
        await pilot.pause()
        assert "This is the first lesson." in screen_text(app)


@pytest.mark.long
async def test_the_palette_opens_lessons_without_a_blinking_cursor(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await pilot.press("ctrl+p", *"Only text")
        await sees(pilot, "Lesson: Only text")
        assert not app.screen.query_one(Input).cursor_blink
        await pilot.press("enter")
        await sees(pilot, "Read this.")


@pytest.mark.long
async def test_the_palette_begins_with_what_matters_where_the_focus_is(make: Maker) -> None:
    async def first(pilot: Pilot[None]) -> list[str]:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: _listed(pilot) != [])
        found = _listed(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        return found

    async with opened(make(), (120, 36), "ctrl+r run next cell") as pilot:
        listed = await first(pilot)
        assert listed[:4] == ["Run (ctrl+r)", "Exercise (f2)", "Continue (f8)", "Outline (f3)"]
        places = ["Next lesson (])", "Settings", "Quit (ctrl+q)", "Log scale (l)", "Lesson: Counts", "Theme: light"]
        assert sorted(places, key=listed.index) == places
        await pilot.press("f2")
        await sees(pilot, "f2 text")
        listed = await first(pilot)
        assert listed[0] == "Run (ctrl+r)"
        places = ["Indent (tab)", "Settings", "Log scale (l)"]
        assert sorted(places, key=listed.index) == places


@pytest.mark.parametrize("press", [(), ("f2",), ("f2", "f4"), ("tab", "enter")], ids=" ".join)
async def test_every_function_key_has_a_control_key_or_a_place_in_the_palette(
    make: Maker, press: tuple[str, ...]
) -> None:
    app = make()
    async with opened(app, (120, 36), "Before you count") as pilot:
        await pilot.press(*press)
        listed = {command.title for command in app.get_system_commands(app.screen)}
        every = (*keys.APP_KEYS, *keys.LESSON_KEYS, *keys.RESULT_KEYS, *keys.EDITOR_KEYS, *keys.ATTEMPT_KEYS)
        taken = [key for key in every if re.search(r"\bf\d+\b", key.keys)]
        assert {"f2", "f3", "f4", "f6", "f8", "f9", "f10", "f12"} <= {key.named for key in taken}
        assert not {"f5", "f7"} & {key.named for key in taken}
        assert not [
            key.named for key in taken if "ctrl+" not in key.keys and f"{key.label} ({key.named})" not in listed
        ]


def _listed(pilot: Pilot[None]) -> list[str]:
    """The names of the commands that the palette lists."""
    return [
        str(option.prompt).split("\n")[0] for shown in pilot.app.screen.query(CommandList) for option in shown.options
    ]


async def test_the_palette_takes_no_bracket_for_markup(make: Maker) -> None:
    text = make.course / "reading.md"
    text.write_text(text.read_text().replace("title: Only text", 'title: "Only [bold] text [/b]"'))
    async with opened(make(), (120, 50), "Before you count") as pilot:
        await pilot.press("ctrl+p")
        await sees(pilot, "Next lesson (])")
        assert any("Only [bold] text [/b]" in name for name in _listed(pilot))
        await pilot.press(*"only")
        await until(pilot, lambda: _listed(pilot) == ["Lesson: Only [bold] text [/b]"])


@pytest.mark.long
async def test_the_palette_has_what_some_terminals_have_no_key_for(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "Before you count") as pilot:
        await pilot.press("ctrl+p", *"Comment")
        await sees(pilot, "Comment (ctrl+/)")
        await pilot.press("enter")
        await sees(pilot, "Go into an editor first")
        await pilot.press("f2", "ctrl+p", *"Comment")
        await sees(pilot, "Comment (ctrl+/)")
        await pilot.press("enter")
        await sees(pilot, "# model = None")


async def test_letters_scroll_the_text(make: Maker) -> None:
    app = make()
    async with opened(app) as pilot:
        await until(pilot, lambda: bool(app.screen.query("#small-net, ExerciseCard")))
        column = app.screen.query_one(LessonColumn)
        await pilot.press("G")
        await until(pilot, lambda: column.max_scroll_y > 0 and column.scroll_y == column.max_scroll_y)
        await pilot.press("g", "j", "j", "k")
        await until(pilot, lambda: column.scroll_y == 1)


async def test_a_lesson_that_opens_is_styled_once(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    styled: Counter[DOMNode] = Counter()
    apply = Stylesheet.apply

    def counting(self: Stylesheet, node: DOMNode, **options: Any) -> None:
        styled[node] += 1
        apply(self, node, **options)

    monkeypatch.setattr(Stylesheet, "apply", counting)
    monkeypatch.setattr(Stylesheet, "reparse", lambda _: pytest.fail("all stylesheets are read again"))
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        column = pilot.app.screen.query_one(LessonColumn)
        blocks = [block for child in column.children[:2] for block in child.walk_children(with_self=True)]
        assert column.has_focus
        assert not [block for block in blocks if styled[block] != 1]


@pytest.fixture
def styled(monkeypatch: pytest.MonkeyPatch) -> set[DOMNode]:
    """The styled widgets; how often they are styled depends on how fast the machine is."""
    found: set[DOMNode] = set()
    update = Stylesheet.update_nodes

    def noting(self: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        found.update(nodes := list(nodes))
        update(self, nodes, animate)

    monkeypatch.setattr(Stylesheet, "update_nodes", noting)
    return found


async def test_a_step_of_the_focus_styles_only_what_it_left_and_reached(make: Maker, styled: set[DOMNode]) -> None:
    app = make()
    async with opened(app, (120, 36), "print(size)", toasts=True) as pilot:
        await pilot.press("tab")
        styled.clear()
        await pilot.press("tab")
        assert isinstance(app.focused, CellBox)
        assert app.focused in styled
        assert len(styled) <= 12 < len(app.query("LessonColumn *"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_between_text_and_exercise_only_the_panes_are_styled(
    make: Maker, styled: set[DOMNode], size: tuple[int, int]
) -> None:
    app = make()
    async with opened(app, size, "print(size)", toasts=True) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.focused, CodeEditor))
        styled.clear()
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.focused, LessonColumn))
        assert app.focused in styled
        assert len(styled) <= 12 < len(app.query("LessonColumn *"))
