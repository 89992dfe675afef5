"""Runs a command as on an older or a stricter kernel: `python old_kernel.py MODE[,MODE] -- COMMAND ...`.

A launcher prefix for tests. A seccomp filter answers as such a kernel does; what the command starts inherits it.
Standard library only, x86-64 and aarch64.

no-userns    no user namespaces, nor any other: ENOSPC, as where their number is limited to 0
no-netns     all namespaces but the network's
no-landlock  its system calls are unknown, as before Linux 5.13
few-scopes   Landlock refuses the rulesets that name scopes, as RHEL 9 does
no-seccomp   the command can install no filter of its own
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

# The system calls by architecture: its audit number, and the numbers of unshare, clone, clone3, seccomp and prctl.
_ARCHITECTURES = {
    "x86_64": (0xC000003E, 272, 56, 435, 317, 157),
    "aarch64": (0xC00000B7, 97, 220, 435, 277, 167),
}
_AUDIT, _UNSHARE, _CLONE, _CLONE3, _SECCOMP, _PRCTL = _ARCHITECTURES[platform.machine()]
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_NEWNET, _NAMESPACES = 0x40000000, 0x7E020080
_SCOPED_RULESET = 24  # bytes of struct landlock_ruleset_attr from ABI 6 on, whose last member is `scoped`
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 22, 38, 2

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

# A rule: the system call, the error that it gets, and which argument has to be what for it.
Rule = tuple[int, int, int, int, int]


def _always(call: int, error: int) -> Rule:
    return call, error, -1, 0, 0


def _namespaces(flags: int) -> list[Rule]:
    return [
        (_UNSHARE, errno.ENOSPC, 0, _ANY_BIT, flags),
        (_CLONE, errno.ENOSPC, 0, _ANY_BIT, flags & ~0x80),  # the low byte of clone's flags is a signal
        _always(_CLONE3, errno.ENOSYS),  # its flags are in memory, where no filter looks; C libraries then use clone
    ]


MODES = {
    "no-userns": _namespaces(_NAMESPACES),
    "no-netns": _namespaces(_NEWNET),
    "no-landlock": [
        _always(call, errno.ENOSYS) for call in (_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF)
    ],
    "few-scopes": [(_LANDLOCK_CREATE_RULESET, errno.EINVAL, 1, _EQUAL, _SCOPED_RULESET)],
    "no-seccomp": [_always(_SECCOMP, errno.EINVAL), (_PRCTL, errno.EINVAL, 0, _EQUAL, _PR_SET_SECCOMP)],
}


def program(modes: list[str]) -> bytes:
    """The filter, as the kernel's BPF instructions."""
    code = [
        _instruction(_LOAD, _ARCHITECTURE_AT),
        _instruction(_EQUAL, _AUDIT, 1, 0),
        _instruction(_RETURN, _ALLOW),
    ]
    for mode in modes:
        for rule in MODES[mode]:
            code += _rule(*rule)
    return b"".join([*code, _instruction(_RETURN, _ALLOW)])


def _rule(call: int, error: int, argument: int, test: int, value: int) -> list[bytes]:
    failing = _instruction(_RETURN, _ERRNO | error)
    load = _instruction(_LOAD, _NUMBER_AT)
    if argument < 0:
        return [load, _instruction(_EQUAL, call, 0, 1), failing]
    return [
        load,
        _instruction(_EQUAL, call, 0, 3),
        _instruction(_LOAD, _ARGUMENTS_AT + 8 * argument),
        _instruction(test, value, 0, 1),
        failing,
    ]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def install(modes: list[str]) -> None:
    """Put the filter over this process and all that it starts, for good."""
    code = program(modes)
    libc = ctypes.CDLL(None, use_errno=True)
    filter_ = _Program(len(code) // 8, code)
    for arguments in ((_PR_SET_NO_NEW_PRIVS, 1, 0), (_PR_SET_SECCOMP, _FILTER, ctypes.byref(filter_))):
        if libc.prctl(*arguments, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the filter was refused")


if __name__ == "__main__":
    install(sys.argv[1].split(","))
    os.execvp(sys.argv[3], sys.argv[3:])
