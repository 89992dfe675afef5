"""What can be typed at the prompt: the list that help prints, and what each letter stands for."""

from __future__ import annotations

COMMANDS = {
    "read": "enter: read on",
    "back": "b, back: read the previous piece",
    "again": "a, again: read this piece again",
    "run": "r, run: run this cell, or have your answer graded; ctrl+c stops it",
    "exercise": "e, exercise: go to the lesson's next exercise that isn't passed",
    "code": "c, code: read your code, with line numbers",
    "write": "w, write: write code in your editor, or line by line if EDITOR names none",
    "type": "t, type: write code line by line",
    "file": "file xor.py: take the code from a file",
    "play": "p, play: open the playground, where the text or the exercise has one",
    "hint": "h, hint: read the next hint",
    "whatif": "whatif: after an attempt that failed, try changes of your training, and hear which helps",
    "solution": "s, solution: read the solution, after a pass or when you ask twice",
    "starter": "starter: go back to the starter; your code is kept in a file",
    "lessons": "l, lessons: list the lessons; l 3, or l and a name, opens one",
    "outline": "o, outline: list the lesson's parts; o 3, or o and a name, goes to one",
    "next": "n, next: go to the next lesson",
    "help": "?, help: read this list",
    "quit": "q, quit: leave; next time, the course opens here",
}
"""Each command and its line of help."""

_SHORT = {name.partition(",")[0]: command for command, name in COMMANDS.items()} | {"": "read"}


def command_of(word: str) -> str:
    """The command that a word or letter stands for, or else the word itself."""
    return _SHORT.get(word.lower(), word.lower())
