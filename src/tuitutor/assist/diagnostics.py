"""Problems in code before it runs: syntax, undefined names, and arguments that Keras would refuse.

Pure functions. They are silent when in doubt: a mark on good code costs a learner more than a missing mark.
"""

from __future__ import annotations

import ast
import builtins
import dis
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from inspect import CO_NEWLOCALS
from itertools import chain, islice
from types import CodeType

from tuitutor.assist.completion import argument_place, module_for
from tuitutor.assist.cursor import Argument, in_keras
from tuitutor.assist.reference import Reference
from tuitutor.coach.code import Code
from tuitutor.coach.grammar import GRAMMAR
from tuitutor.coach.keras_arguments import no_such_argument, no_such_word
from tuitutor.coach.names import undefined
from tuitutor.coach.rules import Words
from tuitutor.course.python_cells import may_read_more, without_magics
from tuitutor.grading.syntax import dotted
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.spelling import nearest

_KINDS = {
    "keras.activations": "activation function",
    "keras.constraints": "constraint",
    "keras.initializers": "initializer",
    "keras.losses": "loss",
    "keras.metrics": "metric",
    "keras.optimizers": "optimizer",
    "keras.regularizers": "regularizer",
}
_METRICS = ("accuracy", "acc", "crossentropy", "ce")  # what `compile` takes besides the names in keras.metrics

Refused = tuple[ast.keyword | ast.Constant, Words, str]
"""An argument, or a string in one, what to say of it, and the same in a word or two."""


def refused(program: ast.Module, before: Iterable[ast.Module], reference: Reference) -> Iterator[Refused]:
    """Arguments that Keras would refuse in a program, which runs after the programs `before`."""
    meanings = Meanings([*before, program], reference)
    for node in ast.walk(program):
        if isinstance(node, ast.Call):
            facts = meanings.find(node.func)
            if facts is not None and facts.parameters is not None:
                yield from _unknown_arguments(node, facts)
                yield from _unknown_words(node, facts.parameters, reference)


def _unknown_arguments(call: ast.Call, facts: NameFacts) -> Iterator[Refused]:
    parameters = [parameter.partition("=")[0] for parameter in facts.parameters or ()]
    if any(parameter.startswith("**") for parameter in parameters):
        if facts.more is None:
            return
        parameters += [name for name in facts.more if name not in parameters]
    known = [name for name in parameters if name.isidentifier()]
    for argument in call.keywords:
        if argument.arg is not None and argument.arg not in known:
            words = no_such_argument(facts.name.rpartition(".")[2], argument.arg, known)
            yield argument, words, _briefly(argument.arg, known, f"no {argument.arg} here")


def _unknown_words(call: ast.Call, parameters: tuple[str, ...], reference: Reference) -> Iterator[Refused]:
    for name, value in _arguments(call, parameters):
        module = module_for(name)
        words = reference.words.get(module, ())
        if module == "keras.metrics":  # a loss is a metric too
            words = (*_METRICS, *words, *reference.words.get("keras.losses", ()))
        known = {_folded(word) for word in (*words, *reference.members(module))} if words else set()
        for constant in _strings(value) if known else ():
            word = constant.value
            if isinstance(word, str) and word.strip() and ">" not in word and _folded(word) not in known:
                kind = _KINDS[module]
                yield constant, no_such_word(kind, word, words), _briefly(word, words, f"no {kind.split()[0]} {word}")


def _arguments(call: ast.Call, parameters: tuple[str, ...]) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call by parameter, as far as they are clear."""
    for number, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            break
        place = argument_place(parameters, Argument("(", True, (), number, "", frozenset()))
        if place is not None:
            yield parameters[place].partition("=")[0], value
    yield from ((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg is not None)


def _strings(value: ast.expr) -> Iterator[ast.Constant]:
    """The strings in a value: itself, or the elements of a list or values of a dict."""
    match value:
        case ast.Constant(value=str()):
            yield value
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _strings(part)


def _briefly(given: str, known: Sequence[str], otherwise: str) -> str:
    near = nearest(given, known)
    return otherwise if near is None else f"{near}?"


def _folded(word: str) -> str:
    return word.replace("_", "").replace("-", "").lower()


_Bound = str | ast.expr | None  # the full name of what is imported, a value, or anything


class Meanings:
    """Looks names up in parsed programs that run one after another.

    The order of lines doesn't matter: all statements that bind a name, in any scope, must agree.
    """

    def __init__(self, programs: Iterable[ast.Module], reference: Reference) -> None:
        self._reference = reference
        self._bound: dict[str, list[_Bound]] = {}
        self._replaced: set[str] = set()  # attributes that the programs set
        for program in programs:
            nodes = list(ast.walk(program))
            values = {to: node.value for node in nodes if isinstance(node, ast.Assign) for to in node.targets}
            for node in nodes:
                for name, path in bindings(node):
                    self._bound.setdefault(name, []).append(path or values.get(node))  # type: ignore[call-overload]
                if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    self._replaced.add(node.attr)

    def find(self, node: ast.expr) -> NameFacts | None:
        """What is known about what a name of Keras, such as `layers.Dense` or `model.fit`, refers to; None if unsure.

        Of numpy's functions in C only a docstring tells the parameters, and leaves some out.
        """
        path = self._path(node)
        is_sure = path.startswith("keras.") and not self._replaced & set(path.split("."))
        return self._reference.find(path) if is_sure else None

    def _path(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> str:
        """The full name of what a dotted name refers to, "keras.Sequential.fit" for a method; "" if unsure."""
        name, _, rest = (dotted(node) or "").partition(".")
        if name in seen:
            return ""
        paths = set()
        for value in self._bound.get(name, []):
            if isinstance(value, ast.Call):  # what it made is known only by its methods
                made = self._reference.find(self._path(value.func, seen | {name}))
                paths.add(f"{made.gives}.{rest}" if made is not None and made.gives and rest else "")
            else:
                path = self._path(value, seen | {name}) if isinstance(value, ast.expr) else value
                paths.add(".".join(filter(None, (path, rest))) if path else "")
        return in_keras(paths.pop()) if len(paths) == 1 else ""


def bindings(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that a node binds, with the full name of an import or ""."""
    match node:
        case ast.Import(names=imported):
            for alias in imported:
                root = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (root, root)
        case ast.ImportFrom(module=module, names=imported, level=level):
            for alias in imported:
                yield alias.asname or alias.name, f"{module}.{alias.name}" if module and not level else ""
        case ast.Name(id=str(name), ctx=ast.Store() | ast.Del()) | ast.arg(arg=str(name)):
            yield name, ""
        case ast.Name() | ast.alias():
            return
        case _:  # a function, a class, a caught exception, a pattern
            for field in ("name", "rest"):
                if isinstance(found := getattr(node, field, None), str):
                    yield found, ""


# what any line below the opening may still close
_OPEN = ("never closed", "unterminated triple-quoted")
_READING = frozenset({"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"})
# a program with one of these may define any name, or teach Keras any word
_ANY_NAME = re.compile(r"\b(?:exec|globals|locals|vars|__builtins__|builtins)\b")
_ANY_WORD = re.compile("custom_object|CustomObjectScope|register_keras_serializable")
_NEWER = frozenset({"PythonFinalizationError"})  # built-in names of a Python that may be newer than ours
_MOST = 20  # unknown names to report: finding a near name takes a millisecond each
_FORGIVING = frozenset({"NameError", "Exception", "BaseException"})

Span = tuple[tuple[int, int], tuple[int, int]]
"""Where something begins and ends, as a line (from 1) and a column (from 0, in bytes)."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem in a `line` (from 1), at the characters from `column` (from 0) up to `end`, and perhaps how to fix it.

    `brief` says it in a word or two, if these are enough. `certain`: the line can't run. `is_open`: what begins there
    may just not be finished.
    """

    line: int
    column: int
    end: int
    sentence: str
    fix: str = ""
    brief: str = ""
    certain: bool = True
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """The programs that run `before` some code, and `after` it, where names of its functions may be defined.

    `apart`: programs that the learner has seen, but that don't run before this code. `python`: the version that will
    run it, as "3.14.1"; "" if unknown.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    python: str = ""
    apart: tuple[str, ...] = ()


def diagnose(code: str, around: Around = Around(), reference: Reference | None = None) -> tuple[Diagnostic, ...]:
    """The problems of code, from top to bottom; of syntax errors only the first.

    Without a `reference`, nothing is said of Keras. Magics are ignored, as they are when the code runs.
    """
    source = without_magics(code)
    program = _read(source)
    if isinstance(program, SyntaxError):
        return () if may_read_more(around.python) else (_unreadable(source, program),)
    if program is None:
        return ()
    earlier, later = (
        [parsed.tree for parsed in map(_read, map(without_magics, programs)) if isinstance(parsed, _Program)]
        for programs in (around.before, around.after)
    )
    found: list[Diagnostic] = []
    if len(earlier) == len(around.before) and not any(map(_ANY_NAME.search, (code, *around.before))):
        found += _undefined(source, program, _names(earlier), _names(later), around)
    if reference is not None and not any(map(_ANY_WORD.search, (code, *around.before))):
        lines = source.split("\n")
        for node, words, brief in refused(program.tree, earlier, reference):
            length = len(node.arg) + 1 if isinstance(node, ast.keyword) and node.arg else None
            found.append(replace(_at(lines, _span(node, length), *words), brief=brief))
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def settled(
    code: str,
    line: int,
    shown: Sequence[Diagnostic],
    around: Around = Around(),
    reference: Reference | None = None,
) -> tuple[Diagnostic, ...]:
    """The problems to show while a line is typed: none on it, and none that its next words may solve.

    `shown`: the problems on the screen now, at their places in this code. Below the line none is added, since the line
    may define a name that is used there.
    """
    found = diagnose(code, around, reference)
    above = [problem for problem in found if problem.line < line and not problem.is_open]
    if not above and not shown:
        return ()  # mostly, so nothing else is read
    lines = code.split("\n")
    written = lines[line - 1]
    indent = written[: len(written) - len(written.lstrip())]
    others = ["\n".join([*lines[: line - 1], instead, *lines[line:]]) for instead in ("", f"{indent}pass")]
    without = diagnose(next((other for other in others if _is_whole(other)), others[0]), around, reference)
    lasting = {problem for problem in above if problem in without}
    lasting |= {problem for problem in shown if problem in found or not _is_whole(code)}
    elsewhere = (problem for problem in lasting if problem.line != line)
    return tuple(sorted(elsewhere, key=lambda problem: (problem.line, problem.column)))


def moved(found: Sequence[Diagnostic], before: str, after: str) -> tuple[Diagnostic, ...]:
    """The problems at their places in an edited text, except in lines that changed."""
    now = rows_kept(before.split("\n"), after.split("\n"))
    return tuple(replace(problem, line=now[problem.line - 1] + 1) for problem in found if problem.line - 1 in now)


# ---- reading


@dataclass(frozen=True, slots=True)
class _Program:
    """A valid program. `compiled` is None if compiling it could take very long."""

    tree: ast.Module
    compiled: CodeType | None


@lru_cache(maxsize=64)
def _read(source: str) -> _Program | SyntaxError | None:
    """A program or its syntax error; None if it is nested too deeply to be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
            if "finally" not in source:  # see `course.python_cells`
                return _Program(tree, compile(tree, "<code>", "exec", dont_inherit=True))
            symtable.symtable(source, "<code>", "exec")
            return _Program(tree, None)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None


def _is_whole(code: str) -> bool:
    return isinstance(_read(without_magics(code)), _Program)


def _unreadable(source: str, error: SyntaxError) -> Diagnostic:
    """What is wrong with the syntax, in the coach's words, or else in Python's."""
    lines = source.split("\n")
    line = max(1, min(error.lineno or 1, len(lines)))
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    text = lines[line - 1].rstrip()
    column, end = 0, 0
    if line == error.lineno:
        column = (error.offset or 1) - 1
        end = (error.end_offset or 0) - 1 if error.end_lineno == line else len(text)
    if not 0 <= column < len(text):
        column = len(text) - len(text.lstrip())
    end = end if column < end <= len(text) else len(text)
    info = ErrorInfo(type(error).__name__, error.msg, (Frame("", line, "", text),))
    advice = next(filter(None, (rule.advice(info, Code(source)) for rule in GRAMMAR)), None)
    message = f"Python can't read this: {error.msg}." if advice is None else advice.why
    is_open = any(words in error.msg for words in _OPEN)
    return Diagnostic(line, column, end, message, "" if advice is None else advice.try_, is_open=is_open)


# ---- names


def _names(programs: Iterable[ast.Module]) -> set[str]:
    """All names that programs bind, in any scope, and "*" for an import of unknown names."""
    return {name for tree in programs for node in ast.walk(tree) for name, _ in bindings(node)}


def _undefined(
    source: str, program: _Program, earlier: set[str], later: set[str], around: Around
) -> Iterator[Diagnostic]:
    """Undefined names in the program; its functions may also read names that are defined later."""
    if program.compiled is None or "*" in earlier | _names([program.tree]):
        return
    known = earlier | _NEWER | {*dir(builtins), *_bound(program.compiled, "STORE_NAME"), *_everywhere(program.compiled)}
    lines, excused = source.split("\n"), list(_excused(program.tree))
    unknown = (
        (name, span)
        for name, span in sorted(_read_in(program.compiled, known, known | later), key=lambda place: place[1])
        if not name.startswith("__") and not any(start <= span[0] < end for start, end in excused)
    )
    apart = tuple(map(without_magics, around.apart))
    code, words_for = Code(source, "\n".join(around.before), apart), dict[str, Words | None]()
    for name, span in islice(unknown, _MOST):
        if name not in words_for:
            words_for[name] = undefined(name, code)
        if (words := words_for[name]) is not None:
            found = _at(lines, span, *words)
            if lines[found.line - 1][found.column : found.end] == name:
                yield found


def _bound(code: CodeType, opname: str) -> Iterator[str]:
    return (instruction.argval for instruction in dis.get_instructions(code) if instruction.opname == opname)


def _everywhere(code: CodeType) -> Iterator[str]:
    """The names that functions bind as global ones."""
    yield from _bound(code, "STORE_GLOBAL")
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _everywhere(inner)


def _read_in(code: CodeType, known: set[str], inside: set[str]) -> set[tuple[str, Span]]:
    """The names read in this code and its inner scopes, with their places.

    Without names that are `known`, or in functions known `inside`.
    """
    here = known | set(_bound(code, "STORE_NAME"))  # functions in a class don't see its names
    found = set()
    for instruction in dis.get_instructions(code):
        name, (line, last, column, end) = instruction.argval, instruction.positions or (None,) * 4
        reads = instruction.opname in _READING and name not in here
        if reads and line and last and column is not None and end:
            found.add((name, ((line, column), (last, end))))
    for inner in code.co_consts:
        if isinstance(inner, CodeType) and inner.co_name != "__annotate__":
            found |= _read_in(inner, inside if inner.co_flags & CO_NEWLOCALS else known, inside)
    return found


def _excused(tree: ast.Module) -> Iterator[Span]:
    """Where a name need not be defined: in annotations, and where its absence is caught."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            caught_types = [handler.type for handler in node.handlers]
            types = [kind.elts if isinstance(kind, ast.Tuple) else [kind] for kind in caught_types]
            caught = [kind.id if isinstance(kind, ast.Name) else kind for kind in chain(*types)]
            if None in caught or not _FORGIVING.isdisjoint(caught):
                yield _span(node.body[0])[0], _span(node.body[-1])[1]
        for field in ("annotation", "returns"):
            if isinstance(written := getattr(node, field, None), ast.expr):
                yield _span(written)


# ---- places


def _span(node: ast.expr | ast.stmt | ast.keyword, length: int | None = None) -> Span:
    """Where a node is, or its first `length` characters."""
    start = node.lineno, node.col_offset
    return start, (node.end_lineno or 0, node.end_col_offset or 0) if length is None else (start[0], start[1] + length)


def _at(lines: Sequence[str], span: Span, sentence: str, fix: str) -> Diagnostic:
    (line, start), (last, stop) = span
    text = lines[line - 1]
    in_bytes = text.encode()
    column = len(in_bytes[:start].decode(errors="ignore"))
    end = len(in_bytes[:stop].decode(errors="ignore")) if last == line else len(text)
    return Diagnostic(line, column, end, sentence, fix)


def rows_kept(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Rows above and below an edit, from 0: old row -> new row."""
    most = min(len(before), len(after))
    head = next((row for row in range(most) if before[row] != after[row]), most)
    most -= head
    tail = next((row for row in range(most) if before[-1 - row] != after[-1 - row]), most)
    shift = len(after) - len(before)
    return {row: row for row in range(head)} | {row: row + shift for row in range(len(before) - tail, len(before))}
