"""Reading code up to the cursor while it is typed. It rarely parses, so nothing here relies on that, or raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from keyword import iskeyword
from typing import Literal

Kind = Literal["comment", "string", "open", "name", "number", "newline", "sign"]
_TOKENS = re.compile(
    r"""(?P<comment>\#[^\n]*)
    | (?P<string>[rbufRBUF]{0,2}(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''
        |\"(?!\"\")(?:\\.|[^"\\\n])*\"|'(?!'')(?:\\.|[^'\\\n])*'))
    | (?P<open>[rbufRBUF]{0,2}(?:\"\"\".*|'''.*|\"[^\n]*|'[^\n]*))
    | (?P<name>[^\W\d]\w*)
    | (?P<number>\d[\w.]*)
    | (?P<newline>\n)
    | (?P<sign>[-+*/%&|^=!<>:]=|\S)""",
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "([{", ")]}"
NAMING = frozenset({"def", "class", "as", "for", "global", "nonlocal", "lambda", "del"})
"""Words after which a name is one that the code makes up."""
_ALIKE = "tensorflow.keras"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of code; an "open" one is an unclosed string."""

    kind: Kind
    text: str
    start: int
    end: int


Statement = list[Token]


@dataclass(frozen=True, slots=True)
class Argument:
    """The argument at the cursor, in an open `bracket`: the `number`-th, from 0, or the one called `name`.

    `calls`: the bracket belongs to a call, of `function` if that is a plain dotted name. `given` are the names of
    earlier keyword arguments.
    """

    bracket: str
    calls: bool
    function: tuple[str, ...]
    number: int
    name: str
    given: frozenset[str]


@dataclass(slots=True)
class Bindings:
    """The meanings of names, as far as they are clear: full names of modules and members (`paths`), the call that made
    a value (`made`), and the call that makes a function's result (`results`).

    `names` are all names that the code binds, in order.
    """

    paths: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)

    def bind(self, name: str) -> None:
        """Bind the name, and forget its earlier meaning."""
        if iskeyword(name):
            return
        for known in (self.paths, self.made, self.results):
            known.pop(name, None)
        self.names[name] = None

    def path(self, chain: tuple[str, ...]) -> str:
        """The full name of a dotted chain; "" if its first name is not known."""
        beginning = self.paths.get(chain[0], "") if chain else ""
        return in_keras(".".join((beginning, *chain[1:]))) if beginning else ""


def in_keras(path: str) -> str:
    """The full name, with `keras` for TensorFlow's name for it."""
    return path.replace(_ALIKE, "keras", 1) if path.startswith(_ALIKE) else path


def tokens(text: str) -> list[Token]:
    """The tokens of the text, without whitespace."""
    return [Token(match.lastgroup or "sign", match[0], *match.span()) for match in _TOKENS.finditer(text)]  # type: ignore[arg-type]


def statements(pieces: list[Token]) -> Iterator[Statement]:
    """Logical lines; the last may be incomplete. An unclosed bracket ends at a line with a name in the first column."""
    statement: Statement = []
    depth = 0
    margin = 0  # where the line began
    for piece in pieces:
        if piece.kind == "newline":
            margin = piece.end
            if depth == 0:
                yield statement
                statement = []
            continue
        if depth and piece.kind == "name" and piece.start == margin:
            yield statement
            statement, depth = [], 0
        if piece.kind == "sign":
            depth = max(0, depth + (piece.text in _OPENING) - (piece.text in _CLOSING))
            if depth == 0 and piece.text == ";":
                yield statement
                statement = []
                continue
        if piece.kind != "comment":
            statement.append(piece)
    yield statement


def bound(before: Iterator[Statement] | list[Statement]) -> Bindings:
    """What names refer to after these statements."""
    found, function = Bindings(), ""
    for statement in before:
        match [piece.text for piece in statement]:
            case ["import", *rest]:
                _import(found, rest)
            case ["from", *rest] if "import" in rest:
                _import_from(found, rest)
            case ["def", name, *_]:
                function = name
                found.bind(name)
                for first, second in pairwise(statement[2:]):
                    if first.text in "(,*" and second.kind == "name":
                        found.bind(second.text)
            case ["return", *_] if function:
                _, made = _value(found, statement[1:])
                found.results |= {function: made} if made else {}
            case ["class", name, *_]:
                found.bind(name)
            case ["for" | "with", *_] | ["async", *_]:
                _bind_inside(found, statement)
            case [name, "=", *_]:
                path, made = _value(found, statement[2:])
                found.bind(name)
                found.paths |= {name: path} if path else {}
                found.made |= {name: made} if made else {}
            case _:
                for target in _targets(statement):
                    found.bind(target)
    return found


def _import(found: Bindings, rest: list[str]) -> None:
    for part in _split(rest):
        path = "".join(part[: part.index("as")] if "as" in part else part)
        name = part[-1] if "as" in part else part[0] if part else ""
        if name.isidentifier():
            found.bind(name)
            found.paths[name] = path if "as" in part else name


def _import_from(found: Bindings, rest: list[str]) -> None:
    at = rest.index("import")
    module = "".join(rest[:at])
    for part in _split([text for text in rest[at + 1 :] if text not in "()"]):
        if part and part[-1].isidentifier():
            found.bind(part[-1])
            found.paths[part[-1]] = f"{module}.{part[0]}"


def _split(texts: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for text in texts:
        if text == ",":
            yield part
            part = []
        else:
            part.append(text)
    yield part


def _bind_inside(found: Bindings, statement: Statement) -> None:
    """Bind the targets of a loop, up to "in", and what follows an "as"."""
    names = [piece.text for piece in statement]
    targets = statement[: names.index("in")] if "in" in names else []
    targets += [second for first, second in pairwise(statement) if first.text == "as"]
    for piece in targets:
        if piece.kind == "name":
            found.bind(piece.text)


def _targets(statement: Statement) -> list[str]:
    """The names in `a, (b, c) = ...`; none if there is anything else before the sign."""
    at = next((i for i, piece in enumerate(statement) if piece.text == "="), 0)
    left = statement[:at]
    plain = all(piece.kind == "name" or piece.text in "(),*[]" for piece in left) and not _open_brackets(left)
    return [piece.text for piece in left if piece.kind == "name"] if plain else []


def _value(found: Bindings, value: Statement) -> tuple[str, str]:
    """The full name of a value, and of the call that makes it; "" unless the value is just a name or one call."""
    end = next((at for at, piece in enumerate(value) if piece.kind != "name" and piece.text != "."), len(value))
    names = chain_before(value[:end], end)
    if not names or len(names) * 2 - 1 != end:
        return "", ""
    if end == len(value):
        return found.path(names), found.made.get(names[0], "") if len(names) == 1 else ""
    if not _is_one_call(value[end:]):
        return "", ""
    return "", found.path(names) or (found.results.get(names[0], "") if len(names) == 1 else "")


def _is_one_call(rest: Statement) -> bool:
    depth = 0
    for at, piece in enumerate(rest):
        depth += (piece.text in _OPENING) - (piece.text in _CLOSING) if piece.kind == "sign" else 0
        if depth <= 0:
            return at == len(rest) - 1 and at > 0
    return False


# ---- the statement that the cursor is in


def chain_before(statement: Statement, end: int) -> tuple[str, ...]:
    """The dotted chain of names just before index `end`; empty if there is something else."""
    names: list[str] = []
    at = end - 1
    while at >= 0 and statement[at].kind == "name" and not iskeyword(statement[at].text):
        names.insert(0, statement[at].text)
        if at == 0 or statement[at - 1].text != ".":
            return tuple(names)
        at -= 2
    return ()


def arguments(statement: Statement) -> Iterator[Argument]:
    """The open brackets at the end of the statement, each with the part that it is in, innermost first."""
    opened = _open_brackets(statement)
    for at, inner in zip(reversed(opened), [len(statement), *reversed(opened)], strict=False):
        function = chain_before(statement, at)
        start = at - len(function) * 2 + 1
        defines = bool(function) and start > 0 and statement[start - 1].text in ("def", "class")
        follows_value = bool(function) or (at > 0 and statement[at - 1].text in _CLOSING)
        bracket = statement[at].text
        calls = bracket == "(" and follows_value and not defines
        parts: list[Statement] = [[]]
        depth = 0
        for piece in statement[at + 1 : inner]:
            depth += (piece.text in _OPENING) - (piece.text in _CLOSING) if piece.kind == "sign" else 0
            if depth == 0 and piece.text == ",":
                parts.append([])
            else:
                parts[-1].append(piece)
        names = [part[0].text if len(part) > 1 and part[1].text == "=" else "" for part in parts]
        given = frozenset(filter(None, names[:-1]))
        yield Argument(bracket, calls, function if calls else (), len(parts) - 1, names[-1], given)


def _open_brackets(statement: Statement) -> list[int]:
    opened: list[int] = []
    for at, piece in enumerate(statement):
        if piece.kind == "sign" and piece.text in _OPENING:
            opened.append(at)
        elif piece.kind == "sign" and piece.text in _CLOSING and opened:
            opened.pop()
    return opened
