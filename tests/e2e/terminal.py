"""A terminal for the real program: a pty at one end, a screen to read at the other."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from string import ascii_lowercase

import pyte

from tests.processes import learner_environment, processes, stat
from tests.waiting import wait_until

# leads a session on the pty, as a login shell does, so that the end of the pty is a hangup; then becomes the program
LOGIN = """
import os, sys
os.login_tty(0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""

APP = ("-m", "tuitutor")

SYNC_QUERY, SYNC_REPLY, FRAME_END = b"\x1b[?2026$p", b"\x1b[?2026;2$y", b"\x1b[?2026l"
GROUND_QUERY = b"\x1b]11;?"
QUIET = 0.7  # seconds without a byte or work, after which nothing more is drawn by itself
PATIENCE = 180.0  # seconds: a busy machine is slow, and no test is about how slow

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "left": "\x1b[D", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D", "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B", "shift+home": "\x1b[1;2H", "shift+tab": "\x1b[Z",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f6": "\x1b[17~", "f8": "\x1b[19~",
    "f10": "\x1b[21~",
    **{f"ctrl+{letter}": chr(ord(letter) & 31) for letter in ascii_lowercase},
}  # fmt: skip


class Terminal:
    """Runs a Python program, `tuitutor` unless told, in a window of `columns` x `rows`, with the home in `home`.

    `behind` is a command that runs another, and `environment` adds to the program's.

    `frames` holds the text of every screen that the program finished drawing, so that nothing shown for a moment is
    missed; where something between says nothing of frames (not `framed`: tmux), of every piece that was read. The pty
    is read while a wait is on, and only then. `ground` is what it answers when asked for the colour of its ground, in
    pieces.
    """

    def __init__(
        self,
        home: Path,
        marker: str,
        columns: int,
        rows: int,
        arguments: tuple[str, ...] = (),
        program: tuple[str, ...] = APP,
        behind: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        framed: bool = True,
        ground: tuple[str, ...] = (),
    ) -> None:
        self._ground = ground
        self._framed = framed
        self.written = b""
        self.frames: list[str] = []
        self.home, self._marker = home, marker
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unread = b""
        self._master, self._slave = pty.openpty()
        os.set_blocking(self._master, False)
        termios.tcsetwinsize(self._slave, (rows, columns))
        self._attributes = termios.tcgetattr(self._slave)
        self._process = subprocess.Popen(
            [*behind, sys.executable, "-I", "-S", "-c", LOGIN, *program, *arguments],
            env={**self._environment(), **(environment or {})},
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            cwd=home,
        )

    def _environment(self) -> dict[str, str]:
        scratch = self.home / "scratch"
        scratch.mkdir(exist_ok=True)
        folders = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "TMPDIR": "scratch"}
        return {
            **learner_environment(self._marker, self.home),
            **{name: str(self.home / folder) for name, folder in folders.items()},
            "TEXTUAL_ANIMATIONS": "none",  # a page turned is turned
        }

    # ---- looking

    @property
    def last_words(self) -> str:
        """What was written once the program had left the alternate screen."""
        return self.written.rpartition(b"\x1b[?1049l")[2].decode(errors="replace")

    @property
    def text(self) -> str:
        """The screen as it was last finished, a line a row."""
        return self.frames[-1] if self.frames else ""

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def colour_at(self, row: int, column: int) -> str:
        """The foreground of a cell now: six hexadecimal digits, or a name."""
        colour: str = self._screen.buffer[row][column].fg
        return colour

    def ground_at(self, row: int, column: int) -> str:
        """The background of a cell now, as `colour_at`; "reverse" where the colours are swapped."""
        cell = self._screen.buffer[row][column]
        ground: str = cell.bg
        return "reverse" if cell.reverse else ground

    def look_at(self, row: int, column: int) -> tuple[object, ...]:
        """All that a cell looks like now, but for what stands in it."""
        cell = self._screen.buffer[row][column]
        return tuple(cell[1:])

    def inks_at(self, row: int, column: int) -> tuple[str, str]:
        """The colours of a cell's letter and of its background as they are seen, on a black terminal."""
        cell = self._screen.buffer[row][column]
        letter = cell.fg.replace("default", "white")
        ground = cell.bg.replace("default", "black")
        return (ground, letter) if cell.reverse else (letter, ground)

    def wait_for(self, wanted: str | Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait until a text is on the screen, or a condition holds. Raises AssertionError with the whole screen."""
        condition = wanted if callable(wanted) else lambda: wanted in self.text

        def holds() -> object:
            self._read()
            return condition()

        if not wait_until(holds, seconds):
            end = "" if self.running else f" (the program has ended with {self._process.returncode})"
            raise AssertionError(f"not in {seconds:g} s{end}: {wanted}\n{self.text}")

    def wait_until_quiet(self, seconds: float = QUIET) -> None:
        """Wait until the program has nothing more to draw: for a while no byte, and nothing that it would still do."""
        written, since = -1, 0.0

        def quiet() -> bool:
            nonlocal written, since
            if len(self.written) != written or self._is_at_work():
                written, since = len(self.written), time.monotonic()
            return time.monotonic() - since > seconds

        self.wait_for(quiet)

    def _is_at_work(self) -> bool:
        """Whether the program runs, or would if the machine let it: a busy one may do so for seconds."""
        try:
            threads = [stat(f"{self.pid}/task/{path.name}") for path in Path(f"/proc/{self.pid}/task").iterdir()]
        except OSError:  # one has just ended
            return True
        return any(thread[0] in b"RD" for thread in threads)

    def _read(self) -> None:
        if self._master < 0:
            return
        try:
            while data := os.read(self._master, 1 << 16):
                self._take(data)
        except BlockingIOError:
            return

    def _is_read(self) -> bool:
        """Whether the program has read all that was typed."""
        return fcntl.ioctl(self._slave, termios.FIONREAD, bytes(4)) == bytes(4)

    def _take(self, data: bytes) -> None:
        self.written += data
        if self._ground and GROUND_QUERY in self.written:
            for piece in self._ground:
                self._send(piece)
                wait_until(self._is_read, PATIENCE)  # so that it arrives by itself
            self._ground = ()
        if not self._framed:
            self._stream.feed(data)
            self.frames.append("\n".join(self._screen.display))
            return
        *frames, self._unread = (self._unread + data).split(FRAME_END)
        for frame in frames:
            self._stream.feed(frame + FRAME_END)
            self.frames.append("\n".join(self._screen.display))
        if SYNC_QUERY in self._unread:
            # what comes before the answer is no frame yet
            os.write(self._master, SYNC_REPLY)
            self._stream.feed(self._unread)
            self._unread = b""

    # ---- typing

    def press(self, *keys: str) -> None:
        """Press keys by name, so fast that they arrive together: "ctrl+r", "f2", "x"."""
        self._send("".join(KEYS.get(key, key) for key in keys))

    def type(self, text: str) -> None:
        """Type text, a newline being the enter key."""
        self._send(text.replace("\n", "\r"))

    def paste(self, text: str) -> None:
        """Paste text, bracketed, as terminals do."""
        self._send(f"\x1b[200~{text}\x1b[201~")

    def click(self, text: str) -> None:
        """Click on the beginning of a text that is on the screen."""
        row = next(row for row, line in enumerate(self.lines) if text in line)
        at = f"{self.lines[row].index(text) + 1};{row + 1}"
        self._send(f"\x1b[<0;{at}M\x1b[<0;{at}m")

    def _send(self, text: str) -> None:
        os.write(self._master, text.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._screen.resize(rows, columns)
        termios.tcsetwinsize(self._slave, (rows, columns))
        # the kernel tells the foreground group of the pty only when the master's size is set
        self._process.send_signal(signal.SIGWINCH)

    # ---- ending

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The program itself."""
        return self._process.pid

    def processes(self) -> list[int]:
        """The program's processes, and all that they have started."""
        return processes(self._marker)

    def kill(self) -> None:
        """Kill the program itself, outright."""
        self._process.kill()
        self._process.wait()

    def signal_hangup(self) -> None:
        """Send the program SIGHUP, the line still being there."""
        self._process.send_signal(signal.SIGHUP)

    def hang_up(self) -> None:
        """Lose the line."""
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = -1

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program and all its processes are gone; its exit code. Raises AssertionError."""

        def gone() -> bool:
            self._read()
            return not (self.running or self.processes())

        ended = wait_until(gone, seconds)
        assert ended, f"still there: {self.processes()}\n{self.text}"
        return self._process.wait()

    def assert_restored(self) -> None:
        """The terminal is as it was before: its screen, cursor, mouse, keyboard and line discipline."""
        modes = {mode: state for mode, state in re.findall(rb"\x1b\[\?(\d+)([hl])", self.written)}
        cursor = modes.pop(b"25"), modes.pop(b"7")
        assert cursor == (b"h", b"h"), "the cursor is hidden, or lines do not wrap"
        assert b"1049" in modes, "the alternate screen was never used"
        assert not [mode for mode, state in modes.items() if state == b"h"]
        assert len(re.findall(rb"\x1b\[>\d+u", self.written)) == self.written.count(b"\x1b[<u"), "keyboard protocol"
        assert termios.tcgetattr(self._slave) == self._attributes

    def close(self) -> None:
        """Kill what is left and give the pty back."""
        self.kill()
        if self._master >= 0:
            self.hang_up()
