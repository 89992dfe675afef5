"""The contents of the lesson screen's header and key bar."""

from __future__ import annotations

from tuitutor.course.model import Lesson
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study, share_passed
from tuitutor.tui.widgets.single_lines import Entry
from tuitutor.tui.widgets.standing import HeaderContents


def standing_of(study: Study, lesson: Lesson) -> HeaderContents:
    """The header's contents: where the learner is, and how far."""
    chapter = next((chapter.title for chapter in study.course.chapters if lesson in chapter.lessons), "")
    return HeaderContents(
        course=study.course.title,
        chapter=chapter,
        lesson=lesson.title,
        shares=tuple(share_passed(each, study.store.progress()) for each in study.course.lessons),
        passed=study.store.progress().passed_of(study.course.exercises),
        exercises=len(study.course.exercises),
        unsaved=bool(study.store.problem),
    )


def key_entries(
    run: str | None,
    edit: str | None,
    *,
    has_bench: bool,
    at_bench: bool,
    passed: bool,
    results: str,
    at_result: str,
    has_attempts: bool,
    has_curve: bool,
    has_log: bool,
) -> tuple[Entry, ...]:
    """The keys that do something here; `run` is what Run would do, `edit` what enter or escape does in a cell.

    `passed`: the exercise on the bench is. `results` is the next tab, "" if there is none; `at_result` is the one that
    has the focus. `has_curve`: there are epochs to step through, and `has_log` a loss for a logarithmic axis.
    """
    entries: list[Entry] = []
    if at_result == "attempts":
        entries += [("enter", "compare", keys.COMPARE.action), ("r", "restore", keys.RESTORE.action)]
    elif at_result not in ("", "hints"):
        entries += [("← →", "epoch", keys.LATER.action)] * has_curve + [("l", "log", keys.LOG.action)] * has_log
    if at_bench and passed:
        entries.append((keys.NEXT.shown, "next", keys.NEXT.action))
    if at_result and has_attempts:
        entries.append(("y", "share", keys.SHARE.action))
    if run is not None:
        entries.append((keys.RUN.shown, run, "screen.run"))
    if edit is not None:
        entries.append(("enter", "edit", "screen.edit") if edit == "edit" else ("esc", "done", "screen.text"))
    if has_bench:
        entries.append((keys.BENCH.shown, "text" if at_bench else "exercise", "screen.bench"))
        entries.append((keys.HINT.shown, "hint", "screen.hint"))
    if results:
        entries.append((keys.TAB.shown, results, "screen.next_tab"))
    entries.append((keys.CONTENTS.shown, "lessons", "app.contents"))
    entries.append((keys.HELP.shown, "help", "app.help"))
    entries.append(("^q", "quit", "app.quit"))
    return tuple(entries)
