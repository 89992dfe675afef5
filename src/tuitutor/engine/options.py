"""The options of a run."""

from __future__ import annotations

from msgspec import Struct, field

from tuitutor.protocol.limits import Limits
from tuitutor.workers.trust import OWN, Policy


class RunOptions(Struct, frozen=True):
    """How code is run: limits, the width of printed tables, seeds that make a run repeatable, whose code it is.

    `warm`: in processes that are warmed ahead, while somebody reads. Warming costs a second of CPU each time; what runs
    at once is done sooner without. `world` is the one world to run in, 0 for the lesson's own data; None for as many as
    the policy asks for.
    """

    limits: Limits = field(default_factory=Limits)
    columns: int = 72
    seed: int = 0
    hidden_seed: int = 20_240_607
    policy: Policy = OWN
    warm: bool = False
    world: int | None = None
