"""What is beside the text if there is room: the course's lessons, and the outline of this one."""

from __future__ import annotations

from collections.abc import Sequence
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
from tuitutor.engine.outline import OutlineLine, outline_of
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.progress import Progress
from tuitutor.tui.widgets.drawing import FullDrawing
from tuitutor.tui.widgets.looks import Marks, look_of
from tuitutor.tui.widgets.standing import skyline

if TYPE_CHECKING:
    from tuitutor.engine.snapshots import FitCurves
    from tuitutor.tui.widgets.run_views import CurvesView


class LessonPane(OptionList, can_focus=False):
    """Lists the lessons by chapter; a click posts `Chosen`. With keys, they are chosen in the contents (f3)."""

    class Chosen(Message):
        """The learner wants to read this lesson."""

        def __init__(self, lesson: Lesson) -> None:
            super().__init__()
            self.lesson = lesson

    def __init__(self, course: Course, here: Lesson, marks: Marks) -> None:
        super().__init__(id="pane", markup=False)
        self._course = course
        self._here = here
        self._marks = marks
        self._shares: tuple[float, ...] = ()
        self.border_title = "Lessons"

    def show(self, shares: tuple[float, ...]) -> None:
        """Show the share of each lesson that is done, from 0 to 1."""
        if shares != self._shares:
            self._shares = shares
            self._fill()

    def on_resize(self) -> None:
        self._fill()

    def _fill(self) -> None:
        look, width = look_of(self.app), self.content_size.width
        shares = dict(zip((lesson.id for lesson in self._course.lessons), self._shares, strict=False))
        self.clear_options()
        for chapter in self._course.chapters:
            if chapter.title:
                title = crop(Text(look.text(chapter.title), look.style("quiet")), width, look)
                self.add_option(Option(title, disabled=True))
            for lesson in chapter.lessons:
                here, share = lesson is self._here, skyline([shares.get(lesson.id, 0.0)], look)
                title = crop(Text(look.text(lesson.title), style="bold" if here else ""), width - 4, look)
                line = Text.assemble(share, " ", title, f" {self._marks.here}" if here else "")
                self.add_option(Option(line, id=lesson.id))
        self.highlighted = None

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(next(each for each in self._course.lessons if each.id == event.option_id)))


_CURVE = 15  # rows of the last attempt's curve, as in the stylesheet
_GAP = 2  # cells before what is said at the right
_INDENT = 2  # cells before the heading of a section in a section


class OutlineView(FullDrawing):
    """Lists a lesson's parts, a line each, with the one where the reader is marked; a click posts `Chosen`.

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

    class Chosen(Message):
        """The learner wants to go to the part with this name."""

        def __init__(self, part: str) -> None:
            super().__init__()
            self.part = part

    def __init__(self, marks: Marks, goals: Sequence[str] = ()) -> None:
        super().__init__()
        self.cursor: int | None = None
        self.lines: tuple[OutlineLine, ...] = ()
        self._goals = goals
        self._here = ""
        self._marks = marks
        self._room = 0  # rows that are visible at once
        self._draw = self._drawing

    def show_lines(self, lines: tuple[OutlineLine, ...], here: str, cursor: int | None = None) -> None:
        """Show these lines; `here` is the name of the part where the reader is."""
        if (lines, here, cursor) != (self.lines, self._here, self.cursor):
            self.lines, self._here, self.cursor = lines, here, cursor
            self._drawn_for = None
            if self.is_attached:
                self._redraw()

    def fit(self, rows: int) -> None:
        """Leave out the goals unless all fits into so many rows."""
        if rows != self._room:
            self._room, self._drawn_for = rows, None
            if self.is_attached:
                self._redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if not self._room:  # at first it has all the rows
            self._room = container.height
        return super().get_content_height(container, viewport, width)

    def row_of(self, line: int) -> int:
        """The row of a line."""
        return self.rows(self.content_size.width) - len(self.lines) + line

    @property
    def here(self) -> int | None:
        """The index of the line where the reader is; if a section's cells are listed, that of the cell."""
        return max((at for at, line in enumerate(self.lines) if line.has(self._here)), default=None)

    def _drawing(self, width: int, look: Look) -> Text:
        here, lines = self.here, self._head(width, look)
        if len(lines) + len(self.lines) > self._room:
            lines = []
        for at, line in enumerate(self.lines):
            drawn = self._line(line, at == here, width, look)
            if at == self.cursor:
                drawn = Text(drawn.plain, self.get_component_rich_style("outline--cursor"))
            drawn.stylize(Style(meta={"part": line.name}))
            lines.append(drawn)
        return Text("\n").join(lines)

    def _head(self, width: int, look: Look) -> list[Text]:
        if not self._goals:
            return []
        lines = [Text("You will learn to", "bold")]
        for goal in self._goals:
            first, *more = wrap(unmarked(goal), width, look, indent=2)
            lines += [Text.assemble((look.text("•"), look.style("train")), first[1:]), *more]
        return [*lines, Text()]

    def _line(self, line: OutlineLine, here: bool, width: int, look: Look) -> Text:
        marks, quiet = self._marks, look.style("quiet")
        if here:
            mark = Text(marks.reading, look.style("train"))
        elif line.done:
            mark = Text(look.mark(Verdict.PASSED), look.style("good"))
        else:
            mark = Text(" " if line.held else marks.untouched, quiet)
        title = Text(" " * (_INDENT * (line.level > 2 or line.is_cell)), "bold" if here else quiet if line.held else "")
        title.append(f"{marks.folded} " if line.exercise else "").append(look.line(line.title))
        room = width - 2 - title.cell_len
        note = next((note for note in map(look.line, line.notes) if cell_len(note) + _GAP <= room), "")
        drawn = Text.assemble(mark, " ", crop(title, width - 2, look))
        drawn.pad_right(width - drawn.cell_len - cell_len(note))
        return drawn.append(note, quiet)

    def on_click(self, event: events.Click) -> None:
        if part := event.style.meta.get("part"):
            self.post_message(self.Chosen(part))


class Overview(VerticalScroll, can_focus=False):
    """Beside the text while reading: the lesson's goals, its outline, and the curve of the last attempt."""

    DEFAULT_CSS = """
    Overview > OutlineView { padding: 1 1 0 1; }
    Overview > CurvesView { height: 15; padding: 0 1; border-top: solid $border-blurred; border-title-color: $quiet; }
    """

    def __init__(self, lesson: Lesson, marks: Marks) -> None:
        super().__init__(id="overview")
        self._lesson = lesson
        self._known: object = None  # of the progress, as far as the outline shows it
        self._curve: tuple[str, FitCurves] | None = None
        # kept, not looked up: it can be told of progress after its lesson was left, when it has no children any more
        self._outline = OutlineView(marks, lesson.objectives)
        self._curves: CurvesView | None = None  # mounted when there is a curve: the overview is part of the first paint
        self.border_title = "This lesson"

    def compose(self) -> ComposeResult:
        yield self._outline

    def show(self, progress: Progress, here: str, curve: tuple[str, FitCurves] | None, can_run: bool = True) -> None:
        """Show the learner's progress, the part where they are, and the curve of the last attempt at an exercise."""
        outline, exercises = self._outline, [progress.exercise(each.label) for each in self._lesson.offered]
        known = progress.read.get(self._lesson.id), exercises, can_run
        lines = outline.lines if known == self._known else outline_of(self._lesson, progress, can_run)
        self._known = known
        outline.show_lines(lines, here)
        if not self.is_attached:
            return
        if curve != self._curve:
            self._curve = curve
            self._draw_curve()
        if outline.here is not None:
            self.scroll_to_region(Region(0, outline.row_of(outline.here), 1, 3), animate=False)

    def on_resize(self) -> None:
        self._share_rows()

    def _draw_curve(self) -> None:
        if self._curve is None:
            return
        title, curve = self._curve
        if self._curves is None:
            from tuitutor.tui.widgets.run_views import CurvesView

            self._curves = CurvesView()
            self.mount(self._curves)
        self._curves.border_title = look_of(self.app).line(f"Last attempt: {title}")
        self._curves.show(curve)
        self._share_rows()

    def _share_rows(self) -> None:
        """The outline comes first, then the curve, then the goals."""
        rows = self.size.height
        if self._curves is not None:
            self._curves.display = len(self._outline.lines) + 1 + _CURVE <= rows
            rows -= _CURVE * self._curves.display
        self._outline.fit(rows - 1)
