"""Training an answer to a challenge again, in our own process, which its state cannot harm (docs/decisions.md)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import perf_counter

from tuitutor.course.challenge import Challenge
from tuitutor.errors import UsageError
from tuitutor.grading.evidence import Played

# no mutant: how often others get their turn, which only a test that is timed could tell
_SLICE = 0.008  # seconds of training before other tasks get their turn, such as handling keys


async def retrained(challenge: Challenge, answer: str, hidden_seed: int) -> Played:
    """Train the state in an answer on the exercise's data, drawn with this seed. Cancelling it stops it at once."""
    # imported here, since most lessons have no such exercise, and numpy takes a while
    from tuitutor.playground.address import overruled, state_in, under
    from tuitutor.playground.run import Run

    task = challenge.begun
    try:
        given = state_in(answer)
    except UsageError as error:
        return Played(problem=str(error))
    losses, diverged = [], ""
    began = perf_counter()
    for number in range(challenge.runs):
        run = Run(under(task, given, f"hidden {hidden_seed} {number}"))
        while run.epoch < challenge.epochs and not run.stuck:
            run.advance()
            if perf_counter() - began > _SLICE:
                await asyncio.sleep(0)
                began = perf_counter()
        losses.append(run.losses[-1][1])
        diverged = diverged or str(run.diverged or "")
    trained = replace(run.config, seed="")  # which must stay hidden
    return Played(trained, "", tuple(losses), diverged, overruled(task, given))
