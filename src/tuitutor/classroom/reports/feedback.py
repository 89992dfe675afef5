"""Feedback for learners on their answers: `feedback/<who>.md`, and a zip of these for Canvas and Moodle. Pure.

It has nothing to help a cheat: no seed, no right answer to a question, nothing from the solution or the hidden data.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.escaping import code, harmless, without_data
from tuitutor.classroom.submissions.layouts import download
from tuitutor.grading.verdicts import CheckResult, Verdict
from tuitutor.progress.files import readable_stem, zipped
from tuitutor.spelling import all_of

_WIDTH = 78
_ELSEWHERE = re.compile(r"[\\:]|^\.\.?/|.{250}")  # may lead out of a folder on some system; no download has such a name
_ENDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "not passed",
    Verdict.SKIPPED: "not checked",
    Verdict.ERRORED: "could not be checked",
    Verdict.PENDING: "graded later",
}
_NOT_GRADED = (
    "This answer could not be graded. That doesn't mean that it is wrong: it has no mark yet, and your teacher knows."
)


def feedback_name(who: str) -> str:
    """The name of the file with a learner's feedback."""
    return f"{readable_stem(who)}.md"


def feedback_text(who: str, marks: Sequence[Mark], unread: Sequence[Ungradable], curves: Mapping[str, str]) -> str:
    """The feedback on one learner's answers, as Markdown. `curves` are text, by exercise."""
    parts = [f"# Feedback for {code(who)}", _next(marks, unread)]
    for mark in marks:
        parts += _answer(mark, curves.get(mark.exercise, ""))
    for file in unread:
        name = file.source.rpartition("/")[2]
        parts += [f"## {code(name)}: not {'used' if file.unused else 'graded'}", _block([file.problem])]
    return "\n\n".join(parts) + "\n"


def _next(marks: Sequence[Mark], unread: Sequence[Ungradable]) -> str:
    """What the learner does next, in a sentence."""
    failed = [code(mark.exercise) for mark in marks if mark.grade.verdict is Verdict.FAILED]
    unreadable = [code(file.source.rpartition("/")[2]) for file in unread if not file.unused]
    if todo := failed + unreadable:
        return f"Next: correct {all_of(todo)} as it says below, and hand in again if you still may."
    if marks and all(mark.final for mark in marks):
        return "Next: nothing, since all that is graded passed."
    return "Next: nothing, since the rest has yet to be graded."


def feedback_zip(texts: Mapping[str, str], sources: Mapping[str, Sequence[str]]) -> bytes:
    """A zip of the learners' texts, named like the learners' downloaded submissions, or else after the learners.

    `sources` are the files with the learners' answers.
    """
    files = []
    for who, text in texts.items():
        origin = download(who, sources.get(who, ()))
        if origin is None or not origin.name.isprintable() or _ELSEWHERE.search(origin.name):
            name = feedback_name(who)
        else:
            name = f"{origin.name}feedback.md" if origin.name.endswith("/") else f"{origin.name}.md"
        files.append((name, text.encode("utf-8", "replace"), 0.0))
    return zipped(files)


def _answer(mark: Mark, curves: str) -> Iterator[str]:
    grade = mark.grade
    if grade.verdict is Verdict.ERRORED:
        yield f"## {code(mark.exercise)}: not graded"
        yield _NOT_GRADED
        return
    so_far = " so far" if mark.verdict is Verdict.PENDING else ""
    yield f"## {code(mark.exercise)}: {_ENDS[grade.verdict]}, {grade.points:g} of {grade.out_of:g} points{so_far}"
    if mark.other_version:
        yield "This answer was made for another version of the exercise than the one that it was graded by."
    if grade.variant is not None:
        yield f"Graded as {grade.variant}, which is yours."
    if grade.why:
        yield _block([grade.why])
    passed = [check for check in grade.results if check.verdict is Verdict.PASSED]
    for check in grade.results:
        if check not in passed and check not in mark.not_run:
            yield _block(_failure(check))
    for word, checks in (("not checked", mark.not_run), ("passed", passed)):
        if checks:
            yield _block([f"{word}: {', '.join(check.name for check in checks)}"])
    for advice in grade.advice:
        where = f"Line {advice.line}: " if advice.line is not None else ""
        yield _block([f"{where}{advice.why or advice.topic}", *([f"Try: {advice.try_}"] if advice.try_ else [])])
    if curves:
        yield "The last training:"
        yield textwrap.indent(curves.rstrip("\n"), "    ", lambda line: True)


def _failure(check: CheckResult) -> Iterator[str]:
    earned = "" if check.verdict is Verdict.PENDING else f"{check.points:g} of "
    yield f"{_ENDS[check.verdict]}: {check.name} ({earned}{check.out_of:g} points)"
    for word, text in (("expected", check.expected), ("found", check.found)):
        if text:
            yield f"  {word}: {text}"
    if check.why:
        yield f"  {without_data(check.why)}"


def _block(lines: Iterable[str]) -> str:
    """Lines as an indented code block, which no text in them can end."""
    wrapped = []
    for line in map(harmless, lines):
        if len(line) <= _WIDTH:
            wrapped.append(line)
            continue
        blanks = " " * (len(line) - len(line.lstrip()))
        wrapped += textwrap.wrap(line, _WIDTH, subsequent_indent=f"{blanks}  ", break_on_hyphens=False)
    return "\n".join(f"    {line}" for line in wrapped)
