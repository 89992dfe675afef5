"""Flags and commands for remedies, in brackets at the end of another room's sentence."""

from __future__ import annotations

from tuitutor.errors import Remedy, TuitutorError

_HINTS = {
    Remedy.ANOTHER_FOLDER: "-o DIR",
    Remedy.ANOTHER_LAUNCHER: "--via PREFIX",
    Remedy.ANOTHER_PYTHON: "--python PATH",
    Remedy.GRADE_HERE: "without --sbatch",
    Remedy.LINKS: "--follow-links",
    Remedy.MARKS_COLUMN: "--column TITLE",
    Remedy.MORE_CPU: "--via srun",
    Remedy.MOVE: "tuitutor move -o FILE",
    Remedy.NAMES: "--learners FILE",
    Remedy.ONE_COURSE: "--course NAME",
    Remedy.ONE_LEARNER: "--learners FILE; --learner is for one",
    Remedy.SAME_SEED: "leave --hidden-seed out, or name another with -o DIR",
    Remedy.SANDBOX: "see tuitutor doctor",
    Remedy.TRUST: "--trust-course",
    Remedy.UNISOLATED: "--allow-unisolated; tuitutor doctor says why",
    Remedy.WHICH_EXERCISE: "--exercise LABEL; tuitutor list names them all",
    Remedy.WHO_COLUMN: "--who COLUMN",
}


def with_hint(sentence: str, remedy: str) -> str:
    """The sentence, with the flag or command for its remedy."""
    return f"{sentence.removesuffix('.')} ({_HINTS[remedy]})." if remedy else sentence


def in_full(error: TuitutorError) -> str:
    """The sentence for an error, with the flag or command for its remedy."""
    return with_hint(str(error), error.remedy)
