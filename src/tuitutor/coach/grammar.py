"""What does not parse: brackets, quotes, colons, indentation."""

from __future__ import annotations

from tuitutor.coach.rules import Case, Rule, Words, fixed, rule

_BRACKET = "Every bracket that opens has to close."


@rule("syntax", "SyntaxError", r"^'(.)' was never closed")
def never_closed(case: Case) -> Words:
    return f"The {case[1]} in this line is never closed.", "Add the closing bracket where this call or list ends."


@rule("syntax", "SyntaxError", r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'")
def wrong_bracket(case: Case) -> Words:
    return f"A {case[2]} was opened, and a {case[1]} comes before it is closed.", "Close the inner bracket first."


@rule("syntax", "SyntaxError", r"^unmatched '(.)'")
def extra_bracket(case: Case) -> Words:
    return f"This {case[1]} closes nothing. " + _BRACKET, "Take it out, or add the bracket that opens."


@rule("syntax", "SyntaxError", r"^keyword argument repeated: (\w+)")
def repeated_argument(case: Case) -> Words:
    return f"`{case[1]}` is given twice in one call.", f"Keep one {case[1]}=... and delete the other."


@rule("syntax", "SyntaxError", r"^invalid character '(.)'")
def odd_character(case: Case) -> Words | None:
    if case[1] not in "“”„‘’‚«»":
        return None
    return f"{case[1]} is a typographic quote, which Python does not know.", "Type a plain ' or \" instead."


GRAMMAR: tuple[Rule, ...] = (
    never_closed,
    wrong_bracket,
    extra_bracket,
    repeated_argument,
    odd_character,
    fixed(
        "syntax",
        "SyntaxError",
        r"^expected ':'",
        "if, for, while, def and class lines end in a colon.",
        "Add : at the end of this line.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"Perhaps you forgot a comma\?",
        "Two values stand side by side with nothing between them.",
        "Put a comma between them.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"^Missing parentheses in call to 'print'",
        "print is a function, so what it prints goes in brackets.",
        "Write print(...).",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"^unterminated (triple-quoted )?string literal",
        "A string begins with a quote and is never closed.",
        "Add the closing quote.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"^positional argument follows keyword argument",
        "In a call, positional arguments come before named ones.",
        "Move the positional arguments to the front, or name them all.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"Maybe you meant '=='",
        "A single = gives a name to a value; it does not compare.",
        "Write == to compare, or put a plain name on the left of =.",
    ),
    fixed(
        "indentation",
        "IndentationError",
        r"^expected an indented block",
        "The lines that belong to a line ending in : have to be indented.",
        "Indent this line by four spaces.",
    ),
    fixed(
        "indentation",
        "IndentationError",
        r"^unexpected indent",
        "This line is further to the right than the one above it, and nothing asks for that.",
        "Remove the spaces at its start.",
    ),
    fixed(
        "indentation",
        "IndentationError",
        r"^unindent does not match",
        "This line's indent matches no line above it.",
        "Line it up with the block that it belongs to.",
    ),
    fixed(
        "indentation",
        "TabError",
        r"tabs and spaces",
        "Some lines are indented by tabs and others by spaces, which only look alike.",
        "Indent by spaces everywhere.",
    ),
)
