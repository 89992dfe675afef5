"""Every exception that tuitutor raises on purpose.

TuitutorError                 its text is one sentence for the user: what is wrong, what to do
├── UsageError                a name, flag or file from the user is not valid         (exit 2)
│   └── LimitExceeded         reading a file took more than may be spent on it
├── CourseError               the course or a lesson cannot be used as it is          (exit 2)
├── ConfigError               a settings file or variable does not parse              (exit 2)
├── StateError                drafts or progress cannot be read or written            (exit 3)
└── WorkerError               learner code cannot be run at all                       (exit 3)
    ├── WorkerUnavailable     no Python, no Keras, or one that is too old
    │   ├── NotIsolated       other people's code, and no sandbox to run it in
    │   └── NotTrusted        a course whose code the user has not allowed to run
    ├── BudgetSpent           this session has used up its CPU time
    └── WorkerLost            the worker process died
ProtocolError                 a line that does not decode; caught where it is read
"""

from __future__ import annotations


class Remedy:
    """Keys for what to do where there is a flag or a command for it, which `cli.flag_hints` and `tui.outside` name.

    The sentence that comes with it is whole without: nothing else knows which flags and commands there are.
    """

    ANOTHER_FOLDER = "another folder"
    ANOTHER_LAUNCHER = "another launcher"
    ANOTHER_PYTHON = "another python"
    GRADE_HERE = "grade here"
    LINKS = "links"
    MARKS_COLUMN = "marks column"
    MORE_CPU = "more cpu"
    MOVE = "move"
    NAMES = "names"
    ONE_COURSE = "one course"
    ONE_LEARNER = "one learner"
    SAME_SEED = "same seed"
    SANDBOX = "sandbox"
    TRUST = "trust"
    UNISOLATED = "unisolated"
    WHICH_EXERCISE = "which exercise"
    WHO_COLUMN = "who column"


class TuitutorError(Exception):
    """A problem to report to the user; `str(error)` is the sentence to show, and `remedy` what to name beside it."""

    def __init__(self, sentence: str = "", remedy: str = "") -> None:
        super().__init__(sentence)
        self.remedy = remedy


class UsageError(TuitutorError):
    """The user named something that does not exist or is not valid."""


class LimitExceeded(UsageError):
    """Reading a file of others' exceeded a limit; the text, without the file's name, says which."""


class CourseError(TuitutorError):
    """The course cannot be used; the text starts with file:line where one is known."""


class ConfigError(TuitutorError):
    """A settings file, variable or flag that does not parse."""


class StateError(TuitutorError):
    """Drafts or progress that cannot be read or written."""


class WorkerError(TuitutorError):
    """Learner code cannot be run; never the learner's fault."""


class WorkerUnavailable(WorkerError):
    """There is no usable Python with Keras; the text says how to get one."""


class NotIsolated(WorkerUnavailable):
    """Other people's code may not run here; the text says what is missing."""


class NotTrusted(WorkerUnavailable):
    """The code of a course may not run yet; the text says how to allow it."""


class BudgetSpent(WorkerError):
    """The session has used its CPU time; the text says how to get more."""


class WorkerLost(WorkerError):
    """The worker process died; a new one may be started."""


class ProtocolError(Exception):
    """A line that is not one of our messages. Caught where lines are read, never shown to the user."""
