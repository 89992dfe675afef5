"""The courses available to a learner (bundled, installed as packages, opened before), and their progress in each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, assert_never

from tuitutor.config.version import installed_version
from tuitutor.course.cache import course_at
from tuitutor.course.findings import Findings
from tuitutor.course.folder import FILE, default_folder, is_there
from tuitutor.course.packages import installed
from tuitutor.course.toc import read_toc
from tuitutor.engine.guidance import changed_since, require_lessons
from tuitutor.errors import CourseError
from tuitutor.progress.known_courses import KnownCourses
from tuitutor.progress.store import Store


@dataclass(frozen=True, slots=True)
class AtHand:
    """A course that can be opened by its `name` or its `id`. `problem`: why it can't be opened, or "".

    `package` and `version`: of the package that contains it, or "". `opened`: when it was last opened, in seconds since
    1970, or 0.
    """

    name: str
    folder: Path
    origin: Literal["bundled", "installed", "opened"]
    package: str = ""
    version: str = ""
    opened: float = 0.0
    id: str = ""
    title: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of a course's exercises are passed, and how many are graded later (`pending`). `changed` are passed ones
    whose checks have changed since.
    """

    passed: int
    exercises: int
    changed: tuple[str, ...]
    pending: int = 0


def courses_at_hand(known: KnownCourses) -> tuple[AtHand, ...]:
    """The bundled course, the installed ones by name, and other folders that were opened, latest first."""
    ours = AtHand("", default_folder(), "bundled", "tuitutor", installed_version())
    packages = [AtHand(found.name, found.folder, "installed", found.package, found.version) for found in installed()]
    opened = {course.folder: course for course in known.opened() if is_there(course.folder / FILE)}
    brought = []
    for course in (ours, *packages):
        place = opened.pop(course.folder.resolve(), None)
        brought.append(replace(course, opened=place.opened if place else 0.0))
    others = [AtHand(place.id, folder, "opened", opened=place.opened) for folder, place in opened.items()]
    described = [_described(course) for course in (*brought, *others)]
    return tuple(_told_apart(course, described) for course in described)


def find(name: str, courses: Sequence[AtHand]) -> AtHand | None:
    """The first course with this name, or else with this id; None if there is none."""
    by_name = next((course for course in courses if course.name == name), None)
    return by_name or next((course for course in courses if course.id == name), None)


def with_standing(
    courses: Iterable[AtHand], data_dir: Path, cache: Path, learner: str
) -> Iterator[tuple[AtHand, Standing | None]]:
    """Each course with the learner's standing in it; None if it can't be opened, and its `problem` then says why."""
    for course in courses:
        standing = None
        if not course.problem:
            try:
                theirs = course_at(course.folder, cache).drawn_for(learner)
                require_lessons(theirs)
                progress = Store.open(data_dir, theirs.id, renamed=theirs.renamed).progress()
                changed = tuple(exercise.label for exercise in changed_since(theirs, progress))
                passed, done = progress.passed_of(theirs.exercises), progress.done_of(theirs.exercises)
                standing = Standing(passed, len(theirs.exercises), changed, done - passed)
            except CourseError as error:
                course = replace(course, problem=str(error))
        yield course, standing


def comes_from(course: AtHand) -> str:
    """Where a course comes from, in words."""
    match course.origin:
        case "bundled":
            return f"comes with tuitutor {course.version}"
        case "installed":
            return f"package {course.package} {course.version}, in {course.folder}"
        case "opened":
            return f"in {course.folder}, last opened {time.strftime('%Y-%m-%d', time.localtime(course.opened))}"
        case never:
            assert_never(never)


def _described(course: AtHand) -> AtHand:
    """With the name, id and title in its myst.yml, or with `problem` if that can't be read."""
    if not is_there(course.folder / FILE):
        gone = f"The package '{course.package}' is installed, but its course is missing: {course.folder / FILE}"
        return replace(course, problem=f"{gone}; install it again.")
    try:
        toc = read_toc(course.folder, Findings(course.folder / FILE))
    except CourseError as error:
        return replace(course, problem=str(error))
    name = course.name if course.origin == "installed" else toc.id
    return replace(course, name=name, id=toc.id, title=toc.title)


def _told_apart(course: AtHand, courses: Iterable[AtHand]) -> AtHand:
    """With `problem` if another course has the same id: two packages, or a folder whose title differs (a copy of a
    course has the same title, and counts as the same course).
    """
    for other in courses:
        if not course.id or other.id != course.id or other.folder == course.folder:
            continue
        packages = course.origin == "installed" and other.origin != "opened"
        if packages or (course.origin == "opened" and other.title != course.title):
            both = " and ".join(f"'{one.name}' ({one.package or one.folder})" for one in (other, course))
            way_out = "uninstall one of them" if packages else f"give one of them another id in its {FILE}"
            text = f"The courses {both} have the same id, '{course.id}', so their progress would mix; {way_out}."
            return replace(course, problem=text)
    return course
