"""The lists of a class that other systems give out, without marks and as they have to be with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from tests.cluster.whole_class import GUS, HAL, Learner
from tests.cluster.whole_course import OUT_OF, TITLES

Marks = Mapping[tuple[str, str], tuple[str, float | None]]
"""The verdict and the points, if there are any, by the reports' name of the learner, and the exercise."""

POSSIBLE = {"price": 12, "cost": 3, "biases": 4, "net": 10, "essay": 10}
"""What Canvas was told to give for each exercise."""
BEFORE = {(HAL.who, "price"): "1", (GUS.who, "essay"): "7"}
"""Marks that somebody had put in by hand."""


def gradebook(learners: Iterable[Learner], marks: Marks = {}) -> str:
    """Canvas's, with those who are in Canvas."""
    titles = [f"{title} ({number})" for number, title in enumerate(TITLES.values(), start=900)]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles]]
    rows.append(["    Points Possible", "", "", "", "", *map(str, POSSIBLE.values())])
    for each in learners:
        if each.way not in ("moodle", "gradescope"):
            first, _, last = each.name.rpartition(" ")
            cells = [_in_canvas(each, label, marks) for label in OUT_OF]
            rows.append([f"{last}, {first}", str(each.number), "", each.login, "M", *cells])
    return _csv(rows)


def worksheet(learners: Iterable[Learner]) -> str:
    """Moodle's grading worksheet in English, which has the times: Ada and Bob handed in late."""
    rows = [["Identifier", "Full name", "Status", "Grade", "Maximum Grade", "Last modified (submission)"]]
    for each in learners:
        if each.way == "moodle":
            day = "Thursday, 3" if each.login in ("ada", "bob") else "Monday, 30"
            month = "December" if each.login in ("ada", "bob") else "November"
            at = f"{day} {month} 2026, 10:15 AM"
            rows.append([f"Participant {each.number}", each.name, "Submitted for grading", "", "100.00", at])
    return _csv(rows)


def bewertungen(learners: Iterable[Learner], marks: Marks = {}) -> str:
    """The same worksheet from a Moodle that speaks German, with somebody who handed in nothing."""
    rows = [["ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung", "Feedback"]]
    for each in learners:
        if each.way == "moodle":
            mark = written(total(each, marks, 100)).replace(".", ",")
            mail = f"{each.login}@example.org"
            rows.append([f"Teilnehmer/in{each.number}", each.name, mail, "Abgegeben", mark, "100,00", ""])
    return _csv([*rows, ["Teilnehmer/in4799", "Zoe Zuse", "zoe@example.org", "Nichts", "", "100,00", ""]])


def own_list(learners: Iterable[Learner], marks: Marks = {}) -> str:
    """The teacher's own list of everybody."""
    return _csv([["Login", "Points"], *([each.who, written(total(each, marks, 28))] for each in learners)])


def total(learner: Learner, marks: Marks, most: float) -> float | None:
    """The sum of a learner's points, of `most`; None if one is still missing. What is excused doesn't count."""
    theirs = {label: marks[learner.who, label] for label in learner.handed_in if (learner.who, label) in marks}
    if not theirs or any(verdict in ("pending", "unreadable") for verdict, _ in theirs.values()):
        return None
    whole = sum(OUT_OF.values()) - sum(OUT_OF[label] for label, (verdict, _) in theirs.items() if verdict == "excused")
    return sum(points or 0.0 for _, points in theirs.values()) / whole * most


def written(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _in_canvas(learner: Learner, label: str, marks: Marks) -> str:
    verdict, points = marks.get((learner.who, label), ("", None))
    if verdict == "excused":
        return "EX"
    before = BEFORE.get((learner.who, label), "")
    return before if points is None else written(points / OUT_OF[label] * POSSIBLE[label])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
