"""The keys of lessons, editors, results and attempts, once for the bindings, the key bar and the help page.

Only keys that reach a program through ssh, tmux and screen: no ctrl+s or ctrl+q, which flow control might take (Textual
turns it off, so ctrl+q works anyway), no ctrl+h, ctrl+i, ctrl+m (backspace, tab, enter), no ctrl+a, ctrl+b (the
prefixes of screen and tmux). For every function key, a control key or the palette does the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from textual.binding import Binding

AS_WRITTEN = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
}
"""Textual's names of keys, and how people write them."""


class Key(Struct, frozen=True):
    """An action with its default `keys`, of which the first is shown, its label in the bar and its line of help.

    `{text}` in the line of help stands for the current key of TEXT. `always` keys also work while the learner types in
    an editor. The learner's settings may replace the keys: see `in_use`.
    """

    keys: str
    action: str
    label: str
    help: str
    always: bool = True

    @property
    def id(self) -> str:
        """The id of its binding, whatever the current key."""
        return f"{self.action} {self.keys}"

    @property
    def in_use(self) -> tuple[str, ...]:
        """The current keys, as Textual names them."""
        return tuple(_CHANGED.get(self, self.keys).split(","))

    @property
    def named(self) -> str:
        """The key as people write it: "ctrl+r", "f2"."""
        return as_written(self.in_use[0])

    @property
    def all_named(self) -> str:
        """All current keys, for the help page."""
        return ", ".join(map(as_written, self.in_use))

    def entry(self, label: str) -> tuple[str, str, str]:
        """The key in a bar: its name, its effect now, and the action of a click, on the screen or the app."""
        name = self.action.partition("(")[0]
        return self.named, label, self.action if "." in name else f"screen.{self.action}"

    def binding(self, action: str = "") -> Binding:
        """The binding of the key to its own action or to another, as in a panel that it also closes."""
        return Binding(self.keys, action or self.action, self.label, show=False, priority=self.always, id=self.id)


def as_written(key: str) -> str:
    """A key named by Textual, as people write it."""
    with_key, plus, name = key.rpartition("+")
    return with_key + plus + AS_WRITTEN.get(name, name)


_CHANGED: dict[Key, str] = {}


def change_keys(changed: Mapping[Key, str]) -> None:
    """Replace these keys in the whole process; all other keys are as usual."""
    _CHANGED.clear()
    _CHANGED.update(changed)


def keymap() -> dict[str, str]:
    """The changed keys for Textual: the ids of their bindings and the current keys."""
    return {key.id: keys for key, keys in _CHANGED.items()}


RUN = Key("ctrl+r", "run", "Run", "Run what has the focus, or comes next in the text; again: stop")
BENCH = Key("f2,ctrl+t", "bench", "Exercise", "Go from the text to the exercise, and back")
CONTENTS = Key("f3,ctrl+o", "app.contents", "Outline", "The lesson's parts; again: all lessons; again: all courses")
HINT = Key("ctrl+g", "hint", "Hint", "Show the next hint for the exercise")
TAB = Key("f4", "next_tab", "Results", "Go to the results; again: enlarge the next part; {text}: back")
SOLUTION = Key("f6", "solution", "Solution", "Compare with the solution; before a pass, ask twice")
RESET = Key("f9", "reset", "Reset", "Restore the starter, or the lesson's own cell; ctrl+z undoes")
DOWN = Key("ctrl+down,alt+down", "results(1)", "Results down", "Scroll the results down")
UP = Key("ctrl+up,alt+up", "results(-1)", "Results up", "Scroll the results up")
NEXT = Key("f8", "onward", "Continue", "Continue: what is unread, then the next exercise or lesson")
TEXT = Key("escape", "text", "Text", "Go back: from an editor or the results, to the text", always=False)
EXTERNAL = Key("f10", "external", "Your own editor", "Edit it in $VISUAL or $EDITOR")
ERROR = Key("f12", "error", "The next problem", "Go to the next problem in the code, or to the error and back")
FIND = Key("ctrl+f", "find", "Find and replace", "Find in the text; in an editor, find and replace")
FIND_TEXT = Key("slash", "find", "Find", "Find in the text", always=False)
REDRAW = Key("ctrl+l", "app.redraw", "Redraw the screen", "Redraw the screen")
HELP = Key("f1", "explain", "Explain", "Explain the name at the cursor")
HELP_TEXT = Key("question_mark", "app.help", "Help", "Show the keys by place", always=False)
PREVIOUS_LESSON = Key("left_square_bracket", "previous", "Previous lesson", "Go to the lesson before", always=False)
NEXT_LESSON = Key("right_square_bracket", "next", "Next lesson", "Go to the lesson after this one", always=False)
EARLIER = Key("left", "screen.curve(-1)", "Earlier epoch", "In the results: go back an epoch")
LATER = Key("right", "screen.curve(1)", "Later epoch", "In the results: go forward an epoch")
LOG = Key("l", "screen.log_scale", "Log scale", "In the results: draw the loss on a log axis, and back")
GHOST = Key("b", "screen.ghost", "Best attempt as the ghost", "In the results: switch the ghost to the best, or back")
WHATIF = Key("w", "what_if", "What if", "After a failed run: try changes of its training; again: stop", always=False)
SHARE = Key("y", "screen.share", "Share", "In the results: save a pass, or a request for help")
SHARE_SVG = Key("Y", "screen.share_svg", "Share a picture", "In the results: save the attempt as an SVG")
COMPARE = Key("enter", "screen.compare", "Compare attempts", "In the results: show what an attempt changed")
RESTORE = Key("r", "screen.restore", "Restore an attempt", "In the results: restore its code; ctrl+z undoes")
INDENT = Key("tab", "tab", "Indent", "Indent ({dedent}: dedent)", always=False)
DEDENT = Key("shift+tab", "dedent", "Dedent", "Dedent the lines", always=False)
COMMENT = Key("ctrl+slash,ctrl+underscore", "comment", "Comment", "Comment the lines, or uncomment", always=False)
SELECT_ALL = Key("alt+a", "select_all", "Select all", "Select all of the code", always=False)
FIRST = Key("ctrl+home", "first", "To the beginning", "Go to the beginning of the code", always=False)
LAST = Key("ctrl+end", "last", "To the end", "Go to the end of the code", always=False)
QUIT = Key("ctrl+q", "app.quit", "Quit", "Quit at any time: all is saved as you type")
PALETTE = Key("ctrl+p", "app.command_palette", "All commands", "Find any command by name; themes; settings")

APP_KEYS = (QUIT, PALETTE)
"""The keys that work on all screens."""
LESSON_KEYS = (
    RUN, TEXT, BENCH, TAB, DOWN, UP, HINT, SOLUTION, RESET, CONTENTS, NEXT, EXTERNAL, ERROR,
    FIND, FIND_TEXT, WHATIF, REDRAW, HELP, HELP_TEXT, PREVIOUS_LESSON, NEXT_LESSON,
)  # fmt: skip
RESULT_KEYS = (EARLIER, LATER, LOG, GHOST, SHARE, SHARE_SVG)
"""The keys that act while one of the results has the focus."""
EDITOR_KEYS = (INDENT, DEDENT, COMMENT, SELECT_ALL, FIRST, LAST)
"""The keys that act in an editor; some terminals send none of them, so the palette has them too."""
ATTEMPT_KEYS = (COMPARE, RESTORE)
"""The keys for the attempt that is chosen in the list, or the latest; they act there, too."""
