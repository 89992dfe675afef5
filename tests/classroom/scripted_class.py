"""A class of one exercise, and a script that answers as its worker does, and dies where an answer kills it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.small_course import exercise, lesson, write_course
from tuitutor.classroom.batch import Answer
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.protocol.events import EpochEnded, Event, Executed, FitEnded, FitStarted, Measured, Violated
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.requests import Execute, Measure, Request
from tuitutor.workers.scripted import Gate

KILLER = "kill the worker"
TRAINS = "train a model, print(1)"
DIES = Violated("", "the channel is not the worker's any more")


def small_course(folder: Path) -> Course:
    """A course whose exercise no answer passes, since the script prints nothing."""
    checks = "- source: {calls: [print]}\n  name: prints\n- stdout: {matches: hello}\n  name: hello"
    task = exercise("Say", "say", "Say it.", starter="pass", checks=checks, hints=[], solution="print()", why="So.")
    return load_course(write_course(folder / "course", {"Words": {"words.md": lesson("Words", "Say.", task)}}))


class Script:
    """Answers as a worker does, and dies with a killer. `most` is how many answers ran at a time."""

    def __init__(self, together: int = 1) -> None:
        self.asked: Counter[str] = Counter()
        self.most = 0
        self.began = asyncio.Event()
        self._running: set[str] = set()
        self._together = together
        self._gate = Gate()

    def __call__(self, request: Request) -> Iterable[Event | Gate]:
        match request:
            case Execute(child, run, source):
                self.began.set()
                self.asked[source] += 1
                self._running.add(child)
                self.most = max(self.most, len(self._running))
                if len(self._running) >= self._together or self.asked[source] > 1:
                    self._gate.set()
                if source == KILLER:
                    return [self._gate, DIES]
                if source == TRAINS:
                    return [*training(child, run, epochs=300), Executed(child, run, "ok", 0.1)]
                return [self._gate, Executed(child, run, "ok", 0.1)]
            case Measure(child, run):
                self._running.discard(child)
                return [Measured(child, run, ProgramFacts(None, "", None))]
        return []


def training(child: str, run: str, epochs: int) -> list[Event]:
    ended = [EpochEnded(child, run, 0, epoch, epoch / 10, {"loss": 1 / epoch}) for epoch in range(1, epochs + 1)]
    return [FitStarted(child, run, 0, epochs, 10, False), *ended, FitEnded(child, run, 0, epochs)]


def answers(course: Course, **texts: str) -> list[Answer]:
    return [Answer(who, course.exercises[0], text) for who, text in texts.items()]
