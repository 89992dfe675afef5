"""What can be typed at the prompt, once: the list that help prints, and what each letter stands for."""

from __future__ import annotations

COMMANDS = {
    "read": "enter: read on",
    "back": "b, back: the piece before",
    "again": "a, again: this piece once more",
    "run": "r, run: run this cell, or have your answer graded; control c stops it",
    "exercise": "e, exercise: the next exercise of the lesson that is not passed",
    "code": "c, code: your code, with line numbers",
    "write": "w, write: write code in your editor, or line by line where EDITOR names none",
    "type": "t, type: write code line by line",
    "file": "file xor.py: take the code from a file",
    "play": "p, play: the playground, where the text or the exercise leads to one",
    "hint": "h, hint: the next hint",
    "solution": "s, solution: the solution, after a pass or when you ask twice",
    "starter": "starter: the starter again; what you have is kept in a file",
    "lessons": "l, lessons: all lessons; l 3, or l and a name, opens one",
    "next": "n, next: the next lesson",
    "help": "?, help: this list",
    "quit": "q, quit: leave; the course opens here again",
}
"""Each command with its line of help."""

_SHORT = {name.partition(",")[0]: command for command, name in COMMANDS.items()} | {"": "read"}


def command_of(word: str) -> str:
    """The command that a word or letter stands for; the word itself where there is none."""
    return _SHORT.get(word.lower(), word.lower())
