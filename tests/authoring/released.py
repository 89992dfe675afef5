"""A course with a secret of each kind, for the tests of its learner's edition."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SECRETS = {
    "comment": "% the teacher thinks of 12 here",
    "remark": "# one of them is meant as a trap",
    "answer": "12",
    "reason": "the biases are missing",
    "feedback": "Count what a bias costs.",
    "number": "640",
    "explanation": "Three units with four weights each.",
    "solution": "model = train(steps=777)",
    "bound": "0.8125",
    "samples": "4321",
    "measured": "drift = abs(model.count_params() - 1234)",
    "limit": "0.0625",
    "data": "return np.random.default_rng(seed + 99).random((n, 3)), None",
    "steps": "16",
    "further": "24",
}
"""What learners mustn't read, by what it is. Each can be replaced by something else of its kind."""

LESSON = """\
---
title: Secrets  {remark}
summary: All of them.
minutes: 5
---

# Secrets

{comment}

Text with a number 0.5<!-- cell --> and more<!-- hidden: {answer} -->.

```{{code-cell}} ipython3
:tags: [setup]

weights = 12 + 3  # which is {public}
```

```yaml predict
question: How many more?
value: more  {remark}
```

```{{code-cell}} ipython3
more = weights + 1
```

```{{exercise-start}} How many?
:label: how-many
```

How many?<!-- {answer} of them -->

```yaml checks
- question:
    choices: [9, 12, 15]  {remark}
    answer: {answer}
    because: {{9: {reason}}}
  name: count
  feedback: {feedback}
  points: 2
```

```{{hint}}
Not so few.
{comment}
```

```{{exercise-end}}
```

```{{solution-start}} how-many
```

{explanation}

```{{solution-end}}
```

```{{exercise-start}} How many steps?
:label: how-many-steps
```

You have 1,000 samples. How many steps?

```yaml variants
rows: ["1,000", "1,500"]
the answer: [{steps}, {further}]  {remark}
```

```yaml checks
- question: {{number: {steps}}}
```

```{{exercise-end}}
```

```{{exercise-start}} Train it
:label: train-it
:class: wide
```

Train it on `data`.

```{{code-cell}} ipython3
:tags: [starter]

model = None
```

```{{code-cell}} ipython3
:tags: [measure, skip-execution]
:data: noise
:samples: 200

{measured}
```

```yaml world
noise: [weights]
```

```yaml checks
- trained: fit
- accuracy: {{data: noise, samples: {samples}, at_least: {bound}}}
  name: hidden accuracy
  feedback: {feedback}
- variable: {{drift: {{at_most: {limit}}}}}
- params: {{total: {{at_most: 30}}}}
  needs: [accuracy, trained]
  feedback: 30 will do.
```

```{{exercise-end}}
```

{comment}

```{{solution-start}} train-it
```

```{{code-cell}} ipython3
:tags: [solution]

{solution}
```

{explanation}

```{{solution-end}}
```

The end.
"""

MYST = """\
version: 1
project:
  id: secrets
  title: A course with secrets  {remark}
  variant_seed: 5
  toc:
    - file: lesson.md
"""

DATA = """\
import numpy as np


def noise(n, seed, world=0):
    {data}
"""


def write_secrets(folder: Path, other: Mapping[str, str] = {}) -> Path:
    """The course in a new folder, with `other` secrets in the place of its own."""
    secrets = {**SECRETS, "public": "seen by all", **other}
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(LESSON.format(**secrets))
    (folder / "myst.yml").write_text(MYST.format(**secrets))
    (folder / "data.py").write_text(DATA.format(**secrets))
    return folder
