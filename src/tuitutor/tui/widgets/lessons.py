"""The course's lessons beside the text, if there is room."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.model import Course, Lesson
from tuitutor.draw.look import Look, crop
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.skyline import skyline


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
            self.add_options(self._line(lesson, shares.get(lesson.id, 0.0), width, look) for lesson in chapter.lessons)
        self.highlighted = None

    def _line(self, lesson: Lesson, share: float, width: int, look: Look) -> Option:
        here = lesson is self._here
        title = crop(Text(look.text(lesson.title), style="bold" if here else ""), width - 4, look)
        line = Text.assemble(skyline([share], look), " ", title, f" {self._marks.here}" if here else "")
        return Option(line, id=lesson.id)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(next(each for each in self._course.lessons if each.id == event.option_id)))
