"""The keys of the lesson screen, defined once for the bindings, the bar at the bottom and the help page.

Only keys that reach a program through ssh, tmux and screen: no ctrl+s or ctrl+q, which flow control might take (Textual
turns it off, so ctrl+q works anyway), no ctrl+h, ctrl+i, ctrl+m (backspace, tab, enter), no ctrl+a, ctrl+b (the
prefixes of screen and tmux). For every function key, a control key or the palette does the same.
"""

from __future__ import annotations

from msgspec import Struct
from textual.binding import Binding


class Key(Struct, frozen=True):
    """A key (the first of `keys`; the others do the same), its action, its label in the bar and its line of help.

    If the line of help is empty, another key's covers it. `always` keys also work while the learner types in an editor.
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
    names = {
        "escape": "esc",
        "question_mark": "?",
        "slash": "/",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
    }
    names |= {
        "less_than_sign": "<",
        "greater_than_sign": ">",
        "comma": ",",
        "full_stop": ".",
        "plus": "+",
        "minus": "-",
        "underscore": "_",
    }
    with_key, _, name = key.rpartition("+")
    return {"": "", "ctrl": "^"}.get(with_key, f"{with_key}+") + names.get(name, name)


RUN = Key("ctrl+r,f5", "run", "Run", "Run what has the focus, cell or exercise; again: stop")
BENCH = Key("f2,ctrl+t", "bench", "Exercise", "Go from the text to the exercise, and back")
CONTENTS = Key("f3,ctrl+o", "app.contents", "Lessons", "Show all lessons and your progress; again: all courses")
HINT = Key("ctrl+g", "hint", "Hint", "Show the next hint for the exercise")
TAB = Key("f4", "next_tab", "Enlarge", "Enlarge the curves; again: the next part; esc: back")
SOLUTION = Key("f6", "solution", "Solution", "Show the solution: after a pass, or when asked twice")
RESET = Key("f9", "reset", "Reset", "Restore the starter, or the lesson's own cell; ctrl+z undoes")
DOWN = Key(
    "ctrl+down,alt+down", "results(1)", "Results down", "Scroll the results down; ctrl+up: up (or alt+down, alt+up)"
)
UP = Key("ctrl+up,alt+up", "results(-1)", "Results up", "")
PREVIOUS = Key("f7", "previous", "Previous lesson", "")
NEXT = Key("f8", "onward", "Onward", "Go to the next open exercise or lesson; [ or ]: by lessons")
TEXT = Key("escape", "text", "Text", "Leave the editor, or the results for it; else go to the text", always=False)
EXTERNAL = Key("f10", "external", "Your own editor", "Edit it in $VISUAL or $EDITOR")
ERROR = Key("f12", "error", "The error", "Go to the line with the error, and back")
FIND = Key("ctrl+f", "find", "Find and replace", "Find in the editor and replace, or find in the text")
FIND_TEXT = Key("slash", "find", "Find", "", always=False)
REDRAW = Key("ctrl+l", "app.redraw", "Redraw the screen", "")
HELP = Key("f1", "explain", "Help", "Explain the name at the cursor, or show help; ctrl+l: redraw")
HELP_TEXT = Key("question_mark", "app.help", "Help", "Show this page", always=False)
PREVIOUS_TEXT = Key("left_square_bracket", "previous", "Previous lesson", "", always=False)
NEXT_TEXT = Key("right_square_bracket", "next", "Next lesson", "", always=False)
EARLIER = Key("left", "screen.curve(-1)", "Earlier epoch", "In the results: go back an epoch; right: forward")
LATER = Key("right", "screen.curve(1)", "Later epoch", "")
LOG = Key("l", "screen.log_scale", "Log scale", "In the results: draw the loss on a log axis, and back")
GHOST = Key("b", "screen.ghost", "Best attempt as the ghost", "In the results: switch the ghost to the best, or back")
SHARE = Key("y", "screen.share", "Share", "In the results: save a pass, or a request for help")
SHARE_SVG = Key("Y", "screen.share_svg", "Share a picture", "In the results: save the attempt as an SVG")
COMPARE = Key("enter", "screen.compare", "Compare attempts", "In the attempts: show what was changed")
RESTORE = Key("r", "screen.restore", "Restore an attempt", "In the attempts: restore its code; ctrl+z undoes")
INDENT = Key("tab", "tab", "Indent", "In an editor: indent (shift+tab: dedent)", always=False)
DEDENT = Key("shift+tab", "dedent", "Dedent", "", always=False)
COMMENT = Key(
    "ctrl+underscore,ctrl+slash", "comment", "Comment", "In an editor: comment the lines, or uncomment", always=False
)
SELECT_ALL = Key("alt+a", "select_all", "Select all", "In an editor: select all", always=False)
FIRST = Key(
    "ctrl+home", "first", "To the beginning", "In an editor: go to its start; ctrl+end: to its end", always=False
)
LAST = Key("ctrl+end", "last", "To the end", "", always=False)

LESSON_KEYS = (
    RUN, TEXT, BENCH, TAB, DOWN, UP, HINT, SOLUTION, RESET, CONTENTS, PREVIOUS, NEXT,
    EXTERNAL, ERROR, FIND, FIND_TEXT, REDRAW, HELP, HELP_TEXT, PREVIOUS_TEXT, NEXT_TEXT,
)  # fmt: skip
RESULT_KEYS = (EARLIER, LATER, LOG, GHOST, SHARE, SHARE_SVG)
"""The keys that act while one of the results has the focus."""
EDITOR_KEYS = (INDENT, DEDENT, COMMENT, SELECT_ALL, FIRST, LAST)
"""The keys that act in an editor; some terminals send none of them, so the palette has them too."""
ATTEMPT_KEYS = (COMPARE, RESTORE)
"""The keys that work while the list of attempts has the focus."""
