"""What is on the screen can be read, and the focus is seen, in each theme: by WCAG, as a terminal gets the colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import Color, ColorSystem
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot

from tests.draw.test_palette import contrast
from tests.tui.conftest import Answers, Maker, focused_editor, lesson_of, opened, sees, until
from tests.tui.test_snapshots import trains
from tuitutor.tui.repaint import _grey
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.looks import LookApp

TEXT, CODE, DRAWN = 4.5, 5.0, 3.0
TYPED = "# a comment"


class Cells:
    """The characters on the screen and their contrasts, by place, without what a panel covers or dims."""

    def __init__(self, pilot: Pilot[None], *, indexed: bool) -> None:
        self.screen, self.indexed = pilot.app.screen, indexed
        self.at: dict[tuple[int, int], tuple[str, str, str]] = {}
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            x = 0
            for segment in strip:
                style = segment.style
                assert style is not None
                colours = self._seen(style.color), self._seen(style.bgcolor)
                for character in segment.text:
                    self.at[x, y] = (character, *(reversed(colours) if style.reverse else colours))
                    x += 1

    def _seen(self, colour: Color | None) -> str:
        if colour is None or colour.is_default:
            return "#000000"
        if self.indexed:
            colour = _grey(colour) or colour.downgrade(ColorSystem.EIGHT_BIT)
        return colour.get_truecolor().hex

    def texts(self) -> Iterator[tuple[str, float]]:
        """Letters and digits in the foreground, with their contrasts."""
        for (x, y), (character, colour, ground) in self.at.items():
            if character.isalnum() and self.screen.get_widget_at(x, y)[0] is not self.screen:
                yield f"{character} at {x}, {y}: {colour} on {ground}", contrast(colour, ground)

    def within(self, region: Region) -> list[tuple[str, float]]:
        """The characters in a region that aren't blank, with their contrasts."""
        found = [self.at[x, y] for y in range(region.y, region.bottom) for x in range(region.x, region.right)]
        return [(cell[0], contrast(*cell[1:])) for cell in found if cell[0].strip()]

    def grounds(self, region: Region) -> set[str]:
        return {self.at[x, y][2] for y in range(region.y, region.bottom) for x in range(region.x, region.right)}

    def check_texts(self, where: str) -> None:
        bad = [told for told, found in self.texts() if found < TEXT]
        assert not bad, f"{where}: {bad[:5]}"


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
@pytest.mark.parametrize("indexed", [False, True], ids=["truecolor", "256"])
@pytest.mark.long
async def test_all_is_legible(
    make: Maker, answers: Answers, monkeypatch: pytest.MonkeyPatch, theme: str, indexed: bool
) -> None:
    if indexed:
        monkeypatch.setattr(LookApp, "colours", property(lambda app: "256"))
    answers.told["model = None"], answers.params = trains, 16
    app = make(theme=theme)
    async with opened(app, (120, 36), "Before you count") as pilot:
        screen = lesson_of(app)
        await until(pilot, lambda: screen.bench is not None and screen.restored)
        for press, awaited in (
            ((), "Lesson 1 of 3"),
            (("tab", "tab", "ctrl+r"), "ran 0.1 s"),
            (("f2", "ctrl+r"), "wants 20"),
            (("f4",), "epoch"),
            (("escape", "escape", "f3"), "continue"),
            (("f3",), "type to search"),
            (("escape", "ctrl+p"), "Search for commands"),
            (("escape", "question_mark"), "Everywhere"),
            (("s",), "Close brackets"),
        ):
            await pilot.press(*press)
            await sees(pilot, awaited)
            Cells(pilot, indexed=indexed).check_texts(" ".join(press))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
@pytest.mark.parametrize("indexed", [False, True], ids=["truecolor", "256"])
async def test_code_and_edges_stand_out(
    make: Maker, monkeypatch: pytest.MonkeyPatch, theme: str, indexed: bool
) -> None:
    if indexed:
        monkeypatch.setattr(LookApp, "colours", property(lambda app: "256"))
    app = make(theme=theme)
    async with opened(app, (120, 36), "Before you count") as pilot:
        screen = lesson_of(app)
        await until(pilot, lambda: screen.bench is not None and screen.restored)
        cells, column, unfocused = Cells(pilot, indexed=indexed), screen.column, screen.overview.region
        assert [thumb for thumb in cells.grounds(column.vertical_scrollbar.region) if _visible(cells, column, thumb)]
        [(_, edge)] = cells.within(Region(unfocused.x, unfocused.y + 1, 1, 1))
        assert edge >= DRAWN or theme != "high-contrast"
        [(corner, edge)] = cells.within(Region(column.region.x, column.region.y, 1, 1))
        assert corner == "┏"
        assert edge >= DRAWN
        await pilot.press("tab", "tab", "enter")
        editor = await focused_editor(pilot)
        editor.put(f"{TYPED}\n")
        await pilot.pause()
        cells, box = Cells(pilot, indexed=indexed), editor.region
        numbers = cells.within(Region(box.x, box.y, editor.gutter_width, box.height))
        assert {number for number, _ in numbers} == {"1", "2"}
        assert min(found for _, found in numbers) >= CODE
        comment = cells.within(Region(box.x + editor.gutter_width + 1, box.y, len(TYPED), 1))
        assert "".join(character for character, _ in comment) == TYPED.replace(" ", "")
        assert min(found for _, found in comment) >= CODE
        marked = next(cell for cell in screen.query(CellBox) if cell.editor is editor).region
        assert min(found for _, found in cells.within(Region(marked.x, marked.y + 1, 1, 1))) >= DRAWN


def _visible(cells: Cells, column: object, thumb: str) -> bool:
    """Whether a colour in the scrollbar stands out from the ground."""
    return contrast(thumb, cells.at[1, 34][2]) >= DRAWN


def drawn(app: App[None]) -> list[str]:
    """The rows of the screen."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("glyphs", "corner", "edge"), [("full", "┏", "━"), ("plain", "╔", "═"), ("ascii", "+", "=")])
async def test_the_focus_is_a_heavier_frame(make: Maker, glyphs: str, corner: str, edge: str) -> None:
    app = make(glyphs=glyphs)
    async with opened(app, (120, 36), "Before you count") as pilot:
        screen = lesson_of(app)
        await until(pilot, lambda: screen.bench is not None and screen.restored)
        for pane, other in ((screen.column, screen.overview), (screen.bench, screen.column)):
            if pane is screen.bench:
                await pilot.press("f2")
            assert pane is not None
            await until(pilot, lambda pane=pane: drawn(app)[pane.region.y][pane.region.x] == corner)  # type: ignore[misc]
            rows = drawn(app)
            assert rows[pane.region.bottom - 1][pane.region.right - 5] == edge
            assert rows[other.region.bottom - 1][other.region.right - 5] != edge
