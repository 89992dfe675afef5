"""Sentences for runs that did not end by themselves."""

from __future__ import annotations

import signal

from tuitutor.protocol.events import ChildEnded, Event
from tuitutor.protocol.limits import FULL, MOST_FILES, Limits
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.workers.connection import signal_name

NOT_RUN = "Cells above count as not run."
INTERRUPTED = "You stopped it."
_LOOP = "Look for a loop that never ends, or train for fewer epochs."
_LESS = "Write less to disk, or delete what is no longer needed."
_CUT_SHORT = "A file that it has mapped into memory was cut short, or its disk is full or fails; run it again."
_AGAIN = "If it happens again with the same code, try smaller arrays."
CELL_STOPPED = f"{INTERRUPTED} {NOT_RUN}"
TRIES_STOPPED = "You stopped it; nothing more is tried."
ATTEMPT_STOPPED = "You stopped this attempt; it does not count."


def ending(event: ChildEnded, limits: Limits) -> str:
    """A sentence: the reason why the run ended, the line of the learner's code, and what to do."""
    what, remedy = _told(event, limits)
    return f"{what}{_where(event.frames)}. {remedy}".rstrip()


def setup_ended(event: ChildEnded, limits: Limits) -> str:
    """Why a lesson's own setup ended, which may be the machine's fault, and what to do."""
    what, _ = _told(event, limits)
    return f"{what}, in the lesson's own setup. Try again; if it keeps failing, please tell the lesson's author."


def failed_on_model(event: Event, limits: Limits) -> str:
    """A sentence on a saved model that ended the verifying process."""
    match event:
        case ChildEnded(cause="exited" | "crashed" | "stopped"):
            how = "it crashes the process that loads it"
        case ChildEnded():
            what, _ = _told(event, limits)
            how = f"while it was loaded and scored, {what.removeprefix('Stopped: ')}"
        case _:
            how = "it breaks the process that loads it"
    return f"The saved model cannot be verified: {how}. Build a smaller or simpler model."


def cause_of(error: ErrorInfo, limits: Limits) -> str:
    """A sentence on an exception by which the code ended Python or reached a limit; "" for any other."""
    where = _where(error.frames)
    if error.kind == "SystemExit":
        return f"The code ended Python{where}. Remove that call, so that the rest can run."
    if FULL in error.message:
        return f"The limit of {_files(limits)} was reached{where}. {_LESS}"
    if error.kind in ("MemoryError", "_ArrayMemoryError", "ResourceExhaustedError"):
        return f"The memory limit of {_size(limits.memory_bytes)} was reached{where}. Use smaller arrays or batches."
    if error.kind == "OSError" and "File too large" in error.message:
        return f"The limit of {_size(limits.file_bytes)} for one file was reached{where}. Write less to disk."
    return ""


def _told(event: ChildEnded, limits: Limits) -> tuple[str, str]:
    """Why a run ended, and what to do."""
    ends = {
        "wall": (f"Stopped: the time limit of {limits.wall_s:g} s was reached", _LOOP),
        "cpu": (f"Stopped: the limit of {limits.cpu_s:g} s of CPU time was reached", _LOOP),
        "output": (f"Stopped: more than {_size(limits.output_bytes)} was printed", "Look for a print in a loop."),
        "memory": (
            f"Stopped: the memory limit of {_size(limits.memory_bytes)} was reached",
            "Use smaller arrays or batches.",
        ),
        "file": (f"Stopped: the limit of {_size(limits.file_bytes)} for one file was reached", "Write less to disk."),
        "disk": (f"Stopped: the limit of {_files(limits)} was reached", _LESS),
        "processes": (
            f"Stopped: the limit of {limits.processes} processes and {limits.threads} threads was reached",
            "Start fewer of them.",
        ),
        "deaf": (
            "Stopped: the code keeps its process from hearing what tuitutor asks next",
            "Remove what reads from, or writes to, tuitutor's internal channel.",
        ),
        "idle": (
            "Stopped: the code waits for something, and hardly ran for a minute",
            "Remove what it waits for, such as a sleep or another process.",
        ),
        "starved": ("Stopped: the machine is too busy, and gave the code hardly any CPU", "Run it again later."),
        "sandbox": (
            "The sandbox could not be set up, so nothing was run",
            "Run it again; if that does not help, tell the person who looks after this machine.",
        ),
        "stopped": ("Stopped when you asked", ""),
        "exited": (
            f"The code ended Python, with status {event.code}",
            "Remove that call, so that the model can be graded.",
        ),
    }
    crashed = _CUT_SHORT if event.code == signal.SIGBUS else _AGAIN
    return ends.get(event.cause, (f"Python crashed with {signal_name(event.code)}", crashed))


def _where(frames: tuple[Frame, ...]) -> str:
    return f" at line {frames[-1].line} of {frames[-1].filename}: {frames[-1].text.strip()}" if frames else ""


def _files(limits: Limits) -> str:
    return f"{_size(limits.disk_bytes)} for all files, at most {MOST_FILES:,} of them,"


def _size(count: int) -> str:
    return f"{count / (1 << 30):g} GB" if count >= 1 << 30 else f"{count / (1 << 20):g} MB"
