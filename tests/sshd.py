"""A real sshd on this machine, for whoever runs the tests and nobody else."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import wait_until


@dataclass(frozen=True)
class Sshd:
    """The server's process and port, and the folder with the key that opens it."""

    pid: int
    port: int
    folder: Path

    @property
    def account(self) -> str:
        return f"{getpass.getuser()}@127.0.0.1"

    @property
    def options(self) -> list[str]:
        """What ssh needs to log in without a question, whatever the user's own files say."""
        options = ["-F", "none", "-i", str(self.folder / "key"), "-p", str(self.port), "-o", "IdentitiesOnly=yes"]
        options += ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
        return [*options, "-o", "LogLevel=ERROR"]


@contextmanager
def server(folder: Path, marker: str, command: Path | None = None) -> Iterator[Sshd]:
    """An sshd that runs what it is asked for, or `command` whatever that is. The marker is in its environment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    for key in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
    (folder / "sshd.conf").write_text(
        f"""ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/key.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
AllowUsers {getpass.getuser()}
{f"ForceCommand {command}" if command else ""}
"""
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # which its unprivileged half needs
    name, value = marker.split("=")
    argv = ["/usr/sbin/sshd", "-D", "-E", f"{folder}/sshd.log", "-f", f"{folder}/sshd.conf"]
    with subprocess.Popen(argv, env={**os.environ, name: value}) as sshd:

        def listens() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        try:
            assert wait_until(listens, 20), (folder / "sshd.log").read_text()
            yield Sshd(sshd.pid, port, folder)
        finally:
            sshd.terminate()
