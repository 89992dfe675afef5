"""User, pid, network, ipc and mount namespaces: a process sees and reaches no other processes. See namespaces(7).

Root is not needed: in a user namespace of its own, a process may make all other kinds. It must be single-threaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tuitutor.worker import syscalls

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_NOSUID, _NODEV, _NOEXEC, _BIND, _REC, _PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
_PR_CAPBSET_DROP, _CAPABILITIES = 24, 64
_CAP_SETPCAP, _CAP_SYS_ADMIN = 8, 21
_CAPSET_VERSION_3 = 0x20080522
SHARED_MEMORY = "/dev/shm"


def enter(network: bool) -> None:
    """Put this process into a user namespace of its own, and its future children into a pid namespace.

    `network`: also into a namespace without any network. The first child is process 1 of the pid namespace: once it
    ends, the kernel ends all processes in the namespace. Raises OSError.
    """
    user, group = os.getuid(), os.getgid()
    syscalls.call("unshare", _NEWUSER | _NEWPID | _NEWIPC | (_NEWNET if network else 0))
    with suppress(FileNotFoundError):  # older than Linux 3.19
        Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _retain(_CAP_SETPCAP, _CAP_SYS_ADMIN)  # with all, it could write where its user may not, as in a read-only folder


def see_only_own_processes() -> None:
    """Mount a /proc of this process's pid namespace, for it and its children. Raises OSError."""
    syscalls.call("unshare", _NEWNS)
    syscalls.mount(None, "/", None, _REC | _PRIVATE)
    syscalls.mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def own_files(folder: Path, size: int, names: int) -> None:
    """Mount `folder` and /dev/shm in memory, invisible to other processes. Raises OSError.

    Together they have room for `size` bytes and `names` file names. The kernel enforces both, and frees everything with
    the last descriptor, however deep or secret the folders are.
    """
    syscalls.call("unshare", _NEWIPC)
    syscalls.mount("tmpfs", str(folder), "tmpfs", _NOSUID | _NODEV, f"size={size},nr_inodes={names},mode=700")
    places = {"shared": SHARED_MEMORY, "files": str(folder)}  # in this order: mounting the second hides both sources
    for name in places:
        (folder / name).mkdir(0o700)
    for name, place in places.items():
        syscalls.mount(str(folder / name), place, None, _BIND)
    # /dev/full reads as zeros too, but can't be mapped: a mapped /dev/zero is memory beside the files
    with suppress(FileNotFoundError):
        syscalls.mount("/dev/full", "/dev/zero", None, _BIND)


@contextmanager
def deeper() -> Iterator[None]:
    """Inside the block, a forked process is process 1 of a pid namespace below this process's. Raises OSError."""
    here = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        syscalls.call("unshare", _NEWPID)
        yield
    finally:
        with suppress(OSError):  # in the forked process, which is in the lower namespace by now
            syscalls.call("setns", here, _NEWPID)
        os.close(here)


def drop_capabilities() -> None:
    """Give up permanently the capabilities of a process in a user namespace of its own."""
    for capability in range(_CAPABILITIES):
        try:
            syscalls.prctl(_PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last capability of this kernel
    _retain()


def _retain(*capabilities: int) -> None:
    """Keep only these capabilities, effective and permitted. See capset(2)."""
    mask = sum(1 << capability for capability in capabilities)  # all of them below 32
    header = _CAPSET_VERSION_3.to_bytes(4, "little") + bytes(4)
    syscalls.call("capset", header, mask.to_bytes(4, "little") * 2 + bytes(16))
