"""Runs commands in forked processes with little time and memory, without another start of Python.

It reads lines of JSON, lists of words, and writes a line for every command: the exit code, the MB and the output.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile

from tuitutor.authoring import layout, proofreading  # noqa: F401  # imported once, before the forks
from tuitutor.cli.main import main
from tuitutor.course import load  # noqa: F401

MOST_MEMORY = 1024**3  # of address space, which is more than what is used
MOST_SECONDS = 20  # of CPU


def run(words: list[str]) -> dict[str, object]:
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if not pid:
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
            for number in (1, 2):
                os.dup2(output.fileno(), number)
            sys.argv[1:] = words
            main()
            os._exit(99)
        _, status, used = os.wait4(pid, 0)
        output.seek(0)
        text = output.read().decode(errors="replace")
    return {"code": os.waitstatus_to_exitcode(status), "megabytes": used.ru_maxrss // 1024, "output": text}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
