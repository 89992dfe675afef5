"""A folder -> a `Course`. A broken lesson leaves the rest of the course working."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from tuitutor.course.data_module import DataModule, read_data, unfit_data, unfit_world
from tuitutor.course.findings import LESSONS, Findings, read_lesson, read_text
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_folder, is_there
from tuitutor.course.manifest import read_manifest, with_files
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Chapter, Course, CourseFile, Lesson, Problem
from tuitutor.course.toc import read_toc
from tuitutor.errors import CourseError


def load_course(folder: Path, findings: Findings | None = None) -> Course:
    """The course in a folder. Raises `CourseError` only if it has no usable myst.yml; other mistakes become problems.

    Lessons have their own problems; `Course.problems` are in myst.yml, data.py and data.json. The mistakes of an
    unusable myst.yml are added to the `findings`.
    """
    findings = findings or Findings(folder / FILE)
    toc = read_toc(folder, findings)
    data = read_data(folder / DATA_FILE)
    files, unlisted = _files(folder)
    labels: dict[str, Path] = {}
    items: dict[str, Path] = {}
    chapters = tuple(
        Chapter(title, tuple(_in_course(load_lesson(path), data, files, labels, items) for path in paths))
        for title, paths in toc.chapters
    )
    chapters = _with_former_labels_checked(chapters)
    problems = findings.sorted() + data.problems + unlisted
    return Course(toc.id, toc.title, folder, chapters, data.source, problems, toc.variant_seed, files=files)


def _with_former_labels_checked(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """The chapters, with problems for former labels that belong or belonged to another exercise, too."""
    exercises = [exercise for chapter in chapters for lesson in chapter.lessons for exercise in lesson.exercises]
    if not any(exercise.was for exercise in exercises):
        return chapters
    taken = {exercise.label.casefold(): exercise for exercise in exercises}

    def checked(lesson: Lesson) -> Lesson:
        problems = list(lesson.problems)
        for exercise in lesson.exercises:
            for old in exercise.was:
                other = taken.setdefault(old.casefold(), exercise)
                if other is not exercise:
                    text = f"found the former label '{old}', which is or was that of '{other.label}' too; keep one"
                    problems.append(Problem(lesson.path, exercise.line, text))
        return replace(lesson, problems=_by_line(problems))

    return tuple(replace(chapter, lessons=tuple(map(checked, chapter.lessons))) for chapter in chapters)


def _by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line))


def course_of(lesson: Path) -> Course | None:
    """The course whose table of contents has this file, in its folder or a folder above; None without one."""
    for folder in lesson.absolute().parents:
        if not is_there(folder / FILE):
            continue
        with suppress(CourseError):
            course = load_course(folder)
            if any(is_same(lesson, other.path) for other in course.lessons):
                return course
    return None


def single(lesson: Path) -> Course:
    """A course of a single lesson file, with the data.py and the data beside it."""
    data = read_data(lesson.parent / DATA_FILE)
    files, unlisted = _files(lesson.parent)
    chapter = Chapter("", (_in_course(load_lesson(lesson), data, files, {}, {}),))
    problems = data.problems + unlisted
    return Course(lesson.stem, lesson.stem, lesson.parent, (chapter,), data.source, problems, files=files)


def problems_in(place: Path) -> tuple[Problem, ...]:
    """All problems of a course's folder, or of a lesson, as part of its course if it has one.

    If myst.yml cannot be used, the lessons that it seems to name are checked by themselves. Raises `CourseError` if
    there is no course.
    """
    if is_there(place):
        lessons = [lesson for lesson in (course_of(place) or single(place)).lessons if is_same(place, lesson.path)]
        return tuple(replace(problem, path=place) for lesson in lessons for problem in lesson.problems)
    if not is_folder(place):
        raise CourseError(f"There is no file or folder {place} that can be read.")
    findings = Findings(place / FILE)
    try:
        problems = load_course(place, findings).all_problems
    except CourseError:
        if not findings.problems:
            raise
        # a lesson that the broken myst.yml names, unlike a README beside it
        myst = read_text(place / FILE, Findings(place / FILE))
        named = [
            path
            for path in markdown_files(place)[:LESSONS]
            if re.search(rf"\b{re.escape(path.stem)}\b", myst) and is_there(path)
        ]
        alone = [problem for path in named for problem in load_lesson(path).problems]
        problems = (*findings.sorted(), *read_data(place / DATA_FILE).problems, *_files(place)[1], *alone)
    return tuple(dict.fromkeys(problems))


def markdown_files(folder: Path) -> list[Path]:
    """The Markdown files in a folder and in its folders, which may be a course's lessons."""
    return sorted((*folder.glob("*.md"), *folder.glob("*/*.md")))


def is_same(path: Path, other: Path) -> bool:
    """Whether both paths exist and are the same file."""
    with suppress(OSError):
        return path.samefile(other)
    return False


def load_lesson(path: Path) -> Lesson:
    """A lesson by itself: other lessons' labels and data.py are ignored. Never raises."""
    findings = Findings(path)
    text = read_lesson(path, findings)
    if findings.problems and not text:  # no need to say that it has no front matter either
        return Lesson(path.stem, path, path.stem, "", 0, (), (), findings.sorted())
    return parse_lesson(text, path, findings)


def _files(folder: Path) -> tuple[tuple[CourseFile, ...], tuple[Problem, ...]]:
    """The files in a course's manifest, and its problems."""
    findings = Findings(folder / MANIFEST_FILE)
    return read_manifest(folder, findings), findings.sorted()


def _in_course(
    lesson: Lesson,
    data: DataModule,
    files: tuple[CourseFile, ...],
    labels: dict[str, Path],
    items: dict[str, Path],
) -> Lesson:
    """The lesson with its problems as a part of the course, and versions that depend on its files.

    Adds its labels to `labels`, and the ids of its items to `items`.
    """
    problems: list[Problem] = list(lesson.problems)
    for exercise in lesson.exercises:
        # labels name files, and some file systems ignore case
        other = labels.setdefault(exercise.label.casefold(), lesson.path)
        if other != lesson.path:
            text = f"found the label '{exercise.label}', which {other.name} has too; labels are unique in a course"
            problems.append(Problem(lesson.path, exercise.line, text))
        for variant in exercise.every:
            problems += unfit_data(lesson.path, variant, data)
            problems += unfit_world(lesson, variant, data)
    for item in lesson.items:
        other = items.setdefault(item.id.casefold(), lesson.path)
        if other != lesson.path:
            text = f"found the item '{item.id}', which {other.name} has too; ids are unique in a course"
            problems.append(Problem(lesson.path, item.line, text))
    lesson = with_files(lesson, data.source, files) if files else lesson
    return replace(lesson, problems=_by_line(problems))
