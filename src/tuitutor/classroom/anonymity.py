"""Reports without names, to show to others: each learner gets a pseudonym, which stays theirs. Pure.

The list of pseudonyms is the only key. They are drawn by chance: one that followed from a name could be found out by
trying names, and numbers in the order of names would say too much.

In what was said about answers (messages, tracebacks, files) a name is found by its words, in any case: `Ada Lovelace`,
`lovelace, ada` or `ada_lovelace_4711`. A single word of it counts if it isn't one of the course or of Python, or else
only as it is written in the name: a `max` in an error message is no learner's. Folders are cut off paths, since they
have logins that nobody lists here.
"""

from __future__ import annotations

import builtins
import csv
import io
import keyword
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from random import Random
from typing import Any, TypeVar

import msgspec

from tuitutor.classroom.class_verdicts import Mark, Received, Unread
from tuitutor.classroom.reports.class_findings import given_in
from tuitutor.classroom.reports.inert import cell
from tuitutor.course.model import Course
from tuitutor.errors import UsageError

_COLUMNS = ("who", "pseudonym")
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"(?<!\w)(?:'[^'\n]*'|\"[^\"\n]*\")(?!\w)")
_PATH = re.compile(
    r"(?P<quote>['\"`])(?:[A-Za-z]:)?[~/\\][^'\"`\n]*[/\\](?P<quoted>[^'\"`\n]*)(?P=quote)"
    r"|(?<![\w.)\]/\\])(?:[A-Za-z]:\\|~?/)(?:[^\s'\"`<>|:;,()/\\]+[/\\])+(?P<last>[^\s'\"`<>|:;,()/\\]*)"
)
_ENDING = re.compile(r"\.[a-z0-9]{1,6}$")
_LONGEST = 12  # words of a name that are compared
_APART = 3  # characters between two words of a name
_SHORTEST, _DIGITS = 3, 5  # a shorter word or number alone says nothing of a name
_SOMEBODY = "a-learner"  # several have that name
_KEPT = frozenset({"exercise", "version", "verdict", "provenance", "name"})
"""Fields that are the course's, or say which."""
T = TypeVar("T", Mark, Unread, Received)
_OURS = frozenset({*keyword.kwlist, *dir(builtins), "learner", "py", "line", "file", "module"})


def read_pseudonyms(data: bytes) -> dict[str, str]:
    """The pseudonym of each name, written as in a cell of the list. Raises UsageError, without the file's name."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise UsageError("it isn't a CSV in UTF-8; restore it, or delete it for new pseudonyms.") from None
    names: dict[str, str] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        if len(row) < len(_COLUMNS) or not re.fullmatch(r"[\w-]{1,64}", row[1]) or row[1] in names.values():
            found = f"line {number}: found the pseudonym '{row[1] if len(row) > 1 else ''}'"
            raise UsageError(f"{found}; each has to be of letters, digits and -, and nobody else's.")
        names[row[0]] = row[1]
    return names


def write_pseudonyms(known: dict[str, str], names: Mapping[str, str]) -> str:
    """The list as a CSV, whose names are no formulas; those that were `known` stay in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(sorted((known | {cell(who): pseudonym for who, pseudonym in names.items()}).items()))
    return text.getvalue()


def with_pseudonyms(whose: Iterable[str], known: Mapping[str, str], chance: Random) -> dict[str, str]:
    """Each learner's pseudonym: the one that is known, or a new one."""
    taken, names = set(known.values()), {who: known.get(cell(who), "") for who in whose}
    missing = [who for who, pseudonym in names.items() if not pseudonym]
    digits = max(3, len(str(2 * (len(known) + len(missing)))))
    free = [name for number in range(10 ** (digits - 1), 10**digits) if (name := f"learner-{number}") not in taken]
    return names | dict(zip(missing, chance.sample(free, len(missing)), strict=True))


class Anonymous:
    """Takes names out of what is reported. A word of the `course` is not taken for a name."""

    def __init__(self, pseudonyms: Mapping[str, str], course: Course | None = None) -> None:
        self._pseudonyms = pseudonyms
        texts = () if course is None else _texts(course)
        self._known = _OURS | {word.casefold() for text in texts for word in _WORD.findall(text)}
        forms: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._unspaced: dict[str, str] = {}  # names in a writing without case, which puts no blanks between words
        for who, pseudonym in pseudonyms.items():
            for form in _forms(who):
                forms[form].add(pseudonym)
                if not form[0].isascii() and form[0].lower() == form[0].upper():
                    self._unspaced["".join(form)] = pseudonym
        self._forms: dict[str, list[tuple[tuple[str, ...], set[str]]]] = defaultdict(list)
        for form in sorted(forms, key=len, reverse=True):
            self._forms[form[0]].append((form, forms[form]))
        self._whole = {pseudonym: "".join(_names(who)) for who, pseudonym in pseudonyms.items()}
        self._spelt = {word for who in pseudonyms for word in _WORD.findall(unicodedata.normalize("NFC", who))}

    def those(self, found: Iterable[T]) -> list[T]:
        """All of them, in the order of their pseudonyms: that of their names would say too much."""
        return sorted(map(self.of, found), key=attrgetter("who", "exercise"))

    def of(self, each: T) -> T:
        """A mark, or a file that was received, with a pseudonym and without names."""
        pseudonym = self._pseudonyms[each.who]
        ending = _ENDING.search(each.source.lower())
        source = f"{pseudonym}{ending[0] if ending else ''}"
        if isinstance(each, Received):
            return msgspec.structs.replace(each, who=pseudonym, source=source)
        if isinstance(each, Unread):
            problem = _QUOTED.sub("'…'", self.hide(each.problem, pseudonym))  # a file's own words
            return msgspec.structs.replace(each, who=pseudonym, source=source, problem=problem)
        hidden = self._in(msgspec.to_builtins(each), pseudonym)
        return msgspec.convert({**hidden, "who": pseudonym, "source": source}, Mark)

    def hide(self, text: str, own: str = "") -> str:
        """The text without names and folders. `own` is the pseudonym of the learner that it is about."""
        if not text:
            return text
        text = unicodedata.normalize("NFC", text)
        found = [*_WORD.finditer(text)]
        pieces, end, at = [], 0, 0
        while at < len(found):
            named = self._named(found[at : at + _LONGEST], own)
            if named is None:
                at += 1
                continue
            many, pseudonym = named
            pieces += [text[end : found[at].start()], pseudonym]
            end, at = found[at + many - 1].end(), at + many
        text = "".join([*pieces, text[end:]])
        if not text.isascii():
            for name, pseudonym in self._unspaced.items():
                text = text.replace(name, pseudonym)
        return _PATH.sub(_last, text)

    def _named(self, words: Sequence[re.Match[str]], own: str) -> tuple[int, str] | None:
        """How many words from here are a name, and whose; None if they are none."""
        first = words[0][0]
        is_spelt = (
            first in self._spelt and first != first.lower()
        )  # as in a name, and as the course's word isn't otherwise
        for form, whose in self._forms.get(first.casefold(), ()):
            if tuple(word[0].casefold() for word in words[: len(form)]) != form:
                continue
            if any(after.start() - word.end() > _APART for word, after in pairwise(words[: len(form)])):
                continue
            if len(form) == 1 and form[0] in self._known and not is_spelt:
                continue
            return len(form), own if own in whose else next(iter(whose)) if len(whose) == 1 else _SOMEBODY
        word, whole = first.casefold(), self._whole.get(own, "")
        # Canvas writes a name as one word
        if len(word) >= _SHORTEST and word not in self._known and (whole.startswith(word) or whole.endswith(word)):
            return 1, own
        return None

    def _in(self, value: Any, own: str) -> Any:
        match value:
            case str():
                return self.hide(value, own)
            case dict():
                if "filename" in value:  # all of it is a path
                    value = {**value, "filename": re.split(r"[/\\]", value["filename"])[-1]}
                return {key: each if key in _KEPT else self._in(each, own) for key, each in value.items()}
            case list() | tuple():
                return [self._in(each, own) for each in value]
            case _:
                return value


def _texts(course: Course) -> Iterator[str]:
    for lesson in course.lessons:
        yield from given_in(lesson)
        for exercise in lesson.exercises:
            yield from (exercise.title, *(text for check in exercise.checks for text in (check.name, check.feedback)))


def _names(who: str) -> tuple[str, ...]:
    """The words of a name without numbers at its end, which systems add."""
    words = tuple(word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", who)))
    while len(words) > 1 and words[-1].isdigit():
        words = words[:-1]
    return words


def _forms(who: str) -> Iterator[tuple[str, ...]]:
    """The words by which a learner is named: all, those without a number at the end, either way round, and each."""
    words = tuple(word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", who)))
    names = _names(who)
    for form in (words, names, (*names[1:], *names[:1]), (*names[-1:], *names[:-1])):
        if len(form) > 1:
            yield form[:_LONGEST]
    for word in names:
        if len(word) >= (_DIGITS if word.isdigit() else _SHORTEST) or (len(names) == 1 and not word.isdigit()):
            yield (word,)


def _last(path: re.Match[str]) -> str:
    return f"{path['quote']}…/{path['quoted']}{path['quote']}" if path["quote"] else f"…/{path['last']}"
