"""What an attack is aimed at: files, a process, sockets and secrets of the runner's, which must come to no harm.

An attack finds them by tokens in its text, such as `{outside}`. A breach is told by its effect: whatever the verdict,
a file that changed, a signal that arrived or a secret that was said is an escape.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
from array import array
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from tests.processes import stat
from tests.waiting import wait_until

# Says each signal that it gets, and holds a secret in its memory and its environment.
DECOY = """
import os, signal
secret = bytes(os.environ["SECRET"], "ascii") * 1000
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, lambda number, frame: print("got", signal.Signals(number).name, flush=True))
print(id(secret), flush=True)
while True: signal.pause()
"""
CONTENT = "as it was\n"
OWN_HOME = "own-home"
_FS_IOC_GETFLAGS = 0x80086601
_libc = ctypes.CDLL(None, use_errno=True)
_libc.shmat.restype = ctypes.c_void_p


class Traps:
    """The targets of one attack. `tokens` are what its text is filled in with; `breaches` says what came to harm."""

    def __init__(self, folder: Path) -> None:
        self.secret, self.mark = f"secret-{secrets.token_hex(8)}", f"tt-{secrets.token_hex(4)}"
        self.tokens: dict[str, str] = {"mark": self.mark}
        self.secrets = [self.secret]
        self._outside = folder / "outside"
        self._stack = ExitStack()
        self._looks: list[tuple[str, Callable[[], object], object]] = []  # what, how it is now, how it was at first

    def __enter__(self) -> Traps:
        with self._stack:
            self._lay_files()
            self._lay_home()
            self._lay_objects()
            self._lay_sockets()
            self._lay_decoy()
            self._looks = [(what, look, look()) for what, look, _ in self._looks]
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for pid in self._survivors():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._stack.close()

    def fill_in(self, text: str) -> str:
        """The text of an attack with its targets."""
        for token, value in self.tokens.items():
            text = text.replace("{" + token + "}", value)
        return text

    def breaches(self, said: str) -> list[str]:
        """What the attack did that no attack may do; `said` is all that was told of it and by it."""
        looked = [(what, before, _seen(look)) for what, look, before in self._looks]
        found = [f"{what}: {before!r} became {now!r}" for what, before, now in looked if now != before]
        found += [f"it said the secret {secret}" for secret in self.secrets if secret in said]
        if not wait_until(lambda: not self._survivors(), 30):
            found.append(f"processes live on: {self._survivors()}")
        return found

    def _watch(self, what: str, look: Callable[[], object]) -> None:
        self._looks.append((what, look, None))

    # ---- files

    def _lay_files(self) -> None:
        victim = self._outside / "victim.txt"
        (self._outside / "folder").mkdir(parents=True)
        victim.write_text(CONTENT)
        (self._outside / "secret.txt").write_text(self.secret)
        os.utime(victim, ns=(1, 1))
        victim.chmod(0o640)
        with suppress(OSError):  # a disk without attributes
            os.setxattr(victim, "user.from", self.secret.encode())
        self.tokens |= {"outside": str(self._outside)}
        self._watch("the victim's text", victim.read_bytes)
        self._watch("the victim's flags", lambda: self._flags(victim))
        self._watch("the victim's status", lambda: self._status(victim))
        self._watch("the folder outside", lambda: sorted(map(str, self._outside.rglob("*"))))

    @staticmethod
    def _status(path: Path) -> tuple[object, ...]:
        found = path.stat()
        return oct(found.st_mode), found.st_size, found.st_mtime_ns, found.st_nlink, os.listxattr(path)

    @staticmethod
    def _flags(path: Path) -> int:
        """As lsattr(1) shows them. Raises OSError on a disk without."""
        flags = array("l", [0])
        with path.open("rb") as file:
            fcntl.ioctl(file, _FS_IOC_GETFLAGS, flags)
        return flags[0]

    def _lay_home(self) -> None:
        """Secrets in the user's home, which has to be one of the tests' own."""
        home = Path(os.environ["HOME"])
        assert home.name.startswith(OWN_HOME), f"{home} may be somebody's home"
        for name in (".ssh/id_ed25519", ".keras/secret.txt", "notes.txt"):
            (home / name).parent.mkdir(exist_ok=True)
            (home / name).write_text(self.secret)
            self.tokens["home"] = str(home)

    # ---- objects of the system

    def _lay_objects(self) -> None:
        """System V memory with a secret in it, and a message queue, neither of which is a file."""
        memory = _libc.shmget(0, len(self.secret), 0o1600)
        self._stack.callback(_libc.shmctl, memory, 0, None)
        address = _libc.shmat(memory, None, 0)
        ctypes.memmove(address, self.secret.encode(), len(self.secret))
        _libc.shmdt(ctypes.c_void_p(address))
        self.tokens["memory"] = str(memory)
        self._watch("System V memory", lambda: _libc.shmctl(memory, 2, ctypes.create_string_buffer(200)))
        name = f"/{self.mark}".encode()
        os.close(_libc.mq_open(name, os.O_CREAT | os.O_RDWR, 0o600, None))
        self._stack.callback(_libc.mq_unlink, name)
        self._watch("a message queue", lambda: self._is_queue(name))

    @staticmethod
    def _is_queue(name: bytes) -> bool:
        opened = _libc.mq_open(name, os.O_RDONLY)
        if opened >= 0:
            os.close(opened)
        return bool(opened >= 0)

    # ---- sockets

    def _lay_sockets(self) -> None:
        tcp = self._bound(socket.AF_INET, ("127.0.0.1", 0))
        port = tcp.getsockname()[1]
        path, abstract = str(self._outside / "socket"), "tuitutor-" + self.mark
        listening = {"TCP": tcp, "unix": self._bound(socket.AF_UNIX, path)}
        listening["abstract unix"] = self._bound(socket.AF_UNIX, "\0" + abstract)
        if socket.has_ipv6:
            with suppress(OSError):  # no IPv6 on this machine
                listening["TCP over IPv6"] = self._bound(socket.AF_INET6, ("::1", port))
        for name, listener in listening.items():
            self._watch(f"who connected by {name}", partial(self._came, listener))
        udp = self._bound(socket.AF_INET, ("127.0.0.1", port), socket.SOCK_DGRAM)
        self._watch("what came by UDP", lambda: self._came(udp))
        self.tokens |= {"port": str(port), "unix": path, "abstract": abstract}

    def _bound(self, family: int, address: tuple[str, int] | str, kind: int = socket.SOCK_STREAM) -> socket.socket:
        made = self._stack.enter_context(socket.socket(family, kind))
        made.bind(address)
        if kind == socket.SOCK_STREAM:
            made.listen()
        return made

    @staticmethod
    def _came(listener: socket.socket) -> bool:
        return bool(select.select([listener], [], [], 0)[0])

    # ---- a process

    def _lay_decoy(self) -> None:
        decoy = self._stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-S", "-c", DECOY],
                env={**os.environ, "SECRET": self.secret},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        self._stack.callback(decoy.kill)
        assert decoy.stdout is not None
        address = decoy.stdout.readline().strip()
        self.tokens |= {"decoy": str(decoy.pid), "address": address}
        out = decoy.stdout
        self._watch("a signal to another process", lambda: bool(select.select([out], [], [], 0)[0]))
        self._watch("another process", lambda: self._state(decoy.pid))

    @staticmethod
    def _state(pid: int) -> tuple[object, ...]:
        """Whether it lives or is stopped, and its limits, cores and priority."""
        try:
            state = stat(pid)[0]
            limits = Path(f"/proc/{pid}/limits").read_text()
            return b"lives" if state in b"SRD" else state, limits, os.sched_getaffinity(pid), os.getpriority(0, pid)
        except OSError:
            return ("is gone",)

    # ---- what it leaves behind

    def _survivors(self) -> list[int]:
        """Processes that carry this attack's mark in their environment, command line or name."""
        return [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if int(folder.name) != os.getpid() and any(self._in(folder / f) for f in ("environ", "cmdline", "comm"))
        ]

    def _in(self, path: Path) -> bool:
        try:
            return self.mark.encode() in path.read_bytes()
        except OSError:
            return False


def _seen(look: Callable[[], object]) -> object:
    try:
        return look()
    except OSError as error:
        return error  # what was there is gone
