"""A course -> the files of its learner's edition, and a test that these show the same to learners.

Only files known to be for learners are copied: the lessons, cut by `redaction`, the pictures and other files that they
link to, and `data/`. So no cache, repository, notebook or `data.py` can come along.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from msgspec.structs import replace

from tuitutor.authoring.redaction import learners_text, without_comments
from tuitutor.authoring.references import read_references
from tuitutor.course.checks import Check
from tuitutor.course.editions import COMMENT, needs_secret
from tuitutor.course.findings import Findings, read_lesson, read_text
from tuitutor.course.folder import DATA, DATA_FILE, FILE, HIDDEN, MANIFEST_FILE, is_outside, is_there
from tuitutor.course.load import load_course
from tuitutor.course.manifest import files_on_disk, imported_by, read_by, require_as_listed, sizes_on_disk, written
from tuitutor.course.model import Course, CourseFile, Exercise, Lesson, Problem, Prose
from tuitutor.errors import CourseError, UsageError
from tuitutor.spelling import all_of, nearest

_LICENCE = re.compile(r"(LICEN[CS]E|COPYING)(\.(md|txt))?", re.IGNORECASE)
_NEVER = frozenset({".py", ".pyc", ".md", ".ipynb", ".pkl", ".pickle", ".yml", ".yaml", ".toml", ".json"})
_NOTES = re.compile(r"\s*\*This (?:is variant|builds on) [^*]*\*")  # of the editions' own


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of a learner's edition by their paths in its folder: bytes to write, or the file to copy.

    `remarks` are sentences on guessable answers, and on files left out.
    """

    files: dict[str, bytes | Path] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def learners_edition(course: Course, solved: Collection[str] = ()) -> Edition:
    """The learner's edition, with the solutions of the lessons whose ids are `solved`.

    Raises CourseError or UsageError if there is none.
    """
    if course.released:
        raise UsageError(f"{course.folder} is a learner's edition already; release the course that it was made from.")
    if course.all_problems:
        raise CourseError(f"{course.all_problems[0]}; a course with problems isn't released.")
    edition = Edition()
    myst = course.folder / FILE
    edition.files[FILE] = _encoded(without_comments(read_text(myst, Findings(myst))), myst)
    for lesson in course.lessons:
        text = learners_text(read_lesson(lesson.path, Findings(lesson.path)), lesson, solved=lesson.id in solved)
        edition.files[_relative(course, lesson.path)] = _encoded(text, lesson.path)
        edition.files.update(_linked(course, lesson, text, edition.remarks))
    edition.files.update(_data(course, edition.files))
    if listed := [path for path in edition.files if path.startswith(f"{DATA}/")]:
        edition.files[MANIFEST_FILE] = written(files_on_disk(course.folder, listed)).encode()
    for path in sorted(course.folder.iterdir()):
        if _LICENCE.fullmatch(path.name) and path.is_file():
            edition.files[path.name] = path
    edition.remarks.extend(_guessable(course))
    return edition


def _relative(course: Course, path: Path) -> str:
    return Path(os.path.relpath(path, course.folder)).as_posix()


def _encoded(text: str, path: Path) -> bytes:
    """The text as bytes, with the file's line ends."""
    return text.replace("\n", "\r\n" if b"\r\n" in path.read_bytes() else "\n").encode()


def _linked(course: Course, lesson: Lesson, text: str, remarks: list[str]) -> Iterator[tuple[str, Path]]:
    """The files that a lesson's text shows or links to, but for code and lessons."""
    lessons = {os.path.normpath(lesson.path) for lesson in course.lessons}
    for use in read_references(text).uses:
        target = unquote(use.target).partition("#")[0]
        path = lesson.path.parent / target
        if use.kind not in ("link", "file") or ":" in target or not target or not is_there(path):
            continue
        name = _relative(course, path)
        if os.path.normpath(path) in lessons or name.split("/")[0] == DATA:
            continue
        real = Path(os.path.relpath(path.resolve(), course.folder.resolve())).as_posix()  # the target of a link
        if is_outside(path, course.folder) or _is_never_copied(name) or _is_never_copied(real):
            remarks.append(f"{lesson.path.name} links to {target}, which isn't in a learner's edition.")
        else:
            yield name, path


def _is_never_copied(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == HIDDEN or Path(name).suffix.lower() in _NEVER or any(part.startswith(".") for part in parts)


# ---- data


def _data(course: Course, edition: dict[str, bytes | Path]) -> Iterator[tuple[str, Path]]:
    """The files in data/. Raises CourseError if one isn't as it is listed, UsageError if it may be a secret.

    A file may be a secret if only code that learners don't get reads it.
    """
    findings = Findings(course.folder / DATA)
    names = [name for name in sizes_on_disk(course.folder, findings) if name.startswith(f"{DATA}/")]
    if findings.problems:
        raise CourseError(f"{findings.sorted()[0]}; a course with problems isn't released.")
    require_as_listed(course.folder, [file for file in course.files if not file.is_hidden])
    public = b"\n".join(content for content in edition.values() if isinstance(content, bytes)).decode()
    for name in names:
        file = CourseFile(name, 0, "")
        users = [user for user, code in _secret_code(course) if _uses(code, file)]
        if users and not _uses(public, file):
            what = f"Only {all_of(users)} read{'s' if len(users) == 1 else ''} {name}, and learners don't get that"
            # hidden/ has no modules
            move = "its code there" if name.endswith(".py") else f"the file to {HIDDEN}/"
            raise UsageError(f"{what}; move {move}, or name it in a lesson if they may have it.")
        yield name, course.folder / name


def _uses(text: str, file: CourseFile) -> bool:
    return bool(read_by([file], [text]) or imported_by([file], [text]))


def _secret_code(course: Course) -> Iterator[tuple[str, str]]:
    """The code that learners don't get, with its name in a sentence."""
    yield DATA_FILE, course.data_source
    for exercise in course.exercises:
        yield f"the solution of '{exercise.label}'", exercise.solution
        if exercise.measure is not None:
            yield f"the 'measure' cell of '{exercise.label}'", exercise.measure.source


def _guessable(course: Course) -> Iterator[str]:
    """Sentences on questions whose choices show which is right."""
    firsts = []  # the index of the right choice of each question, in its first variant
    for exercise in course.exercises:
        questions = [variant.question for variant in exercise.every if variant.question and variant.question.choices]
        if not questions:
            continue
        right = [question.choices.index(question.answer) for question in questions]
        firsts.append(right[0])
        differ = [len({question.choices[i] for question in questions}) > 1 for i in range(len(questions[0].choices))]
        if len(questions) > 1 and sum(differ) == 1 and len(set(right)) == 1 and differ[right[0]]:
            yield f"In '{exercise.label}' only the right choice differs between variants; give others new values too."
    if len(firsts) > 3 and len(set(firsts)) == 1:
        yield f"In all {len(firsts)} questions the right answer is choice {firsts[0] + 1}; change the order of some."


# ---- on the disk


def write_edition(edition: Edition, folder: Path) -> None:
    """Write the files into a new folder. Raises OSError."""
    for name, content in edition.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)


def require_same(course: Course, folder: Path, solved: Collection[str] = ()) -> None:
    """Return if the edition in the folder has no problems, and shows and asks learners the same as the course.

    Raises CourseError.
    """
    edition = load_course(folder)
    if edition.all_problems:
        raise CourseError(
            f"The learner's edition would have a problem that the course hasn't: {edition.all_problems[0]}"
        )
    for ours, theirs in zip(course.lessons, edition.lessons, strict=True):
        is_solved = ours.id in solved
        for expected, found in zip(_public_parts(ours, is_solved), _public_parts(theirs, is_solved), strict=True):
            if expected != found:
                what = f"{ours.path} can't be released: without its secrets, learners would read something else"
                raise CourseError(f"{what} than {expected!r:.200}. Please report that.")


def _public_parts(lesson: Lesson, solved: bool) -> list[object]:
    """The parts of a lesson that learners see, without their lines in its file."""
    parts: list[object] = [lesson.title, lesson.summary, lesson.minutes, lesson.objectives, lesson.coach]
    parts += [(item.id, item.version, item.place) for item in lesson.items]
    for block in lesson.blocks:
        match block:
            case Prose(text=text):
                if plain := _plain(text):
                    parts.append(plain)
            case Exercise():  # variants that look the same to learners are one
                parts += sorted({_public_exercise(variant, solved) for variant in block.every})
            case _:
                parts.append(replace(block, line=0))
    return parts


def _public_exercise(exercise: Exercise, solved: bool) -> str:
    checks = []
    for check in exercise.checks:
        cut = is_graded_later(check, exercise, solved)
        checks.append((check.name, check.points, check.needs) if cut else replace(check, line=0))
    solution = (exercise.solution, _plain(exercise.explanation)) if solved else None
    prose = _NOTES.sub("", _plain(exercise.prose))
    texts = [exercise.title, prose, exercise.starter, *map(_plain, exercise.hints)]
    return repr((exercise.label, exercise.public_version, exercise.margin, exercise.coach, texts, checks, solution))


def is_graded_later(check: Check, exercise: Exercise, solved: bool) -> bool:
    """Whether the edition can't decide the check. If the lesson is `solved`, it has the answers to questions."""
    secret = check.later or needs_secret(check, exercise.measure)
    return secret and not (solved and exercise.question is not None and check.kind is exercise.question)


def _plain(text: str) -> str:
    """The text without comments and without blank lines, also quoted ones, which comments may leave."""
    lines = COMMENT.sub("", text).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip("> \t"))


_LOSE = "or learners lose their drafts, attempts and progress"


def lost_since(released: Course, course: Course) -> Iterator[Problem]:
    """Problems, with their remedies, for what learners of the released course would lose."""
    top = course.folder / FILE
    if released.id != course.id:
        yield Problem(top, 1, f"the id was '{released.id}' in the release; keep it, {_LOSE}")
        return
    here = {exercise.label for exercise in course.exercises} | course.renamed.keys()
    before = {exercise.label for exercise in released.exercises}
    news = [
        exercise for exercise in course.exercises if exercise.label not in before and before.isdisjoint(exercise.was)
    ]
    for old in released.exercises:
        if old.label in here:
            continue
        if (new := _successor(old, news)) is not None:
            what = f"'{old.label}' of the release isn't here; if this is it, write ':was: {old.label}' below its label"
            yield Problem(course.lesson_of(new).path, new.line, f"{what}, {_LOSE} in it")
        else:
            what = f"'{old.label}' of the release isn't here; put it back, or write ':was: {old.label}' below the label"
            yield Problem(top, 1, f"{what} of what takes its place, {_LOSE} in it")


def changed_since_release(released: Course, course: Course) -> Iterator[Problem]:
    """Warnings about changes that learners would notice, without losing anything."""
    before = {exercise.label: exercise for exercise in released.exercises}
    for exercise in course.exercises:
        old = next((before[label] for label in (exercise.label, *exercise.was) if label in before), None)
        if old is not None and _versions(old) != _versions(exercise):
            text = f"'{exercise.label}' has other checks than in the release; those who passed it are told so"
            yield Problem(course.lesson_of(exercise).path, exercise.line, text)
    ids = {lesson.id for lesson in course.lessons}
    for lesson in released.lessons:
        if lesson.id not in ids:
            text = f"the lesson '{lesson.id}' of the release isn't here"
            yield Problem(course.folder / FILE, 1, f"{text}; what was read and tried in it isn't found again")


def _versions(exercise: Exercise) -> set[str]:
    return {variant.public_version for variant in exercise.every}


def _successor(old: Exercise, news: list[Exercise]) -> Exercise | None:
    """The new exercise that the old one may have become: with its checks, else its title, else nearly its label."""
    similar = nearest(old.label, [exercise.label for exercise in news])
    for same in (
        lambda exercise: _versions(exercise) == _versions(old),
        lambda exercise: exercise.title == old.title,
        lambda exercise: exercise.label == similar,
    ):
        if found := next(filter(same, news), None):
            return found
    return None
