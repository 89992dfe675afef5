"""Tables of contents: the lesson's parts and the course's lessons, with the learner's progress; and other courses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tuitutor.course.load import is_same
from tuitutor.course.model import Lesson
from tuitutor.draw.look import Look, crop, wrap
from tuitutor.engine.courses import AtHand, Standing, comes_from
from tuitutor.engine.outline import Goal, OutlineLine, cell_lines, search_outline
from tuitutor.spelling import counted
from tuitutor.tui import keys
from tuitutor.tui.flow.study import share_passed
from tuitutor.tui.screens.building import TALL
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.progress_marks import skyline
from tuitutor.tui.widgets.sides import OutlineView
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine

_WIDEST, _AROUND = 80, 5  # columns of the lists, and of the frame and padding around their lines, as in the stylesheet
_FRAME = 2  # columns of the frame, which there is only if the window is tall
_GUTTER = 72  # columns from which chapters stand left of their lessons
_WIDEST_CHAPTER = 16  # cells
_GAP = 2


class ContentsScreen(ModalScreen[Goal | str | None]):
    """First the parts of the open lesson, then all lessons, then the courses.

    Dismissed with where to go, with an action of the lesson's screen, or with None. Arrows choose. Among the lessons,
    typing narrows the list, and among the parts after "/".
    """

    CSS_PATH = "contents.tcss"
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012  # Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, priority=True),
        keys.CONTENTS.binding("further"),
        keys.NEXT.binding(f"dismiss('{keys.NEXT.action}')"),
        Binding("down", "move('cursor_down')", show=False, priority=True),
        Binding("up", "move('cursor_up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
        Binding("home,g", "move('first')", show=False),
        Binding("end,G", "move('last')", show=False),
        Binding("enter", "open", show=False),
        Binding("slash", "search", show=False),
        Binding("right", "unfold(True)", show=False),
        Binding("left", "unfold(False)", show=False),
        Binding("n", "dismiss('next_exercise')", show=False),
    ]

    def __init__(self, reading: ReadingScreen, *, has_courses: bool) -> None:
        self._lines = reading.outline()
        super().__init__(classes="-parts" if self._lines else None)
        self._has_courses = has_courses
        self._course = reading.study.course
        self._progress = reading.progress
        self._lesson = reading.lesson
        self._here = reading.part
        self._unfolded: set[str] = set()  # the names of sections whose cells are listed
        self._title = SplitLine()
        self._field = Input(id="search", compact=True)
        self._outline = OutlineView()
        self._parts = VerticalScroll(self._outline, id="parts", can_focus=False)
        self._lessons = Choices(id="lessons", markup=False)
        self._lessons.can_focus = False  # keys are for the list in view, whatever was clicked
        self._summary = Static(id="summary", markup=False)
        self._keys = KeyBar()
        self._shows_parts = bool(self._lines)

    def compose(self) -> ComposeResult:
        with Vertical(id="contents"):
            yield from (self._title, self._field, self._parts, self._lessons, self._summary, self._keys)

    def on_mount(self) -> None:
        self._show_page()

    def _show_page(self) -> None:
        """Show the parts or the lessons, without a search."""
        self.set_class(self._shows_parts, "-parts").remove_class("-searching")
        self._field.placeholder = "type to search" + (" headings and code" if self._shows_parts else "")
        with self._field.prevent(Input.Changed):
            self._field.value = ""
        if self._shows_parts:
            name, exercises = self._lesson.title, self._lesson.offered
            passed = self._progress.told_of(exercises) if exercises else ""
            self.set_focus(None)
        else:
            name, passed = self._course.title, self._progress.told_of(self._course.exercises, " exercises")
            self._field.focus()
        self._title.show(passed, Text(look_of(self.app).line(name), style="bold"))
        self._fill("")
        self._show_keys()

    def _show_keys(self) -> None:
        more, onward = keys.CONTENTS.named, keys.NEXT.named
        esc = ("esc", "back", "screen.back")
        if not self._shows_parts:
            courses = ((more, "other courses", "screen.further"),) if self._has_courses else ()
            self._keys.show((("enter", "open", "screen.open"), *courses, esc))
            return
        entries: list[Entry] = [("enter", "go", "screen.open")]
        if not self.has_class("-searching"):
            entries.append(("→", "cells", "screen.unfold(True)"))
            if self._progress.done_of(self._lesson.offered) < len(self._lesson.offered):
                entries.append(("n", "next open", "screen.dismiss('next_exercise')"))
            entries.append(("/", "search", "screen.search"))
            entries.append((onward, "continue", f"screen.dismiss('{keys.NEXT.action}')"))
        self._keys.show((*entries, (more, "lessons", "screen.further"), esc))

    # ---- keys

    def action_back(self) -> None:
        """Leave the search among the parts, or else the contents."""
        if self.has_class("-searching"):
            self._show_page()
        else:
            self.dismiss(None)

    async def action_further(self) -> None:
        """From the parts to the lessons, and from these to the courses."""
        if self._shows_parts:
            self._shows_parts = False
            self._show_page()
        else:
            await self.run_action("app.courses")

    def action_search(self) -> None:
        """Search in the parts."""
        self.add_class("-searching")
        self._field.focus()
        self._show_keys()

    def action_unfold(self, unfold: bool) -> None:
        """List the cells of the section under the cursor, or no longer."""
        cursor, shown = self._outline.cursor, self._outline.lines
        if not self._shows_parts or self.has_class("-searching") or cursor is None:
            return
        section = next(line for line in reversed(shown[: cursor + 1]) if line in self._lines)
        (self._unfolded.add if unfold else self._unfolded.discard)(section.name)
        lines = self._with_cells()
        self._show_parts(lines, lines.index(shown[cursor] if unfold else section))

    def _with_cells(self) -> tuple[OutlineLine, ...]:
        lines: list[OutlineLine] = []
        for line in self._lines:
            lines += (line, *(cell_lines(line) if line.name in self._unfolded else ()))
        return tuple(lines)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the part or the lesson under the cursor."""
        if not self._shows_parts:
            self._lessons.action_select()
        elif self._outline.cursor is not None:
            self.dismiss(Goal(self._lesson, self._outline.lines[self._outline.cursor].name))

    @on(OutlineView.Chosen)
    def _part_clicked(self, event: OutlineView.Chosen) -> None:
        self.dismiss(Goal(self._lesson, event.part))

    @on(OptionList.OptionSelected)
    def _lesson_chosen(self, event: OptionList.OptionSelected) -> None:
        lesson = self._lesson_of(event.option_id)
        self.dismiss(None if lesson is None else Goal(lesson))

    async def action_move(self, move: str) -> None:
        """Move the cursor of the list, whatever has the focus."""
        if self._shows_parts:
            self._move_in_parts(move)
            return
        options = self._lessons
        await options.run_action(move)
        highlighted = options.highlighted_option
        if highlighted is None or not highlighted.id:  # paging may end on a line that can't be chosen
            lessons = [at for at, option in enumerate(options.options) if option.id]
            options.highlighted = lessons[-1 if move.endswith("down") else 0] if lessons else None

    def _move_in_parts(self, move: str) -> None:
        cursor, last = self._outline.cursor, len(self._outline.lines) - 1
        page = max(1, self._parts.size.height - 1)
        steps = {"cursor_down": 1, "cursor_up": -1, "page_down": page, "page_up": -page, "first": -last, "last": last}
        if cursor is not None:
            at = cursor + steps[move]
            around = move.startswith("cursor") and not 0 <= at <= last
            self._show_parts(self._outline.lines, at % (last + 1) if around else min(max(0, at), last))

    # ---- lists

    def on_resize(self) -> None:
        if not self._shows_parts:
            self._fill(self._field.value)

    def _fill(self, search: str) -> None:
        if self._shows_parts:
            lines = search_outline(self._lines, search) if search.strip() else self._with_cells()
            here = max((at for at, line in enumerate(lines) if line.has(self._here)), default=0)
            self._show_parts(lines, (0 if search else here) if lines else None)
        else:
            self._fill_lessons(search.strip().lower())

    def _show_parts(self, lines: tuple[OutlineLine, ...], cursor: int | None) -> None:
        self._outline.show_lines(lines, self._here, cursor)
        if cursor is not None:
            self._parts.scroll_to_region(Region(0, cursor, 1, 1), animate=False)

    def _fill_lessons(self, search: str) -> None:
        look, options, chapters = look_of(self.app), self._lessons, self._course.chapters
        width = _width(self)
        highlighted = options.highlighted_option
        chosen = self._lesson.id if highlighted is None else highlighted.id
        gutter = max((len(chapter.title) for chapter in chapters), default=0) if width >= _GUTTER else 0
        gutter = min(gutter, _WIDEST_CHAPTER)
        lines: list[Option] = []
        for chapter in chapters:
            found = [lesson for lesson in chapter.lessons if search in f"{lesson.title} {lesson.summary}".lower()]
            title = Text(look.line(chapter.title), look.style("quiet"))
            if found and chapter.title and not gutter:
                lines.append(Option(crop(title, width, look), disabled=True))
            for lesson in found:
                before = crop(title, gutter, look) if lesson is found[0] else Text()
                before.pad_right((gutter + _GAP) * bool(gutter) - before.cell_len)
                lines.append(self._line(lesson, before, width, look))
        options.set_options(lines)
        ids = [option.id for option in options.options]
        first = next((at for at, option_id in enumerate(ids) if option_id), None)
        options.highlighted = ids.index(chosen) if chosen in ids else first

    def _line(self, lesson: Lesson, before: Text, width: int, look: Look) -> Option:
        minutes = "broken" if lesson.problems else f"{lesson.minutes} min" if lesson.minutes else ""
        # not appended, or the chapter's style would apply to all of it
        line = Text.assemble(before, skyline([share_passed(lesson, self._progress)], look), " ")
        line.append(look.line(lesson.title), "bold" if lesson is self._lesson else "")
        return ChoiceLine(_at_right(line, minutes, width, look), id=lesson.id)

    def _lesson_of(self, option_id: str | None) -> Lesson | None:
        return next((lesson for lesson in self._course.lessons if lesson.id == option_id), None)

    @on(OptionList.OptionHighlighted)
    def _show_summary(self, event: OptionList.OptionHighlighted) -> None:
        lesson = self._lesson_of(event.option_id)
        self._summary.update(look_of(self.app).line(lesson.summary) if lesson else "")


ListCourses = Callable[[], Sequence[tuple[AtHand, Standing | None]]]


class CoursesScreen(ModalScreen[Path | None]):
    """Dismissed with the folder of the course to open (`here` for the open course), or None.

    `list_courses` reads the disk, which may take long.
    """

    CSS_PATH = "contents.tcss"
    VERTICAL_BREAKPOINTS = ContentsScreen.VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False),
        keys.CONTENTS.binding("dismiss(None)"),
    ]

    def __init__(self, list_courses: ListCourses, here: Path) -> None:
        super().__init__()
        self._list_courses = list_courses
        self._here = here
        self._known: list[tuple[AtHand, Standing | None]] = []
        self._courses = Choices(id="courses", markup=False)
        self._summary = Static(id="summary", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="contents"):
            yield SplitLine(Text("Courses", style="bold"), "pip install NAME adds one")
            yield self._courses
            yield self._summary
            yield KeyBar((("enter", "open", "screen.open"), ("esc", "back", "screen.dismiss(None)")))

    def on_mount(self) -> None:
        self._courses.focus()
        self.run_worker(self._fill())

    def action_open(self) -> None:
        """Open the course under the cursor."""
        self._courses.action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        folder = self._known[event.option_index][0].folder
        self.dismiss(self._here if is_same(folder, self._here) else folder)

    async def _fill(self) -> None:
        self._known = [*await asyncio.to_thread(self._list_courses)]
        self._draw()
        here = (at for at, (course, _) in enumerate(self._known) if is_same(course.folder, self._here))
        self._courses.highlighted = next(here, 0)

    def _draw(self) -> None:
        """List the courses; the reason why one can't be opened is below it, since the cursor never gets there."""
        look, at = look_of(self.app), self._courses.highlighted
        width = _width(self)
        lines = []
        for course, standing in self._known:
            share = standing.passed / max(1, standing.exercises) if standing else 0.0
            style = "bold" if is_same(course.folder, self._here) else ""
            title = Text.assemble(skyline([share], look), " ", (look.line(course.title or course.name), style))
            passed = f"{standing.passed} of {standing.exercises} exercises passed" if standing else "broken"
            line = _at_right(title, passed, width, look)
            if course.problem:
                why = wrap(look.line(course.problem), width, look, look.style("quiet"), indent=2)
                line = Text("\n").join([line, *why])
            lines.append(ChoiceLine(line, disabled=standing is None))
        self._courses.set_options(lines)
        self._courses.highlighted = at

    on_resize = _draw

    @on(OptionList.OptionHighlighted)
    def _show_summary(self, event: OptionList.OptionHighlighted) -> None:
        course, standing = self._known[event.option_index]
        parts = [comes_from(course)]
        if standing is not None and standing.pending:
            parts.append(f"{counted(standing.pending, 'exercise')} graded later")
        if standing is not None and standing.changed:
            parts.append(f"{counted(len(standing.changed), 'passed exercise')} changed since")
        self._summary.update(look_of(self.app).line("; ".join(parts)))


def _width(screen: ModalScreen[Any]) -> int:
    """The columns of the lists."""
    return min(_WIDEST, screen.app.size.width - _FRAME * screen.has_class("-tall")) - _AROUND


def _at_right(line: Text, note: str, width: int, look: Look) -> Text:
    """The line with a note at its right end, if that has room beside it."""
    room = width - line.cell_len - len(note)
    if room < _GAP:
        return crop(line, width, look)
    line.pad_right(room)
    return line.append(note, look.style("quiet"))
