"""A file's path -> its learner and exercise. Pure; docs/teaching.md lists the layouts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tuitutor.classroom.submissions.found import printable
from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.progress.files import file_stem

# <name>_<id>_assignsubmission_file_ (a folder), or the same followed by the file's own name
_MOODLE = re.compile(r"(?P<who>.+_\d{1,20})_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL)
# <name>[_LATE]_<user id>_<file id>_<file>; for anonymous marking the id is letters and digits
_CANVAS = re.compile(
    r"(?P<name>[^_]+)(?:_LATE)?_(?P<user>\d{1,20}|(?<=anon_)[A-Za-z0-9]{1,20})_(?P<upload>\d{1,20})_(?P<file>.+)",
    re.DOTALL,
)
# How Canvas renames a file that is handed in a second time
_AGAIN = re.compile(r"(?P<word>.+)-(?P<again>\d{1,9})", re.DOTALL)
# How systems and browsers name a copy: "xor (1)", "xor - Kopie", "xor 2"; a label has no blank and no bracket
_COPY = re.compile(r"(?P<word>[^ (]+)(?: +[-(\d]|\().*", re.DOTALL)
# An archive other than a zip
_ARCHIVE = re.compile(r"\.(?:tar(?:\.(?:gz|xz|bz2|zst|lz|lz4|z))?|tgz|txz|tbz2?|tzst|7z|rar)\Z", re.IGNORECASE)

NBGRADER = "nbgrader"


class CourseWords:
    """Recognises the words in a path that name parts of the course, not people."""

    def __init__(self, course: Course) -> None:
        self.exercises: dict[str, Exercise] = {exercise.label: exercise for exercise in course.exercises}
        self.lesson_of: dict[str, Lesson] = {
            exercise.label: lesson for lesson in course.lessons for exercise in lesson.offered
        }
        self.example = f"{next(iter(self.exercises), 'answer')}.py"  # the name of a file with an answer
        self._lessons = {lesson.id.casefold(): lesson for lesson in course.lessons}
        self.renamed = course.renamed
        named = {**self.renamed, **{label: label for label in self.exercises}}
        self._labels = {word: label for name, label in named.items() for word in (name.casefold(), file_stem(name))}
        self._labels |= {
            id: lesson.offered[0].label
            for id, lesson in self._lessons.items()
            if len(lesson.offered) == 1 and id not in self._labels
        }
        self._loosely = {_loosely(word): label for word, label in self._labels.items()}

    def label(self, word: str) -> str:
        """The label of the exercise with this name, or ""; a lesson's id names its only exercise.

        Blanks, "_" and "-" are alike, unless the course has a name for each.
        """
        return self._labels.get(word.casefold()) or self._loosely.get(_loosely(word), "")

    def has(self, word: str) -> bool:
        """Whether the word is the label of an exercise or the id of a lesson, but for capitals."""
        return word.casefold() in self._labels or word.casefold() in self._lessons

    def speaks_of_course(self, word: str) -> bool:
        """Whether the word is the label of an exercise or the id of a lesson, with blanks and dashes of any kind."""
        return bool(self.label(word)) or self.has(word)


def _loosely(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.casefold())


@dataclass(frozen=True, slots=True)
class Placed:
    """The learner and exercise of a file, as far as its path shows them.

    `owner` is a learner's name in the path. If a learning management system made it unique, `system` is that system,
    and `below` the number of folders above the name. `place` is a path that distinguishes learners of the same name: it
    has the name at `depth`, and the folders below that. `word` is the file's name without its ending and, if it
    is a `copy`, without the marks of one. `order` sorts a learner's files by the time of submission, as far as their
    names show it.
    """

    owner: str
    word: str
    label: str
    copy: bool = False
    system: str = ""
    below: int = 0
    place: tuple[str, ...] = ()
    depth: int = 0
    order: tuple[int, int] = (0, 0)


def place_file(parts: Sequence[str], below: int, words: CourseWords) -> Placed:
    """The learner and exercise of the file at `parts`, of which `below` (1 or more) lie below the common folder.

    The outermost name given by a learning management system counts: the names below may be the learner's choice.
    """
    parts = [unicodedata.normalize("NFC", part) for part in parts]
    for i, part in enumerate(parts):
        if moodle := _MOODLE.fullmatch(part):
            file = (moodle["file"] or part) if i == len(parts) - 1 else parts[-1]
            return replace(_place_by_system(moodle["who"], "moodle", [*parts[i + 1 : -1], file], words), below=i)
        if i >= len(parts) - below and _holds_answers(parts, i) and (canvas := _CANVAS.fullmatch(part)):
            inner = parts[i + 1 :] or [canvas["file"]]
            placed = _place_by_system(_canvas_name(canvas), "canvas", inner, words, int(canvas["upload"]))
            return replace(placed, below=i)
        if part == "submitted" and len(parts) - i > 3:
            placed = _place_by_system(parts[i + 1], NBGRADER, parts[i + 2 :], words)
            # another course may have the same name
            return replace(placed, below=i, place=tuple(parts[: i + 2]), depth=i + 1)
    return _place_by_folders(parts, below, words)


@dataclass(frozen=True, slots=True)
class Download:
    """Canvas's or Moodle's name for a learner's file or (with "/") folder; feedback goes back under this name.

    `id` is the learner's number in the system (for Moodle, the participant's).
    """

    system: str
    id: str
    name: str


def download(who: str, sources: Iterable[str]) -> Download | None:
    """The first download among `sources` whose learner is called `who`; None if there is none."""
    for parts in (source.split("/") for source in sources):
        for i, part in enumerate(parts):
            name = unicodedata.normalize("NFC", part)
            if (moodle := _MOODLE.fullmatch(name)) and printable(moodle["who"]) == who:
                folder = "/" if i < len(parts) - 1 else ""
                return Download("moodle", who.rpartition("_")[2], f"{part}{folder}")
            canvas = _CANVAS.fullmatch(name) if _holds_answers(parts, i) else None
            if canvas is not None and printable(_canvas_name(canvas)) == who:
                return Download("canvas", canvas["user"], part)
    return None


def _canvas_name(canvas: re.Match[str]) -> str:
    return f"{canvas['name']}_{canvas['user']}"


def stem(name: str) -> str:
    """A name without the ending of a file with answers or of an archive."""
    name = _ARCHIVE.sub("", name) or name
    first, dot, ending = name.rpartition(".")
    return first if first and dot and ending.lower() in ("py", "ipynb", "md", "zip") else name


def is_zip(name: str) -> bool:
    """Whether a file of this name is a zip."""
    return name.lower().endswith(".zip")


def is_other_archive(name: str) -> bool:
    """Whether a file of this name is an archive that isn't a zip; no such archive is read."""
    return _ARCHIVE.search(name) is not None


def _holds_answers(parts: Sequence[str], i: int) -> bool:
    return i == len(parts) - 1 or is_zip(parts[i])


def _place_by_system(who: str, system: str, inner: Sequence[str], words: CourseWords, upload: int = 0) -> Placed:
    """A file of a learner whom a system names; `inner` is the path that the learner gave it."""
    word, again = stem(inner[-1]), 0
    if system == "canvas" and not words.label(word) and (renamed := _AGAIN.fullmatch(word)):
        word, again = renamed["word"], int(renamed["again"])
    return Placed(who, *_read_name(word, inner[:-1], words), system=system, order=(upload, again))


def _read_name(word: str, folders: Sequence[str], words: CourseWords) -> tuple[str, str, bool]:
    """The word without the marks of a copy, the label of the exercise that it or else its folder names, and whether it
    had such marks.
    """
    around = words.label(stem(folders[-1])) if folders else ""
    own = words.label(word)
    copied = None if own else _COPY.fullmatch(word)
    if copied is not None and (label := words.label(copied["word"])) and around in ("", label):
        return copied["word"], label, True
    return word, own or around, False


def _place_by_folders(parts: Sequence[str], below: int, words: CourseWords) -> Placed:
    """A file whose learner is named by a folder or a file. A zip below the top has one learner's files."""
    top = max(0, len(parts) - below)
    at = next((i for i in range(top, len(parts) - 1) if is_zip(parts[i])), len(parts) - 1)
    folders, own, inner = parts[:at], stem(parts[at]), parts[at + 1 :]
    word, label, copy = _read_name(stem(inner[-1]), inner[:-1], words) if inner else _read_name(own, folders, words)
    deeper = inner[:-1]
    if words.speaks_of_course(word if not inner else own):  # <who>/<exercise>.py
        people = [i for i in range(at) if not words.speaks_of_course(stem(parts[i]))]
        if people:
            depth = people[-1]
            who = stem(parts[depth]) if is_zip(parts[depth]) else parts[depth]
            return Placed(who, word, label, copy, place=(*parts[: depth + 1], *deeper), depth=depth)
    if folders and words.speaks_of_course(folders[-1]):  # <exercise>/<who>.py
        label = label or words.label(folders[-1])
        return Placed(own, word, label, copy, place=(*folders[:-1], own, *deeper), depth=at - 1)
    # only its contents or the teacher can tell which exercise it answers
    owner, depth = (folders[-1], at - 1) if at > top else (own, at)
    return Placed(owner, word, label, copy, place=(*folders, own, *deeper), depth=depth)
