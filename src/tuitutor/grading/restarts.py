"""The check on an answer that is stopped, as a job is by its time limit, and started again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tuitutor.course.checks import Restart
from tuitutor.grading.evidence import NOT_MEASURED, Evidence, judge_kind, no_model, program_of
from tuitutor.grading.numbers import show_number
from tuitutor.grading.outcome import Finding, absent, bound_row, errored, from_rows
from tuitutor.grading.verdicts import Provenance, Row
from tuitutor.protocol.facts import FreshFacts, ProgramFacts

_SAME = 1e-5  # of what is the same but for rounding
_SAME_OUTPUTS = 1e-3
_SOME = 0.1  # of an epoch, by which steps may differ from what they should be
NO_MEMORY = "How much memory an answer takes can't be measured on this system. This isn't your fault."

State = tuple[float, float, float, float]  # before a step: see StepFacts


@dataclass(frozen=True, slots=True)
class Resumed:
    """How the second start went on: with the state `now`, for `made` steps.

    `then` is the state of the first start with the same weights; None if it never had them. When it was stopped, its
    complete epochs had `done` steps.
    """

    now: State | None
    made: int
    then: State | None
    done: int

    @property
    def total(self) -> int:
        """The steps that count for the weights; if these are new, the first start's steps still count."""
        return self.made + (self.done if self.then is None else int(self.then[0]))


@judge_kind.register
def judge_restart(check: Restart, evidence: Evidence) -> Finding:
    """The state with which the second start went on, how much it trained, its memory and its file."""
    program, restarted = program_of(evidence), evidence.restarted
    if program.model is None:
        return no_model(program.model_kind)
    if program.steps is None:
        return errored(NOT_MEASURED)
    if restarted.before is None:
        made = len(program.steps.states)
        why = f"It ended after {made} steps of its optimizer, before it could be stopped in epoch 3. An epoch has "
        return absent(f"{made} steps", f"{why}{check.steps} steps here, and there are {check.epochs} epochs.")
    if check.memory is not None and (not restarted.grown or None in restarted.grown):
        return errored(NO_MEMORY)
    if check.file and restarted.fresh is None:
        return errored(NOT_MEASURED)
    resumed = find_resumed(check, restarted.before.states, program.steps.states)
    rows = [*_of_training(check, resumed, program.steps.of_model)]
    if check.memory is not None:
        most = max(size or 0 for size in restarted.grown) / (1 << 20)
        why = "Data that doesn't fit is read batch by batch, and never as a whole."
        rows.append((bound_row("memory that it takes, MB", check.memory, round(most)), why))
    if restarted.fresh is not None and check.file:
        rows.append(_of_file(check, restarted.fresh, program))
    failed = next((why for row, why in rows if not row.agrees), "")
    return from_rows([row for row, _ in rows], Provenance.REPORTED, failed)


def find_resumed(check: Restart, before: tuple[State, ...], again: tuple[State, ...]) -> Resumed:
    """The state with which the second start went on. It may make a few steps before it loads its files."""
    done = int((len(before) / check.steps) - _SOME) * check.steps  # it may have been about to save the last epoch
    for at, now in enumerate(again[: int(_SOME * check.steps) + 1]):
        found = [then for then in before if then[0] >= check.steps and _alike(then[1], now[1])]
        if found:
            then = next((state for state in found if state[0] == now[0]), found[0])
            return Resumed(now, len(again) - at, then, done)
    return Resumed(again[0] if again else None, len(again), None, done)


def _of_training(check: Restart, resumed: Resumed, of_model: bool) -> Iterator[tuple[Row, str]]:
    """Rows about the steps, with sentences for those that fail."""
    then, now, slack = resumed.then, resumed.now, _SOME * check.steps
    # the begun part of an epoch whose state was saved may be made again
    total = resumed.total / check.steps
    part = 0.0 if resumed.then is None else resumed.then[0] % check.steps / check.steps
    near = any(abs(number - check.epochs) <= _SOME for number in (total, total - part))
    epochs = check.epochs if near else round(total, 2)
    in_all = Row("epochs in all", str(check.epochs), show_number(epochs), epochs == check.epochs)
    yield in_all, "The second start makes only what is missing of the epochs: not all of them again, and no more."
    since, least = None if then is None else round(then[0] / check.steps, 1), resumed.done // check.steps
    found = "new ones" if since is None else f"those after epoch {since:g}"
    late = then is not None and then[0] >= resumed.done - slack
    yield (
        Row("weights it goes on with", f"those after epoch {least}, or later", found, late),
        "After each epoch, save what training needs to go on; at the start, load it if it is there.",
    )
    if then is None or now is None:
        return
    same_count = now[0] == then[0]
    same_state = same_count and _alike(now[2], then[2])
    found = "without its momenta" if same_count else f"after {now[0]:.0f} steps, not {then[0]:.0f}"
    yield (
        Row("its optimizer", "as it was", "as it was" if same_state else found, same_state),
        "Its count of steps and its momenta belong to what is saved: weights alone are not enough to go on.",
    )
    old_rate, new_rate = (show_number(float(f"{state[3]:.6g}")) for state in (then, now))
    yield (
        Row("its learning rate", old_rate, new_rate, _alike(now[3], then[3])),
        "A second start with another rate is another training.",
    )
    yield (
        Row("what was trained", "`model`", "`model`" if of_model else "something else", of_model),
        ("The network that was trained has to be `model` in the end."),
    )


def _of_file(check: Restart, fresh: FreshFacts, program: ProgramFacts) -> tuple[Row, str]:
    label = f"`{check.file}` in a fresh process"
    if fresh.problem is not None:
        why = f"Loading it where nothing of your code ran but registered classes gave: {fresh.problem}"
        return Row(label, "does what `model` does", "can't be loaded", False), why
    mine, there = program.outputs, fresh.outputs
    pairs = zip(mine, there, strict=False)
    same = len(mine) == len(there) > 0 and all(
        math.isclose(output, other, rel_tol=_SAME_OUTPUTS, abs_tol=_SAME_OUTPUTS) for output, other in pairs
    )
    why = (
        "It loads, but gives other outputs: save the final model, and let get_config tell all that __init__ was given."
    )
    return Row(label, "does what `model` does", "does the same" if same else "does something else", same), why


def _alike(value: float, other: float) -> bool:
    return abs(value - other) <= _SAME * abs(other)
