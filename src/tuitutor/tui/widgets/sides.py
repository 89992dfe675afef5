"""The sides of the text, if there is room: the course's lessons, and the outline of this lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region, Size
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.model import Course, Lesson
from tuitutor.draw.look import Look, crop, wrap
from tuitutor.draw.plain import unmarked
from tuitutor.engine.outline import OutlineLine
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.verdicts import Verdict
from tuitutor.tui.widgets.drawing import FullDrawing
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.progress_marks import skyline

if TYPE_CHECKING:
    from tuitutor.tui.widgets.run_views import CurvesView


class LessonPane(OptionList, can_focus=False):
    """Lists the lessons by chapter, and under the open one its parts. A click posts `Chosen`, or `OutlineView.Chosen`.

    The contents (f3) do the same with keys.
    """

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """The learner wants to read this lesson, from the part with this name or from the last place."""

        lesson: Lesson
        part: str = ""

    def __init__(self, course: Course, open_: Lesson) -> None:
        super().__init__(id="pane", markup=False)
        self._course = course
        self._open = open_
        self._shares: tuple[float, ...] = ()
        self._parts: tuple[OutlineLine, ...] = ()
        self._here = ""
        self.border_title = "Lessons"

    def show(self, shares: tuple[float, ...], parts: tuple[OutlineLine, ...], here: str) -> None:
        """Show the done shares of the lessons, from 0 to 1, and the open one's parts; the reader is `here`."""
        if (shares, parts, here) != (self._shares, self._parts, self._here):
            self._shares, self._parts, self._here = shares, parts, here
            self._fill()

    def _fill(self) -> None:
        options = list(self._options_now(look_of(self.app), self.content_size.width))
        if [option.id for option in options] == [option.id for option in self.options]:
            for at, option in enumerate(options):
                if option.prompt != self.get_option_at_index(at).prompt:
                    self.replace_option_prompt_at_index(at, option.prompt)
        else:
            self.set_options(options)
            self.highlighted = None
        here = place_in(self._parts, self._here)
        names = [self._open.id] if here is None else [self._open.id, self._parts[here].name]
        for row in (at for at, option in enumerate(options) if option.id in names):
            self.scroll_to_region(Region(0, row, 1, 1), animate=False)

    on_resize = follow_theme = _fill

    def _options_now(self, look: Look, width: int) -> Iterator[Option]:
        shares = dict(zip((lesson.id for lesson in self._course.lessons), self._shares, strict=False))
        here = place_in(self._parts, self._here)
        for chapter in self._course.chapters:
            if chapter.title:
                title = crop(Text.assemble((look.text(chapter.title), look.style("quiet"))), width, look)
                yield Option(title, id=f"chapter:{chapter.title}", disabled=True)
            for lesson in chapter.lessons:
                is_open, share = lesson is self._open, skyline([shares.get(lesson.id, 0.0)], look)
                sign = f" {look.marks.here}" if is_open else ""
                room = width - 2 - len(sign)
                title = crop(Text(look.text(lesson.title), style="bold" if is_open else ""), room, look)
                line = Text.assemble(share, " ", title, sign)
                yield Option(line, id=lesson.id)
                for at, part in enumerate(self._parts if is_open else ()):
                    drawn = draw_part(part, at == here, width - _INDENT, look)
                    yield Option(Text.assemble(" " * _INDENT, drawn), id=part.name)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.highlighted = None
        if any(part.name == event.option_id for part in self._parts):
            self.post_message(OutlineView.Chosen(event.option_id or ""))
        else:
            lesson = next(lesson for lesson in self._course.lessons if lesson.id == event.option_id)
            self.post_message(self.Chosen(lesson))


_CURVE = 15  # rows of the last attempt's curve, as in the stylesheet
_GAP = 2  # cells before the note at the right
_INDENT = 2  # cells before the heading of a section in a section


def draw_part(line: OutlineLine, here: bool, width: int, look: Look) -> Text:
    """A line of an outline in `width` cells: the reader's mark, its title, and the fullest note that fits."""
    quiet = look.style("quiet")
    if here:
        mark = Text(look.marks.reading, look.style("train"))
    elif line.done:
        mark = Text(look.mark(Verdict.PASSED), look.style("good"))
    else:
        mark = Text(" " if line.held else look.marks.untouched, quiet)
    title = Text(" " * (_INDENT * (line.level > 2 or line.is_cell)), "bold" if here else quiet if line.held else "")
    title.append(f"{look.marks.opens} " if line.exercise else "").append(look.line(line.title))
    room = width - 2 - title.cell_len
    note = next((note for note in map(look.line, line.notes) if cell_len(note) + _GAP <= room), "")
    drawn = Text.assemble(mark, " ", crop(title, width - 2, look))
    drawn.pad_right(width - drawn.cell_len - cell_len(note))
    return drawn.append(note, quiet)


def place_in(lines: Sequence[OutlineLine], part: str) -> int | None:
    """The index of the line with the part of this name; if a section's cells are listed, the cell's."""
    return max((at for at, line in enumerate(lines) if line.has(part)), default=None)


class OutlineView(FullDrawing):
    """Lists a lesson's parts in lines, with the reader's part marked; a click posts `Chosen`.

    `goals` are above it if there is room for all. `cursor` is the index of the line under the cursor, None for none.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"outline--cursor"}
    DEFAULT_CSS = """
    OutlineView > .outline--cursor {
        background: $block-cursor-blurred-background;
        color: $block-cursor-blurred-foreground;
        text-style: $block-cursor-blurred-text-style;
    }
    """

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """The learner wants to go to the part with this name."""

        part: str

    def __init__(self, goals: Sequence[str] = ()) -> None:
        super().__init__()
        self.cursor: int | None = None
        self.lines: tuple[OutlineLine, ...] = ()
        self._goals = goals
        self._here = ""
        self._room = 0  # rows that are visible at once
        self._draw = self._drawing

    def show_lines(self, lines: tuple[OutlineLine, ...], here: str, cursor: int | None = None) -> None:
        """Show these lines; `here` is the name of the reader's part."""
        if (lines, here, cursor) != (self.lines, self._here, self.cursor):
            self.lines, self._here, self.cursor = lines, here, cursor
            self._drawn_for = None
            if self.is_attached:
                self._redraw()

    def fit(self, rows: int) -> None:
        """Leave out the goals unless everything fits into so many rows."""
        if rows != self._room:
            self._room, self._drawn_for = rows, None
            if self.is_attached:
                self._redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if not self._room:  # at first it has all the rows
            self._room = container.height
        return super().get_content_height(container, viewport, width)

    @property
    def here(self) -> int | None:
        """The index of the reader's line."""
        return place_in(self.lines, self._here)

    def _drawing(self, width: int, look: Look) -> Text:
        here, lines = self.here, [Text("You will learn to", "bold")] * bool(self._goals)
        for goal in self._goals:
            first, *more = wrap(unmarked(goal), width, look, indent=2)
            lines += [Text.assemble((look.text("•"), look.style("train")), first[1:]), *more]
        lines += [Text()] * bool(self._goals)
        if len(lines) + len(self.lines) > self._room:
            lines = []
        for at, line in enumerate(self.lines):
            drawn = draw_part(line, at == here, width, look)
            if at == self.cursor:
                drawn = Text(drawn.plain, self.get_component_rich_style("outline--cursor"))
            drawn.stylize(Style(meta={"part": line.name}))
            lines.append(drawn)
        return Text("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        if part := event.style.meta.get("part"):
            self.post_message(self.Chosen(part))


class Overview(VerticalScroll, can_focus=False):
    """Beside the text while reading: the lesson's goals, its outline, and the curve of the last attempt."""

    DEFAULT_CSS = """
    Overview > OutlineView { padding: 1 1 0 1; }
    Overview > CurvesView { height: 15; padding: 0 1; border-top: solid $border-blurred; border-title-color: $quiet; }
    """

    def __init__(self, goals: Sequence[str]) -> None:
        super().__init__(id="overview")
        self._curve: tuple[str, FitCurves] | None = None
        # stored, not queried: it can get progress after its lesson was left, when it has no children any more
        self._outline = OutlineView(goals)
        self._curves: CurvesView | None = None  # mounted when there is a curve: the overview is part of the first paint
        self.border_title = "This lesson"

    def compose(self) -> ComposeResult:
        yield self._outline

    def show(self, lines: tuple[OutlineLine, ...], here: str, curve: tuple[str, FitCurves] | None) -> None:
        """Show the lesson's parts, the reader being `here`, and the curve of the last attempt at an exercise."""
        outline, before = self._outline, self._outline.here
        outline.show_lines(lines, here)
        if not self.is_attached:
            return
        if curve != self._curve:
            self._curve = curve
            if curve is not None:
                if self._curves is None:
                    from tuitutor.tui.widgets.run_views import CurvesView

                    self._curves = CurvesView()
                    self.mount(self._curves)
                self._curves.border_title = look_of(self.app).line(f"Last attempt: {curve[0]}")
                self._curves.show(curve[1])
            self._share_rows()
        at = outline.here
        if at is not None and at != before:  # a reader who scrolls this list stays there until they read on
            row = outline.rows(outline.content_size.width) - len(outline.lines) + at
            self.scroll_to_region(Region(0, row, 1, 3), animate=False)

    def _share_rows(self) -> None:
        """The outline comes first, then the curve, then the goals."""
        rows = self.size.height
        if self._curves is not None:
            self._curves.display = self._curve is not None and len(self._outline.lines) + 1 + _CURVE <= rows
            rows -= _CURVE * self._curves.display
        self._outline.fit(rows - 1)

    on_resize = _share_rows
