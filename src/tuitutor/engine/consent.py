"""The user's consent to run the code of a course: one rule for all front ends.

A course's cells, setup, checks and data.py are somebody's code. The bundled course may run, and so may courses begun by
this user with `tuitutor new`. For any other course, the user is asked once per folder.
"""

from __future__ import annotations

from contextlib import suppress

from tuitutor.course.folder import is_bundled
from tuitutor.course.model import Course
from tuitutor.errors import NotTrusted, Remedy, StateError
from tuitutor.progress.journal import Remembered
from tuitutor.progress.known_courses import KnownCourses
from tuitutor.progress.progress import Ledger
from tuitutor.protocol.isolation import Isolation
from tuitutor.spelling import all_of
from tuitutor.workers.trust import open_doors


class Consent:
    """The user's consent to run one course. `given`: its code may run."""

    def __init__(self, known: KnownCourses, course: Course, unasked: bool = False) -> None:
        """`unasked`: the user has consented in advance."""
        self._known, self._course = known, course
        self.given = unasked or is_bundled(course.folder) or known.trusts(course.folder)

    def question(self, sandbox: str) -> str:
        """What the user is asked; `sandbox` says where its code would run."""
        return (
            f"'{self._course.title}', in {self._course.folder}, is new to you. Running any of it runs its "
            f"author's code on your account, in {sandbox}. Do you trust it?"
        )

    def give(self) -> None:
        """Let the code run from now on. If that cannot be saved, the user will be asked again another time."""
        self.given = True
        with suppress(StateError):
            self._known.trust(self._course.folder)

    def require(self) -> None:
        """Raises NotTrusted unless the code may run."""
        if not self.given:
            raise NotTrusted(
                f"The course in {self._course.folder} is new to you, so none of its code is run; "
                "if you trust its author, say so.",
                Remedy.TRUST,
            )


def first_word(isolation: Isolation | None, store: Ledger) -> str:
    """A note for a learner whose own code ran without full isolation, once for each tier; afterwards, and else, "".

    `Remedy.SANDBOX` goes with it.
    """
    if isolation is None or isolation.holds:
        return ""
    key = f"told of {isolation.tier}"
    if key in store.progress().remembered:
        return ""
    store.record(Remembered(key=key, value="yes", at=store.now()))
    return f"Note: here {all_of(open_doors(isolation))}."
