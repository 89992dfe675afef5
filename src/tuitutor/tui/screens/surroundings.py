"""What surrounds a lesson's text and exercise: the header, the lists beside the text, and the keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tuitutor.course.model import Lesson
from tuitutor.progress.problems import MEANWHILE
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study, share_passed
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.screens.whereabouts import Whereabouts
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.looks import Marks, look_of
from tuitutor.tui.widgets.sides import LessonPane
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine
from tuitutor.tui.widgets.standing import HeaderContents, draw_header

if TYPE_CHECKING:
    from tuitutor.tui.widgets.workbench import Workbench


class Surroundings:
    """Shows what is so now. Its widgets are kept: looking them up at each key would take longer than all the rest."""

    def __init__(
        self, study: Study, lesson: Lesson, marks: Marks, where: Whereabouts, side: ExerciseSide, runner: RunController
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

    @property
    def are_there(self) -> bool:
        """Whether they can be drawn: when the screen is left, its parts are removed first."""
        return self.header.is_attached

    def show_progress(self) -> None:
        """Show where the learner is, how far, and whether everything is saved."""
        if not self.are_there:
            return
        study, lesson, look = self._study, self._lesson, look_of(self.header.app)
        course, store, progress = study.course, study.store, study.store.progress()
        contents = HeaderContents(
            course=course.title,
            chapter=next((chapter.title for chapter in course.chapters if lesson in chapter.lessons), ""),
            lesson=lesson.title,
            shares=tuple(share_passed(each, progress) for each in course.lessons),
            passed=progress.passed_of(course.exercises),
            exercises=len(course.exercises),
            unsaved=bool(store.problem),
        )
        self.header.show(*draw_header(contents, look, self._marks))
        if self.pane.is_attached:
            self.pane.show(contents.shares)
        if self._where.overview.is_attached:
            exercise = self._side.exercise
            curve = study.curves.get(exercise.label)
            self._where.overview.show(progress, None if curve is None else (exercise.title, curve))
        said = look.text(f"{store.problem}; {MEANWHILE}" if store.problem else store.missing)
        if said != self._said:
            self._said = said
            self.problem.set_class(bool(said), "-filled").update(said)

    def show_cards(self) -> None:
        """Show the progress at each exercise, in the text."""
        for card in self._where.column.cards:
            card.show_progress(self._study.store.progress().exercise(card.exercise.label))

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
        if isinstance(at, CellBox) and not at.guessing:
            entries.append(("esc", "done", "screen.text") if at.editing else ("enter", "edit", "screen.edit"))
        if self._lesson.offered:
            entries.append((keys.BENCH.shown, "text" if where.in_bench else "exercise", "screen.bench"))
            entries.append((keys.HINT.shown, "hint", "screen.hint"))
        entries += enlarge
        entries.append((keys.CONTENTS.shown, "lessons", "app.contents"))
        entries.append((keys.HELP.shown, "help", "app.help"))
        entries.append(("^q", "quit", "app.quit"))
        self.keys.show(tuple(entries))

    def _keys_at_results(self, bench: Workbench) -> list[Entry]:
        at, entries = bench.results.at, list[Entry]()
        if at == "attempts":
            entries += [("enter", "compare", keys.COMPARE.action), ("r", "restore", keys.RESTORE.action)]
        elif at not in ("", "hints"):
            entries += [("← →", "epoch", keys.LATER.action)] * bench.has_curve
            entries += [("l", "log", keys.LOG.action)] * bench.has_log
        if self._where.in_bench and self._study.store.progress().exercise(bench.exercise.label).passed:
            entries.append((keys.NEXT.shown, "next", keys.NEXT.action))
        if at and bench.results.attempts:
            entries.append(("y", "share", keys.SHARE.action))
        return entries
