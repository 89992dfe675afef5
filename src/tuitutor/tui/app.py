"""The app: themes, the screens it opens, and a clean way out at any moment."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import SystemCommand
from textual.screen import Screen

from tuitutor.config.settings import Settings
from tuitutor.course.model import Course, Lesson
from tuitutor.engine.options import RunOptions
from tuitutor.errors import CourseError, StateError
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Remembered
from tuitutor.progress.problems import no_answer
from tuitutor.tui import keys
from tuitutor.tui.flow.drafts import DraftKeeper
from tuitutor.tui.flow.study import Study, drafts_in
from tuitutor.tui.flow.tasks import spawn
from tuitutor.tui.marks import ASCII, UNICODE, Marks
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.terminal import lasting_terminal
from tuitutor.tui.themes import DEFAULT, THEMES
from tuitutor.tui.widgets.bars import use_bars
from tuitutor.tui.widgets.looks import LookApp

if TYPE_CHECKING:  # what runs code is imported when code is run
    from tuitutor.engine.worker import Worker

READ_SECONDS = 2.0  # that keys may have to wait for the drafts of a lesson that is opened; a home may hang

__all__ = ["TutorApp", "run_until_quit"]


class TutorApp(LookApp):
    """Reads and trains one course. Everything it works with is handed in; it owns the worker's end, not the store's.

    Making it raises CourseError for a course without lessons, StateError where the disk does not answer.
    """

    CSS_PATH = ["app.tcss", "screens/lesson.tcss"]  # noqa: RUF012  # one that a screen brings is read again with all
    TITLE = "tuitutor"

    def __init__(
        self,
        course: Course,
        store: BackgroundStore,
        make_worker: Callable[[], Worker],
        settings: Settings,
        options: RunOptions,
    ) -> None:
        super().__init__()
        self._study = Study(course, store, make_worker, options, DraftKeeper(store))
        self._settings = settings
        self.animation_level = "none"  # a page that glides sends every line in between over the network
        self.ascii_only = bool(settings.ascii)
        use_bars(self.ascii_only)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = self._first_theme()
        self._first = self._first_lesson()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        # Textual reads the stylesheets once with a theme of its own
        return {"quiet": "#949494"}

    @property
    def marks(self) -> Marks:
        return ASCII if self.ascii_only else UNICODE

    def _first_theme(self) -> str:
        """A theme asked for by a flag, a variable or a file; else the one chosen last; else the default."""
        asked = self._settings.origins.get("theme", "default") != "default"
        remembered = self._study.store.progress().remembered.get("theme", "")
        theme = self._settings.theme if asked or remembered not in THEMES else remembered
        return theme if theme in THEMES else DEFAULT

    def _first_lesson(self) -> Lesson:
        """The lesson where the learner left, its drafts being read."""
        study = self._study
        lesson = study.lesson(study.store.progress().last_lesson)
        if lesson is None:
            raise CourseError(f"{study.course.folder}: this course has no lessons.")
        if not study.drafts.load_now(drafts_in(lesson), READ_SECONDS):
            raise StateError(no_answer(study.store.folder))
        return lesson

    def on_mount(self) -> None:
        self.set_class(self.ascii_only, "-ascii")
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._task_failed)
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, partial(self.call_later, self.action_quit))

    def on_ready(self) -> None:
        gc.freeze()  # modules, which stay
        gc.enable()

    def get_default_screen(self) -> Screen[None]:
        screen = LessonScreen(self._study, self._first, self.marks)
        screen._push_result_callback(self, None)  # which switching to another screen pops, even from the first one
        return screen

    def on_app_focus(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, LessonScreen):
                screen.look_at_disk()  # whoever comes back from another window may have edited a draft there

    # ---- lessons

    @on(LessonScreen.LessonWanted)
    async def _lesson_wanted(self, event: LessonScreen.LessonWanted) -> None:
        await self._open(event.lesson)

    async def _open(self, lesson: Lesson) -> None:
        if isinstance(self.screen, LessonScreen):
            await self.screen.take_last_edits()
        self._study.drafts.flush()
        if not await self._drafts_are_read(lesson):
            self.notify(f"{self._study.store.folder} does not answer; try again when it does.", markup=False)
            return
        if isinstance(self.screen, LessonScreen):
            await self.screen.leave()
        await self.switch_screen(LessonScreen(self._study, lesson, self.marks))

    async def _drafts_are_read(self, lesson: Lesson) -> bool:
        reading = spawn(self._study.drafts.load(drafts_in(lesson)))
        await asyncio.wait([reading], timeout=READ_SECONDS)
        return reading.done() or not reading.cancel()

    def action_contents(self) -> None:
        """Choose a lesson."""
        from tuitutor.tui.screens.contents import ContentsScreen

        if isinstance(self.screen, LessonScreen):
            here = self.screen.lesson.id
            progress = self._study.store.progress()
            self.push_screen(ContentsScreen(self._study.course, progress, here, self.marks), self._chosen)

    async def _chosen(self, lesson_id: str | None) -> None:
        lesson = self._study.lesson(lesson_id) if lesson_id else None
        if lesson is not None:
            await self._open(lesson)

    def action_help(self) -> None:
        """Show the page of keys."""
        from tuitutor.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(""))

    # ---- the palette

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that has a key, the themes, and quitting."""
        if isinstance(screen, LessonScreen):
            for key in keys.LESSON_KEYS:
                if key.always:
                    yield SystemCommand(f"{key.label} ({key.shown})", key.help, partial(self._act, key.action))
        for name in THEMES:
            yield SystemCommand(f"Theme: {name}", "Change the colours; remembered", partial(self._set_theme, name))
        yield SystemCommand("Quit (^q)", "Save and leave", self.action_quit)

    async def _act(self, action: str) -> None:
        await self.screen.run_action(action)

    def _set_theme(self, name: str) -> None:
        self.theme = name
        store = self._study.store
        store.record(Remembered(key="theme", value=name, at=store.now()))

    # ---- the way out

    def _task_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)
        else:
            loop.default_exception_handler(context)

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables; `run_until_quit` raises the error for the caller to log
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Save, stop what runs, end the worker, leave. Whoever made the store closes it."""
        for screen in self.screen_stack:
            if isinstance(screen, LessonScreen):
                await screen.take_last_edits()
                await screen.leave()
        await self._study.close_worker()
        self.exit()

    def hand_over(self) -> None:
        """Hand to the store what was typed a moment ago, however the app ended."""
        self._study.drafts.hand_over()


def run_until_quit(app: TutorApp) -> None:
    """Return when the learner quits. Raises whatever bug ended the app, once the screen is back."""
    try:
        with lasting_terminal():
            app.run()
    finally:
        app.hand_over()
    if app._exception is not None:
        raise app._exception
