"""The one table of cheats.

A cheat has a name, what it does in plain words, what an author should do if it passes, and a pure function from a
`Target` to its programs, which yields none if it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tuitutor.authoring.attack import borrowed, picked, shortcuts
from tuitutor.authoring.attack.target import CheatProgram, Target


@dataclass(frozen=True, slots=True)
class Cheat:
    """One kind of cheat: `what` it does, and the `remedy` if it passes."""

    name: str
    what: str
    remedy: str
    programs: Callable[[Target], Iterator[CheatProgram]]


_BOUND_ALL = "Bound `total_epochs` and `total_samples` in the `fit` check: they count all that trained the model."

CHEATS = (
    Cheat(
        "nothing",
        "a program that does nothing",
        "The lesson's setup makes what the checks look at. Ask for names that only the answer makes.",
        borrowed.nothing,
    ),
    Cheat(
        "starter",
        "the starter as it is",
        "Remove from the starter what the exercise asks for, or add a check that it fails.",
        borrowed.starter,
    ),
    Cheat(
        "longer",
        "the starter, trained ten times as long",
        "If more training shouldn't be enough, bound `total_epochs` in a `fit` check, or start from a network that "
        "cannot do it.",
        borrowed.longer,
    ),
    Cheat(
        "copied",
        "a cell of the lesson, copied",
        "Ask for something other than what the lesson shows: another size, another loss, other data.",
        borrowed.copied,
    ),
    Cheat(
        "typed",
        "the solution, with a result typed in",
        "Let a `measure` cell compute it from what the answer made, or `rerun` the answer on other values; where "
        "knowing the number is enough, make it a `question`.",
        borrowed.typed,
    ),
    Cheat(
        "shaped",
        "the solution, with zeros of the right shape",
        "Let a `measure` cell look at what is in it: different rows, their range, their labels.",
        borrowed.shaped,
    ),
    Cheat(
        "made-up",
        "the starter, with every variable that the checks ask for typed in",
        "Ask for variables that the `measure` cell makes, whatever happens in it, and not for the answer's own.",
        borrowed.made_up,
    ),
    Cheat(
        "printed",
        "the starter, with the solution's output typed into a print",
        "Check a variable instead of the output, and let a `measure` cell compute it.",
        borrowed.printed,
    ),
    Cheat(
        "own-validation",
        "the solution, validated on what it trains on",
        "Ask for `validation_samples` in the `fit` check: it counts rows that were not trained on.",
        shortcuts.own_validation,
    ),
    Cheat(
        "three-rows",
        "the solution, validated on three rows",
        "Ask for `validation_samples: {at_least: ...}`, as many as it takes for the score to mean something.",
        shortcuts.three_rows,
    ),
    Cheat(
        "other-model",
        "the solution, handing in a different model from the one it trained",
        "Check `model` itself: `trained`, or its score on hidden data.",
        shortcuts.other_model,
    ),
    Cheat("longer-first", "the solution, after ten times as many epochs", _BOUND_ALL, shortcuts.longer_first),
    Cheat(
        "twin-first", "the solution, with the weights of a twin that trained longer", _BOUND_ALL, shortcuts.twin_first
    ),
    Cheat("repeated", "the solution, with ten copies of the data in each epoch", _BOUND_ALL, shortcuts.repeated),
    Cheat(
        "few-rows",
        "the solution, trained on the first ten rows",
        "Ask for `training_samples` in the `fit` check, or for a score on hidden data that ten rows do not reach.",
        shortcuts.few_rows,
    ),
    Cheat(
        "constant",
        "the solution, trained to give the same answer for everything",
        "Put the bound well above the score of always giving the commonest label, or the median if labels are numbers.",
        shortcuts.constant,
    ),
    Cheat(
        "metric",
        "one epoch of the solution, with a custom metric that is always 1",
        "A curve is only what the answer reports. Ask for the score on hidden data too.",
        shortcuts.metric,
    ),
    Cheat(
        "wrong-choice",
        "a wrong choice",
        "The grader mistakes it for the right one. Word the two choices differently.",
        picked.wrong_choice,
    ),
    Cheat(
        "every-choice",
        "all choices at once",
        "Word the choices so that none is contained in another.",
        picked.every_choice,
    ),
    Cheat(
        "from-the-text",
        "the answer from the text above",
        "The text gives it away. Ask about a case other than the one in the text.",
        picked.from_the_text,
    ),
    Cheat(
        "all-inputs",
        "the network that it starts from, with every input",
        "Name the inputs that may be used in `features`, or those that must not be in `without`.",
        picked.all_inputs,
    ),
    Cheat("largest", "the largest network", "Bound `units` or `layers` in the `play` check.", picked.largest),
)
