"""Remedies outside of the app, named in brackets at the end of another room's sentence."""

from __future__ import annotations

from tuitutor.errors import Remedy

SANDBOX = "the sandbox that tuitutor doctor describes"

_HINTS = {
    Remedy.ANOTHER_LAUNCHER: "start tuitutor with --via PREFIX",
    Remedy.ANOTHER_PYTHON: "start tuitutor with --python PATH",
    Remedy.MORE_CPU: "--via srun",
    Remedy.SANDBOX: "see tuitutor doctor",
}


def with_way_out(sentence: str, remedy: str) -> str:
    """The sentence, with the flag or command for its remedy, if the app has a remedy for it."""
    hint = _HINTS.get(remedy)
    return f"{sentence.removesuffix('.')} ({hint})." if hint else sentence
