"""The rules for running other people's code and trusting its reports, the same for every command."""

from __future__ import annotations

from msgspec import Struct

from tuitutor.errors import NotIsolated, Remedy
from tuitutor.protocol.isolation import Isolation
from tuitutor.spelling import all_of


class Policy(Struct, frozen=True):
    """The requirements of an attempt. `isolated`: it refuses to run if code is not isolated from the machine.

    `verified`: a check on the model passes only on facts from a process without learner code. `worlds`: it is graded
    with other data than the lesson's (`engine.worlds`).
    """

    isolated: bool = False
    verified: bool = False
    worlds: bool = False

    def permit(self, isolation: Isolation) -> None:
        """Raises NotIsolated unless code may run in this isolation."""
        if self.isolated and not isolation.holds:
            raise NotIsolated(
                f"Other people's code is not run here, since {all_of(open_doors(isolation))}; "
                "use another machine, or allow it without isolation.",
                Remedy.UNISOLATED,
            )


OWN = Policy()  # a learner's own code, on the learner's own account


def untrusted(allow_unisolated: bool = False, accept_reported: bool = False) -> Policy:
    """Return the policy for other people's code."""
    return Policy(isolated=not allow_unisolated, verified=not accept_reported, worlds=True)


_DOORS = (
    ("files", "code can reach only its own files", "code can read and change your files"),
    ("network", "it cannot reach the network", "it can reach the network"),
    ("processes", "it cannot see or signal other processes", "it can see and signal your processes"),
    ("ends", "whatever it starts ends with it", "what it starts may outlive a killed worker"),
)


def open_doors(isolation: Isolation) -> tuple[str, ...]:
    """Return phrases for everything that the sandbox does not stop."""
    return tuple(is_open for name, _, is_open in _DOORS if not getattr(isolation, name))


def sandbox_in_words(isolation: Isolation) -> dict[str, tuple[str, ...]]:
    """Return phrases for what the sandbox stops and what it doesn't, and for its limits, by heading.

    The kernel enforces exact limits. Approximate limits are checked about ten times a second, so more may be used for a
    moment.
    """
    hidden = "" if isolation.network else " (but for what they share and let go of)"
    exact = ["memory and CPU time of each process", "the size of each file"]
    approximate = [f"memory{hidden}, CPU time and number of all processes together"]
    if isolation.ends:
        exact.append("all files together, in bytes and in number")
    else:
        approximate.append("all files together")
    return {
        "stopped": tuple(is_closed for name, is_closed, _ in _DOORS if getattr(isolation, name)),
        "not stopped": open_doors(isolation),
        "missing": isolation.missing,
        "exact limits": tuple(exact),
        "approximate limits": tuple(approximate),
    }
