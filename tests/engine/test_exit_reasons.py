"""What a learner is told of a run that did not end by itself: the limit in numbers, where it was, and what to do."""

from __future__ import annotations

import pytest

from tuitutor.engine.exit_reasons import cause_of, ending, failed_on_model, setup_ended
from tuitutor.protocol.events import Cause, ChildEnded, Executed
from tuitutor.protocol.limits import FULL, Limits
from tuitutor.protocol.raised import ErrorInfo, Frame

LIMITS = Limits(
    wall_s=30.5, cpu_s=20, memory_bytes=3 << 29, output_bytes=600 << 20, file_bytes=3 << 19, disk_bytes=1 << 30
)
FRAMES = (Frame("helper.py", 9, "<module>", "f()"), Frame("answer.py", 3, "f", "    x = x + 1 "))
AT = " at line 3 of answer.py: x = x + 1"


@pytest.mark.parametrize(
    ("cause", "code", "what", "remedy"),
    [
        ("wall", 0, "Stopped: the time limit of 30.5 s was reached", "a loop that never ends"),
        ("cpu", 0, "Stopped: the limit of 20 s of CPU time was reached", "a loop that never ends"),
        ("output", 0, "Stopped: more than 600 MB was printed", "Look for a print in a loop."),
        ("memory", 0, "Stopped: the memory limit of 1.5 GB was reached", "Use smaller arrays or batches."),
        ("file", 0, "Stopped: the limit of 1.5 MB for one file was reached", "Write less to disk."),
        ("disk", 0, "Stopped: the limit of 1 GB for all files, at most 20,000 of them, was reached", "Write less"),
        ("processes", 0, "Stopped: the limit of 100 processes and 500 threads was reached", "Start fewer of them."),
        ("deaf", 0, "Stopped: the code keeps its process from hearing", "internal channel."),
        ("idle", 0, "Stopped: the code waits for something, and hardly ran for a minute", "such as a sleep"),
        ("starved", 0, "Stopped: the machine is too busy, and gave the code hardly any CPU", "Run it again later."),
        (
            "sandbox",
            0,
            "The sandbox could not be set up, so nothing was run",
            "tell the person who looks after this machine.",
        ),
        ("exited", 4, "The code ended Python, with status 4", "Remove that call"),
        ("crashed", 11, "Python crashed with SIGSEGV", "try smaller arrays."),
        ("crashed", 7, "Python crashed with SIGBUS", "A file that it has mapped into memory was cut short"),
    ],
)
def test_what_ended_a_run_where_and_what_to_do(cause: Cause, code: int, what: str, remedy: str) -> None:
    told = ending(ChildEnded("c1", cause, code, FRAMES), LIMITS)
    assert told.startswith(what)
    assert f"{AT}. " in told
    assert remedy in told
    assert " at line" not in ending(ChildEnded("c1", cause, code), LIMITS)


def test_somebody_who_stopped_it_needs_no_advice() -> None:
    assert ending(ChildEnded("c1", "stopped"), LIMITS) == "Stopped when you asked."


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ErrorInfo("SystemExit", "0", FRAMES), f"The code ended Python{AT}. Remove that call"),
        (ErrorInfo("OSError", f"[Errno 28] {FULL}: 'x'", FRAMES), "The limit of 1 GB for all files, at most 20,000"),
        (ErrorInfo("MemoryError", ""), "The memory limit of 1.5 GB was reached. Use smaller"),
        (ErrorInfo("_ArrayMemoryError", "Unable to allocate", FRAMES), f"The memory limit of 1.5 GB was reached{AT}."),
        (ErrorInfo("ResourceExhaustedError", "OOM"), "The memory limit of 1.5 GB was reached."),
        (ErrorInfo("OSError", "[Errno 27] File too large"), "The limit of 1.5 MB for one file was reached."),
        (ErrorInfo("ValueError", "File too large"), ""),
        (ErrorInfo("OSError", "[Errno 28] No space left on device"), ""),  # the machine's own disk
    ],
)
def test_an_exception_that_means_a_limit_is_told_as_one(error: ErrorInfo, told: str) -> None:
    said = cause_of(error, LIMITS)
    assert said.startswith(told)
    assert bool(said) == bool(told)


def test_a_model_that_cannot_be_verified_is_told_how_it_ended_its_process() -> None:
    def how(cause: Cause) -> str:
        return failed_on_model(ChildEnded("c2", cause, 9), LIMITS).removeprefix("The saved model cannot be verified: ")

    advice = ". Build a smaller or simpler model."
    assert {how(cause) for cause in ("exited", "crashed", "stopped")} == {
        f"it crashes the process that loads it{advice}"
    }
    assert how("memory") == f"while it was loaded and scored, the memory limit of 1.5 GB was reached{advice}"
    assert "it breaks the process" in failed_on_model(Executed("c2", "r", "ok", 0.1), LIMITS)


def test_a_setup_that_ended_is_the_authors_concern() -> None:
    told = setup_ended(ChildEnded("c1", "memory", 0, FRAMES), LIMITS)
    assert told.startswith("Stopped: the memory limit of 1.5 GB was reached, in the lesson's own setup. Try again;")
