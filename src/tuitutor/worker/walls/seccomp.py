"""A seccomp filter: system calls that learner code has no honest use for are refused. Raw BPF; no root needed.

Calls that are not named are allowed, except those newer than this table, which fail with ENOSYS. See seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tuitutor.worker.walls import syscalls

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _MODE_FILTER = 4, 22, 2
_LOAD, _AND, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x25, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NR, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data; an argument has 8 bytes, the low half first
_X32 = 0x40000000  # flag of the x32 ABI's call numbers on x86-64
_NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE = 1, 1, 0xF
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX = 8, 10, 15  # have the kernel send a signal of one's choice to anybody
_MAP_TYPE, _MAP_SHARED, _MAP_SHARED_VALIDATE, _MAP_ANONYMOUS = 0xF, 1, 3, 0x20
_TIOCSTI, _TIOCSETD, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x5423, 0x541C, 0x8901, 0x8902

# No socket of any kind: a network, a message bus or an agent may be at its other end.
_CLOSED = ("socket", "connect", "bind", "listen", "accept")

_REFUSED = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "process_madvise", "process_mrelease"),
    *("migrate_pages", "move_pages", "sched_setaffinity"),
    *("mount", "umount2", "pivot_root", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick"),
    *("mount_setattr", "chroot", "setns", "unshare", "name_to_handle_at", "open_by_handle_at", "fanotify_init"),
    *("bpf", "perf_event_open", "userfaultfd", "add_key", "request_key", "keyctl"),
    *("shmget", "msgget", "semget", "mq_open"),  # objects that outlive a process
    "vmsplice",  # a pipe keeps what its writer has given back, and by the huge page
    *("reboot", "swapon", "swapoff", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module"),
    *("quotactl", "quotactl_fd", "acct", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex"),
    *("iopl", "ioperm", "sethostname", "setdomainname", "syslog", "vhangup", "lookup_dcookie", "nfsservctl", "uselib"),
)

# Programs that use these fall back to older calls, or to files; a memfd would be memory that no limit counts.
_MISSING = ("memfd_create", "clone3", "io_uring_setup", "io_uring_enter", "io_uring_register", "memfd_secret")

# Landlock cannot limit changes of owners, modes, times and attributes to the scratch folder. Refusing them would break
# shutil.copy and the like, which set them in passing, so these calls succeed and do nothing.
_IDLE = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"),
    *("utime", "utimes", "futimesat", "utimensat"),
    *("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"),
)

# The position of the argument that names a process; only 0 is allowed, which means oneself.
_ONLY_ONESELF = {
    **{"prlimit64": 0, "sched_setscheduler": 0, "sched_setparam": 0, "sched_setattr": 0},
    **{"setpriority": 1, "ioprio_set": 1},
}


@dataclass(frozen=True)
class Rules:
    """What the rest of the sandbox leaves to this filter.

    `alone`: no pid namespace and no Landlock scope keeps signals in, so a process may signal only itself and its group.
    `leashed`: no pid namespace ends what it starts, so it may not leave its group. `truncating`: Landlock does not
    handle truncate(2) yet, so only open files can be truncated.
    """

    alone: bool = False
    leashed: bool = False
    truncating: bool = False


_Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def install(rules: Rules) -> None:
    """Filter this process and all that it starts, permanently. Raises OSError if the kernel cannot."""
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in _program(rules))
    buffer = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program) // 8, ctypes.addressof(buffer)))
    syscalls.gain_no_privileges()
    syscalls.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header))


def _program(rules: Rules) -> Iterator[_Instruction]:
    found = syscalls.architecture()
    if found is None:
        raise OSError(errno.ENOSYS, "no table of system calls for this machine")
    yield from ((_LOAD, 0, 0, _ARCH), (_EQUAL, 1, 0, found[1]), (_RETURN, 0, 0, _KILL))
    yield (_LOAD, 0, 0, _NR)
    yield from ((_ANY_BIT, 0, 1, _X32), (_RETURN, 0, 0, _KILL))
    yield from ((_GREATER, 0, 1, syscalls.LAST), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS))
    plain = {name: errno.EACCES for name in _CLOSED} | {name: errno.EPERM for name in _REFUSED}
    plain |= {name: errno.ENOSYS for name in _MISSING} | dict.fromkeys(_IDLE, 0)
    if rules.leashed:
        plain |= {name: errno.EPERM for name in ("setsid", "setpgid")}
    if rules.truncating:
        plain["truncate"] = errno.EACCES
    if rules.alone:
        plain |= {name: errno.EPERM for name in ("tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")}
    for name, error in plain.items():
        yield from _on(name, (_RETURN, 0, 0, _ERRNO | error))
    for name, block in _conditions(rules).items():
        yield from _on(name, *block)
    yield (_RETURN, 0, 0, _ALLOW)


def _on(name: str, *block: _Instruction) -> Iterator[_Instruction]:
    number = syscalls.number(name)
    if number is not None:
        yield (_EQUAL, 0, len(block), number)
        yield from block


def _conditions(rules: Rules) -> dict[str, tuple[_Instruction, ...]]:
    blocks = {
        "clone": (_argument(0), (_ANY_BIT, 1, 0, _NEW_NAMESPACES), (_RETURN, 0, 0, _ALLOW), _EPERM),
        "fcntl": _unless(1, (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX)),
        "ioctl": _unless(1, (_TIOCSTI, _TIOCSETD, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP)),
        # shared memory lies in files, all of which are counted; of this, no process shows what was let go of
        "mmap": (
            *(_argument(3), (_AND, 0, 0, _MAP_TYPE | _MAP_ANONYMOUS)),
            *((_EQUAL, 1, 0, _MAP_SHARED | _MAP_ANONYMOUS), (_EQUAL, 0, 1, _MAP_SHARED_VALIDATE | _MAP_ANONYMOUS)),
            *(_EPERM, (_RETURN, 0, 0, _ALLOW)),
        ),
        "prctl": _unless(0, (_PR_SET_DUMPABLE,)),  # else its usage could not be read from /proc
        # a pair is connected to itself; all but streams could be connected elsewhere afterwards
        "socketpair": (
            *(_argument(0), (_EQUAL, 0, 4, _AF_UNIX), _argument(1), (_AND, 0, 0, _SOCK_TYPE)),
            *((_EQUAL, 0, 1, _SOCK_STREAM), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | errno.EACCES)),
        ),
    }
    for name, position in _ONLY_ONESELF.items():
        blocks[name] = _only(position, (0,))
    if rules.alone:
        own = os.getpid()
        blocks["kill"] = _only(0, (own, 0, (-own) & 0xFFFFFFFF))
        blocks["tgkill"] = _only(0, (own,))
    return blocks


def _argument(position: int) -> _Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * position)


_EPERM: _Instruction = (_RETURN, 0, 0, _ERRNO | errno.EPERM)


def _only(position: int, values: tuple[int, ...]) -> tuple[_Instruction, ...]:
    """Allow the call only if the argument is one of `values`."""
    tests = [(_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return (_argument(position), *tests, _EPERM, (_RETURN, 0, 0, _ALLOW))


def _unless(position: int, values: tuple[int, ...]) -> tuple[_Instruction, ...]:
    """Refuse the call if the argument is one of `values`."""
    tests = [(_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return (_argument(position), *tests, (_RETURN, 0, 0, _ALLOW), _EPERM)
