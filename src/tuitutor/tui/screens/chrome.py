"""What surrounds a lesson's text and exercise: the header, the lists beside the text, and the keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from tuitutor.course.model import Lesson
from tuitutor.draw.glyphs import Marks
from tuitutor.engine.snapshots import FitCurves
from tuitutor.progress.files import MEANWHILE
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study, share_passed
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.reading_position import ReadingPosition
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.progress_marks import HeaderContents, draw_header
from tuitutor.tui.widgets.sides import LessonPane
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine

if TYPE_CHECKING:
    from tuitutor.tui.widgets.workbench import Workbench

_LONGEST = 36  # characters of the name of what comes next


class Chrome:
    """Shows what is so now. Its widgets are kept: looking them up at each key would take longer than all the rest."""

    def __init__(
        self,
        study: Study,
        lesson: Lesson,
        marks: Marks,
        where: ReadingPosition,
        side: ExerciseSide,
        runner: RunController,
    ) -> None:
        self.header = SplitLine(id="header")
        self.problem = Static(id="problem", markup=False)
        self.pane = LessonPane(study.course, lesson, marks)
        self.keys = KeyBar(id="keys")
        self._study = study
        self._lesson = lesson
        self._marks = marks
        self._where = where
        self._side = side
        self._runner = runner
        self._said = ""  # about the disk
        self._contents: HeaderContents | None = None  # as the header shows them
        self._shares: tuple[float, ...] = ()  # of the lessons, that are done

    def show_progress(self) -> None:
        """Show where the learner is, how far, and whether everything is saved."""
        if not self.header.is_attached:  # when the screen is left, its parts are removed first
            return
        study, lesson, look = self._study, self._lesson, look_of(self.header.app)
        course, store, progress = study.course, study.store, study.store.progress()
        contents = self._contents = HeaderContents(
            course=course.title,
            chapter=next((chapter.title for chapter in course.chapters if lesson in chapter.lessons), ""),
            lesson=lesson.title,
            shares=tuple(share_passed(each, progress) for each in course.lessons),
            passed=progress.done_of(course.exercises),
            exercises=len(course.exercises),
            unsaved=bool(store.problem),
        )
        self.show_run_line()
        self._shares = contents.shares
        self.show_outline()
        said = look.text(f"{store.problem}; {MEANWHILE}" if store.problem else store.missing)
        if said != self._said:
            self._said = said
            self.problem.set_class(bool(said), "-filled").update(said)

    def show_run_line(self) -> None:
        """Show what is running now, and what waits for it."""
        if self._contents is None or not self.header.is_attached:
            return
        look, ongoing = look_of(self.header.app), self._runner.ongoing()
        run_line: Sequence[Text] = ()
        if ongoing is not None:
            from tuitutor.draw.run_line import draw_run_line  # imported late: the header is part of the first paint

            run_line = draw_run_line(ongoing, look)
        rights, lefts = draw_header(self._contents, run_line, look, self._marks)
        self.header.show(rights, *lefts)

    def show_outline(self) -> None:
        """Show beside the text where the reader is in the lesson, and the curve of the last attempt."""
        where = self._where
        if self.pane.is_attached:
            self.pane.show(self._shares, where.outline(), where.part)
        if not where.overview.is_attached:
            return
        curve: tuple[str, FitCurves] | None = None
        if self._lesson.offered:
            exercise = self._side.exercise
            drawn = self._study.curves.get(exercise.label)
            curve = None if drawn is None else (exercise.title, drawn)
        where.overview.show(where.outline(), where.part, curve)

    def show_keys(self) -> None:
        """Show the keys that do something now."""
        where, at = self._where, self._where.at
        entries: list[Entry] = []
        if where.bench is not None:
            entries += self._keys_at_results(where.bench)
        enlarge: list[Entry] = []
        if where.bench is not None and where.bench_shown:
            enlarge = [(keys.TAB.shown, where.bench.results.ahead, "screen.next_tab")]
            if where.bench.results.at:
                entries, enlarge = [*enlarge, *entries], []
        if (run := self._runner.label()) is not None:
            entries.append((keys.RUN.shown, run, "screen.run"))
        if isinstance(at, CellBox) and at.editor.has_focus:
            entries.append((keys.TEXT.shown, "done", "screen.text"))
        elif isinstance(at, CellBox) and not (at.guess is not None and at.guess.has_focus_within):
            entries.append(("enter", "edit", "screen.edit"))
        if self._lesson.offered:
            entries.append((keys.BENCH.shown, "text" if where.in_bench else "exercise", "screen.bench"))
            if where.in_bench or where.card is not None:
                entries.append((keys.HINT.shown, "hint", "screen.hint"))
        entries += enlarge
        if not where.in_bench:
            entries.append((keys.NEXT.shown, "continue", keys.NEXT.action))
        entries.append((keys.CONTENTS.shown, "outline", "app.contents"))
        entries.append((keys.HELP.shown, "help", "app.help"))
        entries.append((keys.QUIT.shown, "quit", "app.quit"))
        self.keys.show(tuple(entries))

    def _keys_at_results(self, bench: Workbench) -> list[Entry]:
        at, entries = bench.results.at, list[Entry]()
        if at == "attempts":
            entries += [
                (keys.COMPARE.shown, "compare", keys.COMPARE.action),
                (keys.RESTORE.shown, "restore", keys.RESTORE.action),
            ]
        elif at not in ("", "hints"):
            arrows = {"left": "←", "right": "→"}
            both = " ".join(arrows.get(key.shown, key.shown) for key in (keys.EARLIER, keys.LATER))
            entries += [(both, "epoch", keys.LATER.action)] * bench.has_curve
            entries += [(keys.LOG.shown, "log", keys.LOG.action)] * bench.has_log
        if self._where.in_bench and self._study.store.progress().exercise(bench.exercise.label).done:
            entries.append(
                (keys.NEXT.shown, shorten(bench.onward, _LONGEST, placeholder="…") or "continue", keys.NEXT.action)
            )
            if bench.exercise.solution and not bench.exercise.only_asks:
                entries.append((keys.SOLUTION.shown, "compare", "screen.solution"))
        coached = self._lesson.coach and bench.exercise.coach
        if at and (bench.tries or (coached and not bench.why_no_tries)):
            entries.append((keys.WHATIF.shown, "stop" if bench.tries else "what if", keys.WHATIF.action))
        if at and bench.results.attempts:
            entries.append((keys.SHARE.shown, "share", keys.SHARE.action))
        return entries
