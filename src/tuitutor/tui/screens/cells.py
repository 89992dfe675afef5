"""The cells of a lesson at work: between the column and the kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tuitutor.course.model import Lesson
from tuitutor.engine.snapshots import CellState, CellView
from tuitutor.tui.flow.drafts import CellDraft, DraftKeeper
from tuitutor.tui.flow.pacing import Pacer
from tuitutor.tui.flow.study import Study
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor

if TYPE_CHECKING:
    from tuitutor.tui.flow.cells import CellFlow


class CellDesk:
    """Runs and stops cells and shows what they do. `changed` is called when a run begins or ends."""

    def __init__(
        self,
        study: Study,
        lesson: Lesson,
        column: LessonColumn,
        drafts: DraftKeeper,
        changed: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._study = study
        self._lesson = lesson
        self._column = column
        self._drafts = drafts
        self._changed = changed
        self._say = say
        self._flow: CellFlow | None = None
        self._pacers: dict[int, Pacer[CellView]] = {}
        self._running: frozenset[int] = frozenset()

    @property
    def running(self) -> bool:
        return self._flow is not None and self._flow.running

    @property
    def involved(self) -> frozenset[int]:
        """The cells of the run that goes on."""
        return frozenset() if self._flow is None else frozenset(self._flow.involved)

    @property
    def sources(self) -> dict[int, str]:
        """The sources of the cells that were edited, by index."""
        return {box.index: box.source for box in self._column.cells if box.source != box.cell.source}

    def state(self, box: CellBox) -> CellState:
        """How the cell stands."""
        return CellState.NEW if self._flow is None else self._flow.state(box.index, self.sources)

    def run_or_stop(self, box: CellBox) -> None:
        """Run the cell and what it needs, or stop it; only one cell runs at a time."""
        flow = self._flow = self._flow or self._new_flow(box)
        if not box.runnable:
            self._say("This cell is there to be read; it is not run.")
        elif not flow.running:
            self._drafts.flush()
            flow.start(box.index, self.sources)
            self._column.follow(box)
        elif box.index in flow.involved:
            flow.interrupt()
        else:
            self._say("Another cell is still running; ctrl+r in that one stops it.")

    def interrupt(self) -> None:
        """Stop whatever cell runs."""
        if self._flow is not None:
            self._flow.interrupt()

    def edited(self, box: CellBox, text: str) -> None:
        """The learner changed a cell."""
        self._drafts.changed(CellDraft(self._lesson.id, box.cell.key, box.cell.source), text)
        self._show_states()

    def take_edits(self) -> None:
        """Take what stands in the cells, whether or not word of it has arrived."""
        for box in self._column.cells:
            draft = CellDraft(self._lesson.id, box.cell.key, box.cell.source)
            known = self._drafts.text(draft)
            if box.query(CodeEditor) and not box.editor.shows(box.cell.source if known is None else known):
                self.edited(box, box.editor.text)

    def arrived(self, draft: CellDraft, text: str) -> bool:
        """Somebody else saved the draft of a cell: show it, unless keys are on their way. Whether it is shown."""
        before = self._drafts.text(draft)
        here = self._column.cells if draft.lesson == self._lesson.id else ()
        box = next((box for box in here if box.cell.key == draft.key), None)
        if box is None or not box.editor.shows(draft.original if before is None else before):
            return False
        box.editor.take(text)
        self._show_states()
        return True

    def reset(self, box: CellBox) -> None:
        """Put the author's source back, as one edit that can be undone."""
        box.editor.put(box.cell.source)
        self._say("The lesson's own cell is back; ctrl+z brings your text back.")

    async def close(self) -> None:
        """Stop what runs and end the kernel."""
        if self._flow is not None:
            await self._flow.close()
        for pacer in self._pacers.values():
            pacer.close()

    def _new_flow(self, box: CellBox) -> CellFlow:
        from tuitutor.engine.kernel import Kernel  # what runs code is imported when code is run
        from tuitutor.tui.flow.cells import CellFlow

        options = replace(self._study.options, columns=box.output_width)
        kernel = Kernel(self._study.worker, self._lesson, options, self._study.store)
        return CellFlow(kernel, self._take, self._say)

    def _take(self, index: int, view: CellView) -> None:
        if index not in self._pacers:
            self._pacers[index] = Pacer(lambda latest: self._draw(index, latest))
        self._pacers[index].post(view)
        involved = self.involved
        if involved != self._running:
            self._running = involved
            self._show_states()
            self._changed()

    def _draw(self, index: int, view: CellView) -> None:
        if not self._column.app.is_running:
            return  # it closes, and parts of the column are gone
        for box in self._column.cells:
            if box.index == index:
                box.show(view)
        self._column.keep_up()
        self._show_states()

    def _show_states(self) -> None:
        for box in self._column.cells:
            box.show_state(self.state(box))


def cell_drafts(lesson: Lesson, drafts: DraftKeeper, say: Callable[[str], None]) -> dict[int, str]:
    """The sources of the cells that the learner edited, by index; what cannot be read is said."""
    found = {cell.index: CellDraft(lesson.id, cell.key, cell.source) for cell in lesson.cells}
    for draft in found.values():
        if trouble := drafts.troubles.get(draft):
            say(f"{trouble}. The lesson's own cell is shown instead.")
    return {index: text for index, draft in found.items() if (text := drafts.text(draft)) is not None}
