"""Looks for regular expressions in what an answer printed, in a process that may be ended.

An expression and a text can be such that `re` never ends, and it lets nothing else run meanwhile. The author may have
meant no harm: `(\\d+ ?)+$` is enough, once a learner prints forty digits and a letter.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from contextlib import suppress

# no mutant: it only has to be far more than what is needed
SECONDS = 2  # of CPU
# no mutant: it only has to be far more than what is needed
_HANGING_S = 60.0  # on a machine that has no CPU to give
_SEARCH = """
import json, re, resource, sys
pattern, text, seconds = json.load(sys.stdin)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
re.search(pattern, text, re.MULTILINE)
"""


async def endless(patterns: Iterable[str], text: str) -> frozenset[str]:
    """The patterns for which the search in the text takes too long. Raises TimeoutError if there is no CPU for it."""
    return frozenset([pattern for pattern in patterns if not await _ends(pattern, text)])


async def _ends(pattern: str, text: str) -> bool:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", "-c", _SEARCH),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        asked = json.dumps([pattern, text, SECONDS]).encode()
        await asyncio.wait_for(process.communicate(asked), _HANGING_S)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode == 0
