"""The surroundings of a lesson's text and exercise: the header, the lists beside the text, the key bar."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Input, Static, TextArea

from tuitutor.engine.snapshots import FitCurves
from tuitutor.progress.files import MEANWHILE
from tuitutor.tui import keys
from tuitutor.tui.flow.study import share_passed
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.progress_marks import HeaderContents, draw_header
from tuitutor.tui.widgets.sides import LessonPane
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine

if TYPE_CHECKING:
    from tuitutor.tui.widgets.workbench import Workbench

_LONGEST = 36  # characters of the name of what comes next
_ARROWS = {"left": "←", "right": "→"}


class Chrome:
    """Shows the current state. Its widgets are attributes: a query for them at each key would be the slowest part."""

    def __init__(self, screen: ReadingScreen, side: ExerciseSide, runner: RunController) -> None:
        self.header = SplitLine(id="header")
        self.problem = Static(id="problem", markup=False)
        self.pane = LessonPane(screen.study.course, screen.lesson)
        self.keys = KeyBar(id="keys")
        self._screen = screen
        self._side = side
        self._runner = runner
        self._problem = ""  # with the disk, as it is shown
        self._contents: HeaderContents | None = None  # of the header, as it is shown

    def show_progress(self) -> None:
        """Show where the learner is, how far, and whether everything is saved."""
        if not self.header.is_attached:  # when the screen is left, its parts are removed first
            return
        lesson, store, progress = self._screen.lesson, self._screen.study.store, self._screen.progress
        course = self._screen.study.course
        self._contents = HeaderContents(
            course=course.title,
            chapter=next((chapter.title for chapter in course.chapters if lesson in chapter.lessons), ""),
            lesson=lesson.title,
            shares=tuple(share_passed(other, progress) for other in course.lessons),
            passed=progress.done_of(course.exercises),
            exercises=len(course.exercises),
            unsaved=bool(store.problem),
        )
        self.show_run_line()
        self.show_outline()
        problem = look_of(self.header.app).text(f"{store.problem}; {MEANWHILE}" if store.problem else store.missing)
        if problem != self._problem:
            self._problem = problem
            self.problem.set_class(bool(problem), "-filled").update(problem)

    def show_run_line(self) -> None:
        """Show the current and the waiting runs."""
        if self._contents is None or not self.header.is_attached:
            return
        look, ongoing = look_of(self.header.app), self._runner.ongoing()
        run_line: Sequence[Text] = ()
        if ongoing is not None:
            from tuitutor.draw.run_line import draw_run_line  # imported late: the header is part of the first paint

            run_line = draw_run_line(ongoing, look)
        rights, lefts = draw_header(self._contents, run_line, look)
        self.header.show(rights, *lefts)

    def show_outline(self) -> None:
        """Show beside the text where the reader is in the lesson, and the curve of the last attempt."""
        screen = self._screen
        if self.pane.is_attached:
            self.pane.show(self._contents.shares if self._contents else (), screen.outline(), screen.part)
        if not screen.overview.is_attached:
            return
        curve: tuple[str, FitCurves] | None = None
        if screen.lesson.offered:
            exercise = self._side.exercise
            curves = screen.study.curves.get(exercise.label)
            curve = None if curves is None else (exercise.title, curves)
        screen.overview.show(screen.outline(), screen.part, curve)

    def show_keys(self) -> None:
        """Show the keys that do something now."""
        screen, bench, selected = self._screen, self._screen.bench, self._screen.selected
        opened = screen.nearest_card
        for card in screen.column.cards:
            card.show_key(card is opened)
        entries: list[Entry] = []
        if bench is not None:
            entries += self._keys_at_results(bench)
        enlarge: list[Entry] = []
        if bench is not None and screen.bench_shown:
            enlarge = [keys.TAB.entry(bench.results.ahead)]
            if bench.results.at:
                entries, enlarge = [*enlarge, *entries], []
        if (run := self._runner.label()) is not None:
            entries.append(keys.RUN.entry(run))
        if isinstance(selected, CellBox) and selected.editor.has_focus:
            entries.append(keys.TEXT.entry("done"))
        elif isinstance(selected, CellBox) and not (selected.guess is not None and selected.guess.has_focus_within):
            entries.append(("enter", "edit", "screen.edit"))
        if screen.lesson.offered:
            entries.append(keys.BENCH.entry("text" if screen.bench_focused else "exercise"))
            if screen.bench_focused or screen.card_in_view is not None:
                entries.append(keys.HINT.entry("hint"))
        entries += enlarge
        if not screen.bench_focused:
            entries.append(keys.NEXT.entry("continue"))
            if not isinstance(screen.focused, Input | TextArea):
                entries += (keys.CONTENTS.entry("outline"), keys.HELP_TEXT.entry("help"))
        self.keys.show((*entries, keys.PALETTE.entry("more")))

    def _keys_at_results(self, bench: Workbench) -> list[Entry]:
        at, exercise, entries = bench.results.at, bench.exercise, list[Entry]()
        if at == "attempts":
            entries += (keys.COMPARE.entry("compare"), keys.RESTORE.entry("restore"))
        elif at not in ("", "hints"):
            if bench.has_curve:
                both = " ".join(_ARROWS.get(key.named, key.named) for key in (keys.EARLIER, keys.LATER))
                entries.append((both, "epoch", keys.LATER.action))
            if bench.has_log:
                entries.append(keys.LOG.entry("log"))
        if self._screen.bench_focused and self._screen.progress.exercise(exercise.label).done:
            entries.append(keys.NEXT.entry(shorten(bench.onward, _LONGEST, placeholder="…") or "continue"))
        coached = self._screen.lesson.coach and exercise.coach
        if at and (bench.tries or (coached and not bench.why_no_tries)):
            entries.append(keys.WHATIF.entry("stop" if bench.tries else "what if"))
        if at and bench.results.attempts:
            entries.append(keys.SHARE.entry("share"))
        return entries
