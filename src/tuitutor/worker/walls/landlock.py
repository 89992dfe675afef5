"""Landlock: a process gives up all files except named ones, TCP, and signals to the rest of the machine.

Structs and constants: <linux/landlock.h>. Linux has it since 5.13, and later versions of it refuse more.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from errno import EINVAL
from pathlib import Path

from tuitutor.worker import syscalls

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1  # all rights of version 1: the first four above, and removing and making entries
_ADDED = {2: REFER, 3: TRUNCATE, 5: IOCTL_DEV}  # version -> the right that it added
_OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
_TCP, _SCOPES = 0b11, 0b11  # bind and connect (version 4); abstract unix sockets and signals (version 6)
SIGNALS = 0b10
_VERSION, _PATH_BENEATH = 1, 1

READING = EXECUTE | READ_FILE | READ_DIR
LISTING = READ_DIR
LOOKING = READ_FILE | READ_DIR
USING = READ_FILE | WRITE_FILE  # a device
OWNING = _FIRST | REFER | TRUNCATE


def version() -> int:
    """Return the kernel's version of Landlock. Raises OSError if it is missing or switched off."""
    return syscalls.call("landlock_create_ruleset", None, 0, _VERSION)


def create(of: int) -> tuple[int, int]:
    """Make a ruleset that refuses everything that version `of` can refuse. Returns its descriptor and its scopes.

    Some kernels (RHEL 9) answer EINVAL to scopes of their version, so fewer scopes are tried. Raises OSError.
    """
    for scopes in (_SCOPES, SIGNALS, 0) if of >= 6 else (0,):
        size = 24 if scopes else 16 if of >= 4 else 8
        attributes = struct.pack("QQQ", _handled(of), _TCP if of >= 4 else 0, scopes)[:size]
        try:
            return syscalls.call("landlock_create_ruleset", attributes, len(attributes), 0), scopes
        except OSError as error:
            if error.errno != EINVAL or not scopes:
                raise
    raise AssertionError("the last try either returns or raises")


def _handled(of: int) -> int:
    return _FIRST | sum(right for since, right in _ADDED.items() if since <= of)


def restrict(of: int, rules: Iterable[tuple[str, int]]) -> None:
    """Restrict this process and its descendants permanently: `rules` are paths and the rights beneath them.

    A path that is missing or can't be opened is left out. `of` is the kernel's version. Needs no_new_privs.
    """
    ruleset, _ = create(of)
    for path, rights in rules:
        with suppress(FileNotFoundError, PermissionError, NotADirectoryError):
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                rights &= _handled(of) if stat.S_ISDIR(os.fstat(fd).st_mode) else _handled(of) & _OF_A_FILE
                syscalls.call("landlock_add_rule", ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, fd), 0)
            finally:
                os.close(fd)
    syscalls.call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def reading_except(root: str, hidden: Iterable[str]) -> list[tuple[str, int]]:
    """Return rules to read everything beneath `root`, but of the `hidden` paths in it only their names.

    Landlock rules only add rights, so every neighbour on the way to a hidden path gets a rule of its own.
    """
    inside = [path for path in hidden if path == root or path.startswith(root.rstrip("/") + "/")]
    if not inside:
        return [(root, READING)]
    if root in inside:
        return []
    try:
        entries = sorted(str(entry) for entry in Path(root).iterdir())
    except OSError:
        return []
    return [(root, LISTING), *(rule for entry in entries for rule in reading_except(entry, inside))]
