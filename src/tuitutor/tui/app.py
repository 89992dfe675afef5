"""The app: the screens it opens, and a clean way out at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import SystemCommand
from textual.screen import Screen
from textual.widgets import Input, TextArea

from tuitutor.config.settings import Settings
from tuitutor.course.model import Course, Lesson
from tuitutor.engine.consent import Consent
from tuitutor.engine.guidance import require_lessons
from tuitutor.engine.options import RunOptions
from tuitutor.engine.outline import Goal
from tuitutor.errors import StateError, TuitutorError
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.files import no_answer
from tuitutor.progress.states import FOLDER, States
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.flow.study import Study, drafts_in
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.screens.tour import Tour
from tuitutor.tui.themed import ThemedApp
from tuitutor.tui.widgets.card import PlayLink
from tuitutor.tui.widgets.sides import LessonPane
from tuitutor.tui.widgets.single_lines import LONG, SECONDS

if TYPE_CHECKING:  # what runs code is imported when code is run
    from tuitutor.engine.asking import PosedItem
    from tuitutor.engine.preferences import Preferences
    from tuitutor.tui.screens.contents import ListCourses
    from tuitutor.workers.worker import Worker

_HEAD_START = 0.01  # seconds that ending the worker gets before the screen is restored; it goes on meanwhile
READ_SECONDS = 2.0  # seconds that opening a lesson may wait for its drafts; a home may hang
_PUSH = getattr(LessonScreen, "_push_result_callback", None)  # private to Textual; without it, old lessons stay open

__all__ = ["TutorApp"]


class TutorApp(ThemedApp):
    """Reads and trains one course. Everything it uses is passed in; it ends the worker, but doesn't close the store.

    `cache` is the folder for what can be recreated, None to keep nothing. Making it raises CourseError for a course
    without lessons, StateError if the disk doesn't answer.
    """

    CSS_PATH = ["app.tcss", "screens/lesson.tcss"]  # noqa: RUF012  # one that a screen brings is read again with all

    def __init__(
        self,
        course: Course,
        store: BackgroundStore,
        make_worker: Callable[[], Worker],
        settings: Settings,
        options: RunOptions,
        *,
        make_preferences: Callable[[], Preferences] | None = None,  # None: settings can't be seen or changed here
        first_time: bool = False,
        cache: Path | None = None,
        consent: Consent | None = None,  # None: the course's code may run
        list_courses: ListCourses | None = None,  # None: there are no others to change to
        start: Goal | None = None,  # None: where the learner left off
    ) -> None:
        super().__init__(settings)
        require_lessons(course)
        self._study = Study(course, store, make_worker, options, cache, consent)
        self.hand_over = self._study.drafts.hand_over
        self._make_preferences = make_preferences
        self._list_courses = list_courses
        self.course_wanted: Path | None = None  # the folder of the course to open once this app has ended
        last, lessons = store.progress().last_lesson, course.lessons
        self._start = start or Goal(next((lesson for lesson in lessons if lesson.id == last), lessons[0]))
        if not self._study.drafts.load_now(drafts_in(self._start.lesson), READ_SECONDS):
            raise StateError(no_answer(store.folder))
        self._first_time = first_time
        self._tour: Tour | None = None
        self._touched = False  # whether a key was pressed
        self._warms_up = settings.warmup and start is None and not first_time

    def on_mount(self) -> None:
        if self.key_problems:
            more = len(self.key_problems) - 1
            self.say(self.key_problems[0] + (f" tuitutor doctor says {more} more." if more else ""), LONG)
        if self._first_time and isinstance(self.screen, LessonScreen):
            self._tour = Tour(self.screen)
            self._tour.begin()
        if self._warms_up:
            self.call_after_refresh(self._offer_warmup)

    async def take_input(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            reads = isinstance(self.screen, LessonScreen) and not isinstance(self.focused, Input | TextArea)
            self._touched = True
            if isinstance(self.screen, LessonScreen):
                self.screen.pressed()
            if self._tour is not None:
                self._tour.pressed(event.key, reads)
        await super().take_input(event)

    def get_default_screen(self) -> Screen[None]:
        screen = LessonScreen(self._study, self._start.lesson, self._start.part)
        if _PUSH is not None:
            _PUSH(screen, self, None)  # switch_screen pops one, even from the first screen
        return screen

    @property
    def _lesson_screens(self) -> list[LessonScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, LessonScreen)]

    def on_app_focus(self) -> None:
        for screen in self._lesson_screens:
            screen.look_at_disk()  # a learner who comes back from another window may have edited a draft there

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show the learner a sentence, for `seconds`."""
        for screen in self._lesson_screens:
            screen.say(sentence, seconds)

    # ---- lessons and other screens

    async def go_to(self, goal: Goal | None) -> None:
        """Go to a lesson or to a part of it; None: stay."""
        if goal is None:
            return
        if isinstance(self.screen, LessonScreen) and self.screen.lesson is goal.lesson and goal.part:
            await self.screen.go_to(goal.part)
        else:
            await self._open(goal.lesson, goal.part)

    @on(LessonPane.Chosen)
    async def _lesson_chosen(self, event: LessonPane.Chosen) -> None:
        await self._open(event.lesson, event.part)

    async def _open(self, lesson: Lesson, part: str = "") -> None:
        if isinstance(self.screen, LessonScreen):
            self.screen.take_last_edits()
        self._study.drafts.flush()
        reading = spawn(self._study.drafts.load(drafts_in(lesson)))
        await asyncio.wait([reading], timeout=READ_SECONDS)
        if not reading.done():
            reading.cancel()
            self.say(f"{self._study.store.folder} does not answer; try again when it does.")
            return
        if isinstance(self.screen, LessonScreen):
            await self.screen.leave()
        show = self.push_screen if _PUSH is None else self.switch_screen
        await show(LessonScreen(self._study, lesson, part))
        self.forget_the_gone()
        if self._warms_up and not part:  # between lessons nobody is typing
            self._begin_day()

    @on(PlayLink.Chosen)
    def _play(self, event: PlayLink.Chosen) -> None:
        from tuitutor.playground.address import parse_address
        from tuitutor.tui.play.screen import PlayScreen

        config, messages = parse_address(event.address)
        states = States(self._settings.data_dir / FOLDER)
        self.push_screen(PlayScreen(config, states, messages, leave=self.pop_screen, task=event.task))

    def action_contents(self) -> None:
        """Choose a part of the lesson, or another lesson."""
        from tuitutor.tui.screens.contents import ContentsScreen

        if isinstance(self.screen, LessonScreen):
            contents = ContentsScreen(self.screen, has_courses=self._list_courses is not None)
            self.push_screen(contents, self._act_on_choice)

    async def _act_on_choice(self, choice: Goal | str | None) -> None:
        """Go to the goal, or run the action of the lesson's screen."""
        if isinstance(choice, str):
            await self.screen.run_action(choice)
        else:
            await self.go_to(choice)

    async def action_courses(self) -> None:
        """Choose another course."""
        if self._list_courses is None:
            await self._close_panel()
            return
        from tuitutor.tui.screens.contents import CoursesScreen

        self.push_screen(CoursesScreen(self._list_courses, self._study.course.folder), self._change_course)

    async def _change_course(self, folder: Path | None) -> None:
        """Leave for another course, or go back to the open one."""
        if folder == self._study.course.folder:
            await self._close_panel()
        elif folder is not None:
            self.course_wanted = folder
            await self.action_quit()

    async def _close_panel(self) -> None:
        if not isinstance(self.screen, LessonScreen):
            await self.screen.run_action("dismiss(None)")

    def action_help(self) -> None:
        """Show the page of keys."""
        from tuitutor.tui.screens.popups import HelpScreen

        self.push_screen(HelpScreen(self._make_preferences is not None))

    @cached_property
    def _preferences(self) -> Preferences | None:
        """All settings, with the changes of this session."""
        return self._make_preferences() if self._make_preferences else None

    def action_settings(self) -> None:
        """Show all settings."""
        from tuitutor.tui.screens.settings import SettingsScreen

        if self._preferences is not None:
            self.push_screen(SettingsScreen(self._preferences, self._study.store))

    # ---- the warm-up

    def _offer_warmup(self) -> None:
        """Begin a new day with the due questions, unless an editor takes the keys or something else has begun."""
        screen = self.screen
        if isinstance(screen, LessonScreen) and not (screen.opens_exercise or self._touched):
            self._begin_day()

    def _begin_day(self) -> None:
        from tuitutor.engine.warmup import offered_items, today

        self._ask(offered_items(self._study.course, self._study.store.progress(), today()))

    def _warm_up(self) -> None:
        """Ask today's due questions, or say when the next is due."""
        from tuitutor.engine.warmup import ON_DEMAND, due_items, today, told_next

        course, progress, day = self._study.course, self._study.store.progress(), today()
        due = due_items(course, progress, day)[:ON_DEMAND]
        self._ask(due)
        if not due:
            self.say(told_next(course, progress, day))

    def _ask(self, items: Sequence[PosedItem]) -> None:
        if not items:
            return
        from tuitutor.engine.warmup import begin_warmup, reply_to, today
        from tuitutor.tui.screens.warm_up import WarmUpScreen

        store, day = self._study.store, today()
        begin_warmup(store, day)
        self.push_screen(WarmUpScreen(items, partial(reply_to, store=store, day=day)), self.go_to)

    # ---- the palette

    def own_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        if isinstance(screen, LessonScreen):
            go = partial(screen.run_action, "next_exercise")
            yield SystemCommand("Next open exercise", "Go to the next exercise that isn't passed", go)
            yield SystemCommand("Warm-up", "Questions from lessons that you passed, as they are due", self._warm_up)
            if self._list_courses is not None:
                again = " ".join([keys.CONTENTS.named] * 3)
                yield SystemCommand(f"Other courses ({again})", "Change to another course", self.action_courses)
        if self._make_preferences is not None:
            yield SystemCommand(
                "Settings", "All settings, where they come from, and how to change them", self.action_settings
            )

    def places(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        for lesson in self._study.course.lessons if isinstance(screen, LessonScreen) else ():
            yield SystemCommand(f"Lesson: {lesson.title}", lesson.summary, partial(self._open, lesson))

    async def choose_theme(self, name: str) -> None:
        """Change the colours, and save that in the settings."""
        await super().choose_theme(name)
        if self._preferences is None:
            return
        from tuitutor.tui.screens.settings import change_setting

        fixed = next(preference.fixed for preference in self._preferences.listed() if preference.name == "theme")
        try:
            if not fixed:
                await change_setting(self._preferences, self._study.store, "theme", name)
        except TuitutorError as error:
            self.say(str(error))
        else:
            self.say(f"For this session: {fixed}" if fixed else f"Saved in {self._preferences.where}.")

    # ---- the way out

    async def action_quit(self) -> None:
        """Save, stop what is running, end the worker, exit. The store's owner closes it."""
        self.leaving()
        for screen in self._lesson_screens:
            screen.take_last_edits()
            await screen.leave()
        ending = spawn(self._study.close_worker())
        await asyncio.wait([ending], timeout=_HEAD_START)
        self.exit()

    async def _shutdown(self) -> None:
        await super()._shutdown()
        await self._study.close_worker()  # so that nothing of it is left when the prompt is back
