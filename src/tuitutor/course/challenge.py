"""A challenge: a playground network that has to learn hidden data, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from tuitutor.course.bounds import Bound, InvalidCheck
from tuitutor.course.kind import CheckKind, Holds, ReadFrom
from tuitutor.spelling import suggestion

if TYPE_CHECKING:  # a course that comes from the cache opens without the playground
    from tuitutor.playground.playground_state import Config

MOST_RUNS = 5
MOST_WORK = 500_000
"""Epochs x runs x training points: 40 seconds at most, with 48 units, Adam and an update after every point."""


class Challenge(CheckKind, frozen=True):
    """A state of the playground as the answer, trained again on hidden points from hidden initial weights. The
    exercise sets its data and whatever `state` hides. It is the exercise's only check.
    """

    key = "play"
    title = "Trained again on hidden data"
    example = (
        "play: {state: dataset=xor&noise=10, epochs: 300, runs: 3, test_loss: {at_most: 0.05}, units: {at_most: 8}}"
    )
    read_from = ReadFrom.TRAINING
    holds: ClassVar[Holds] = {}
    about_model = False

    state: Annotated[str, "where the learner begins, as an address"]
    epochs: Annotated[int, f"how long it is trained; epochs x runs x training points may be {MOST_WORK:,} at most"]
    test_loss: Annotated[Bound, "half the mean squared error on test points, after the last epoch, at most this"]
    units: Annotated[Bound | None, "hidden units"] = None
    layers: Annotated[Bound | None, "hidden layers"] = None
    features: Annotated[tuple[str, ...], "the only inputs that may be used"] = ()
    without: Annotated[tuple[str, ...], "inputs that must not be used"] = ()
    optimizers: Annotated[tuple[str, ...], "the only optimizers that may be used"] = ()
    runs: Annotated[int, f"how many times it is trained, 1 to {MOST_RUNS}, and has to succeed; 1 if left out"] = 1

    def __post_init__(self) -> None:
        if self.test_loss.at_most is None or self.test_loss.at_most <= 0 or self.test_loss.at_least is not None:
            raise InvalidCheck("'test_loss' needs an upper bound, such as {at_most: 0.05}")
        if not 1 <= self.runs <= MOST_RUNS:
            raise InvalidCheck(f"found {self.runs} runs; expected 1 to {MOST_RUNS}")
        if set(self.features) & set(self.without):
            raise InvalidCheck("found an input in 'features' that 'without' forbids; keep it in one of them")

    def require_possible(self) -> None:
        # imported late: a course that comes from the cache opens without the playground
        from tuitutor.playground.address import parse_address
        from tuitutor.playground.playground_state import FEATURES, OPTIMIZERS

        for name in (*self.features, *self.without):
            if name not in FEATURES:
                raise InvalidCheck(f"there is no input '{name}'; {suggestion(name, FEATURES)}")
        for name in self.optimizers:
            if name not in OPTIMIZERS:
                raise InvalidCheck(f"there is no optimizer '{name}'; {suggestion(name, OPTIMIZERS)}")
        config, messages = parse_address(self.state)
        if messages:
            raise InvalidCheck(f"in 'state': {messages[0]}")
        if config.points:
            raise InvalidCheck("'state' lists its own points, which everybody can see; name a dataset instead")
        points = config.samples * config.perc_train_data // 100
        most = MOST_WORK // (points * self.runs)
        if not 1 <= self.epochs <= most:
            raise InvalidCheck(f"found {self.epochs} epochs; expected 1 to {most}, with {points} training points")

    @property
    def begun(self) -> Config:
        """The initial state."""
        from tuitutor.playground.address import parse_address

        return parse_address(self.state)[0]

    @property
    def address(self) -> str:
        """The address of the initial state."""
        from tuitutor.playground.address import write_address

        return write_address(self.begun)

    def rules(self) -> list[tuple[str, str]]:
        """The rules for passing, as pairs of a quantity and its bound."""
        times = f" in all {self.runs} runs" if self.runs > 1 else ""
        rules = [(self.loss_name, f"{self.test_loss}{times}")]
        rules += [(name, str(bound)) for name, bound in self.sizes.items()]
        if self.input_rule:
            rules.append(("inputs", self.input_rule))
        if self.optimizers:
            rules.append(("optimizer", " or ".join(self.optimizers)))
        return rules

    @property
    def loss_name(self) -> str:
        """The name of the loss in messages."""
        return f"test loss after {self.epochs} epochs"

    @property
    def sizes(self) -> dict[str, Bound]:
        """The bounds on the network's size that are set, by the quantities."""
        sizes = {"hidden units": self.units, "hidden layers": self.layers}
        return {name: bound for name, bound in sizes.items() if bound is not None}

    @property
    def input_rule(self) -> str:
        """The rule for the inputs, in words; "" if there is none."""
        only = [f"only {', '.join(self.features)}"] if self.features else []
        return ", ".join([*only, *(f"no {name}" for name in self.without)])
