"""The certain meanings of a program's names, and arguments that Keras would refuse: unknown ones, wrong strings."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from tuitutor.assist.completion import argument_place, module_for
from tuitutor.assist.cursor import Argument, in_keras
from tuitutor.assist.reference import Reference
from tuitutor.coach.keras_arguments import no_such_argument, no_such_word
from tuitutor.coach.rules import Words
from tuitutor.grading.syntax import dotted
from tuitutor.protocol.name_facts import NameFacts
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
