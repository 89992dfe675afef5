"""What is read in an answer's text: once, since for others' answers it is read in a process of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from msgspec import Struct

from tuitutor.course.checks import Check, Source
from tuitutor.course.choices import Question
from tuitutor.grading.question import parse_choice
from tuitutor.grading.source import calls_of


class Written(Struct, frozen=True, omit_defaults=True):
    """Facts about an answer's text.

    `blank`: it has nothing but blanks; `untouched`: it is still the starter; `valid`: it is Python; `code`: it has any.
    `calls` are those of the names in the exercise's `source` checks that it calls, and `choice` is its answer to the
    exercise's question. `state` is the address of a playground in it. `configures`: it needs a process in which
    TensorFlow hasn't run anything yet; `own_class`: it defines a class; `own_data`: it makes data anew that the setup
    makes.
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
    kinds = [check.kind for check in checks]
    nodes = list(ast.walk(tree)) if tree is not None else []
    wanted = {name for kind in kinds if isinstance(kind, Source) for name in (*kind.calls, *kind.never)}
    asked = next((kind for kind in kinds if isinstance(kind, Question)), None)
    return Written(
        blank=not answer.strip(),
        valid=tree is not None,
        code=len(nodes) > 1,
        calls=calls_of(nodes, wanted) if wanted else frozenset(),
        choice=parse_choice(asked, answer) if asked is not None else "",
        own_class=any(isinstance(node, ast.ClassDef) for node in nodes),
    )
