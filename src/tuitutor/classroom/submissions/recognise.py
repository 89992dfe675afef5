"""Submitted files -> learners' answers, and the variants to grade them in. Pure, but for the reader.

A variant is drawn for the teacher's name of the learner. It is never taken from the answer, since learners could then
choose. An answer that claims another variant gets no verdict instead of a wrong verdict: the two names differ.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import chain, count, takewhile
from operator import attrgetter
from typing import NamedTuple

from msgspec import structs

from tuitutor.classroom.class_verdicts import BY_LEARNER, Ungradable
from tuitutor.classroom.submissions.found import Claim, Collected, Submission, SubmittedFile, printable, text_of
from tuitutor.classroom.submissions.layouts import (
    NBGRADER,
    CourseWords,
    Placed,
    is_other_archive,
    is_zip,
    place_file,
    stem,
)
from tuitutor.classroom.submissions.reader import ENDINGS, MANIFEST, Reader
from tuitutor.course.model import Course, Exercise
from tuitutor.errors import Remedy, UsageError
from tuitutor.spelling import all_of

MOST_LEARNERS = 5_000
"""Learners whose files one zip may hold."""
_NO_ANSWER = "it isn't an answer; hand in a .py file, or a notebook (.ipynb or .md)."
_NO_ZIP = "it is an archive that isn't a zip; it has to be packed as a zip."
_IGNORED = frozenset({"thumbs.db", "desktop.ini", "timestamp.txt"})
_Path = tuple[str, ...]


class _Owner(NamedTuple):
    """A learner as a path names them; see `layouts.Placed`."""

    system: str
    name: str
    place: _Path


class _Named(NamedTuple):
    """The owner of a file as its path names them, and the folders above the system's name; () without a system."""

    owner: _Owner
    folder: _Path


class _Candidate(NamedTuple):
    """An answer, the path and the name of its file, and its sort key: of those with the `exact` name of the exercise
    or lesson the last one counts.
    """

    submission: Submission
    parts: _Path
    word: str
    exact: bool
    order: tuple[int, int, float, str]


class _Other(NamedTuple):
    """A file of a kind that can't be an answer. It belongs to the learner whose answers are beside it, or else to the
    one whom it names: the owners in `named`. If it isn't `in_folder` of a learner, it may be nobody's.
    """

    named: tuple[_Named, ...]
    file: Ungradable
    in_folder: bool


def recognise(files: Iterable[SubmittedFile], course: Course, reader: Reader, exercise: str = "") -> Collected:
    """The answer of each learner to each exercise, and all other files.

    `exercise` is the label for files whose paths name none. `reader` looks into the files. A file's data is not needed
    after its answers are read.
    """
    return _Recogniser(course, exercise, reader).collect(files)


class _Recogniser:
    def __init__(self, course: Course, exercise: str, reader: Reader) -> None:
        self._reader = reader
        self._words = CourseWords(course)
        self._exercise = exercise
        self._depths: dict[_Owner, int] = {}  # the index of the name in the owner's place
        self._zipped: set[_Owner] = set()  # owners named by the folder that their zip is in
        self._read: list[tuple[_Named, _Candidate]] = []
        self._not_read: list[tuple[_Named, Ungradable]] = []
        self._others: list[_Other] = []
        self._candidates: dict[tuple[_Owner, str], list[_Candidate]] = defaultdict(list)
        self._claims: dict[_Path, Mapping[str, Claim]] = {}  # by the folder of the manifest
        self._added: dict[_Path, set[_Owner]] = defaultdict(set)  # the owners in each zip
        self._full: set[_Path] = set()

    def collect(self, files: Iterable[SubmittedFile]) -> Collected:
        for file in files:
            self._take(file)
        for named, candidate in self._read:
            self._candidates[self._owner(named), candidate.submission.exercise].append(candidate)
        self._keep_assignments_apart()
        known = {owner for owner, _ in self._candidates}
        unread = [(self._owner_of_unread(named, other, known), other) for named, other in self._not_read]
        known |= {owner for owner, _ in unread}
        above = {(owner.system, owner.place[:i]) for owner in known for i in range(len(owner.place) + 1) if owner.place}
        nobodys = []
        for other in self._others:
            owners = [self._owner(named) for named in other.named]
            owner = next((owner for owner in owners if owner in known), None)
            if owner is None and other.in_folder:
                owner = next((owner for owner in owners if (owner.system, owner.place) not in above), None)
            if owner is None:
                nobodys.append(other.file)
            else:
                unread.append((owner, other.file))
        homes = self._homes(known | {owner for owner, _ in unread})
        names = _names(homes.values(), self._depths)
        answers: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
        for (owner, label), candidates in self._candidates.items():
            answers[names[homes[owner]], label] += candidates
        problems = [structs.replace(other, who=names[homes[owner]]) for owner, other in unread] + nobodys
        submissions = []
        for (who, _), candidates in answers.items():
            submission, unused = self._choose(who, candidates)
            submissions += [submission] if submission is not None else []
            problems += unused
        return Collected(tuple(sorted(submissions, key=BY_LEARNER)), tuple(sorted(problems, key=BY_LEARNER)))

    # ---- one file

    def _take(self, file: SubmittedFile) -> None:
        name = file.parts[-1]
        if name == MANIFEST and not file.problem:
            self._take_manifest(file)
            return
        if not file.problem and is_other_archive(name):
            file = replace(file, problem=_NO_ZIP)
        may_answer = bool(name.lower().endswith(ENDINGS) or file.problem)
        word = name if may_answer else f"{name.rpartition('.')[0] or name}.py"
        placed = place_file((*file.parts[:-1], word), file.below, self._words)
        named = [self._named(file, placed)]
        if not may_answer and not placed.system:
            beside = place_file((*file.parts[:-1], self._words.example), file.below, self._words)
            named.insert(0, self._named(file, beside))
        if self._is_one_too_many(file, named[0].owner):
            return
        source = printable(file.source or "/".join(file.parts))
        label = placed.label or self._exercise
        other = Ungradable("", label, source, file.problem, file.remedy, _path(file.parts))
        if file.problem:
            self._not_read.append((named[0], other))
        elif may_answer:
            self._take_answers(file, named[0], other, placed)
        elif name.lower() not in _IGNORED:
            other = structs.replace(other, problem=_NO_ANSWER)
            self._others.append(_Other(tuple(named), other, bool(placed.system or file.below > 1)))

    def _named(self, file: SubmittedFile, placed: Placed) -> _Named:
        owner = _Owner(placed.system, placed.owner, placed.place)
        self._depths[owner] = placed.depth
        if not placed.system and is_zip("".join(file.parts[placed.depth + 1 : placed.depth + 2])):
            self._zipped.add(owner)
        return _Named(owner, file.parts[: placed.below] if placed.system else ())

    def _take_answers(self, file: SubmittedFile, named: _Named, other: Ungradable, placed: Placed) -> None:
        try:
            answers = dict(self._reader.answers(file, other.exercise, placed.word))
        except UsageError as error:
            self._not_read.append((named, structs.replace(other, problem=str(error), remedy=error.remedy)))
            return
        order = (*placed.order, file.modified, other.source)
        for answered, answer in answers.items():
            submission = Submission("", answered, answer, other.source, other.path)
            word = stem(file.parts[-1]) if placed.copy else placed.word
            exact = not placed.copy and self._words.has(word)
            self._read.append((named, _Candidate(submission, file.parts, word, exact, order)))

    def _take_manifest(self, file: SubmittedFile) -> None:
        try:
            manifest = self._reader.manifest(file)
        except UsageError:  # its claims never count
            return
        self._claims[file.parts[:-1]] = manifest.claims

    def _is_one_too_many(self, file: SubmittedFile, owner: _Owner) -> bool:
        """Whether the file's zip has files of more learners than it may; the first such file becomes a problem."""
        at = next((i for i, part in enumerate(file.parts[:-1]) if is_zip(part)), None)
        if at is None:
            return False
        zipped = file.parts[: at + 1]
        owners = self._added[zipped]
        if owner in owners or len(owners) < MOST_LEARNERS:
            owners.add(owner)
            return False
        if zipped not in self._full:
            self._full.add(zipped)
            name = printable(zipped[-1])
            source = file.source.partition(name)[0] + name
            problem = f"it has files of more than {MOST_LEARNERS:,} learners, and the rest isn't read; pack fewer."
            of_zip = _Owner("", stem(name), zipped)
            self._not_read.append((_Named(of_zip, ()), Ungradable("", "", source, problem)))
            self._depths[of_zip] = at
        return True

    # ---- owners, once all files are known

    @cached_property
    def _systems(self) -> frozenset[_Path]:
        """The folders in which a system named something."""
        every = [named for named, _ in (*self._read, *self._not_read)]
        every += [named for other in self._others for named in other.named]
        return frozenset(named.folder for named in every if named.owner.system)

    def _owner(self, named: _Named) -> _Owner:
        """The owner of a file. A folder beside the folders that a system named has an owner of its own."""
        owner, folder = named
        at = next((i for i in range(len(folder)) if folder[:i] in self._systems), None)
        if at is None:
            return owner
        apart = _Owner("", f"{stem(folder[at])}/{owner.name}", folder[: at + 1])
        self._depths[apart] = at
        return apart

    def _owner_of_unread(self, named: _Named, unread: Ungradable, known: set[_Owner]) -> _Owner:
        """The owner of a file; if it names no exercise, the learner of its folder, if `known`."""
        owner = self._owner(named)
        if unread.exercise or owner.system or len(owner.place) < 2:
            return owner
        above = _Owner("", owner.place[-2], owner.place[:-1])
        return above if above in known else owner

    def _keep_assignments_apart(self) -> None:
        """Count an exercise in each of several nbgrader assignments. (Or the folders only look like nbgrader's.)"""
        for (owner, label), candidates in list(self._candidates.items()):
            if owner.system != NBGRADER:
                continue
            assignments = [candidate.parts[len(owner.place)] for candidate in candidates]
            if len(set(assignments)) > 1:
                del self._candidates[owner, label]
                for assignment, candidate in zip(assignments, candidates, strict=True):
                    apart = owner._replace(place=(*owner.place, assignment))
                    self._depths[apart] = self._depths[owner]
                    self._candidates[apart, label].append(candidate)

    def _homes(self, owners: set[_Owner]) -> dict[_Owner, _Owner]:
        """The final owner for each owner: the learner of a folder also owns the folder's only zip or notebook.

        Files beside these must name their exercises. Several zips in a folder have different owners. If the folder has
        all submitted files, it is nobody's, and its files and zips name the learners.
        """
        homes = {owner: owner._replace(place=owner.place[: self._depths[owner] + 1]) for owner in owners}
        zips = {owner.place[: self._depths[owner] + 2] for owner in owners & self._zipped}
        if len(zips) > 1 and len(set(homes.values())) == 1 and owners.isdisjoint(homes.values()):
            for owner in owners:
                depth = self._depths[owner] + 1
                homes[owner] = owner._replace(name=owner.place[depth])
                self._depths[homes[owner]] = depth
            return homes
        shared = Counter(home for owner, home in homes.items() if home != owner)
        return {owner: home if home in owners and shared[home] == 1 else owner for owner, home in homes.items()}

    def _choose(self, who: str, candidates: list[_Candidate]) -> tuple[Submission | None, list[Ungradable]]:
        """A learner's answer to an exercise, and the other files with different ones; no answer if it can't be told."""
        chosen, *others = sorted(candidates, key=attrgetter("exact", "order"), reverse=True)
        submission = chosen.submission
        label, text = submission.exercise, text_of(submission.answer) if others else ""
        others = [other for other in others if text_of(other.submission.answer) != text]
        names = [candidate.parts[-1] for candidate in (chosen, *others)]
        if chosen.exact or all(other.word == chosen.word for other in others):
            claims = self._claims.get(chosen.parts[:-1], {})
            labels = (label, *reversed(self._words.exercises[label].was))
            claim = next((claims[label] for label in labels if label in claims), None)
            unused = []
            for other, name in zip(others, names[1:], strict=True):
                graded = "a newer one" if name == names[0] else printable(names[0])
                unused.append(_unused(who, other, f"it isn't used, since {graded} is the answer to '{label}'."))
            return replace(submission, who=who, claim=claim), unused
        every = all_of([printable(name) for name in sorted(names)])
        problem = f"{every} are different answers to '{label}'; leave one, or name it {label}.py."
        return None, [_unused(who, candidate, problem) for candidate in (chosen, *others)]


def _unused(who: str, candidate: _Candidate, problem: str) -> Ungradable:
    submission = candidate.submission
    return Ungradable(who, submission.exercise, submission.source, problem, path=submission.path)


def _path(parts: _Path) -> str:
    return printable("/" + "/".join(parts))


def _names(owners: Iterable[_Owner], depths: Mapping[_Owner, int]) -> dict[_Owner, str]:
    """Unique names of the owners: equal names get the folders that distinguish them."""
    by_name: dict[str, list[_Owner]] = defaultdict(list)
    for owner in sorted(set(owners)):
        by_name[owner.name].append(owner)
    names: dict[_Owner, str] = {}
    taken: set[str] = set()
    for same in by_name.values():
        places = [owner.place for owner in same if owner.place]
        shared = sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, zip(*places, strict=False)))
        for owner in same:
            rest = owner.place[shared:]  # nothing, if there is one owner of this name
            parts = [owner.name, *rest] if depths[owner] < shared else rest
            name = printable("/".join(parts) or owner.name)
            numbered = chain([name], (f"{name} ({n})" for n in count(2)))
            names[owner] = next(candidate for candidate in numbered if candidate not in taken)
            taken.add(names[owner])
    return names


# ---- learners' names and variants


def read_names(data: bytes) -> dict[str, str]:
    """Maps the teacher's names for learners to the learners' own, from a CSV with the columns `who` and `learner`.

    Raises UsageError, a sentence without the file's name.
    """
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except UnicodeDecodeError:
        raise UsageError("it isn't UTF-8; save it as UTF-8.") from None
    except csv.Error as error:
        raise UsageError(f"it isn't a CSV: {error}.") from None
    titles = [title.strip().casefold() for title in rows[0]] if rows else []
    if not {"who", "learner"} <= set(titles):
        raise UsageError("it has no columns 'who' and 'learner'; put these two names in its first line.")
    who, learner = titles.index("who"), titles.index("learner")
    pairs = [(row[who].strip(), row[learner].strip()) for row in rows[1:] if len(row) > max(who, learner)]
    return {ours: theirs for ours, theirs in pairs if ours and theirs}


def only_learner(collected: Collected, learner: str) -> dict[str, str]:
    """The names if everything was handed in by one learner. Raises UsageError if there are several."""
    names = {submission.who for submission in collected.submissions}
    if len(names) > 1:
        some = ", ".join(sorted(names)[:3])
        raise UsageError(f"There are answers from several learners ({some}); list their names.", Remedy.ONE_LEARNER)
    return dict.fromkeys(names, learner)


def own_variant(submission: Submission, exercise: Exercise, course: Course, names: Mapping[str, str]) -> Exercise:
    """The learner's variant of the exercise. Raises UsageError if the answer claims to be for another variant."""
    who, claim = submission.who, submission.claim
    variant = course.variant_for(exercise, names.get(who, who))
    if variant.drawn is not None and claim is not None and claim.variant not in (0, variant.drawn.number):
        claimed = f"it is for variant {claim.variant}, drawn for the name '{printable(claim.learner)}'"
        agree = f"but '{who}' has {variant.drawn}; the two names have to agree."
        raise UsageError(f"{claimed}, {agree}", Remedy.NAMES)
    return variant
