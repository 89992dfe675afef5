"""Facts about an answer's text. It is read once, in another process if it is somebody else's."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from tuitutor.course.checks import Check, requirements_of
from tuitutor.course.choices import Question
from tuitutor.grading.question import parse_choice
from tuitutor.grading.syntax import dotted


class Written(Struct, frozen=True, omit_defaults=True):
    """Facts about an answer's text.

    `blank`: it has nothing but blanks; `untouched`: it is still the starter; `valid`: it is Python; `code`: it has any.
    `calls` are the names of the exercise's `source` checks that it calls, and `choice` is its answer to the exercise's
    question. `state` is the address of a playground in it. `configures`: it needs a process in which TensorFlow hasn't
    run anything yet; `own_class`: it defines a class; `own_data`: it makes data anew that the setup makes.
    """

    blank: bool = True
    untouched: bool = False
    valid: bool = False
    code: bool = False
    calls: frozenset[str] = frozenset()
    choice: str = ""
    state: str = ""
    configures: bool = False
    own_class: bool = False
    own_data: bool = False


def facts_of(checks: Iterable[Check], answer: str, tree: ast.AST | None) -> Written:
    """The facts that checks need; `tree` is the parsed answer."""
    checks = list(checks)
    nodes = list(ast.walk(tree)) if tree is not None else []
    requirements = requirements_of(checks)
    question = next((check.kind for check in checks if isinstance(check.kind, Question)), None)
    return Written(
        blank=not answer.strip(),
        valid=tree is not None,
        code=len(nodes) > 1,
        calls=calls_of(nodes, {*requirements.calls, *requirements.forbidden}),
        choice=parse_choice(question, answer) if question is not None else "",
        own_class=any(isinstance(node, ast.ClassDef) for node in nodes),
    )


def calls_of(nodes: Sequence[ast.AST], names: set[str]) -> frozenset[str]:
    """The names, of these, that code calls; `nodes` are all nodes of its syntax tree."""
    calls = frozenset(called(nodes)) if names else frozenset()
    # `fit` is among model.fit, and keras.Input among tf.keras.Input
    return frozenset(name for name in names if any(f".{call}".endswith(f".{name}") for call in calls))


def called(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Dotted names of calls and decorators; for an alias, the original name, too (resolved once).

    A function that the learner defines is not the library's function of the same name.
    """
    aliases = dict(_aliases(nodes))
    imports = (node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    imported = {name.asname or name.name for node in imports for name in node.names}
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)} - imported
    for node in nodes:
        functions = [node.func] if isinstance(node, ast.Call) else getattr(node, "decorator_list", [])
        for function in functions:
            if (name := dotted(function)) is not None and name not in own:
                yield name
                yield from (aliases[name],) if name in aliases else ()


def _aliases(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, str]]:
    """`from m import f as g` and `g = f` make g another name for f."""
    for node in nodes:
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((name.asname, name.name) for name in names if name.asname)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() | ast.Attribute() as value):
                if (original := dotted(value)) is not None:
                    yield name, original
