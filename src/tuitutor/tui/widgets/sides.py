"""What is beside the text if there is room: the course's lessons, and what this one teaches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.draw.look import Look, crop, wrap
from tuitutor.draw.plain import unmarked
from tuitutor.progress.progress import Progress
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.drawing import FullDrawing
from tuitutor.tui.widgets.looks import Marks, look_of
from tuitutor.tui.widgets.standing import skyline, standing

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


_LEAST = 20  # cells of an exercise's title that stay beside its standing


class Overview(VerticalScroll, can_focus=False):
    """Lists the lesson's objectives and exercises; a click on one posts `ExerciseCard.Chosen`. Below is a curve."""

    DEFAULT_CSS = """
    Overview > FullDrawing { padding: 1 1 0 1; }
    Overview > CurvesView { height: 14; padding: 1 1 0 1; }
    """

    def __init__(self, lesson: Lesson, progress: Progress, marks: Marks) -> None:
        super().__init__(id="overview")
        self._lesson = lesson
        self._progress = progress
        self._marks = marks
        self._curve: tuple[str, FitCurves] | None = None
        # kept, not looked up: it can be told of progress after its lesson was left, when it has no children any more
        self._text = FullDrawing()
        self._curves: CurvesView | None = None  # mounted when there is a curve: the overview is part of the first paint
        self.border_title = "This lesson"

    def compose(self) -> ComposeResult:
        yield self._text

    def on_mount(self) -> None:
        self._draw()

    def show(self, progress: Progress, curve: tuple[str, FitCurves] | None) -> None:
        """Show the learner's progress, and the curve of the last attempt at the exercise with this title."""
        done, before = ([each.exercise(e.label) for e in self._lesson.offered] for each in (progress, self._progress))
        if self._text.is_attached and (done, curve) != (before, self._curve):
            self._progress, self._curve = progress, curve
            self._draw()

    def _draw(self) -> None:
        self._text.show(partial(self._drawing))  # a new one, since the same would not be drawn again
        if self._curves is not None:
            self._curves.display = self._curve is not None
        if self._curve is None:
            return
        if self._curves is None:
            from tuitutor.tui.widgets.run_views import CurvesView

            self._curves = CurvesView()
            self.mount(self._curves)
        self._curves.show(self._curve[1])

    def _drawing(self, width: int, look: Look) -> Text:
        goals, exercises = self._lesson.objectives, self._lesson.offered
        lines: list[Text] = []
        if goals:
            lines.append(Text("You will learn to", "bold"))
            for goal in goals:
                first, *more = wrap(unmarked(goal), width, look, indent=2)
                lines += [Text.assemble((look.text("•"), look.style("train")), first[1:]), *more]
            lines.append(Text())
        lines.append(Text("Exercises", "bold"))
        lines += [self._exercise(exercise, width, look) for exercise in exercises]
        if self._curve is not None:
            lines += [
                Text(),
                Text.assemble(("Last attempt", "bold"), (f"  {look.text(self._curve[0])}", look.style("quiet"))),
            ]
        return Text("\n").join(lines)

    def _exercise(self, exercise: Exercise, width: int, look: Look) -> Text:
        done = standing(exercise, self._progress.exercise(exercise.label), look)
        title = Text(f"{self._marks.folded} {look.text(exercise.title)}")
        room = max(width - done.cell_len - 2, _LEAST)
        line = crop(title, room, look)
        line.pad_right(max(2, width - line.cell_len - done.cell_len))
        line = crop(line.append_text(done), width, look)
        line.stylize(Style(meta={"exercise": exercise.label}))
        return line

    def on_click(self, event: events.Click) -> None:
        for exercise in self._lesson.offered:
            if exercise.label == event.style.meta.get("exercise"):
                self.post_message(ExerciseCard.Chosen(exercise))
