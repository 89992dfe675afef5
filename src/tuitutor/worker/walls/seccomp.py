"""A seccomp filter in raw BPF, without root: it refuses system calls that no honest learner code uses.

Unnamed calls are allowed, except calls newer than the table in `syscalls`, which fail with ENOSYS. See seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tuitutor.worker import syscalls

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _MODE_FILTER = 4, 22, 2
_LOAD, _AND, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x25, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NR, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data; an argument has 8 bytes, the low half first
_X32 = 0x40000000  # flag of the x32 ABI's call numbers on x86-64
_NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE = 1, 1, 0xF
_SOL_SOCKET, _SO_BUFFERS = 1, (7, 8, 32, 33)
_MAP_TYPE, _MAP_SHARED, _MAP_ANONYMOUS = 0xF, 1, 0x20

# No socket of any kind: a network, a message bus or an agent may be at its other end. No message either, even over a
# pair that is connected to itself: descriptors in it are open files that no process's list of files shows.
_CLOSED = ("socket", "connect", "bind", "listen", "accept", "accept4", "sendmsg", "sendmmsg")

_REFUSED = (
    # other processes: their memory, descriptors and cores
    *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "process_madvise", "process_mrelease"),
    *("migrate_pages", "move_pages", "sched_setaffinity"),
    # what other programs do with files: a watcher of /usr/bin sees every program start
    *("inotify_init", "inotify_init1", "fanotify_init"),
    # objects of the user that outlive a process, opened by a name or by a number that is easy to guess
    *("shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop", "semtimedop", "semctl"),
    *("mq_open", "mq_unlink", "add_key", "request_key", "keyctl"),
    # another view of the file system, or files without a path, which Landlock would have to judge
    *("mount", "umount2", "pivot_root", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick"),
    *("mount_setattr", "chroot", "setns", "unshare", "name_to_handle_at", "open_by_handle_at"),
    # programs in the kernel, other ABIs, and memory that pauses the kernel: all common in exploits
    *("bpf", "perf_event_open", "userfaultfd", "personality", "modify_ldt", "uselib"),
    # the machine: only root may make these calls, but root may be running this
    *("reboot", "swapon", "swapoff", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module"),
    *("quotactl", "quotactl_fd", "acct", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex"),
    *("iopl", "ioperm", "sethostname", "setdomainname", "syslog", "vhangup", "lookup_dcookie", "nfsservctl"),
)

# As on a kernel without them: programs then do without, or use older calls.
_MISSING = (
    "clone3",  # its flags are in memory, where no filter looks
    *("io_uring_setup", "io_uring_enter", "io_uring_register"),  # makes other calls past this filter
    *("memfd_create", "memfd_secret", "vmsplice"),  # memory that is in no process's figures, also in pipes
    "io_setup",  # counts against a limit that all users of the machine share
    *("mbind", "get_mempolicy", "set_mempolicy", "set_mempolicy_home_node"),  # the system decides where memory lies
    *("cachestat", "statmount", "listmount"),  # the files that other programs use, and mounts elsewhere
    "lsm_set_self_attr",  # changes the security profile of the process
    # walls of one's own take gigabytes of the kernel's memory; ours are in force by now
    *("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "seccomp"),
)

# Landlock cannot limit changes of owners, modes, times and attributes to the scratch folder. Refusing them would break
# shutil.copy and the like, which set them in passing, so these calls succeed and do nothing. So do sync and syncfs,
# which would write out all disks of the machine.
_IDLE = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"),
    *("utime", "utimes", "futimesat", "utimensat", "sync", "syncfs"),
    *("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"),
)

# Landlock cannot limit the reading of attributes either, so files seem to lie on a disk without attributes.
_WITHOUT = ("getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr")

# The position of the argument that names a process; only 0 is allowed, which means the caller.
_ONLY_ONESELF = {"prlimit64": 0, "sched_setscheduler": 0, "sched_setparam": 0, "sched_setattr": 0}
# Calls that name a process in their second argument; this value of the first one means all processes of a user.
_OF_A_USER = {"setpriority": 2, "ioprio_set": 3}

# fcntl(2): copies of descriptors, their flags, seals, and whether a file is locked. Left out: the receiver of signals
# (F_SETOWN etc.), leases, which stall other programs that open the file, notes of changes in a folder, and the size of
# a pipe, which counts against a limit per user.
_FCNTL = (*range(6), 36, *(1030, 1032, 1033, 1034))
# Record locks (F_SETLK, F_SETLKW and their OFD forms) take memory of the kernel, so they succeed and do nothing: nobody
# else uses the files of an answer.
_LOCKS = (6, 7, 37, 38)

# ioctl(2): the requests of isatty and the like, the number of bytes to read, flags of a descriptor, and copies that
# share blocks. Left out: typing into a terminal, and requests to file systems beyond Landlock's reach, such as chattr,
# sealing a file for good (fs-verity) and snapshots.
_IOCTL = (0x5401, 0x802C542A, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x40049409, 0x4020940D)
_IOCTL_GPU = (0x0000, 0x4600)  # NVIDIA's requests, by their second byte

_PR_SCHED_CORE = 62  # leaves the other hardware thread of a core idle
_MAP_HUGETLB = 0x40000  # huge pages, of which the whole machine has a fixed number


@dataclass(frozen=True)
class FilterRules:
    """The part of the sandbox that is left to this filter.

    `alone`: no pid namespace and no Landlock scope confines signals, so a process may signal only itself and its group.
    `leashed`: no pid namespace ends its descendants, so it may not leave its group. `truncating`: Landlock does not
    handle truncate(2) yet, so only open files can be truncated. `gpu`: requests to drivers of GPUs are allowed.
    """

    alone: bool = False
    leashed: bool = False
    truncating: bool = False
    gpu: bool = False


_Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def assemble(rules: FilterRules) -> bytes:
    """Return the filter as an array of `struct sock_filter`. With `alone`, it fits this process only."""
    found = syscalls.architecture()
    if found is None:
        raise OSError(errno.ENOSYS, "no table of system calls for this machine")
    program = [(_LOAD, 0, 0, _ARCH), (_EQUAL, 1, 0, found[1]), (_RETURN, 0, 0, _KILL)]
    program += [(_LOAD, 0, 0, _NR)]
    program += [(_ANY_BIT, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    program += [(_GREATER, 0, 1, syscalls.LAST), _error(errno.ENOSYS)]
    plain = {name: errno.EACCES for name in _CLOSED} | {name: errno.EPERM for name in _REFUSED}
    plain |= {name: errno.ENOSYS for name in _MISSING} | {name: errno.EOPNOTSUPP for name in _WITHOUT}
    plain |= dict.fromkeys(_IDLE, 0)
    if rules.gpu:  # drivers share memory in ways of their own
        del plain["memfd_create"]
    if rules.leashed:
        plain |= {name: errno.EPERM for name in ("setsid", "setpgid")}
    if rules.truncating:
        plain["truncate"] = errno.EACCES
    if rules.alone:
        plain |= {name: errno.EPERM for name in ("tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")}
    for name, error in plain.items():
        program += _if_called(name, _error(error))
    for name, instructions in _conditions(rules).items():
        program += _if_called(name, *instructions)
    return b"".join(struct.pack("HBBI", *instruction) for instruction in [*program, _OK])


def install_filter(program: bytes) -> None:
    """Filter this process and its descendants, permanently. Raises OSError if the kernel cannot."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program) // 8, ctypes.addressof(buffer)))
    syscalls.gain_no_privileges()
    syscalls.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header))


def _if_called(name: str, *instructions: _Instruction) -> Iterator[_Instruction]:
    """Instructions that run for this system call only; none if this machine has no such call."""
    number = syscalls.call_number(name)
    if number is not None:
        yield (_EQUAL, 0, len(instructions), number)
        yield from instructions


def _conditions(rules: FilterRules) -> dict[str, tuple[_Instruction, ...]]:
    requests = (step for kind in _IOCTL_GPU for step in ((_EQUAL, 0, 1, kind), _OK))
    gpu = (_argument(1), (_AND, 0, 0, 0xFF00), *requests) if rules.gpu else ()
    conditions = {
        "clone": (_argument(0), (_ANY_BIT, 0, 1, _NEW_NAMESPACES), _error(errno.EPERM), _OK),
        # Huge pages are in no process's figures. Shared memory must lie in files, which are all counted: of shared
        # memory without a file, no process's figures show the pages that it has unmapped.
        "mmap": (
            *(_argument(3), (_ANY_BIT, 0, 1, _MAP_HUGETLB), _error(errno.ENOMEM)),
            *((_AND, 0, 0, _MAP_TYPE | _MAP_ANONYMOUS), (_EQUAL, 0, 1, _MAP_SHARED | _MAP_ANONYMOUS)),
            *(_error(errno.EPERM), _OK),
        ),
        "fcntl": (*(step for lock in _LOCKS for step in _unless(1, lock, 0)), *_only(1, _FCNTL)),
        "ioctl": (*gpu, *_only(1, _IOCTL, errno.ENOTTY)),
        # /proc does not show the usage of a process that is not dumpable
        "prctl": (
            *(step for option in (_PR_SET_DUMPABLE, _PR_SCHED_CORE) for step in _unless(0, option)),
            *(*_unless(0, _PR_SET_SECCOMP, errno.EINVAL), _OK),
        ),
        # data waiting in a socket is counted by the system's buffer size, so requests for another size do nothing
        "setsockopt": (
            *(_argument(1), (_EQUAL, 0, len(_SO_BUFFERS) + 1, _SOL_SOCKET), _argument(2)),
            *((_EQUAL, len(_SO_BUFFERS) - index, 0, option) for index, option in enumerate(_SO_BUFFERS)),
            *(_OK, _error(0)),
        ),
        # a pair is connected to itself; any other kind than a stream could be connected elsewhere afterwards
        "socketpair": (
            *(_argument(0), (_EQUAL, 0, 4, _AF_UNIX), _argument(1), (_AND, 0, 0, _SOCK_TYPE)),
            *((_EQUAL, 0, 1, _SOCK_STREAM), _OK, _error(errno.EACCES)),
        ),
    }
    if rules.gpu:
        del conditions["mmap"]
    for name, position in _ONLY_ONESELF.items():
        conditions[name] = _only(position, (0,))
    for name, user in _OF_A_USER.items():
        conditions[name] = (*_unless(0, user), *_only(1, (0,)))
    if rules.alone:
        own = os.getpid()
        conditions["kill"] = _only(0, (own, 0, (-own) & 0xFFFFFFFF))
        conditions["tgkill"] = _only(0, (own,))
    return conditions


def _argument(position: int) -> _Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * position)


def _error(number: int) -> _Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


_OK: _Instruction = (_RETURN, 0, 0, _ALLOW)


def _only(position: int, values: tuple[int, ...], error: int = errno.EPERM) -> tuple[_Instruction, ...]:
    """Allow the call if the argument is in `values`, else refuse it."""
    tests = [(_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return (_argument(position), *tests, _error(error), _OK)


def _unless(position: int, value: int, error: int = errno.EPERM) -> tuple[_Instruction, ...]:
    """Answer `error` if the argument is `value`, 0 for a call that succeeds and does nothing; else continue."""
    return (_argument(position), (_EQUAL, 0, 1, value), _error(error))
