"""A small course, and the command line run in this process on a scripted worker."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tuitutor.cli import main as entry
from tuitutor.cli.session import Session
from tuitutor.engine.worker import Worker
from tuitutor.launch.scripted import READY, ScriptedLauncher
from tuitutor.protocol.messages import Event, Request

TOC = """\
version: 1
project:
  id: small
  title: A small course
  toc:
    - title: Counting
      children:
        - file: counts.md
        - file: reading.md
"""

COUNTS = """\
---
title: Counts
summary: Count the weights.
minutes: 5
---

# Counts

Before you count, look.

```{code-cell} ipython3
:tags: [setup]

weights = 12
```

```{code-cell} ipython3
print(weights)
```

```{exercise-start} How many?
:label: how-many
```

How many weights has `Dense(3)` on 4 features?

```{code-cell} ipython3
:tags: [starter]

# answer:
```

```yaml checks
- question: {choices: [9, 12, 15], answer: 15}
  name: count
  points: 2
```

```{hint}
Do not forget the biases.
```

```{hint}
Three units, each with 4 weights and a bias.
```

```{exercise-end}
```

```{solution-start} how-many
```

```{code-cell} ipython3
:tags: [solution]

# answer: 15
```

Three times five.

```{solution-end}
```
"""

READING = "---\ntitle: Only text\nsummary: Nothing to run.\n---\n\n# Only text\n\nRead this.\n"


@dataclass(frozen=True)
class Result:
    """How a command ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Result]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    for name, text in {"myst.yml": TOC, "counts.md": COUNTS, "reading.md": READING}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def drafts(home: Path) -> Path:
    return home / "small" / "drafts"


@pytest.fixture
def cli(course: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs `tuitutor ARGS` on the small course and returns how it ended."""
    monkeypatch.setenv("TUITUTOR_COURSE", str(course))
    monkeypatch.setenv("TUITUTOR_DATA_DIR", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "TUITUTOR_PYTHON", "TUITUTOR_VIA"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["tuitutor", *args])
        with pytest.raises(SystemExit) as end:
            entry.main()
        captured = capsys.readouterr()
        return Result(int(end.value.code or 0), captured.out, captured.err)

    return run


Play = Callable[[Callable[[Request], Iterable[Event]]], ScriptedLauncher]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedLauncher]:
    """Puts a script in the place of the worker."""

    def with_script(script: Callable[[Request], Iterable[Event]], greeting: Event = READY) -> ScriptedLauncher:
        launcher = ScriptedLauncher(script, greeting)
        monkeypatch.setattr(Session, "worker", lambda self: Worker(launcher))
        return launcher

    return with_script
