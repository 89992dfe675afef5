"""The options of a run."""

from __future__ import annotations

from msgspec import Struct, field

from tuitutor.protocol.limits import Limits
from tuitutor.workers.trust import OWN, Policy


class RunOptions(Struct, frozen=True):
    """How code is run: limits, the width of printed tables, seeds for a repeatable run, and the policy for its author.

    `warm`: in processes that were warmed ahead, while the learner reads. Warming costs a second of CPU, so code that
    runs at once is faster without. `world`: the only world to run in, 0 for the lesson's own data; None: the worlds of
    the policy.
    """

    limits: Limits = field(default_factory=Limits)
    columns: int = 72
    seed: int = 0
    hidden_seed: int = 20_240_607
    policy: Policy = OWN
    warm: bool = False
    world: int | None = None
