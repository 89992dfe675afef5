"""Answers that are the same but for names and layout, where that is rare in their class. Pure.

Two such answers prove nothing: to most exercises there is one natural answer, and a course teaches one way to write it.
So what counts is what a pair shares and the rest of the class and the lesson don't have. It is measured in bits, as
compare50 weighs passages by how few have them: what one in eight wrote is worth 3 bits.

- **Choices**: numbers, strings and comments. Two people rarely make several rare ones alike.
- **Manner**: the statements without these, and the names that the answer makes. Who knows another way to build a
  network writes a whole answer in it, so all of manner together counts as one rare choice, and a coin toss (1 bit) for
  each further rare piece.

A pair's bits are added up over all exercises in which their answers are the same, but the same choice, and manner,
count once. They are pointed out if chance would make such a pair in one of 32 classes of that size, were choices
independent. Short answers don't have that many bits, so many copies of them stay unseen: to point at honest learners
is worse. In simulated classes, honest pairs with the same answers had at most 9 of the 16 bits that 60 learners need.

Text is only cut into tokens here, by one expression that is linear in its length; nothing is parsed.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb, log2

_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<text>[rbfuRBFU]{0,2}(?:"
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)'
    r"|'''(?:[^\\]|\\.)*?(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'(?:[^'\\\n]|\\.)*+'?))"
    r"|(?P<number>\d(?:[\w.]|(?<=[eE])[+-](?=\d))*|\.\d(?:\w|(?<=[eE])[+-](?=\d))*)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<end>[\n;])"
    r"|(?P<blank>[^\S\n]+|\\\n)"
    r"|(?P<sign>\*\*=?|//=?|->|[-+*/%@&|^=!<>:]=|.)",
    re.DOTALL,
)
_WORDS = re.compile(r"\w+")
_SURE = 5.0  # bits: chance would make one match in 32 classes
_RARE = 3.0  # bits: a detail that at most one in eight has
_SOME = 2.0  # bits: what more than a quarter has counts nothing
_CROWD = 30  # learners with the same answer: it is everybody's, wherever it is from
_TELLING = ("comment", "text", "name", "number")  # the most telling first
_LONG = 60  # characters of a detail
_SHOWN = 5  # details of what a pair shares

_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")

Token = tuple[str, str, int]
"""A token: what it is, its text, and in how many brackets it stands."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Learners whose answers to these exercises are the same but for names and layout, which is rare in their class.

    `details` are some of the numbers, texts, comments and names that they share and hardly anybody else has.
    """

    who: tuple[str, ...]
    exercises: tuple[str, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """An answer without names and layout, and what it is made of: choices and manner, as the module says."""

    form: str
    choices: frozenset[str]
    manner: frozenset[str]


@dataclass(slots=True)
class _Shared:
    """What a pair shares, each with its bits."""

    exercises: list[str] = field(default_factory=list)
    choices: dict[str, float] = field(default_factory=dict)
    manner: dict[str, float] = field(default_factory=dict)

    def add(self, label: str, choices: Mapping[str, float], manner: Mapping[str, float]) -> None:
        self.exercises.append(label)
        for mine, found in ((self.choices, choices), (self.manner, manner)):
            for detail, bits in found.items():
                mine[detail] = max(bits, mine.get(detail, 0.0))

    @property
    def bits(self) -> float:
        rare = [bits for bits in self.manner.values() if bits >= _RARE]
        chosen = sum(bits for bits in self.choices.values() if bits >= _SOME)
        return chosen + (max(rare) + len(rare) - 1 if rare else 0.0)


def alike(
    answers: Mapping[str, Mapping[str, str]], given: Mapping[str, Sequence[str]], *, quote: bool = True
) -> list[Alike]:
    """Whose answers are rarely alike. `answers`: exercise -> learner -> text; `given`: exercise -> what all had.

    Without `quote` no word of an answer is among the details. Learners who are linked by pairs are told together.
    """
    shared: dict[tuple[str, str], _Shared] = defaultdict(_Shared)
    for label, texts in answers.items():
        known = _Known(given.get(label, ()))
        shapes = {who: _shape(text) for who, text in texts.items()}
        counts = Counter(detail for shape in shapes.values() for detail in (*shape.choices, *shape.manner))
        forms: dict[str, list[str]] = defaultdict(list)
        for who, shape in sorted(shapes.items()):
            if shape.form:
                forms[shape.form].append(who)
        for learners in forms.values():
            if not 1 < len(learners) <= _CROWD:
                continue
            for pair in combinations(learners, 2):
                one, other = (shapes[who] for who in pair)
                # the surprise of each detail, of which one more with and without it are taken for granted
                weighed = [
                    {
                        detail: log2(len(shapes) / (counts[detail] - 1))
                        for detail in mine & theirs
                        if detail not in known
                    }
                    for mine, theirs in ((one.choices, other.choices), (one.manner, other.manner))
                ]
                shared[pair].add(label, *weighed)
    everybody = {who for texts in answers.values() for who in texts}
    enough = _SURE + log2(max(1, comb(len(everybody), 2)))
    rare = {pair: found for pair, found in shared.items() if found.bits >= enough}
    return [_told(group, rare, quote) for group in _linked(rare)]


def _linked(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    groups: list[set[str]] = []
    for pair in pairs:
        joined = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in joined]
        groups.append(set(pair).union(*joined))
    return sorted(sorted(group) for group in groups)


def _told(group: Sequence[str], rare: Mapping[tuple[str, str], _Shared], quote: bool) -> Alike:
    found = [each for pair, each in rare.items() if pair[0] in group]
    exercises = sorted({label for each in found for label in each.exercises})
    details = set()
    for each in found:
        for detail, bits in (*each.choices.items(), *each.manner.items()):
            kind, _, text = detail.partition(" ")
            if bits >= _RARE and kind in (_TELLING if quote else ("number",)):
                details.add((_TELLING.index(kind), text if len(text) <= _LONG else f"{text[:_LONG]}…"))
    return Alike(tuple(group), tuple(exercises), tuple(text for _, text in sorted(details)[:_SHOWN]))


# ---- what an answer is made of


class _Known:
    """What all learners were given: details in it are nobody's own."""

    def __init__(self, texts: Sequence[str]) -> None:
        shapes = [_shape(text) for text in texts]
        self._details = {detail for shape in shapes for detail in (*shape.choices, *shape.manner)}
        words = "\n".join(texts)
        self._numbers = {_number(token) for token in re.findall(r"[\d.]*\d(?:e[+-]?\d+)?", words.replace(",", ""))}
        self._words = _folded(words)

    def __contains__(self, detail: str) -> bool:
        kind, _, text = detail.partition(" ")
        if detail in self._details or (kind == "number" and text in self._numbers):
            return True
        return kind in ("text", "comment", "name") and f" {_folded(text)} " in f" {self._words} "


def _shape(text: str) -> _Shape:
    tokens = [
        (found.lastgroup or "", found[0]) for found in _TOKEN.finditer(text) if found.lastgroup not in (None, "blank")
    ]
    comments = [_folded(said) for kind, said in tokens if kind == "comment"]
    lines = [*_statements(token for token in tokens if token[0] != "comment")]
    own = _own_names(lines)
    numbered: dict[str, str] = {}
    choices = {f"comment {said}" for said in comments if " " in said}
    manner = {f"name {name}" for name in own if len(name) > 1}
    form = []
    for line in lines:
        bare = []
        for at, (kind, said, depth) in enumerate(line):
            if kind == "text":
                word = said.lstrip("rbfuRBFU").strip("'\"")
                choices.add(f"text {word}")
                if "f" in said[:2].lower():
                    word = _WORDS.sub(lambda found: numbered.get(found[0], found[0]), word)
                said, without = repr(word), "''"
            elif kind == "number":
                said, without = _number(said), "0"
                choices.add(f"number {said}")
            elif kind == "name" and said in own and not _is_of_another(line, at, depth):
                said, without = numbered.setdefault(said, f"name{len(numbered)}"), "_"
            else:
                without = said
            form.append(said)
            bare.append(without)
        if line[-1][1] != ":":  # its block may stand in the same line
            form.append("\n")
        manner.add(f"statement {' '.join(bare)}")
    return _Shape(" ".join(form), frozenset(choices - {"text "}), frozenset(manner))


def _statements(tokens: Iterable[tuple[str, str]]) -> Iterator[list[Token]]:
    """The tokens of each statement, without commas before a closing bracket."""
    line: list[Token] = []
    depth = 0
    for kind, said in tokens:
        if kind == "end":
            if depth == 0 and line:
                yield line
                line = []
            continue
        if kind == "sign" and said in _CLOSE:
            depth = max(0, depth - 1)
            if line and line[-1][1] == ",":
                line.pop()
        line.append((kind, said, depth))
        depth += kind == "sign" and said in _OPEN
    if line:
        yield line


def _own_names(lines: Sequence[Sequence[Token]]) -> set[str]:
    """The names that an answer makes: by `=`, `:=`, `for`, `as`, `def`, `class`, `lambda`, and as parameters."""
    own: set[str] = set()
    for line in lines:
        if (equals := next((at for at, token in enumerate(line) if token[1:] == ("=", 0)), None)) is not None:
            own.update(
                said
                for at, (kind, said, depth) in enumerate(line[:equals])
                if kind == "name"
                and not (
                    _is_of_another(line, at, depth) or line[at + 1][1] in _OPEN or (depth and line[at - 1][1] == "[")
                )
            )
        making = ""  # what makes the names that are met
        for at, (kind, said, depth) in enumerate(line):
            if said in ("for", "def", "class", "lambda", "as"):
                making = said
            elif (making, said) in (("for", "in"), ("lambda", ":")) or (making, said, depth) == ("def", ":", 0):
                making = ""
            elif kind == "name" and making and line[at - 1][1] not in ("=", ".", ":", "->"):
                own.add(said)
                making = "" if making in ("class", "as") else making
            elif kind == "name" and at + 1 < len(line) and line[at + 1][1] == ":=":
                own.add(said)
    return {name for name in own if not keyword.iskeyword(name)}


def _is_of_another(line: Sequence[Token], at: int, depth: int) -> bool:
    """Whether a name belongs to something else: it is an attribute, or an argument's in a call."""
    after = line[at + 1][1] if at + 1 < len(line) else ""
    is_definition = line[0][1] in ("def", "async")
    return (at > 0 and line[at - 1][1] == ".") or (depth > 0 and after == "=" and not is_definition)


def _number(said: str) -> str:
    """A number in one way of writing: 1e-3 is 0.001."""
    try:
        return format(float(said.replace("_", "")), "g")
    except ValueError:
        return said.lower()


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
