"""Calls of Keras that it would refuse: unknown keyword arguments, and strings that name nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from tuitutor.assist.completion import argument_place, module_for
from tuitutor.assist.cursor import Argument
from tuitutor.assist.meanings import Meanings
from tuitutor.assist.reference import Reference
from tuitutor.coach.arguments import no_such_argument, no_such_word
from tuitutor.coach.rules import Words
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
    """What Keras would refuse in the calls of a program, which runs after those `before`."""
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
    """The values that a call gives, each with the name of its parameter, as far as that is clear."""
    for number, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            break
        place = argument_place(parameters, Argument("(", True, (), number, "", frozenset()))
        if place is not None:
            yield parameters[place].partition("=")[0], value
    yield from ((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg is not None)


def _strings(value: ast.expr) -> Iterator[ast.Constant]:
    """The strings that a value consists of: itself, or what a list or a dict has."""
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
