"""What is sent is enough: a terminal that is told only what changed shows the same as one that is told all."""

from __future__ import annotations

from collections.abc import Iterable

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from tuitutor.draw.palette import DARK_256, LIGHT_256
from tuitutor.tui.repaint import Fragment, Painted, _codes

WIDTH, HEIGHT = 12, 3
STYLES = st.sampled_from([None, Style.parse("bold red"), Style.parse("#ffffff on #000000"), Style.parse("underline")])
LETTERS = st.text("ab é漢字⣿│e\u0301", max_size=WIDTH)


@st.composite
def fragments(draw: st.DrawFn) -> Fragment:
    """A line of the screen, as wide as it is, in pieces with styles."""
    pieces = draw(st.lists(st.tuples(LETTERS, STYLES), min_size=1, max_size=4))
    strip = Strip([Segment(text.lstrip("\u0301"), style) for text, style in pieces])
    return draw(st.integers(0, HEIGHT - 1)), 0, strip.adjust_cell_length(WIDTH)


def screen() -> tuple[pyte.Screen, pyte.Stream]:
    shown = pyte.Screen(WIDTH, HEIGHT)
    shown.reset_mode(pyte.modes.DECAWM)
    return shown, pyte.Stream(shown)


def cells(shown: pyte.Screen) -> list[tuple[object, ...]]:
    return [tuple(shown.buffer[y][x] for x in range(WIDTH)) for y in range(HEIGHT)]


@given(st.lists(st.one_of(fragments(), st.just("forget")), max_size=12))
def test_the_changes_alone_show_the_same(steps: list[Fragment | str]) -> None:
    painted = Painted()
    (lean, lean_stream), (full, full_stream) = screen(), screen()
    for step in steps:
        if isinstance(step, str):
            painted.forget()
            continue
        y, x, strip = step
        drawn = "".join(Strip.render_style(s or Style.null(), text, ColorSystem.TRUECOLOR) for text, s, _ in strip)
        full_stream.feed(f"\x1b[{y + 1};{x + 1}H{drawn}")
        lean_stream.feed(painted.take(iter([step]), ColorSystem.TRUECOLOR))
        assert cells(lean) == cells(full)


def test_what_a_terminal_got_for_a_larger_window_is_not_taken_for_shown() -> None:
    painted, (shown, stream) = Painted(), screen()
    painted.resize(Size(WIDTH, HEIGHT))
    blank = Strip.blank(WIDTH)
    for y, strip in ((HEIGHT - 1, blank), (HEIGHT, Strip([Segment("left over")])), (HEIGHT - 1, blank)):
        stream.feed(painted.take(iter([(y, 0, strip)]), ColorSystem.TRUECOLOR))
    assert shown.display[-1].strip() == ""


def test_links_to_the_web_are_links_of_the_terminal() -> None:
    def sent(address: str) -> str:
        style = Style(meta={"@click": f"link({address!r})"})
        return Painted().take(iter([(0, 0, Strip([Segment("here", style)]))]), ColorSystem.TRUECOLOR)

    assert sent("https://keras.io/api") == "\x1b[1;1H\x1b]8;;https://keras.io/api\x1b\\here\x1b]8;;\x1b\\"
    for other in ("counts.md", "https://x/\x1b]0;title\x07", "https://x/'", "javascript:x"):
        assert "\x1b]8" not in sent(other)


def test_a_letter_that_changes_is_all_that_is_sent() -> None:
    painted = Painted()
    painted.take(iter([(0, 0, Strip([Segment("model = Dense(3)")]))]), ColorSystem.TRUECOLOR)
    sent = painted.take(iter([(0, 0, Strip([Segment("model = Dense(4)")]))]), ColorSystem.TRUECOLOR)
    assert sent == "\x1b[1;15H4"
    assert painted.take(iter([(0, 0, Strip([Segment("model = Dense(4)")]))]), ColorSystem.TRUECOLOR) == ""


def test_no_text_of_a_cell_commands_the_terminal() -> None:
    strip = Strip([Segment("a\x1b[2Jb\x9b31m\x07"), Segment("é\x1b]0;T\x9c\u202ec", Style.parse("bold"))])
    sent = Painted().take(iter([(0, 0, strip)]), ColorSystem.TRUECOLOR)
    assert sent == "\x1b[1;1Ha[2Jb31m\x1b[1mé]0;Tc\x1b[0m"


def test_an_update_sends_what_the_terminal_does_not_show() -> None:
    painted, console = Painted(), Console(color_system="truecolor")

    def sent(update: CompositorUpdate) -> str:
        painted.cut_down(update)
        return update.render_segments(console)

    lines: list[Iterable[Strip]] = [[Strip([Segment("ab")]), Strip([Segment("cd")])], [Strip([Segment("efgh")])]]
    assert sent(LayoutUpdate(lines, Region(1, 1, 4, 2))) == "\x1b[2;2Hab\x1b[2;4Hcd\x1b[3;2Hefgh"
    chops: list[dict[int, Strip | None]] = [{}, {0: Strip([Segment("|abXd|")])}, {0: None, 1: Strip([Segment("efgh")])}]
    assert sent(ChopsUpdate(chops, [(1, 0, 5), (2, 0, 5)], [[], [6], [1, 5]])) == "\x1b[2;1H|abX"


def test_an_update_of_another_textual_is_sent_as_it_is() -> None:
    class Other:
        lines = ("hello",)

        def render_segments(self, console: Console) -> str:
            return "all of it"

    painted, update = Painted(), Other()
    hello = Strip([Segment("hello")])
    first = painted.take(iter([(0, 0, hello)]), ColorSystem.TRUECOLOR)
    painted.cut_down(update)
    assert update.render_segments(Console()) == "all of it"
    assert painted.take(iter([(0, 0, hello)]), ColorSystem.TRUECOLOR) == first  # it may have written over that


def test_greys_of_a_terminal_with_256_colours_are_sent_by_their_numbers() -> None:
    for palette in (DARK_256, LIGHT_256):
        on, _ = _codes(Style(color=palette.text, bgcolor=palette.ground), ColorSystem.EIGHT_BIT)
        code, _ = _codes(Style(color=palette.text, bgcolor=palette.code), ColorSystem.EIGHT_BIT)
        raised, _ = _codes(Style(color=palette.text, bgcolor=palette.raised), ColorSystem.EIGHT_BIT)
        assert len({on, code, raised}) == 3
    assert _codes(Style(color="#eeeeee", bgcolor="#121212"), ColorSystem.EIGHT_BIT)[0] == "\x1b[38;5;255;48;5;233m"
    assert _codes(Style(color="#ffffff", bgcolor="#5fd7ff"), ColorSystem.EIGHT_BIT)[0] == "\x1b[38;5;231;48;5;81m"
    assert _codes(Style(color="#eeeeee"), ColorSystem.TRUECOLOR)[0] == "\x1b[38;2;238;238;238m"
