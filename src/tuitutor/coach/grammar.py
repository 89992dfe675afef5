"""Syntax errors: brackets, quotes, colons, missing values, indentation."""

from __future__ import annotations

import ast
import re

from tuitutor.coach.rules import Case, Rules, Words
from tuitutor.grading.syntax import parse

GRAMMAR = Rules()

_UNFINISHED = re.compile(r"^(?P<before>[^#]*?)\s*(?P<sign>(?:[-+*/%@&|^<>=!]+)?[-+*/%@&|^<>=])\s*(?:#.*)?$")

GRAMMAR.says("syntax", (), "SyntaxError", r"^'(.)' was never closed")(
    "The {1} in this line is never closed.",
    "Add the closing bracket where this call or list ends.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'")(
    "A {2} was opened, but a {1} comes before it is closed.",
    "Close the inner bracket first.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^unmatched '(.)'")(
    "This {1} closes nothing. Every bracket that opens has to close.",
    "Remove it, or add the opening bracket that is missing.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^keyword argument repeated: (\w+)")(
    "`{1}` is given twice in one call.",
    "Keep one {1}=... and delete the other.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^invalid character '([“”„‘’‚«»])'")(
    "{1} is a typographic quote, which Python does not accept.",
    "Type a plain ' or \" instead.",
)


@GRAMMAR.rule("syntax", (), "SyntaxError", r"^invalid syntax")
def nothing_after(case: Case) -> Words | None:
    """`w1, w2, b =`: the line ends in a sign that wants a value after it."""
    match = _UNFINISHED.search(case.text)
    if match is None or not isinstance(parse(f"{match['before']} {match['sign']} 0"), ast.Module):
        return None  # a value would not repair it
    before, sign = match["before"], match["sign"]
    names = re.findall(r"\w+", before)
    if sign != "=" or len(names) < 2 or not re.fullmatch(r"\w+(\s*,\s*\w+)+", before):
        return f"Nothing follows the {sign} at the end of this line.", f"Put a value after the {sign}."
    example = ", ".join(map(str, range(1, len(names) + 1)))
    return (
        f"Nothing follows the = at the end of this line, so {', '.join(names)} get no values.",
        f"Put {len(names)} values after it, separated by commas: {before} = {example}.",
    )


GRAMMAR.says("syntax", (), "SyntaxError", r"^expected ':'")(
    "if, for, while, def and class lines end in a colon.",
    "Add : at the end of this line.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"Perhaps you forgot a comma\?")(
    "Two values follow each other with nothing between them.",
    "Put a comma between them.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^Missing parentheses in call to 'print'")(
    "print is a function, so what it prints goes in brackets.",
    "Write print(...).",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^unterminated (triple-quoted )?string literal")(
    "A string starts here but is never closed.",
    "Add the closing quote.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"^positional argument follows keyword argument")(
    "In a call, positional arguments come before named ones.",
    "Move the positional arguments to the front, or name them all.",
)
GRAMMAR.says("syntax", (), "SyntaxError", r"Maybe you meant '=='")(
    "A single = gives a name to a value; it does not compare.",
    "Write == to compare, or put a plain name on the left of =.",
)
GRAMMAR.says("indentation", (), "IndentationError", r"^expected an indented block")(
    "The lines that belong to a line ending in : have to be indented.",
    "Indent this line by four spaces.",
)
GRAMMAR.says("indentation", (), "IndentationError", r"^unexpected indent")(
    "This line is indented more than the one above it, but no block starts here.",
    "Remove the spaces at its start.",
)
GRAMMAR.says("indentation", (), "IndentationError", r"^unindent does not match")(
    "This line's indent matches no line above it.",
    "Line it up with the block that it belongs to.",
)
GRAMMAR.says("indentation", (), "TabError", r"tabs and spaces")(
    "Some lines are indented with tabs and others with spaces, which only look the same.",
    "Indent with spaces everywhere.",
)
