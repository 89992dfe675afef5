"""A real Slurm of three nodes on this machine, run by whoever runs the tests, on ports and sockets of its own."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.processes import marked, processes
from tests.waiting import wait_until

NODES = ("n1", "n2", "n3")
PATIENCE = 60.0  # seconds; a busy machine takes its time

_CONF = """\
ClusterName=tuitutor
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock
CredType=auth/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/controller
SlurmdSpoolDir={folder}/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdTimeout=300
MessageTimeout=10
InactiveLimit=0
KillWait=2
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
PartitionName=main Nodes={nodes} Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
"""
_NODE = "NodeName={name} NodeAddr=127.0.0.1 NodeHostname=localhost Port={port} CPUs=2 RealMemory=1000 State=UNKNOWN\n"


@dataclass
class Slurm:
    """The running cluster. `environment` is what its commands need; `marker` tells its processes from others'."""

    folder: Path
    environment: dict[str, str]
    marker: str
    daemons: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def ask(self, *command: str) -> str:
        """What a command of Slurm's prints; it may fail."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        return done.stdout.strip()

    def jobs(self) -> dict[str, str]:
        """The state of each job that is not over, by number."""
        lines = self.ask("squeue", "--noheader", "--format=%i %T").splitlines()
        return dict(line.split() for line in lines)

    def cancel_all(self) -> None:
        """No job is left, nor any process of one."""
        for number in self.jobs():
            self.ask("scontrol", "resume", number)
        self.ask("scancel", "--user", getpass.getuser())
        assert wait_until(lambda: not self.jobs(), PATIENCE), self.jobs()

    def start_controller(self, *, idle: bool = True) -> None:
        """Start it, and wait until it answers: that all nodes are `idle`, or just so."""
        self._start("slurmctld", "-D", "-i")
        is_up = self._is_up if idle else self._answers
        assert wait_until(is_up, PATIENCE), self.log("slurmctld")

    def stop_controller(self) -> None:
        """The controller is gone, as on a bad day; jobs go on."""
        self._stop("slurmctld")

    def node_of(self, job: str) -> str:
        """The name of the node that a job runs on."""
        return self.ask("squeue", "--noheader", f"--jobs={job}", "--format=%N")

    def processes_on(self, node: str) -> list[int]:
        """What runs on a node: its daemon, the jobs, and those of Slurm's that have them in their care."""
        jobs = [pid for pid in processes(self.marker) if f"SLURMD_NODENAME={node}\0".encode() in _file(pid, "environ")]
        carers = {pid for job in jobs if b"slurmstepd" in _file(pid := _parent(job), "comm")}
        return [self.daemons[node].pid, *carers, *jobs]

    def kill_node(self, node: str) -> None:
        """End a node as a power cut does; `start_node` brings it back."""
        for pid in self.processes_on(node):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.daemons.pop(node).wait()

    def start_node(self, name: str) -> None:
        """Start a node's daemon."""
        self._start(name, "-D", "-N", name, program="slurmd")

    def log(self, daemon: str) -> str:
        return (self.folder / f"{daemon}.log").read_text(errors="replace")[-4000:]

    def start(self) -> None:
        """Start all daemons; once this returns, a job can run on every node."""
        for name in (*NODES, "controller"):
            (self.folder / name).mkdir()
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        paths = {"key-file": "munge.key", "socket": "munge.sock", "pid-file": "munged.pid", "seed-file": "munge.seed"}
        options = [f"--{name}={self.folder / path}" for name, path in {**paths, "log-file": "munge.log"}.items()]
        # --force: a folder for temporary files may be its user's alone, and so is this cluster
        self._start("munged", "--foreground", "--force", *options)
        assert wait_until((self.folder / "munge.sock").exists, PATIENCE), self.log("munged")
        for node in NODES:
            self.start_node(node)
        self.start_controller()

    def end(self) -> None:
        for name in reversed(list(self.daemons)):
            self._stop(name)

    def _answers(self) -> bool:
        return "UP" in self.ask("scontrol", "ping")

    def _is_up(self) -> bool:
        states = self.ask("sinfo", "--noheader", "--Node", "--format=%N %T").splitlines()
        return states == [f"{node} idle" for node in NODES]

    def _start(self, name: str, *arguments: str, program: str = "") -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            path = shutil.which(program or name, path=f"{os.environ['PATH']}:/usr/sbin")
            assert path is not None, f"{program or name} is not installed: apt-get install slurm-wlm munge"
            self.daemons[name] = subprocess.Popen(
                [path, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _stop(self, name: str) -> None:
        daemon = self.daemons.pop(name)
        daemon.send_signal(signal.SIGCONT)
        daemon.terminate()
        try:
            daemon.wait(20)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()


def _file(pid: int, name: str) -> bytes:
    """A file of a process; empty where that has ended."""
    with suppress(OSError):
        return (Path("/proc") / str(pid) / name).read_bytes()
    return b""


def _parent(pid: int) -> int:
    return int(_file(pid, "stat").rpartition(b")")[2].split()[1])


@contextmanager
def cluster() -> Iterator[Slurm]:
    """A Slurm that is up, and gone afterwards with all that ran on it."""
    with marked() as marker, tempfile.TemporaryDirectory(prefix="slurm-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with ExitStack() as stack:  # all at once, or the same may come twice
            sockets = [stack.enter_context(closing(socket.create_server(("127.0.0.1", 0)))) for _ in range(4)]
            controller, *ports = [each.getsockname()[1] for each in sockets]
        nodes = "".join(_NODE.format(name=node, port=port) for node, port in zip(NODES, ports, strict=True))
        start, _, partition = _CONF.format(
            folder=folder, controller=controller, user=getpass.getuser(), nodes=",".join(NODES)
        ).rpartition("PartitionName")
        (folder / "slurm.conf").write_text(f"{start}{nodes}PartitionName{partition}")
        variable, value = marker.split("=")
        environment = {**os.environ, variable: value, "SLURM_CONF": str(folder / "slurm.conf")}
        slurm = Slurm(folder, environment, marker)
        try:
            slurm.start()
            yield slurm
        finally:
            if "slurmctld" in slurm.daemons:
                slurm.cancel_all()
            slurm.end()
            assert wait_until(lambda: not processes(marker), 20), processes(marker)
