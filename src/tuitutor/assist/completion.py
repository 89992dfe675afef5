"""Completions, the call around the cursor, and the meaning of a name, from the code and the reference.

Pure functions of the code, the cursor (an offset in it) and `context`, the code that runs before it. They never raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tuitutor.assist.cursor import (
    NAMING,
    Argument,
    Bindings,
    Statement,
    arguments,
    bound,
    chain_before,
    statements,
    tokens,
)
from tuitutor.assist.reference import Reference
from tuitutor.protocol.name_facts import NameFacts

LETTERS = 2  # that a name without a dot must have before anything is offered
_WORDS = {
    "activation": "keras.activations",
    "loss": "keras.losses",
    "optimizer": "keras.optimizers",
    "metrics": "keras.metrics",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
}
_MODULES = ("keras", "numpy")
_COMMON = """
compile fit evaluate predict summary Dense Dropout Flatten Conv2D MaxPooling2D Normalization Input Sequential Model
layers optimizers losses metrics callbacks adam sgd rmsprop Adam SGD RMSprop mse mae binary_crossentropy
categorical_crossentropy sparse_categorical_crossentropy accuracy array zeros ones arange linspace reshape shape mean
astype random default_rng normal uniform integers relu sigmoid tanh softmax linear
"""  # what beginners look for comes first in a long list, in this order
_RANKS = {name: rank for rank, name in enumerate(_COMMON.split())}


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion of the begun text, and a note on it or ""."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """The `choices` for the `begun` text before the cursor; there is at least one."""

    begun: str
    choices: tuple[Completion, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of `function` that the cursor is in; `current` is the index of its parameter there, None if unknown."""

    function: str
    facts: NameFacts
    current: int | None


def completions(code: str, cursor: int, reference: Reference, context: str = "") -> Completions | None:
    """What could be typed at the cursor; None if nothing fits, or nothing is begun."""
    if code[cursor : cursor + 1].isidentifier() or code[cursor : cursor + 1].isdigit():
        return None
    spot = _Spot.at(code[:cursor], reference, context)
    last = spot.statement[-1] if spot.statement else None
    if last is None or last.end != cursor:
        return None
    if last.kind == "open":
        return _fitting(*_words(spot, last.text))
    begun = last.text if last.kind == "name" else ""
    before = spot.statement[:-1] if begun else spot.statement
    if before and before[-1].text == ".":
        return _fitting(begun, _members(spot, before))
    if len(begun) < LETTERS or (before and before[-1].text in NAMING):
        return None
    if before and before[0].text in ("import", "from"):
        return _fitting(begun, _importable(spot, before))
    return _fitting(begun, [*_keywords(spot, before), *map(Completion, spot.bound.names)])


def call_at(code: str, cursor: int, reference: Reference, context: str = "") -> Call | None:
    """The innermost call that the cursor is in, if it is known."""
    spot = _Spot.at(code[:cursor], reference, context)
    argument = next((argument for argument in arguments(spot.statement) if argument.calls), None)
    facts = spot.find(argument.function) if argument is not None else None
    if argument is None or facts is None or facts.parameters is None:
        return None
    return Call(argument.function[-1], facts, argument_place(facts.parameters, argument))


def facts_at(code: str, cursor: int, reference: Reference, context: str = "") -> tuple[str, NameFacts] | None:
    """The full name at the cursor, or else of the call around it, and its facts."""
    end = cursor
    while end < len(code) and (code[end].isalnum() or code[end] == "_"):
        end += 1
    spot = _Spot.at(code[:end], reference, context)
    last = spot.statement[-1] if spot.statement else None
    if last is not None and last.end == end and last.kind == "name":
        path = spot.path(chain_before(spot.statement, len(spot.statement)))
        if facts := reference.find(path):
            return path, facts
    elif last is not None and last.kind == "open":
        begun, _ = _words(spot, last.text)
        if found := _meant(begun, spot):
            return found
    argument = next((argument for argument in arguments(spot.statement) if argument.calls), None)
    path = "" if argument is None else spot.path(argument.function)
    facts = reference.find(path)
    return None if facts is None else (path, facts)


# ---- where the cursor is


@lru_cache(maxsize=4)
def _context(text: str) -> tuple[Statement, ...]:
    return tuple(statements(tokens(text)))


@dataclass(frozen=True, slots=True)
class _Spot:
    """The statement up to the cursor, and what names refer to there."""

    statement: Statement
    bound: Bindings
    reference: Reference

    @classmethod
    def at(cls, before: str, reference: Reference, context: str) -> _Spot:
        pieces = tokens(before)
        *done, statement = statements(pieces)
        if pieces and pieces[-1].kind == "comment":
            statement = []
        return cls(statement, bound([*_context(context), *done]), reference)

    def path(self, chain: tuple[str, ...]) -> str:
        """The full name of a dotted chain, through an import or as a method of what a call has made; "" if unknown."""
        if not chain:
            return ""
        if chain[0] not in self.bound.made:
            return self.bound.path(chain)
        made = self.reference.find(self.bound.made[chain[0]])
        return ".".join((made.gives, *chain[1:])) if made is not None and made.gives else ""

    def find(self, chain: tuple[str, ...]) -> NameFacts | None:
        return self.reference.find(self.path(chain))


# ---- what fits


def _fitting(begun: str, offered: list[Completion]) -> Completions | None:
    """The choices that begin with `begun`, those in the same case first; None if there are none or one is complete."""
    found: dict[str, Completion] = {}
    for choice in offered:
        if choice.text.lower().startswith(begun.lower()):
            found.setdefault(choice.text, choice)
    if not found or begun in found:
        return None

    def rank(choice: Completion) -> tuple[bool, int]:
        return not choice.text.startswith(begun), _RANKS.get(choice.text, len(_RANKS))

    return Completions(begun, tuple(sorted(found.values(), key=rank)))


def _described(reference: Reference, owner: str, names: tuple[str, ...]) -> list[Completion]:
    choices = []
    for name in names:
        facts = reference.find(f"{owner}.{name}")
        choices.append(Completion(name, facts.text.split(". ")[0] if facts else ""))
    return choices


def _members(spot: _Spot, before: Statement) -> list[Completion]:
    """What can follow a dot."""
    chain = chain_before(before, len(before) - 1)
    if before[0].text in ("import", "from"):
        path = ".".join(chain).replace("tensorflow.keras", "keras", 1)
        names = spot.reference.members(path)
        return [Completion(name) for name in names if f"{path}.{name}" in spot.reference.names]
    path = spot.path(chain)
    return _described(spot.reference, path, spot.reference.members(path))


def _importable(spot: _Spot, before: Statement) -> list[Completion]:
    words = [piece.text for piece in before]
    if before[0].text == "import" or "import" not in words:
        return [Completion(module) for module in _MODULES if module in spot.reference.names]
    path = "".join(words[1 : words.index("import")]).replace("tensorflow.keras", "keras", 1)
    return _described(spot.reference, path, spot.reference.members(path))


def _keywords(spot: _Spot, before: Statement) -> list[Completion]:
    """The keyword arguments that the call does not have yet."""
    argument = next(arguments(before), None)
    if argument is None or before[-1].text not in ("(", ","):
        return []
    facts = spot.find(argument.function)
    if facts is None or facts.parameters is None:
        return []
    choices = []
    own = facts.parameters
    base = spot.reference.find(facts.gives) if "**kwargs" in own and facts.gives else None
    names = {parameter.partition("=")[0] for parameter in own}
    inherited = base.parameters or () if base is not None else ()  # of the class in `gives`, those with defaults
    more = [name for name in inherited if "=" in name and name.partition("=")[0] not in names]
    for parameter in (*own, *more):
        name, _, default = parameter.partition("=")
        if name.isidentifier() and name not in argument.given:
            choices.append(Completion(f"{name}=", default or facts.about.get(name, "")))
    return choices


def _words(spot: _Spot, string: str) -> tuple[str, list[Completion]]:
    """The text of an open string in an argument, or in a list in one, and its possible values."""
    begun = string.lstrip("rbufRBUF")[1:]
    inside = list(arguments(spot.statement[:-1]))
    if inside and inside[0].bracket == "[":
        inside = inside[1:]
    begins = bool(inside) and spot.statement[-2].text in ("=", ",", "(", "[")
    module = _module(spot, inside[0]) if begins and inside[0].calls else ""
    words = spot.reference.words.get(module, ())
    things = [_thing(spot.reference, module, word) for word in words]
    said = [thing[1].text.split(". ")[0] if thing else "" for thing in things]
    return begun, list(map(Completion, words, said))


def _module(spot: _Spot, argument: Argument) -> str:
    """The module whose names an argument accepts as strings; "" if there is none."""
    name = argument.name
    facts = spot.find(argument.function)
    if not name and facts is not None and facts.parameters is not None:
        place = argument_place(facts.parameters, argument)
        name = "" if place is None else facts.parameters[place].partition("=")[0]
    return module_for(name)


def module_for(parameter: str) -> str:
    """The module whose names a parameter of Keras accepts as strings; "" if there is none."""
    return next((module for word, module in _WORDS.items() if f"_{parameter}".endswith(f"_{word}")), "")


def _meant(word: str, spot: _Spot) -> tuple[str, NameFacts] | None:
    """What a string argument refers to, as "relu" does."""
    argument = next((argument for argument in arguments(spot.statement[:-1]) if argument.calls), None)
    module = "" if argument is None else _module(spot, argument)
    return _thing(spot.reference, module, word)


def _thing(reference: Reference, module: str, word: str) -> tuple[str, NameFacts] | None:
    plain = word.replace("_", "").lower()
    names = [name for name in reference.members(module) if name == word]
    names += [name for name in reference.members(module) if name.lower() == plain]
    found = [(f"{module}.{name}", facts) for name in names if (facts := reference.find(f"{module}.{name}"))]
    return found[0] if found else None


def argument_place(parameters: tuple[str, ...], argument: Argument) -> int | None:
    """The index of the argument's parameter; None if unknown."""
    names = [parameter.partition("=")[0] for parameter in parameters]
    if argument.name:
        return names.index(argument.name) if argument.name in names else None
    if argument.given:
        return None  # after a keyword argument there are only others
    number = argument.number
    for place, name in enumerate(names):
        if name == "/":
            number += 1
        elif name.startswith("*"):
            return place if name not in ("*", "**kwargs") else None
        if place == number:
            return place
    return None
