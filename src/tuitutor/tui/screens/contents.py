"""What there is to read: the course's lessons, with the learner's progress, and the other courses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tuitutor.course.load import is_same
from tuitutor.course.model import Course, Lesson
from tuitutor.draw.look import Look, wrap
from tuitutor.progress.progress import Progress
from tuitutor.tui import keys
from tuitutor.tui.flow.study import share_passed
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import KeyBar, SplitLine
from tuitutor.tui.widgets.standing import skyline

if TYPE_CHECKING:
    from tuitutor.engine.courses import AtHand, Standing

_WIDTH = 56  # of the list's lines, as in the stylesheet


class ContentsScreen(ModalScreen[str | None]):
    """Dismissed with the id of the lesson to open, or None. Typing narrows the list, arrows choose."""

    CSS_PATH = "contents.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False, priority=True),
        keys.CONTENTS.binding("app.courses"),
        Binding("down", "move('cursor_down')", show=False, priority=True),
        Binding("up", "move('cursor_up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
    ]

    def __init__(self, course: Course, progress: Progress, here: str, *, has_courses: bool = False) -> None:
        super().__init__()
        self._has_courses = has_courses
        self._course = course
        self._progress = progress
        self._here = here

    def compose(self) -> ComposeResult:
        with Vertical(id="contents"):
            exercises = self._course.exercises
            summary = f"{self._progress.passed_of(exercises)} of {len(exercises)} exercises passed"
            yield SplitLine(Text(self._course.title, style="bold"), summary)
            yield Input(placeholder="type to search", id="search", compact=True)
            yield Choices(id="lessons", markup=False)
            courses = ((keys.CONTENTS.shown, "other courses", "app.courses"),) if self._has_courses else ()
            yield KeyBar((("enter", "open", "screen.open"), *courses, ("esc", "back", "screen.dismiss(None)")))

    def on_mount(self) -> None:
        self._fill("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the lesson under the cursor."""
        chosen = self.query_one(OptionList).highlighted_option
        if chosen is not None and chosen.id:
            self.dismiss(chosen.id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    async def action_move(self, move: str) -> None:
        """Move the cursor of the list, whatever has the focus."""
        options = self.query_one(OptionList)
        await options.run_action(move)
        chosen = options.highlighted_option
        if chosen is None or not chosen.id:  # paging may end on a line that can't be chosen
            lessons = [i for i, option in enumerate(options.options) if option.id]
            at = -1 if move.endswith("down") else 0
            options.highlighted = lessons[at] if lessons else None

    def _fill(self, search: str) -> None:
        look = look_of(self.app)
        options = self.query_one(OptionList)
        wanted = search.strip().lower()
        lines: list[Option] = []
        for chapter in self._course.chapters:
            found = [lesson for lesson in chapter.lessons if wanted in f"{lesson.title} {lesson.summary}".lower()]
            if found and chapter.title:
                lines.append(Option(Text(look.text(chapter.title), style=look.style("quiet")), disabled=True))
            lines += [self._lesson(lesson, look) for lesson in found]
            lines += [Option("", disabled=True)] if found else []
        options.set_options(lines)
        ids = [option.id for option in options.options]
        here = ids.index(self._here) if self._here in ids else None
        options.highlighted = here if here is not None else next((i for i, key in enumerate(ids) if key), None)

    def _lesson(self, lesson: Lesson, look: Look) -> Option:
        told = "broken" if lesson.problems else f"{lesson.minutes} min" if lesson.minutes else ""
        share = skyline([share_passed(lesson, self._progress)], look)
        line = Text.assemble(share, f" {look.text(lesson.title)}", (f"   {told}", look.style("quiet")))
        if lesson.summary:
            summary = wrap(lesson.summary, _WIDTH, look, look.style("quiet"), indent=2)
            line = Text("\n").join([line, *summary])
        return ChoiceLine(line, id=lesson.id)


ListCourses = Callable[[], Sequence[tuple["AtHand", "Standing | None"]]]


class CoursesScreen(ModalScreen[Path | None]):
    """Dismissed with the folder of the course to open (`here` if that is the open one), or None.

    `list_courses` reads the disk, which may take long.
    """

    CSS_PATH = "contents.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False),
        keys.CONTENTS.binding("dismiss(None)"),
    ]

    def __init__(self, list_courses: ListCourses, here: Path) -> None:
        super().__init__()
        self._list_courses = list_courses
        self._here = here
        self._folders: list[Path] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="contents"):
            yield SplitLine(Text("Courses", style="bold"), "pip install NAME adds one")
            yield Choices(id="courses", markup=False)
            yield KeyBar((("enter", "open", "screen.open"), ("esc", "back", "screen.dismiss(None)")))

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.run_worker(self._fill())

    def action_open(self) -> None:
        """Open the course under the cursor."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._folders[event.option_index])

    async def _fill(self) -> None:
        courses = await asyncio.to_thread(self._list_courses)
        options, look = self.query_one(OptionList), look_of(self.app)
        self._folders = [self._here if is_same(course.folder, self._here) else course.folder for course, _ in courses]
        options.add_options([_option(course, standing, look) for course, standing in courses])
        options.highlighted = self._folders.index(self._here) if self._here in self._folders else 0


def _option(course: AtHand, standing: Standing | None, look: Look) -> Option:
    """A course's title with the learner's progress, and where it comes from or why it can't be opened."""
    from tuitutor.engine.courses import comes_from

    quiet = look.style("quiet")
    told = f"   {standing.passed} of {standing.exercises}" if standing else ""
    told += f", {len(standing.changed)} changed since" if standing and standing.changed else ""
    title = Text.assemble(look.line(course.title or course.name), (told, quiet))
    below = wrap(look.line(course.problem or comes_from(course)), _WIDTH, look, quiet, indent=2)
    return ChoiceLine(Text("\n").join([title, *below, Text("")]), disabled=standing is None)
