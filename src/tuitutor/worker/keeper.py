"""A child's keeper: parent of the learner's process, and process 1 of its pid namespace if there is one.

It runs no learner code. It reports the pids and the end of the learner's process to the host, and makes sure that none
of that process's descendants outlives it, whether or not its end was requested (SIGTERM).
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn, Optional

from tuitutor.protocol.events import Limit
from tuitutor.protocol.limits import Limits
from tuitutor.worker import processes, scratch, usage
from tuitutor.worker.channel import Pipes
from tuitutor.worker.child import enter_scratch, serve, warm_up
from tuitutor.worker.loader import ALONE
from tuitutor.worker.walls.sandbox import Plan, Sandbox

_AWAITED = (signal.SIGTERM, signal.SIGCHLD, processes.LOOK_SIGNAL)
_REQUEST = 4096  # bytes


@dataclass(frozen=True)
class Order:
    """The host's order of a child in `folder` on `pipes`, warmed or not, with reports on the socket `to_host`.

    A folder in memory has room for `room` bytes. `hidden`: it may read the course's hidden files, and never runs
    learner code.
    """

    folder: Path
    room: int
    warm: bool
    pipes: Pipes
    to_host: socket.socket
    hidden: bool


def report(host: socket.socket, *fds: int, **news: Any) -> None:
    """Send news of a child to the host, if it is still there, with descriptors `fds`."""
    with suppress(OSError):
        line = json.dumps({**news, "pid": os.getpid()}).encode() + b"\n"
        if fds:
            socket.send_fds(host, [line], fds)
        else:
            host.sendall(line)


def keep(order: Order, sandbox: Sandbox, cold: Optional[dict[str, str]]) -> NoReturn:
    """Be the keeper of one child.

    `cold` has our sources for a child that starts as a new Python, as forking is not safe. None: the child is forked.
    """
    try:
        processes.die_with_parent(signal.SIGTERM)
        os.setpgid(0, 0)
        processes.adopt_orphans()
        opened = sandbox.separate(order.folder, order.room)
        sandbox.furnish(order.folder, order.hidden)
        if cold is not None:
            (order.folder / _BOOT_FILE).write_text(json.dumps(cold), encoding="utf-8")
        signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
        # before any learner code runs, so that no change of its folder's path matters
        report(order.to_host, *([] if opened is None else [opened]), who="keeper")
        pid = os.fork()
        if pid == 0:
            if opened is not None:
                os.close(opened)
            _be_child(order, sandbox, cold is not None)
        _Keeper(pid, sandbox.plan, order, opened).watch()
        order.to_host.close()  # the end of the reports; the host does not wait for the rest
        if opened is None:
            scratch.remove(order.folder)
    except OSError as error:
        report(order.to_host, problem=str(error))
    finally:
        os._exit(0)  # never back into the zygote's loop


class _Keeper:
    def __init__(self, pid: int, plan: Plan, order: Order, opened: Optional[int]) -> None:
        self._pid, self._plan, self._to_host = pid, plan, order.to_host
        self._folder, self._opened = order.folder, opened
        self._usage_count, self._waits = usage.UsageCount(os.getpid()), usage.Waits()
        self._in_kernel = 0
        for fd in asdict(order.pipes).values():
            os.close(fd)  # readers see the end of a pipe once all writers have closed it

    def watch(self) -> None:
        status = None
        while status is None:
            # not a signal handler: a signal just before the wait would be missed
            caught = signal.sigwaitinfo(_AWAITED)
            if caught.si_signo == processes.LOOK_SIGNAL:
                self._report_usage()
            elif caught.si_signo == signal.SIGTERM and not (self._plan.namespaces and caught.si_pid):
                self._end()  # from the host: a sender with a pid in our pid namespace can only be learner code
            with suppress(ChildProcessError):
                while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                    status = ended[1] if ended[0] == self._pid else status
        with suppress(ChildProcessError):  # raised once there are no more
            while True:
                self._end()
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
                time.sleep(0.001)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_s = used.ru_utime + used.ru_stime + self._usage_count.lost_s
        report(self._to_host, status=status, cpu_s=cpu_s)

    def _report_usage(self) -> None:
        """Answer the host's requests for the child's usage, if there are any."""
        with suppress(BlockingIOError):
            for line in self._to_host.recv(_REQUEST, socket.MSG_DONTWAIT).splitlines():
                request = json.loads(line)
                files = request.pop("files")
                used_s, passed = self._measure(Limits(**request), files)
                report(self._to_host, used_s=used_s, waited_s=self._waits.waited_s, passed=passed)

    def _measure(self, limits: Limits, files: bool) -> tuple[float, Optional[Limit]]:
        """Return the CPU seconds of all processes, and the limit that they exceed together, if any."""
        used = self._usage_count.usage(limits.processes)
        if files:
            pids = used.pids[: limits.processes]
            self._in_kernel = usage.in_sockets(pids) + usage.in_mappings(pids, limits.memory_bytes)
        in_memory = 0 if self._opened is None else usage.filled(self._opened)
        if len(used.pids) > limits.processes or used.threads > limits.threads:
            return used.cpu_s, "processes"
        self._waits.update(used.pids)
        most = limits.memory_bytes - self._in_kernel
        if all(count(used.pids, in_memory) > most for count in (usage.memory, usage.shares)):
            return used.cpu_s, "memory"
        stored = usage.disk(self._folder) if files and self._opened is None else in_memory
        if files and (self._opened is None or not self._plan.seccomp):  # otherwise all lie in its folder in memory
            stored += usage.nameless(used.pids, self._opened)
        return used.cpu_s, "disk" if files and stored > limits.disk_bytes else None

    def _end(self) -> None:
        """Kill all descendants. Processes forked meanwhile are found by the next call."""
        if self._plan.namespaces:
            with suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)  # all processes in this namespace but its process 1
        else:
            processes.kill_tree(self._pid)
            for pid in processes.descendants(os.getpid()):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _be_child(order: Order, sandbox: Sandbox, cold: bool) -> NoReturn:
    try:
        processes.die_with_parent()
        os.setpgid(0, 0)
        for sig in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGCHLD):
            signal.signal(sig, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
        refusals = sandbox.confine(order.folder, order.hidden)
        report(order.to_host, who="learner")
        order.to_host.close()
        if cold:
            enter_scratch(order.folder)  # libraries look for a folder of temporary files as soon as they are imported
            for fd in asdict(order.pipes).values():
                os.set_inheritable(fd, True)
            argument = json.dumps({**asdict(order.pipes), "folder": str(order.folder), "refusals": asdict(refusals)})
            boot = str(order.folder / _BOOT_FILE)
            os.execv(sys.executable, [sys.executable, "-c", ALONE + _BOOT, boot, argument])
        if order.warm:
            warm_up()
        serve(order.pipes, order.folder, refusals)
    except OSError as error:
        report(order.to_host, problem=str(error))
    finally:
        os._exit(70)


# A cold child reads our sources from a file: they are too long for its command line.
_BOOT_FILE = "boot.json"
_BOOT = """
import json
with open(sys.argv[1], encoding="utf-8") as file:
    sources = json.load(file)
scope = {}
exec(sources["tuitutor.worker.loader"], scope)
scope["install_sources"](sources)
from tuitutor.worker.child import main
main(sys.argv[2])
"""
