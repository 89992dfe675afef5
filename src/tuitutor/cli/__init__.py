"""Commands; the only room that prints results and picks exit codes."""

import os
import sys


def _leave_the_working_folder() -> None:
    """Import nothing from the working folder, which may be full of submissions, unless PYTHONPATH names it in full.

    By now Python has made PYTHONPATH's empty and relative entries absolute. pathlib would be an import.
    """
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    meant = {os.path.abspath(entry) for entry in entries if os.path.isabs(entry)}  # noqa: PTH100, PTH117
    left = {os.path.abspath(entry) for entry in entries} if any(entries) else set()  # noqa: PTH100
    if sys.argv[:1] == ["-m"]:
        left.add(os.getcwd())  # noqa: PTH109
    sys.path[:] = [entry for entry in sys.path if os.path.isabs(entry) and entry not in left - meant]  # noqa: PTH117


_leave_the_working_folder()
