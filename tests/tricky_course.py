"""A course, and words, in which everything that somebody may name tries to command the terminal."""

from __future__ import annotations

import re
from pathlib import Path

from tests.small_course import exercise, lesson, write_course

# A title, the clipboard, a cleared screen, the same in one byte, an unfinished one, and what turns a line around
TRICK = "\x1b]0;T\x07\x1b]52;c;QQ==\x07\x1b[2J\x9b31m\x9d0;T\x9c\u202e\x1b]0;"
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[hl]|\x1b\]8;[^\x1b\x07]*\x1b\\")


def commands_in(text: str) -> set[str]:
    """The characters that a terminal would obey, our own colours aside."""
    text = OURS.sub("", text)
    return {char for char in text if (char < " " or "\x7f" <= char < "\xa0" or char == "\u202e") and char not in "\r\n"}


def write_tricky_course(parent: Path) -> Path:
    """A course in a new folder with tricks in its name and its texts, in YAML and in Markdown."""
    folder = parent / f"course{TRICK}"
    written = TRICK.encode("unicode_escape").decode()
    sound = lesson(
        f'"Sound {written}"',
        f'"Told {written}"',
        f"Text {TRICK} here.",
        exercise(
            f"Named {TRICK}",
            "named",
            f"Do {TRICK} it.",
            starter="# answer:",
            checks=f'- question: {{choices: [9, 12], answer: 12}}\n  name: "count {written}"',
            hints=[f"A hint {TRICK}."],
            solution="# answer: 12",
            why=f"So {TRICK}.",
        ),
    )
    broken = lesson(
        "Broken",
        "Broken.",
        exercise(f"{TRICK}", f"of{TRICK}", "", starter="", checks=f'- "{written}": 1', hints=[], solution="", why=""),
    )
    write_course(folder, {f'"Chapter {written}"': {"sound.md": sound, "broken.md": broken}})
    toc = (folder / "myst.yml").read_text().replace("A small course", f'"Course {written}"')
    (folder / "myst.yml").write_text(toc)
    return folder
