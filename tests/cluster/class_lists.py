"""The lists of a class that other systems give out, without marks and as they have to be with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from tests.cluster.whole_class import GUS, HAL, Learner
from tests.cluster.whole_course import OUT_OF, TITLES

Marks = Mapping[tuple[str, str], tuple[str, float | None]]
"""The verdict and the points, if there are any, by the reports' name of the learner, and the exercise."""

NOT_YET: Marks = {}

POSSIBLE = {"price": 12, "cost": 3, "biases": 4, "net": 10, "essay": 10}
"""What Canvas was told to give for each exercise."""
BEFORE = {(HAL.who, "price"): "1", (GUS.who, "essay"): "7"}
"""Marks that somebody had put in by hand."""


def gradebook(learners: Iterable[Learner], marks: Marks = NOT_YET) -> str:
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


def bewertungen(learners: Iterable[Learner], marks: Marks = NOT_YET) -> str:
    """The worksheet of a Moodle that speaks German: Zoe handed in nothing."""
    titles = ["ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung"]
    rows = [[*titles, "Zuletzt geändert (Abgabe)", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar"]]
    for each in learners:
        if each.way == "moodle":
            mark = written(total(each, marks, 100)).replace(".", ",")
            day = "Montag, 30. November 2026, 10:15"
            theirs = [f"{each.login}@example.org", "Abgegeben", mark, "100,00", day, "-", ""]
            rows.append([f"Teilnehmer/in{each.number}", each.name, *theirs])
    zoe = ["Teilnehmer/in4799", "Zoe Zuse", "zoe@example.org", "Keine Abgabe", "", "100,00", "-", "-", ""]
    return _csv([*rows, zoe])


def export(learners: Iterable[Learner], marks: Marks = NOT_YET) -> str:
    """The gradebook of a Moodle that speaks German, with those who are in Moodle."""
    rows = [["Vorname", "Nachname", "ID-Nummer", "Aufgabe: Summe (Punkte)"]]
    for each in learners:
        if each.way == "moodle":
            rows.append([*each.name.split(" ", 1), str(each.number), written(total(each, marks, 22)) or "-"])
    return _csv(rows)


def own_list(learners: Iterable[Learner], marks: Marks = NOT_YET) -> str:
    """The teacher's own list of everybody."""
    return _csv([["Login", "Points"], *([each.who, written(total(each, marks, 22))] for each in learners)])


def total(learner: Learner, marks: Marks, most: float) -> float | None:
    """The sum of a learner's points, of `most`; None if one is still missing."""
    theirs = {label: marks[learner.who, label] for label in learner.handed_in if (learner.who, label) in marks}
    if not theirs or any(verdict == "unreadable" for verdict, _ in theirs.values()):
        return None
    return sum(points or 0.0 for _, points in theirs.values()) / sum(OUT_OF.values()) * most


def written(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _in_canvas(learner: Learner, label: str, marks: Marks) -> str:
    _, points = marks.get((learner.who, label), ("", None))
    before = BEFORE.get((learner.who, label), "")
    return before if points is None else written(points / OUT_OF[label] * POSSIBLE[label])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
