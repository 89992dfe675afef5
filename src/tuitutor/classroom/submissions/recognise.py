"""Files that were handed in -> who answered what, and in which variant. Pure, but for the reader that looks into them.

A variant is drawn for the learner's name as the teacher knows it, and never taken from the answer, since a learner
could then choose one. If an answer says that it is for another variant, the names don't match, and it gets no verdict
instead of a wrong one.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count, takewhile

from msgspec import structs

from tuitutor.classroom.class_verdicts import Ungradable
from tuitutor.classroom.submissions.found import Claim, Collected, Found, Submission, printable
from tuitutor.classroom.submissions.layouts import NBGRADER, CourseWords, is_other_archive, is_zip, place_file, stem
from tuitutor.classroom.submissions.reader import ENDINGS, MANIFEST, Reader
from tuitutor.course.model import Course, Exercise
from tuitutor.errors import Remedy, UsageError

MOST_LEARNERS = 5_000
"""Learners whose files one zip may hold."""
_NO_ZIP = "it is an archive that isn't a zip; it has to be packed as a zip."
_IGNORED = frozenset({"thumbs.db", "desktop.ini", "timestamp.txt"})
_Newest = tuple[int, int, float, str]
_Owner = tuple[str, str, tuple[str, ...]]
_Named = tuple[_Owner, tuple[str, ...]]
"""An owner as the path names them, and the folders above what a system named; none if it was no system."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An answer with its sort key: the newest one counts."""

    submission: Submission
    newest: _Newest


def recognise(found: Iterable[Found], course: Course, reader: Reader, exercise: str = "") -> Collected:
    """The newest answer of each learner to each exercise, and the files without answers.

    `exercise` is the label for files that name none. `reader` looks into the files. A file's data is not kept after its
    answers are read.
    """
    return _Recogniser(course, exercise, reader).collect(found)


class _Recogniser:
    def __init__(self, course: Course, exercise: str, reader: Reader) -> None:
        self._reader = reader
        self._words = CourseWords(course)
        self._exercise = exercise
        self._depths: dict[_Owner, int] = {}
        self._zipped: set[_Owner] = set()  # who are named by the folder that their zip is in
        self._read: list[tuple[_Named, _Candidate]] = []
        self._not_read: list[tuple[_Named, Ungradable]] = []
        self._others: list[tuple[_Named, Ungradable]] = []  # files of kinds that can't be answers
        self._ignored: list[str] = []  # those of nobody
        self._candidates: dict[tuple[_Owner, str], list[_Candidate]] = defaultdict(list)
        self._claims: dict[tuple[str, ...], Mapping[str, Claim]] = {}
        self._folders: dict[str, tuple[str, ...]] = {}  # the folders of each source
        self._added: dict[tuple[str, ...], set[_Owner]] = defaultdict(set)  # the learners in each zip
        self._full: set[tuple[str, ...]] = set()

    def collect(self, found: Iterable[Found]) -> Collected:
        for each in found:
            self._take(each)
        for named, candidate in self._read:
            self._candidates[self._owner(named), candidate.submission.exercise].append(candidate)
        self._keep_assignments_apart()
        known = {owner for owner, _ in self._candidates}
        unread = [(self._owner_of_unread(named, each, known), each) for named, each in self._not_read]
        known |= {owner for owner, _ in unread}
        within = {(system, place[:i]) for system, _, place in known for i in range(len(place) + 1) if place} | known
        others = [(self._owner(named), other) for named, other in self._others]
        alone = [(owner, other) for owner, other in others if owner not in within and owner[::2] not in within]
        unread += alone
        told_of = {other.source for _, other in alone}
        ignored = [*self._ignored, *(other.source for _, other in others if other.source not in told_of)]
        homes = self._homes(known | {owner for owner, _ in unread})
        names = _names(homes.values(), self._depths)
        answers: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
        for (owner, label), candidates in self._candidates.items():
            answers[names[homes[owner]], label] += candidates
        submissions = [self._newest(who, each) for (who, _), each in answers.items()]
        told = [structs.replace(each, who=names[homes[owner]]) for owner, each in unread]
        return Collected(
            tuple(sorted(submissions, key=lambda each: (each.who, each.exercise, each.source))),
            tuple(sorted(told, key=lambda each: (each.who, each.exercise, each.source))),
            tuple(sorted(ignored)),
        )

    @cached_property
    def _systems(self) -> frozenset[tuple[str, ...]]:
        """The folders in which a system has named something."""
        named = [each for each, _ in (*self._read, *self._not_read, *self._others)]
        return frozenset(folder for (system, _, _), folder in named if system)

    def _owner(self, named: _Named) -> _Owner:
        """Whose a file is. What lies beside things that a system named is a learner's own, whatever is named in it."""
        owner, folder = named
        at = next((i for i in range(len(folder)) if folder[:i] in self._systems), None)
        if at is None:
            return owner
        apart = ("", f"{stem(folder[at])}/{owner[1]}", folder[: at + 1])
        self._depths[apart] = at
        return apart

    def _owner_of_unread(self, named: _Named, unread: Ungradable, known: set[_Owner]) -> _Owner:
        """The same; a file that names no exercise belongs to the folder's learner, if that is one of the `known`."""
        system, _, place = owner = self._owner(named)
        if unread.exercise or system or len(place) < 2:
            return owner
        above = ("", place[-2], place[:-1])
        return above if above in known else owner

    def _take(self, found: Found) -> None:
        name = found.parts[-1]
        if name == MANIFEST and not found.problem:
            self._take_manifest(found)
            return
        if not found.problem and is_other_archive(name):
            found = replace(found, problem=_NO_ZIP)
        may_answer = name.lower().endswith(ENDINGS) or found.problem
        placed = place_file(found.parts, found.below, self._words)
        if not may_answer and not placed.system:  # it belongs to the learner whose answers are beside it
            placed = place_file((*found.parts[:-1], self._words.example), found.below, self._words)
        owner = (placed.system, placed.owner, placed.place)
        if self._is_one_too_many(found, owner):
            return
        self._depths[owner] = placed.depth
        if not placed.system and is_zip("".join(found.parts[placed.depth + 1 : placed.depth + 2])):
            self._zipped.add(owner)
        named = owner, found.parts[: placed.below] if placed.system else ()
        source = printable(found.source or "/".join(found.parts))
        label = placed.label or self._exercise
        if found.problem:
            self._not_read.append((named, Ungradable("", label, source, found.problem)))
        elif not may_answer:
            if name.lower() in _IGNORED:
                return
            if not placed.system and found.below <= 1:
                self._ignored.append(source)
                return
            text = "it isn't an answer; hand in a .py file, or a notebook (.ipynb or .md)."
            self._others.append((named, Ungradable("", "", source, text)))
        else:
            try:
                answers = dict(self._reader.answers(found, label, placed.word))
            except UsageError as error:
                self._not_read.append((named, Ungradable("", label, source, str(error), error.remedy)))
                return
            newest = (*placed.order, found.modified, source)
            self._folders[source] = found.parts[:-1]
            for label, answer in answers.items():
                self._read.append((named, _Candidate(Submission("", label, answer, source), newest)))

    def _take_manifest(self, found: Found) -> None:
        """Note what a zip says about its answers."""
        try:
            manifest = self._reader.manifest(found)
        except UsageError:  # what it says never counts
            return
        self._claims[found.parts[:-1]] = manifest.claims

    def _is_one_too_many(self, found: Found, owner: _Owner) -> bool:
        """Whether the file's zip has files of more learners than a zip may add; the first time, that is told."""
        at = next((i for i, part in enumerate(found.parts[:-1]) if is_zip(part)), None)
        if at is None:
            return False
        zipped = found.parts[: at + 1]
        owners = self._added[zipped]
        if owner in owners or len(owners) < MOST_LEARNERS:
            owners.add(owner)
            return False
        if zipped not in self._full:
            self._full.add(zipped)
            name = printable(zipped[-1])
            source = found.source.partition(name)[0] + name
            text = f"it has files of more than {MOST_LEARNERS:,} learners, and the rest isn't read; pack fewer."
            self._not_read.append(((("", stem(name), zipped), ()), Ungradable("", "", source, text)))
            self._depths["", stem(name), zipped] = at
        return True

    def _keep_assignments_apart(self) -> None:
        """An exercise in several nbgrader assignments counts in each. (Or the folders only look like nbgrader's.)"""
        for (owner, label), candidates in list(self._candidates.items()):
            system, name, place = owner
            assignments = [
                self._folders[each.submission.source][len(place)] for each in candidates if system == NBGRADER
            ]
            if len(set(assignments)) > 1:
                del self._candidates[owner, label]
                for assignment, each in zip(assignments, candidates, strict=True):
                    apart = (system, name, (*place, assignment))
                    self._depths[apart] = self._depths[owner]
                    self._candidates[apart, label].append(each)

    def _homes(self, owners: set[_Owner]) -> dict[_Owner, _Owner]:
        """Who each owner is in the end: a folder's learner has the folder's only zip or notebook, too.

        That is so if files beside it name their exercises. Of several zips in one folder, each is a learner's own.
        Where that folder has all that was handed in, it is nobody's, and its files and zips name the learners.
        """
        homes = {owner: (*owner[:2], owner[2][: self._depths[owner] + 1]) for owner in owners}
        zips = {owner[2][: self._depths[owner] + 2] for owner in owners & self._zipped}
        if len(zips) > 1 and len({*homes.values()}) == 1 and owners.isdisjoint(homes.values()):
            for owner in owners:
                system, _, place = owner
                depth = self._depths[owner] + 1
                homes[owner] = own = system, place[depth], place
                self._depths[own] = depth
            return homes
        shared = Counter(homes[owner] for owner in owners if homes[owner] != owner)
        return {owner: home if home in owners and shared[home] == 1 else owner for owner, home in homes.items()}

    def _newest(self, who: str, candidates: list[_Candidate]) -> Submission:
        *others, last = sorted(candidates, key=lambda each: each.newest)
        newest = last.submission
        claims = self._claims.get(self._folders[newest.source], {})
        named = tuple(each.submission.source for each in reversed(others))
        labels = (newest.exercise, *reversed(self._words.exercises[newest.exercise].was))
        claim = next((claims[label] for label in labels if label in claims), None)
        return replace(newest, who=who, others=named, claim=claim)


def _names(owners: Iterable[_Owner], depths: Mapping[_Owner, int]) -> dict[_Owner, str]:
    """A unique name for each owner: those with the same name get the folders that distinguish them."""
    sharing: dict[str, list[_Owner]] = defaultdict(list)
    for owner in sorted(set(owners)):
        sharing[owner[1]].append(owner)
    names: dict[_Owner, str] = {}
    taken: set[str] = set()
    for same in sharing.values():
        places = [owner[2] for owner in same if owner[2]]
        shared = sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, zip(*places, strict=False)))
        for owner in same:
            _, name, place = owner
            rest = place[shared:]  # nothing, if there is one owner of this name
            name = printable("/".join([name, *rest] if depths[owner] < shared else rest) or name)
            numbered = chain([name], (f"{name} ({n})" for n in count(2)))
            names[owner] = next(each for each in numbered if each not in taken)
            taken.add(names[owner])
    return names


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
    at, of = titles.index("who"), titles.index("learner")
    full = [row for row in rows[1:] if len(row) > max(at, of)]
    return {row[at].strip(): row[of].strip() for row in full if row[at].strip() and row[of].strip()}


def only_learner(collected: Collected, learner: str) -> dict[str, str]:
    """The names if everything was handed in by one learner. Raises UsageError if there are several."""
    whose = {each.who for each in collected.submissions}
    if len(whose) > 1:
        some = ", ".join(sorted(whose)[:3])
        raise UsageError(f"There are answers from several learners ({some}); list their names.", Remedy.ONE_LEARNER)
    return dict.fromkeys(whose, learner)


def own_variant(submission: Submission, course: Course, exercise: Exercise, names: Mapping[str, str]) -> Exercise:
    """The learner's variant of the exercise."""
    return course.variant_for(exercise, names.get(submission.who, submission.who))


def without_strangers(collected: Collected, course: Course, names: Mapping[str, str]) -> Collected:
    """What was handed in, with the answers for a variant other than the learner's own moved to the unread files."""
    exercises = {exercise.label: exercise for exercise in course.exercises}
    submissions, unread = [], list(collected.unread)
    for each in collected.submissions:
        drawn = own_variant(each, course, exercises[each.exercise], names).drawn
        claim = each.claim
        if drawn is None or claim is None or claim.variant in (0, drawn.number):
            submissions.append(each)
            continue
        said = f"it is for variant {claim.variant}, drawn for the name '{printable(claim.learner)}'"
        text = f"{said}, but '{each.who}' has {drawn}; the two names have to agree."
        unread.append(Ungradable(each.who, each.exercise, each.source, text, Remedy.NAMES))
    in_order = sorted(unread, key=lambda each: (each.who, each.exercise, each.source))
    return replace(collected, submissions=tuple(submissions), unread=tuple(in_order))
