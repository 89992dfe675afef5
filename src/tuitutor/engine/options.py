"""What a run is asked for besides its code."""

from __future__ import annotations

from msgspec import Struct, field

from tuitutor.engine.trust import OWN, Policy
from tuitutor.protocol.limits import Limits


class RunOptions(Struct, frozen=True):
    """How code is run: limits, the width of printed tables, seeds that make a run repeatable, whose code it is.

    `warm`: in processes that were warmed ahead, for somebody who waits. Each costs a second of CPU, so where answers
    are run by the dozen, all are done sooner without.
    """

    limits: Limits = field(default_factory=Limits)
    columns: int = 72
    seed: int = 0
    hidden_seed: int = 20_240_607
    policy: Policy = OWN
    warm: bool = True
