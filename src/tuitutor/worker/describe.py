"""Describes the public names of the installed Keras and numpy, to help people write code. No learner code ran here."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.name_facts import NameFacts

PIECE = 30_000  # characters of facts in one message: the app decodes it in 2 ms, while somebody may be typing
_TEXT, _ABOUT, _DEFAULT = 400, 160, 40  # characters
_METHODS = "Sequential", "Model", "Layer", "Optimizer", "Loss", "Metric"
_SECTION = re.compile(r"^(Args|Arguments|Parameters|Returns|Raises|Examples?|Reference|References|Call arguments)\b:?$")
_PARAMETER = re.compile(r"^(?: {4})?\*{0,2}(\w+)(?:, \w+)*(?: : .*|: ?(.*)|)$")
_UNDERLINE = re.compile(r"^-+$")
_RESULT = re.compile(r"^Returns\n-+\n(?:\w+ : )?(ndarray|Generator)\b", re.MULTILINE)
_WRITTEN = re.compile(r"^[\w.]+\((.*)\)$")
_END = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?]\)?(?= [A-Z`\"(])")  # the end of a sentence, before another one
_MARKUP = re.compile(r"\[([^\]]+)\]\([^)]*\)|:\w+:(?=`)|\s\[\d+\]_|\s\.\. \w+::.*")
_LINKED = re.compile(r"`(?:~(?=\w))?([^`<]+?)(?: <[^`>]*>)?`")
_STRESSED = re.compile(r"(?<![\w*])(\*\*?)(\w(?:[^*]*[\w:.])?)\1(?![\w*])")


def describe(module: str, after: int = 0) -> tuple[tuple[NameFacts, ...], tuple[str, ...]]:
    """Return public names of a module from index `after` on, as many as fit a message, and the strings of its `get`.

    There are no names after the last one, or if there is no such module.
    """
    names, words = _described(module)
    size = 0
    for last, facts in enumerate(names[after:], after):
        size += len(repr(facts))
        if size > PIECE:
            return names[after : max(last, after + 1)], words
    return names[after:], words


@cache
def _described(module: str) -> tuple[tuple[NameFacts, ...], tuple[str, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecated names
        try:
            found = importlib.import_module(module)
        except ImportError:
            return (), ()
        return tuple(_names(found)), _words(found)


def _names(module: ModuleType) -> Iterator[NameFacts]:
    for name in sorted(set(dir(module)), key=lambda name: (name.lower(), name)):
        value = None if name.startswith("_") else getattr(module, name, None)
        if isinstance(value, ModuleType):  # a part of the same library, and not an import of its own
            if value.__name__.startswith(module.__name__.split(".")[0] + ".") and ".src" not in value.__name__:
                yield NameFacts(name)
        elif value is not None:
            yield _facts(name, value)
        if inspect.isclass(value) and _with_methods().get(value) == f"{module.__name__}.{name}":
            yield from _methods(name, value)


def _with_methods() -> dict[Any, str]:
    """Return the public names of the classes whose methods are described, by class."""
    named = {f"keras.{name}": getattr(keras, name, None) for name in _METHODS}
    named["keras.callbacks.Callback"] = keras.callbacks.Callback
    named |= {"numpy.ndarray": np.ndarray, "numpy.random.Generator": np.random.Generator}
    return {cls: name for name, cls in named.items() if cls is not None}


def _methods(owner: str, cls: Any) -> Iterator[NameFacts]:
    """Yield a class's own methods, then those of its base classes."""
    names = {name: None for part in cls.__mro__[:-1] for name in sorted(vars(part)) if not name.startswith("_")}
    for name in names:
        yield _facts(f"{owner}.{name}", getattr(cls, name, None))


def _facts(name: str, value: Any) -> NameFacts:
    doc = (inspect.getdoc(value) or "").replace("\t", "    ")
    if not callable(value) and not isinstance(value, property):
        return NameFacts(name)
    gives, with_methods = "", _with_methods()
    if inspect.isclass(value):
        gives = next((with_methods[part] for part in value.__mro__ if part in with_methods), "")
    elif result := _RESULT.search(doc):
        gives = {"ndarray": "numpy.ndarray", "Generator": "numpy.random.Generator"}[result[1]]
    text = _cut(" ".join(_paragraphs(doc)), _TEXT)
    return NameFacts(name, _parameters(value, doc), text, _about(doc), gives, _more(value))


# ---- signatures


def _parameters(value: Any, doc: str) -> Optional[tuple[str, ...]]:
    if not callable(value):
        return None
    function = value
    if value is keras.Model:  # it has three forms
        forms = (cls for cls in keras.Model.__subclasses__() if cls.__name__ == "Functional")
        function = next((cls.__init__ for cls in forms), value)
    elif inspect.isclass(value) and issubclass(value, keras.Layer):  # its `__new__` takes anything
        function = value.__init__
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        # a function in C has them in its docstring: "arange([start,] stop[, step,], dtype=None)"
        match = _WRITTEN.match(_plain(doc.split("\n\n", 1)[0].splitlines()))
        if not match:
            return None
        parts = (part.strip() for part in re.sub(r"[\[\]]", "", match[1]).split(","))
        return tuple(part for part in parts if part)
    parameters = list(signature.parameters.values())
    if parameters and parameters[0].name == "self":
        parameters = parameters[1:]
    return tuple(_written(parameters))


def _written(parameters: list[inspect.Parameter]) -> Iterator[str]:
    before: Any = None
    for parameter in parameters:
        kind = parameter.kind
        if before is parameter.POSITIONAL_ONLY and kind is not before:
            yield "/"
        if kind is parameter.KEYWORD_ONLY and before not in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL):
            yield "*"
        stars = "*" if kind is parameter.VAR_POSITIONAL else "**" if kind is parameter.VAR_KEYWORD else ""
        yield stars + parameter.name + _default(parameter)
        before = kind
    if before is inspect.Parameter.POSITIONAL_ONLY:
        yield "/"


def _more(value: Any) -> Optional[tuple[str, ...]]:
    """Return the names that the `**kwargs` of a layer or an optimizer may take; None for anything else.

    Their base classes refuse unknown arguments. A known argument is a parameter or a string in the code of one of the
    constructors; other strings there do no harm.
    """
    if not inspect.isclass(value) or not issubclass(value, _refusing()):
        return None
    names: set[str] = set()
    for part in value.__mro__:
        code = getattr(inspect.unwrap(vars(part).get("__init__", object)), "__code__", None)
        if code is not None:
            names.update(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
            names.update(word for word in code.co_consts if isinstance(word, str) and word.isidentifier())
    return tuple(sorted(names - {"self"}))


@cache
def _refusing() -> tuple[type, ...]:
    """Return the base classes of layers and optimizers whose instances refuse unknown arguments."""
    found = []
    for base, simplest in ((keras.Layer, keras.Layer), (keras.Optimizer, keras.optimizers.SGD)):
        try:
            simplest(no_such_argument=1)
        except (TypeError, ValueError):
            found.append(base)
    return tuple(found)


def _default(parameter: inspect.Parameter) -> str:
    if parameter.default is parameter.empty:
        return ""
    try:
        text = getattr(parameter.default, "__name__", None) or repr(parameter.default)
    except Exception:  # a library's default without a repr
        text = "..."
    is_code = not (text.startswith("<") and text.endswith(">"))  # numpy's "<no value>" is no value
    return f"={text}" if is_code and len(text) <= _DEFAULT and " at 0x" not in text and "\n" not in text else "=..."


# ---- sentences


def _paragraphs(doc: str) -> Iterator[str]:
    for number, paragraph in enumerate(doc.split("\n\n")):
        lines = [line for line in paragraph.strip().splitlines() if not _WRITTEN.match(line)]
        if number == 0 and (not lines or _WRITTEN.match(_plain(lines))):
            continue
        if not lines or _SECTION.match(lines[0]) or lines[0].startswith((".. ", "```", ">>>", "#")):
            return
        if lines[-1].endswith(":") or _UNDERLINE.match(lines[min(1, len(lines) - 1)]):
            return  # it introduces a list or an example
        yield _plain(lines)


def _plain(lines: list[str]) -> str:
    """Return the text on one line, without markup for web pages. Backquotes and asterisks stay."""
    return _MARKUP.sub(lambda match: match[1] or "", " ".join(" ".join(lines).split())).replace("``", "`")


def _cut(text: str, most: int) -> str:
    """Return the whole sentences that fit, or the words of the first if it is too long, without any markup."""
    if len(text) > most:
        ends = [match.end() for match in _END.finditer(text, 0, most)]
        text = text[: ends[-1]] if ends else text[:most].rsplit(" ", 1)[0] + "…"
    return _STRESSED.sub(r"\2", _LINKED.sub(r"\1", text)).replace("`", "")


def _about(doc: str) -> dict[str, str]:
    """Return the first sentences about every parameter, from a docstring in the style of Keras or numpy."""
    found: dict[str, list[str]] = {}
    name, inside = "", False
    for line in doc.splitlines():
        if section := _SECTION.match(line):
            inside = section[1] in ("Args", "Arguments", "Parameters")
            name = ""
        elif inside and (match := _PARAMETER.match(line)) and not line.startswith("-"):
            name = match[1]
            found.setdefault(name, [match[2] or ""])
        elif inside and name and line.startswith("    "):
            found[name].append(line)
        elif inside and line and not line.startswith(("-", " ")):
            inside = False
    sentences = {name: _cut(_plain(lines), _ABOUT) for name, lines in found.items()}
    return {name: sentence for name, sentence in sentences.items() if sentence}


# ---- strings


def _words(module: ModuleType) -> tuple[str, ...]:
    """Return the lower-case strings that the module's `get` accepts without further arguments."""
    get = getattr(module, "get", None)
    known = getattr(sys.modules.get(getattr(get, "__module__", "")), "ALL_OBJECTS_DICT", {})
    bases = {getattr(keras, name, None) for name in ("Optimizer", "Loss", "Metric", "Initializer", "Regularizer")}
    return tuple(
        sorted(
            word
            for word, value in known.items()
            if isinstance(word, str) and word == word.lower() and value not in bases and _needs_nothing(value)
        )
    )


def _needs_nothing(value: Any) -> bool:
    if not inspect.isclass(value):
        return callable(value)
    try:
        inspect.signature(value).bind()
    except (TypeError, ValueError):
        return False
    return True
