"""Exit codes, the same for every command."""

from __future__ import annotations

from enum import IntEnum

from tuitutor.errors import ConfigError, CourseError, TuitutorError, UsageError


class PipeClosed(Exception):
    """The reader of our output has gone. Not a BrokenPipeError, because click has its own exit code for that."""


class Exit(IntEnum):
    """What a command's exit code means. The last two follow the shell's 128 + signal."""

    DONE = 0  # done, or passed
    NOT_PASSED = 1  # not passed, or problems found
    BAD_USAGE = 2  # bad usage, or a broken lesson
    COULD_NOT = 3  # no TensorFlow, the worker died, nothing could be saved
    INTERRUPTED = 130
    PIPE_CLOSED = 141

    @classmethod
    def of(cls, error: TuitutorError) -> Exit:
        """The code for an error that ended a command."""
        return cls.BAD_USAGE if isinstance(error, UsageError | CourseError | ConfigError) else cls.COULD_NOT
