"""The course's lessons beside the text, if there is room."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.model import Course, Lesson
from tuitutor.draw.look import crop
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.skyline import skyline

_WIDTH = 22  # cells of a line, as in the stylesheet


class LessonPane(OptionList, can_focus=False):
    """Lists the lessons; a click posts `Chosen`. With keys, they are chosen in the contents (f3)."""

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

    def show(self, shares: tuple[float, ...]) -> None:
        """Show the share of each lesson that is done, from 0 to 1."""
        if shares != self._shares:
            self._shares = shares
            self.set_options(map(self._line, self._course.lessons, shares))
            self.highlighted = None

    def _line(self, lesson: Lesson, share: float) -> Option:
        look, here = look_of(self.app), lesson is self._here
        title = crop(Text(look.text(lesson.title), style="bold" if here else ""), _WIDTH - 4, look)
        return Option(Text.assemble(skyline([share], look), " ", title, f" {self._marks.here}" if here else ""))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._course.lessons[event.option_index]))
