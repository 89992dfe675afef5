"""Advice on hand-written training loops: gradients, and the updates of weights."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator

from msgspec.structs import replace

from tuitutor.coach.causes import main_causes
from tuitutor.coach.code import Code
from tuitutor.coach.evidence_of_fit import FitEvidence
from tuitutor.course.kind import Change
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LoopFacts

FEW = 3  # steps, which show nothing


def advise_on_loops(loops: LoopFacts | None, code: Code, held: frozenset[Change] = frozenset()) -> Iterator[Advice]:
    """Advice on the loops, the most certain first. Lines are those of the gradient."""
    if loops is None or not (loops.gradients or loops.fit):
        return
    asks = [call for call in code.calls("gradient") if call.args or call.keywords]
    steps = asks or code.calls("train_on_batch")
    line = steps[-1].lineno if steps else None
    found = [*_wrong_loss(loops, asks), *_wrong_round(loops), *_applied_late(code, loops)] or [*_not_all(loops)]
    if not found and loops.fit is not None:
        found = [*main_causes(FitEvidence(loops.fit, held=held))]
    if not found:
        found = [*_wrong_way(loops, asks)] or [*_lost(loops)]
    if not found:
        yield from _never_reset(code)
    yield from (replace(advice, line=line) for advice in found)


def _wrong_loss(loops: LoopFacts, asks: list[ast.Call]) -> Iterator[Advice]:
    """A loss without gradients, or of the wrong shape."""
    if loops.without_gradient and loops.without_gradient >= loops.gradients:
        yield Advice(
            "loop",
            (),
            "The gradient is None for all variables: nothing leads from the loss back to them.",
            "Compute the loss inside the with block, from the network's outputs, without numpy in between.",
        )
    if loops.broadcast:
        one, other = (tuple("n" if size is None else size for size in shape) for shape in loops.broadcast)
        yield Advice(
            "loop",
            (),
            f"Outputs of shape {_shape(one)} and labels of shape {_shape(other)} are subtracted, which makes a table "
            "of each with each, and the loss is its mean.",
            "Make both shapes the same: y[:, None], or outputs[:, 0].",
        )
    if loops.swapped_arguments:
        yield Advice(
            "loop",
            (),
            "The loss is given the network's outputs as labels, and the labels as outputs.",
            "Labels come first: loss(y, model(x)).",
        )
    if loops.target_shape and any(size != 1 for size in loops.target_shape) and _is_loss(asks):
        yield Advice(
            "loop",
            (),
            f"The loss has shape {_shape(loops.target_shape)}, a number for each row: the gradient is that of their "
            "sum, and grows with the batch.",
            "Take their mean: tf.reduce_mean(loss).",
        )


def _wrong_round(loops: LoopFacts) -> Iterator[Advice]:
    """Networks and optimizers made in each round, instead of once."""
    if loops.networks >= 4 and loops.gradients < 40 * loops.networks and not loops.without_gradient:
        yield Advice(
            "loop",
            (),
            f"{loops.networks} networks were trained one after another, each from the start: what one has learned is "
            "lost with it.",
            "Build the network once, before the loop.",
        )
    elif loops.single_step_optimizers >= 5 and loops.single_step_optimizers >= 0.8 * loops.gradients:
        yield Advice(
            "loop",
            (),
            f"Each of {loops.single_step_optimizers} steps was made by a new optimizer, which remembers nothing of "
            "the steps before.",
            "Make the optimizer once, before the loop.",
        )
    if loops.first_batch_only:
        yield Advice(
            "loop",
            (),
            "Each step begins the dataset anew and takes its first batch, so the network sees no other rows.",
            "Go through it with a loop, for x, y in data, or make the iterator once, before the loop.",
        )


def _not_all(loops: LoopFacts) -> Iterator[Advice]:
    """Trainable layers whose gradients were never computed."""
    if loops.untrained and loops.fit is not None and FitEvidence(loops.fit).skill_below(0.8):
        yield Advice(
            "loop",
            (),
            f"No gradient was asked of '{loops.untrained[0]}', which stays as it began: what it hands on is chance.",
            "Ask for those of all weights: tape.gradient(loss, model.trainable_variables).",
        )

    elif (
        loops.disconnected
        and not loops.without_gradient
        and loops.fit is not None
        and FitEvidence(loops.fit).skill_below(0.8)
    ):
        yield Advice(
            "gradient",
            (),
            f"The gradient of '{loops.disconnected[0]}' was asked for and is None each time: nothing leads from the "
            "loss back to it, so it stays as it began.",
            "Look for what cuts it off: stop_gradient, numpy, or a network that is called outside of the with block.",
        )


def _applied_late(code: Code, loops: LoopFacts) -> Iterator[Advice]:
    """The last gradients of a loop are applied, after the loop: those of all other rounds are lost."""
    steps = loops.fit.steps if loops.fit is not None else None
    if steps is None or loops.gradients < 4 * max(1, steps):
        return
    for loop in (node for node in ast.walk(code.tree) if isinstance(node, ast.For | ast.While)):
        inside = {id(node) for node in ast.walk(loop)}
        asked = [node for node in ast.walk(loop) if isinstance(node, ast.Assign) and _asks_for_gradient(node.value)]
        names = {to.id for node in asked for to in node.targets if isinstance(to, ast.Name)}
        stored = [node for node in ast.walk(code.tree) if isinstance(node, ast.Name) and node.id in names]
        if sum(isinstance(node.ctx, ast.Store) for node in stored) != len(names) or not names:
            continue  # they may be added up
        read = [node for node in stored if isinstance(node.ctx, ast.Load)]
        calls = [call for call in code.calls("apply_gradients") if id(call) not in inside]
        applied = {id(node) for call in calls for node in ast.walk(call)}
        if read and all(id(node) in applied for node in read):
            yield Advice(
                "loop",
                (),
                f"Gradients were asked for {loops.gradients} times, and {steps} steps were made: apply_gradients "
                "stands after the loop over the batches, so that only the last one counts.",
                "Move apply_gradients into the loop, to where the gradients are asked for.",
            )
            return


def _never_reset(code: Code) -> Iterator[Advice]:
    """A metric that is updated batch by batch, and read after each epoch, but never begins anew."""
    for epochs in (node for node in ast.walk(code.tree) if isinstance(node, ast.For | ast.While)):
        batches = [node for node in ast.walk(epochs) if isinstance(node, ast.For | ast.While) and node is not epochs]
        within = {id(node) for loop in batches for node in ast.walk(loop)}
        inside = {id(node) for node in ast.walk(epochs)}
        made = {node.id for node in ast.walk(epochs) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for read in code.calls("result"):
            name = _owner_of(read)
            if not name or name in made or id(read) not in inside or id(read) in within:
                continue
            updated = [call for call in code.calls("update_state", name) if id(call) in within]
            if updated and not (code.calls("reset_state", name) or code.calls("reset_states", name)):
                yield Advice(
                    "metric",
                    ("metrics",),
                    f"`{name}` is updated in each epoch and never reset, so what it gives is a mean over all epochs so "
                    "far.",
                    f"Begin each epoch with {name}.reset_state().",
                    read.lineno,
                )
                return


def _owner_of(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id=name)):
            return name
    return ""


def _asks_for_gradient(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "gradient"


def _lost(loops: LoopFacts) -> Iterator[Advice]:
    if loops.losses and not math.isfinite(loops.losses[-1]):
        yield Advice(
            "nan",
            ("rate", "data"),
            f"The loss is {loops.losses[-1]}: the numbers grew past what a float can hold, or there was a log of 0.",
            "Lower the learning rate, scale the inputs to about -1 to 1, and look for NaN in the data.",
        )


def _wrong_way(loops: LoopFacts, asks: list[ast.Call]) -> Iterator[Advice]:
    losses = [loss for loss in loops.losses if math.isfinite(loss)]
    if not _is_loss(asks) or len(losses) < FEW:
        return
    if not loops.without_gradient and max(losses) - min(losses) <= 1e-7 * max(map(abs, losses)):
        yield Advice(
            "loop",
            (),
            f"The loss is {losses[-1]:.4g} in each of {len(losses)} steps: gradients are asked for, but no weight "
            "changes.",
            "Hand them to the optimizer: optimizer.apply_gradients(zip(gradients, variables)).",
        )
    elif losses[-1] > 10 * losses[0] > 0 and not loops.ascents:
        yield Advice(
            "diverging",
            ("rate", "data"),
            f"The loss grows, from {losses[0]:.4g} to {losses[-1]:.4g}: each step overshoots and makes it worse.",
            "Lower the learning rate, to a tenth at first, and scale the inputs to about -1 to 1.",
        )
    if loops.ascents > FEW and loops.descents == 0 and losses[-1] > losses[0]:
        yield Advice(
            "loop",
            (),
            f"The gradient is added to the weights, so the loss grows, from {losses[0]:.4g} to {losses[-1]:.4g}.",
            "Subtract it: w.assign_sub(rate * gradient).",
        )
    elif losses[-1] < losses[0] < 0 and losses[-1] < 2 * losses[0]:
        yield Advice(
            "loop",
            (),
            f"The loss is negative and falls without end, from {losses[0]:.4g} to {losses[-1]:.4g}: training makes "
            "the error larger, not smaller.",
            "Look for a minus sign before the loss.",
        )


def _is_loss(asks: list[ast.Call]) -> bool:
    """Whether the differentiated value is called a loss: other values may be maximized on purpose."""
    if not asks or not asks[-1].args or not isinstance(asks[-1].args[0], ast.Name):
        return False
    name = asks[-1].args[0].id.casefold()
    return any(word in name for word in ("loss", "error", "cost", "mse", "mae", "err"))


def _shape(sizes: tuple[object, ...]) -> str:
    inside = ", ".join("n" if size is None else str(size) for size in sizes)
    return f"({inside},)" if len(sizes) == 1 else f"({inside})"
