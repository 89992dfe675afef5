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
from tuitutor.classroom.submissions.found import Claim, Collected, Submission, SubmittedFile, printable
from tuitutor.classroom.submissions.layouts import NBGRADER, CourseWords, is_other_archive, is_zip, place_file, stem
from tuitutor.classroom.submissions.reader import ENDINGS, MANIFEST, Reader
from tuitutor.course.model import Course, Exercise
from tuitutor.errors import Remedy, UsageError

MOST_LEARNERS = 5_000
"""Learners whose files one zip may hold."""
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
    """An answer, the folder of its file, and its sort key: the last one counts."""

    submission: Submission
    folder: _Path
    order: tuple[int, int, float, str]


def recognise(files: Iterable[SubmittedFile], course: Course, reader: Reader, exercise: str = "") -> Collected:
    """The newest answer of each learner to each exercise, and the files without answers.

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
        self._others: list[tuple[_Named, Ungradable]] = []  # files of kinds that can't be answers
        self._ignored: list[str] = []  # the same, without an owner
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
        ignored = [*self._ignored]
        for named, other in self._others:
            owner = self._owner(named)
            if owner in known or (owner.system, owner.place) in above:
                ignored.append(other.source)
            else:
                unread.append((owner, other))
        homes = self._homes(known | {owner for owner, _ in unread})
        names = _names(homes.values(), self._depths)
        answers: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
        for (owner, label), candidates in self._candidates.items():
            answers[names[homes[owner]], label] += candidates
        submissions = [self._newest(who, candidates) for (who, _), candidates in answers.items()]
        problems = [structs.replace(other, who=names[homes[owner]]) for owner, other in unread]
        return Collected(
            tuple(sorted(submissions, key=BY_LEARNER)),
            tuple(sorted(problems, key=BY_LEARNER)),
            tuple(sorted(ignored)),
        )

    # ---- one file

    def _take(self, file: SubmittedFile) -> None:
        name = file.parts[-1]
        if name == MANIFEST and not file.problem:
            self._take_manifest(file)
            return
        if not file.problem and is_other_archive(name):
            file = replace(file, problem=_NO_ZIP)
        may_answer = name.lower().endswith(ENDINGS) or file.problem
        placed = place_file(file.parts, file.below, self._words)
        if not may_answer and not placed.system:  # it belongs to the learner whose answers are beside it
            placed = place_file((*file.parts[:-1], self._words.example), file.below, self._words)
        owner = _Owner(placed.system, placed.owner, placed.place)
        if self._is_one_too_many(file, owner):
            return
        self._depths[owner] = placed.depth
        if not placed.system and is_zip("".join(file.parts[placed.depth + 1 : placed.depth + 2])):
            self._zipped.add(owner)
        named = _Named(owner, file.parts[: placed.below] if placed.system else ())
        source = printable(file.source or "/".join(file.parts))
        label = placed.label or self._exercise
        if file.problem:
            self._not_read.append((named, Ungradable("", label, source, file.problem)))
        elif may_answer:
            self._take_answers(file, named, label, placed.word, source, placed.order)
        elif name.lower() not in _IGNORED:
            if placed.system or file.below > 1:
                problem = "it isn't an answer; hand in a .py file, or a notebook (.ipynb or .md)."
                self._others.append((named, Ungradable("", "", source, problem)))
            else:
                self._ignored.append(source)

    def _take_answers(
        self, file: SubmittedFile, named: _Named, label: str, word: str, source: str, order: tuple[int, int]
    ) -> None:
        try:
            answers = dict(self._reader.answers(file, label, word))
        except UsageError as error:
            self._not_read.append((named, Ungradable("", label, source, str(error), error.remedy)))
            return
        for answered, answer in answers.items():
            submission = Submission("", answered, answer, source)
            self._read.append((named, _Candidate(submission, file.parts[:-1], (*order, file.modified, source))))

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
        every = [named for named, _ in (*self._read, *self._not_read, *self._others)]
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
            assignments = [candidate.folder[len(owner.place)] for candidate in candidates]
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

    def _newest(self, who: str, candidates: list[_Candidate]) -> Submission:
        """The newest of a learner's answers to an exercise, with the sources of the others, newest first."""
        newest, *others = sorted(candidates, key=attrgetter("order"), reverse=True)
        submission, claims = newest.submission, self._claims.get(newest.folder, {})
        labels = (submission.exercise, *reversed(self._words.exercises[submission.exercise].was))
        claim = next((claims[label] for label in labels if label in claims), None)
        return replace(submission, who=who, others=tuple(other.submission.source for other in others), claim=claim)


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
