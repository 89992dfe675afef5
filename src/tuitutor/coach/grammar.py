"""Syntax errors: brackets, quotes, colons, indentation."""

from __future__ import annotations

from tuitutor.coach.rules import Rules

GRAMMAR = Rules()

GRAMMAR.says("syntax", "SyntaxError", r"^'(.)' was never closed")(
    "The {1} in this line is never closed.",
    "Add the closing bracket where this call or list ends.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'")(
    "A {2} was opened, but a {1} comes before it is closed.",
    "Close the inner bracket first.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^unmatched '(.)'")(
    "This {1} closes nothing. Every bracket that opens has to close.",
    "Remove it, or add the opening bracket that is missing.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^keyword argument repeated: (\w+)")(
    "`{1}` is given twice in one call.",
    "Keep one {1}=... and delete the other.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^invalid character '([“”„‘’‚«»])'")(
    "{1} is a typographic quote, which Python does not accept.",
    "Type a plain ' or \" instead.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^expected ':'")(
    "if, for, while, def and class lines end in a colon.",
    "Add : at the end of this line.",
)
GRAMMAR.says("syntax", "SyntaxError", r"Perhaps you forgot a comma\?")(
    "Two values follow each other with nothing between them.",
    "Put a comma between them.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^Missing parentheses in call to 'print'")(
    "print is a function, so what it prints goes in brackets.",
    "Write print(...).",
)
GRAMMAR.says("syntax", "SyntaxError", r"^unterminated (triple-quoted )?string literal")(
    "A string starts here but is never closed.",
    "Add the closing quote.",
)
GRAMMAR.says("syntax", "SyntaxError", r"^positional argument follows keyword argument")(
    "In a call, positional arguments come before named ones.",
    "Move the positional arguments to the front, or name them all.",
)
GRAMMAR.says("syntax", "SyntaxError", r"Maybe you meant '=='")(
    "A single = gives a name to a value; it does not compare.",
    "Write == to compare, or put a plain name on the left of =.",
)
GRAMMAR.says("indentation", "IndentationError", r"^expected an indented block")(
    "The lines that belong to a line ending in : have to be indented.",
    "Indent this line by four spaces.",
)
GRAMMAR.says("indentation", "IndentationError", r"^unexpected indent")(
    "This line is indented more than the one above it, but no block starts here.",
    "Remove the spaces at its start.",
)
GRAMMAR.says("indentation", "IndentationError", r"^unindent does not match")(
    "This line's indent matches no line above it.",
    "Line it up with the block that it belongs to.",
)
GRAMMAR.says("indentation", "TabError", r"tabs and spaces")(
    "Some lines are indented with tabs and others with spaces, which only look the same.",
    "Indent with spaces everywhere.",
)
