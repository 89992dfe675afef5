"""What the lesson screen's header and key bar say."""

from __future__ import annotations

from tuitutor.course.model import Lesson
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study, passed_count
from tuitutor.tui.widgets.header import Standing
from tuitutor.tui.widgets.keybar import Entry


def standing_of(study: Study, lesson: Lesson, *, pending: bool) -> Standing:
    """Where the learner is; `pending` while something typed is not on the disk."""
    problem = study.store.problem
    chapter = next((chapter.title for chapter in study.course.chapters if lesson in chapter.lessons), "")
    return Standing(
        course=study.course.title,
        chapter=chapter,
        lesson=lesson.title,
        passed=passed_count(study.course, study.store.progress()),
        exercises=len(study.course.exercises),
        saved="not saved" if problem else "saving" if pending else "saved",
        trouble=bool(problem),
    )


def key_entries(
    run: str | None, edit: str | None, *, has_bench: bool, at_bench: bool, bench_shown: bool
) -> tuple[Entry, ...]:
    """The keys that do something here; `run` is what Run would do, `edit` what enter or escape does in a cell."""
    entries: list[Entry] = []
    if run is not None:
        entries.append((keys.RUN.shown, run, "screen.run"))
    if edit is not None:
        entries.append(("enter", "edit", "screen.edit") if edit == "edit" else ("esc", "done", "screen.text"))
    if has_bench:
        entries.append((keys.BENCH.shown, "text" if at_bench else "exercise", "screen.bench"))
        entries.append((keys.HINT.shown, "hint", "screen.hint"))
    if bench_shown:
        entries.append((keys.TAB.shown, "results", "screen.next_tab"))
    entries.append((keys.CONTENTS.shown, "contents", "app.contents"))
    entries.append((keys.HELP.shown, "help", "app.help"))
    entries.append(("^q", "quit", "app.quit"))
    return tuple(entries)
