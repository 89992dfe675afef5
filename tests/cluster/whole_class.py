"""Synthetic learners who work with a released course and hand in by every way that a class has; and their marks."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.whole_course import ANSWERS, BIASES, OUT_OF
from tuitutor.course.load import load_course

ON_TIME = 1796000000  # 2026-11-30 UTC, the date of the files that are handed in
LESSONS = {"houses": ("price", "cost"), "networks": ("biases", "net", "essay")}
WAYS = ("zip", "scripts", "notebooks", "exercises", "nbgrader", "canvas", "moodle", "gradescope")
NONE_ELSE: Mapping[str, str] = {}
_NONE = "none"  # not handed in


@dataclass(frozen=True)
class Learner:
    """Somebody in the class: the `login` that their own tuitutor has, and the `number` that systems have."""

    login: str
    name: str
    number: int
    way: str
    kinds: Mapping[str, str]
    late_in_canvas: bool = False
    older: bool = False

    @property
    def who(self) -> str:
        """What the teacher's tuitutor calls them, by what was handed in."""
        first, _, last = self.name.rpartition(" ")
        known = {
            "canvas": f"{last}{first}".lower().replace(" ", "") + f"_{self.number}",
            "moodle": f"{self.name}_{self.number}",
            "gradescope": f"submission_{self.number}",
        }
        return known.get(self.way, self.login)

    @property
    def handed_in(self) -> list[str]:
        return [label for label in OUT_OF if self.kinds[label] != _NONE]

    def mark(self, label: str) -> tuple[str, float]:
        """The verdict and the points of an answer."""
        worth = ANSWERS[label][self.kinds[label]]
        return worth.verdict, worth.points


def _kinds(price: str = "right", cost: str = "right", biases: str = "right", net: str = "right",
           essay: str = "right") -> dict[str, str]:  # fmt: skip
    return {"price": price, "cost": cost, "biases": biases, "net": net, "essay": essay}


ADA = Learner("ada", "Ada Lovelace", 4711, "moodle", _kinds())
BOB = Learner("bob", "Bob Babbage", 4712, "moodle", _kinds(cost="wrong"))
CY = Learner("cy", "Cy Turing", 103, "canvas", _kinds(net="larger"))
DEE = Learner("dee", "Dee Hopper", 104, "canvas", _kinds(net="linear", biases="wrong"))
EMIL = Learner("emil", "Emil Post", 105, "zip", _kinds(), older=True)
GUS = Learner("gus", "Gus Frege", 107, "zip", _kinds(price="guessed", essay="wrong"))  # changes it
HAL = Learner("hal", "Hal Abelson", 108, "scripts", _kinds(price="unreadable"))
IVY = Learner("ivy", "Ivy Sussman", 109, "scripts", _kinds(price="peeks", net=_NONE))
KIM = Learner("kim", "Kim Wirth", 111, "gradescope", _kinds(cost="wrong"))

FIRST = [
    *(ADA, BOB, CY, DEE, EMIL, GUS, HAL, IVY, KIM),
    Learner("jürgen", "Jürgen Groß", 4713, "moodle", _kinds()),
    Learner("li", "小龙 李", 106, "canvas", _kinds(price="absent"), late_in_canvas=True),
    Learner("fay", "Fay Church", 112, "zip", _kinds(net="misspelt", essay="wrong")),
    Learner("jan", "Jan Dijkstra", 113, "notebooks", _kinds(cost="wrong")),
    Learner("mia", "Mia Wirth", 114, "nbgrader", _kinds(biases="wrong", net="larger")),
    Learner("noa", "Noa Naur", 115, "exercises", _kinds(essay=_NONE)),
    Learner("ole", "Ole Dahl", 4716, "moodle", _kinds(price="guessed", essay="wrong")),
]


def learners(count: int) -> list[Learner]:
    """The first ones, each with something that goes otherwise, and others who answer by chance."""
    chance = random.Random(29)
    others = []
    for number in range(len(FIRST), count):
        kinds = {}
        for label, answers in ANSWERS.items():
            some = [kind for kind in answers if kind not in ("right", "unreadable")]
            kinds[label] = chance.choices(["right", _NONE, *some], [6, 1, *(2 for _ in some)])[0]
        kinds["essay"] = "right" if set(kinds.values()) == {_NONE} else kinds["essay"]
        ways = WAYS[number % len(WAYS)]
        others.append(Learner(f"learner{number}", f"Number Learner{number}", 5000 + number, ways, kinds))
    return [*FIRST, *others][:count]


class Work:
    """A folder in which learners and their teacher work, each with a tuitutor of their own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        kept = {name: value for name, value in environment.items() if name != "TUITUTOR_TRUST_COURSE"}
        self._environment = {**kept, "TUITUTOR_NICE": "0", "COLUMNS": "80"}

    def start(self, *words: str, variables: Mapping[str, str] = NONE_ELSE) -> subprocess.Popen[str]:
        """Start `tuitutor WORDS`, as the teacher unless the variables say who it is."""
        argv = [sys.executable, "-P", "-m", "tuitutor", *words]
        ours = {"TUITUTOR_DATA_DIR": str(self.folder / "home")}
        return subprocess.Popen(
            argv,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env={**self._environment, **ours, **variables},
        )

    def run(self, *words: str, ends: int = 0, variables: Mapping[str, str] = NONE_ELSE) -> str:
        """What `tuitutor WORDS` says on both of its channels; it has to end so."""
        with self.start(*words, variables=variables) as process:
            out, err = process.communicate()
        assert process.returncode == ends, (words, process.returncode, out, err)
        return out + err

    def hand_in(self, learner: Learner, edition: str, **others: str) -> None:
        """The learner does the exercises in an edition of the course, and hands them in; `others` are other answers."""
        folder, texts = self.folder / "submissions", self.texts(learner, edition)
        texts |= {label: text.encode() for label, text in others.items()}
        match learner.way:
            case "zip":
                _write(folder / f"{learner.login}.zip", self._zip(learner, edition, texts))
            case "scripts":
                self._scripts(folder / "scripts" / learner.login, texts)
            case "gradescope":
                self._scripts(folder / "gradescope" / learner.who, texts)
            case "exercises":
                for label, data in texts.items():
                    _write(folder / "by-exercise" / label / f"{learner.login}.py", data)
            case "notebooks":
                self._notebooks(learner, edition, folder / "notebooks" / learner.login, texts)
            case "nbgrader":
                self._notebooks(learner, edition, folder / "nbgrader/submitted" / learner.login / "houses", texts)
            case "canvas":
                late = "_LATE" if learner.late_in_canvas else ""
                name, _, number = learner.who.rpartition("_")
                path = f"{name}{late}_{number}_{70000 + learner.number}_{learner.login}.zip"
                _add(folder / "canvas/submissions.zip", path, self._zip(learner, edition, texts))
            case "moodle":
                path = f"{learner.who}_assignsubmission_file_/{learner.login}.zip"
                _add(folder / "moodle/Häuser-Abgaben.zip", path, self._zip(learner, edition, texts))

    def texts(self, learner: Learner, edition: str) -> dict[str, bytes]:
        """What they write, by exercise."""
        texts = {label: ANSWERS[label][learner.kinds[label]].text for label in learner.handed_in}
        if "biases" in texts:
            right, without_biases = BIASES[self._features(learner, edition)]
            texts["biases"] = texts["biases"].format(right=right, without_biases=without_biases)
        bad = learner.kinds["price"] == "unreadable"
        return {label: text.encode("latin-1" if bad else "utf-8") for label, text in texts.items()}

    def _features(self, learner: Learner, edition: str) -> str:
        """The number of features in the task that the learner's own tuitutor shows."""
        course = load_course(self.folder / edition)
        [task] = [each for each in course.exercises if each.label in ("biases", "bias-count")]
        text = str(course.variant_for(task, learner.login).prose)
        [features] = [number for number in BIASES if f"{number} features" in text]
        return features

    def _zip(self, learner: Learner, edition: str, texts: Mapping[str, bytes]) -> bytes:
        home, name = self.folder / "homes" / learner.login, {"biases": "bias-count"} if learner.older else {}
        for label, data in texts.items():
            _write(home / "houses/drafts" / f"{name.get(label, label)}.py", data)
        target = self.folder / "homes" / f"{learner.login}.zip"
        self.as_learner(learner, edition, "submit", "-o", str(target), "--overwrite")
        return target.read_bytes()

    def _scripts(self, folder: Path, texts: Mapping[str, bytes]) -> None:
        for label, data in texts.items():
            _write(folder / f"{label}.py", data)

    def _notebooks(self, learner: Learner, edition: str, folder: Path, texts: Mapping[str, bytes]) -> None:
        folder.mkdir(parents=True)
        for lesson, labels in LESSONS.items():
            if not any(label in texts for label in labels):
                continue
            path = folder / f"{lesson}.ipynb"
            self.as_learner(learner, edition, "export", lesson, "-o", str(path))
            notebook = json.loads(path.read_text())
            starters = [cell for cell in notebook["cells"] if "starter" in cell["metadata"].get("tags", [])]
            for label, cell in zip(labels, starters, strict=True):
                cell["source"] = texts[label].decode() if label in texts else cell["source"]
            path.write_text(json.dumps(notebook))
            os.utime(path, (ON_TIME, ON_TIME))

    def as_learner(self, learner: Learner, edition: str, *words: str) -> str:
        """What `tuitutor WORDS` says to a learner in an edition of the course."""
        home, course = self.folder / "homes" / learner.login, self.folder / edition
        own = {"TUITUTOR_COURSE": str(course), "TUITUTOR_DATA_DIR": str(home), "TUITUTOR_LEARNER": learner.login}
        return self.run(*words, variables={**own, "TUITUTOR_TRUST_COURSE": "1"})


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (ON_TIME, ON_TIME))


def _add(path: Path, name: str, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(zipfile.ZipInfo(name, (2026, 11, 30, 12, 0, 0)), data)
