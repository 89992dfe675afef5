"""The exercise of a lesson at work: what its keys do, between the workbench and the flows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuitutor.course.model import Exercise
from tuitutor.engine.events import Stage
from tuitutor.engine.guidance import Refusal, Solution, ask_solution, next_hint, shown_hints
from tuitutor.engine.snapshots import AttemptView, line_in
from tuitutor.grading.judge import needs_run
from tuitutor.tui.flow.attempts import AttemptFlow
from tuitutor.tui.flow.drafts import DraftKeeper, ExerciseDraft
from tuitutor.tui.flow.pacing import Pacer
from tuitutor.tui.flow.study import Study
from tuitutor.tui.widgets.focus import focus_now
from tuitutor.tui.widgets.workbench import Workbench


class ExerciseDesk:
    """Drives the workbench. `changed` is called when a run begins or ends, `say` with a sentence for the learner."""

    def __init__(
        self,
        study: Study,
        bench: Workbench,
        drafts: DraftKeeper,
        changed: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._study = study
        self._bench = bench
        self._drafts = drafts
        self._changed = changed
        self._say = say
        self._pacer: Pacer[AttemptView] = Pacer(self._draw)
        self._flow = AttemptFlow(study.worker, study.course, study.store, self._take)
        self._stage: Stage | None = None

    @property
    def exercise(self) -> Exercise:
        return self._bench.exercise

    @property
    def running(self) -> bool:
        return self._flow.running

    async def show(self) -> None:
        """Show how the exercise on the bench stands."""
        self._bench.show(AttemptView(), self._study.store.progress().exercise(self.exercise.label))
        await self._bench.show_hints(shown_hints(self.exercise, self._study.store))

    async def open(self, exercise: Exercise) -> None:
        """Put another exercise of the lesson on the bench; what ran for the one before is stopped."""
        if exercise is not self.exercise:
            await self._flow.stop()
            self._bench.open(exercise, draft_of(exercise, self._drafts, self._say))
            await self.show()

    def edited(self, text: str) -> None:
        """The learner changed the draft."""
        self._drafts.changed(ExerciseDraft(self.exercise.label), text)

    def take_edits(self) -> None:
        """Take what stands in the editor, whether or not word of it has arrived."""
        known = self._drafts.text(ExerciseDraft(self.exercise.label))
        if not self._bench.editor.shows(self.exercise.starter if known is None else known):
            self.edited(self._bench.editor.text)

    def arrived(self, draft: ExerciseDraft, text: str) -> bool:
        """Somebody else saved the draft on the bench: show it, unless keys are on their way. Whether it is shown."""
        before = self._drafts.text(draft)
        editor = self._bench.editor
        if not editor.shows(self.exercise.starter if before is None else before):
            return False
        editor.take(text)
        return True

    async def run_or_stop(self) -> None:
        """Start an attempt at what stands in the editor, or stop the one that runs."""
        if self._flow.running:
            await self._flow.stop()
            return
        self._drafts.flush()
        bench = self._bench
        bench.editor.mark_line(None)
        if needs_run(self.exercise):
            bench.show_tab("curves")
        options = replace(self._study.options, columns=bench.output_width)
        self._flow.start(self.exercise, bench.editor.text, options)

    async def stop(self) -> None:
        """Stop what runs, for good."""
        await self._flow.stop()
        self._pacer.close()

    async def hint(self) -> None:
        """Show the next hint; when there is none left, the ones that were shown."""
        next_hint(self.exercise, self._study.store)
        await self._bench.show_hints(shown_hints(self.exercise, self._study.store))
        self._bench.show_tab("hints")

    def solution(self) -> Solution | None:
        """The solution if it is due; else the reason is said."""
        answer = ask_solution(self.exercise, self._study.store)
        match answer:
            case Refusal(text=text):
                self._say(text)
                return None
            case Solution():
                return answer

    def reset(self) -> None:
        """Put the starter back, as one edit that can be undone."""
        if self._bench.editor.text == self.exercise.starter:
            self._say("This is the starter already.")
            return
        self._bench.editor.put(self.exercise.starter)
        focus_now(self._bench.editor)
        self._say("The starter is back; ctrl+z brings your text back.")

    def _take(self, view: AttemptView) -> None:
        self._pacer.post(view)
        if view.stage != self._stage:
            self._stage = view.stage
            self._changed()

    def _draw(self, view: AttemptView) -> None:
        bench = self._bench
        if not bench.app.is_running:
            return  # it closes, and parts of the bench are gone
        bench.show(view, self._study.store.progress().exercise(self.exercise.label))
        if view.shown.pictures and view.shown.curves is None and bench.tab == "curves":
            bench.show_tab("output")  # nothing trains, but something is drawn
        if view.grade is None and not view.note:
            return
        bench.show_tab("checks")
        if view.grade is not None and view.grade.error is not None:
            bench.editor.mark_line(line_in(view.grade.error, self.exercise.filename))
        self._changed()


def draft_of(exercise: Exercise, drafts: DraftKeeper, say: Callable[[str], None]) -> str:
    """What the learner wrote, else the starter; also where the draft cannot be read, which is then said."""
    draft = ExerciseDraft(exercise.label)
    if trouble := drafts.troubles.get(draft):
        say(f"{trouble}. The starter is shown instead.")
    text = drafts.text(draft)
    return exercise.starter if text is None else text
