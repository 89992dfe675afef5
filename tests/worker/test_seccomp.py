"""System calls without an honest use are refused, and harmless programs work."""

from __future__ import annotations

import asyncio
import errno
import json
import subprocess
import sys

import pytest

from tests.worker.conftest import Run
from tuitutor.protocol.events import Output
from tuitutor.worker import syscalls
from tuitutor.worker.walls import landlock, seccomp
from tuitutor.worker.walls.sandbox import Plan, sandbox_for

# Each call with the arguments -1, in a process of its own behind the filter.
EACH_CALL = """
import ctypes, json, sys
from tuitutor.worker import syscalls
from tuitutor.worker.walls import seccomp
names = json.loads(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
seccomp.install_filter(seccomp.assemble(seccomp.FilterRules()))
answered = {name: ctypes.get_errno() if libc.syscall(number, *[-1] * 6) else 0 for name, number in names.items()}
print(json.dumps(answered))
"""


def test_each_call_of_the_table_is_answered_as_it_says() -> None:
    wanted = dict.fromkeys(seccomp._CLOSED, errno.EACCES) | dict.fromkeys(seccomp._REFUSED, errno.EPERM)
    wanted |= dict.fromkeys(seccomp._MISSING, errno.ENOSYS) | dict.fromkeys(seccomp._WITHOUT, errno.EOPNOTSUPP)
    wanted |= dict.fromkeys(seccomp._IDLE, 0)
    numbers = {name: number for name in wanted if (number := syscalls.call_number(name)) is not None}
    asked = subprocess.run([sys.executable, "-c", EACH_CALL, json.dumps(numbers)], capture_output=True, check=True)
    assert json.loads(asked.stdout) == {name: wanted[name] for name in numbers}


def test_a_call_newer_than_the_table_is_unknown() -> None:
    newer = json.dumps({"setxattrat": syscalls.LAST + 1})
    asked = subprocess.run([sys.executable, "-c", EACH_CALL, newer], capture_output=True, check=True)
    assert json.loads(asked.stdout) == {"setxattrat": errno.ENOSYS}


@pytest.mark.parametrize("namespaces", [False, True])
@pytest.mark.parametrize("version", range(8))
def test_truncating_is_filtered_where_landlock_allows_it(namespaces: bool, version: int) -> None:
    """Landlock handles truncate(2) from version 3 on; a namespace hides no file of the user's."""
    assert Plan(namespaces=namespaces, landlock=version).rules(gpu=False).truncating == (version in (1, 2))


@pytest.mark.parametrize(("namespaces", "scopes"), [(False, 0), (False, landlock.SIGNALS), (True, 0)])
def test_signals_and_groups_are_filtered_where_nothing_else_holds_them(namespaces: bool, scopes: int) -> None:
    rules = Plan(namespaces=namespaces, landlock=6, scopes=scopes).rules(gpu=False)
    assert rules.alone == (not namespaces and not scopes)
    assert rules.leashed == (not namespaces)


@pytest.mark.long
def test_a_filter_is_made_once_for_all_children_unless_it_names_one_of_them() -> None:
    shared, own = Plan(namespaces=True, seccomp=True), Plan(seccomp=True)
    assert sandbox_for(shared).program == seccomp.assemble(shared.rules(gpu=False))
    assert own.rules(gpu=False).alone
    assert not sandbox_for(own).program


# A request that any file answers, of the kind that NVIDIA's drivers are asked in, and one of chattr's.
OF_A_GPU = """
import array, errno, fcntl, sys
from tuitutor.worker.walls import seccomp
file = open(sys.executable)
seccomp.install_filter(seccomp.assemble(seccomp.FilterRules(gpu=len(sys.argv) > 1)))
for request in (2, 0x40086602):
    try:
        print(fcntl.ioctl(file, request, array.array("l", [0])))
    except OSError as error:
        print(errno.errorcode[error.errno])
"""


@pytest.mark.parametrize(("gpu", "said"), [((), "ENOTTY ENOTTY"), (("gpu",), "0 ENOTTY")])
def test_where_a_gpu_is_asked_for_its_drivers_are_too(gpu: tuple[str, ...], said: str) -> None:
    asked = subprocess.run([sys.executable, "-c", OF_A_GPU, *gpu], capture_output=True, check=True, text=True)
    assert asked.stdout.split() == said.split()


# What is tried in a child, and without a sandbox. A name that begins with "may" is allowed.
TRIED = """
import array, ctypes, errno, fcntl, json, mmap, os, platform, signal, socket, struct, subprocess, tempfile
libc = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"

def call(on_x86, on_arm, *arguments):
    if libc.syscall(on_x86 if x86 else on_arm, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "")

def install_filter():
    allow = ctypes.create_string_buffer(b"\\6\\0\\0\\0\\0\\0\\xff\\x7f", 8)
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(22, 2, (ctypes.c_void_p * 2)(1, ctypes.addressof(allow)), 0, 0):
        raise OSError(ctypes.get_errno(), "")

def hold_lock():
    other = os.open(path, os.O_RDWR)
    lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
    fcntl.fcntl(file, 37, lock)
    held = struct.unpack("hhqqi4x", fcntl.fcntl(other, 36, lock))[0] != fcntl.F_UNLCK
    fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_UNLCK, 0, 0, 0, 0))
    if not held:
        raise OSError(errno.ENOLCK, "")

one, two = socket.socketpair()
read, write = os.pipe()
folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")
file = os.open(path, os.O_RDWR | os.O_CREAT)
os.write(file, b"x")
signal.signal(signal.SIGIO, signal.SIG_IGN)
tries = {
    "descriptors in flight": lambda: socket.send_fds(one, [b"x"], [file]),
    "a message": lambda: one.sendmsg([b"x"]),
    "inotify": lambda: call(294, 26, 0),
    "a lease": lambda: fcntl.fcntl(file, 1024, fcntl.F_WRLCK),
    "a note of changes": lambda: fcntl.fcntl(os.open(folder, os.O_RDONLY), 1026, 2),
    "a larger pipe": lambda: fcntl.fcntl(write, 1031, 1 << 17),
    "an owner of signals": lambda: fcntl.fcntl(read, fcntl.F_SETOWN, os.getpid()),
    "a signal of one's choice": lambda: fcntl.fcntl(read, 10, signal.SIGIO),
    "asynchronous": lambda: fcntl.ioctl(read, 0x5452, array.array("i", [0])),
    "chattr": lambda: fcntl.ioctl(file, 0x40086602, array.array("l", [0])),
    "fs-verity": lambda: fcntl.ioctl(file, 0x40806685, bytes(128)),
    "memory in a pipe": lambda: call(278, 75, write, array.array("L", [id(path), 8]).tobytes(), 1, 0),
    "huge pages": lambda: mmap.mmap(-1, 1 << 21, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000),
    "a file of memory": lambda: os.close(os.memfd_create("plain")),
    "shared memory without a file": lambda: mmap.mmap(-1, 1 << 20),
    "attributes": lambda: os.listxattr(path),
    "rules for files": lambda: call(444, 444, None, 0, 1),
    "a filter": install_filter,
    "an answer about filters": lambda: call(317, 277, 2, 0, ctypes.byref(ctypes.c_uint(0x7FFF0000))),
    "a lock that is kept": hold_lock,
    "a counted queue": lambda: call(206, 0, 1, ctypes.byref(ctypes.c_ulong())),
    "another personality": lambda: call(135, 92, 0xFFFFFFFF),
    "may copy descriptors": lambda: [fcntl.fcntl(file, which, 9) for which in (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC)],
    "may flag": lambda: (os.set_inheritable(file, True), os.set_blocking(read, False), os.set_inheritable(file, False)),
    "may set flags": lambda: fcntl.fcntl(read, fcntl.F_SETFL, fcntl.fcntl(read, fcntl.F_GETFL) | os.O_NONBLOCK),
    "may lock": lambda: (fcntl.lockf(file, fcntl.LOCK_EX), fcntl.lockf(file, fcntl.LOCK_UN), fcntl.flock(file, 2)),
    "may lock a file for all": lambda: fcntl.fcntl(file, 37, bytes(32).replace(bytes(2), b"\\1\\0", 1)),
    "may ask for a pipe's size": lambda: fcntl.fcntl(write, 1032),
    "may ask if there is more": lambda: fcntl.ioctl(read, 0x541B, array.array("i", [0])),
    "may ask if it is a terminal": lambda: (os.isatty(file), os.isatty(0)),
    "may send": lambda: (one.send(b"x"), one.sendall(b"x"), two.recvmsg(9)),
    "may map": lambda: (mmap.mmap(file, 0), mmap.mmap(-1, 1 << 16, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)),
    "another buffer": lambda: (one.setsockopt(1, 7, 5_000), one.getsockopt(1, 7) < 20_000 or call(5000, 5000)),
    "may set other options": lambda: (one.setsockopt(1, 9, 1), one.getsockopt(1, 9) == 1 or call(5000, 5000)),
    "may list": lambda: subprocess.run(["ls", "-l", "/usr"], check=True, capture_output=True),
    "may be nice": lambda: os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0)),
}
found = {}
for name, attempt in tries.items():
    try:
        attempt()
        found[name] = "done"
    except OSError as error:
        found[name] = errno.errorcode[error.errno]
print(json.dumps(found))
"""
# Without a sandbox some file systems have neither attributes nor chattr nor fs-verity, and say so in another word.
REFUSED = {
    **dict.fromkeys(("descriptors in flight", "a message"), "EACCES"),
    **dict.fromkeys(("inotify", "a lease", "a note of changes", "a larger pipe"), "EPERM"),
    **dict.fromkeys(("an owner of signals", "a signal of one's choice", "another personality"), "EPERM"),
    **dict.fromkeys(("asynchronous", "chattr", "fs-verity"), "ENOTTY"),
    **{"memory in a pipe": "ENOSYS", "a counted queue": "ENOSYS", "rules for files": "ENOSYS"},
    **{"a filter": "EINVAL", "an answer about filters": "ENOSYS", "a lock that is kept": "ENOLCK"},
    **{"a file of memory": "ENOSYS", "another buffer": "ENOSYS", "attributes": "ENOTSUP"},
    **{"shared memory without a file": "EPERM", "huge pages": "ENOMEM"},
}
DEPENDS_ON_THE_MACHINE = {"chattr", "fs-verity", "attributes", "huge pages"}


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_what_reaches_others_is_refused_and_the_rest_is_not(run: Run, learner_python: str) -> None:
    held = json.loads("".join(event.text for event in await run(TRIED) if isinstance(event, Output)))
    assert held == {name: REFUSED.get(name, "done") for name in held}
    alone = await asyncio.create_subprocess_exec(learner_python, "-c", TRIED, stdout=subprocess.PIPE)
    free = json.loads((await alone.communicate())[0])
    assert {name: free[name] for name in held.keys() - DEPENDS_ON_THE_MACHINE} == dict.fromkeys(
        held.keys() - DEPENDS_ON_THE_MACHINE, "done"
    )


@pytest.mark.asyncio(loop_scope="session")
async def test_pythons_own_default_of_multiprocessing_is_not_needed(run: Run) -> None:
    """Python 3.14's sends descriptors. That it is the default is brought about here for any Python."""
    before = """
import multiprocessing.context as contexts, multiprocessing
from tuitutor.worker import child
default = contexts._default_context
default._default_context, default._actual_context = multiprocessing.get_context("forkserver"), None
child.fork_by_default()
with multiprocessing.Pool(1) as pool:
    print(pool.map(abs, [-7]), multiprocessing.get_start_method())
"""
    events = await run(before)
    assert [event.text for event in events if isinstance(event, Output)] == ["[7] fork\n"]
