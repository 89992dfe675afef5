"""Why a Python cannot run learner code, as a sentence that says what to do."""

from __future__ import annotations

from tuitutor.engine.remedy import Installation, remedy
from tuitutor.protocol.events import Unready

_ANOTHER = "name another Python with --python PATH"


def what_to_do(event: Unready) -> str:
    """The sentence for an `Unready` event."""
    match event.reason:
        case "missing":
            how = remedy(event.python.partition(" (Python ")[0], Installation.here())
            return f"{event.message} is not installed in {event.python}. {how}, or {_ANOTHER}."
        case "backend":
            return (
                f"KERAS_BACKEND is {event.message!r}, but lessons and grades are made for TensorFlow; "
                "unset KERAS_BACKEND, or set it to tensorflow."
            )
        case "no-python":
            return f"{event.python!r} isn't a working Python: {event.message}; {_ANOTHER}."
        case _:
            return f"{event.python} cannot run learner code: {event.message}; {_ANOTHER}."
