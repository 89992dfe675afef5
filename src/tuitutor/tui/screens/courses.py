"""The available courses, to change to another."""

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
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.load import is_same
from tuitutor.draw.look import Look, wrap
from tuitutor.tui.widgets.choices import Choices, Line
from tuitutor.tui.widgets.keybar import KeyBar
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.looks import look_of

if TYPE_CHECKING:
    from tuitutor.engine.courses import AtHand, Standing

ListCourses = Callable[[], Sequence[tuple["AtHand", "Standing | None"]]]
_WIDTH = 56  # of the list's lines, as in the stylesheet


class CoursesScreen(ModalScreen[Path | None]):
    """Dismissed with the folder of the course to open (`here` if that is the open one), or None.

    `list_courses` reads the disk, which may take long.
    """

    CSS_PATH = "contents.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f3,ctrl+o,q", "dismiss(None)", "Back", show=False)]

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
        self._show(await asyncio.to_thread(self._list_courses))

    def _show(self, courses: Sequence[tuple[AtHand, Standing | None]]) -> None:
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
    below = wrap(look.line(course.trouble or comes_from(course)), _WIDTH, look, quiet, indent=2)
    return Line(Text("\n").join([title, *below, Text("")]), disabled=standing is None)
