"""The keys of the lesson screen, once: bindings, the bar at the bottom and the help page are made from them.

Only keys that reach a program through ssh, tmux and screen: no ctrl+s or ctrl+q that flow control might eat (Textual
turns it off, so ctrl+q works anyway), no ctrl+h, ctrl+i, ctrl+m (backspace, tab, enter), no ctrl+a, ctrl+b (the
prefixes of screen and tmux). What a function key does, a control key or the palette does as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """A key (the first of `keys`; the others do the same), what it does, its word in the bar and its line of help.

    No line of help: that of another key tells of this one.
    `always` keys work while the learner types in an editor.
    """

    keys: str
    action: str
    label: str
    help: str
    always: bool = True

    @property
    def shown(self) -> str:
        """The key as people write it: "^r", "f2"."""
        return _written(self.keys.split(",")[0])

    @property
    def all_shown(self) -> str:
        """All keys that do it, for the help page."""
        return ", ".join(_written(key) for key in self.keys.split(","))

    def binding(self) -> Binding:
        return Binding(self.keys, self.action, self.label, show=False, priority=self.always)


def _written(key: str) -> str:
    names = {"question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]"}
    return names.get(key, key.replace("ctrl+", "^"))


RUN = Key("ctrl+r,f5", "run", "Run", "Run what has the focus, cell or exercise; again: stop")
BENCH = Key("f2,ctrl+t", "bench", "Exercise", "From the text to the exercise, and back")
CONTENTS = Key("f3,ctrl+o", "app.contents", "Contents", "All lessons, with what you have done")
HINT = Key("ctrl+g", "hint", "Hint", "The next hint for the exercise")
TAB = Key("f4", "next_tab", "Results", "The next of Curves, Output, Checks, Model, Hints")
SOLUTION = Key("f6", "solution", "Solution", "The solution: after a pass, or when asked twice")
RESET = Key("f9", "reset", "Reset", "The starter (or the lesson's own cell) back; ^z undoes")
DOWN = Key("ctrl+down,alt+down", "results(1)", "Results down", "Scroll the results down; ^up: up (or alt+down, alt+up)")
UP = Key("ctrl+up,alt+up", "results(-1)", "Results up", "")
PREVIOUS = Key("f7", "previous", "Previous lesson", "")
NEXT = Key("f8", "next", "Next lesson", "The next lesson; f7 or [: the previous one")
TEXT = Key("escape", "text", "Text", "From an editor to its cell, from anything else to the text", always=False)
REDRAW = Key("ctrl+l", "app.redraw", "Redraw the screen", "")
HELP = Key("f1", "app.help", "Help", "Show this page; ^l redraws the screen")
HELP_TEXT = Key("question_mark", "app.help", "Help", "Show this page", always=False)
PREVIOUS_TEXT = Key("left_square_bracket", "previous", "Previous lesson", "", always=False)
NEXT_TEXT = Key("right_square_bracket", "next", "Next lesson", "The next lesson", always=False)

LESSON_KEYS = (
    RUN, TEXT, BENCH, TAB, DOWN, UP, HINT, SOLUTION, RESET, CONTENTS, PREVIOUS, NEXT,
    REDRAW, HELP, HELP_TEXT, PREVIOUS_TEXT, NEXT_TEXT,
)  # fmt: skip
