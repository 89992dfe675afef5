"""The page of a class opens anywhere, says all that class.md says, and obeys nothing that learners wrote."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from tests.classroom.reports.marks import mark
from tests.classroom.reports.test_hostile_words import WORDS, marks
from tests.classroom.reports.whole_findings import whole
from tuitutor.classroom.item_analysis import Spread
from tuitutor.classroom.reports.class_findings import findings_in
from tuitutor.classroom.reports.class_html import class_html, rate_plot, spread_plot
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.grading.verdicts import Verdict

VOID = {"meta", "line", "rect", "path"}


class Page(HTMLParser):
    """A page's elements with their attributes, and its text; raises if an element isn't closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text.append(data)


def page(word: str) -> str:
    findings, (answers, unread) = whole(word), marks(word)
    answers.append(mark("bob", "xor", Verdict.FAILED, 0, stopped="It was stopped."))  # whatever the word is
    return class_html(class_overview(word, answers, unread, (), findings), findings)


ORDINARY = [tag for tag, _ in Page(page("ada")).elements]


@pytest.mark.parametrize("word", WORDS)
def test_learners_words_become_no_element(word: str) -> None:
    text = page(word)
    found = Page(text)
    assert [tag for tag, _ in found.elements] == ORDINARY
    assert {name for _, attributes in found.elements for name in attributes if name.startswith("on")} == set()
    assert all(char.isprintable() or char == "\n" for char in text)
    assert text.encode() is not None
    shown = "".join(char if char.isprintable() else " " for char in word).strip()
    assert shown in " ".join(found.text) or not shown


def test_markup_that_was_not_escaped_becomes_no_element_either() -> None:
    overview = "# a <b>b</b>\n\n| a |\n| --- |\n| ![i](x) [a](javascript:x) **b** <i>c</i> &amp; |\n"
    assert {tag for tag, _ in Page(class_html(overview, whole())).elements} <= {*ORDINARY}
    assert "<b>" not in class_html(overview, whole())
    assert 'aria-label="&quot;&lt;"' in rate_plot(1, 4, None, '"<')


def test_nothing_is_loaded() -> None:
    text = page("ada")
    assert not re.search(r"https?:|//|\bsrc=|url\(|@import|<script|<link|<img|<iframe", text)
    links = [attributes["href"] for tag, attributes in Page(text).elements if tag == "a"]
    assert links
    ids = {attributes.get("id") for _, attributes in Page(text).elements}
    assert all(link is not None and link.startswith("#") and link[1:] in ids for link in links)


def test_it_says_what_class_md_says_and_what_each_plot_shows() -> None:
    marks = [mark("ada", "xor", Verdict.PASSED, 4), mark("bob", "xor", Verdict.FAILED, 1)]
    marks += [mark("ada", "golf", Verdict.PASSED, 4), mark("bob", "golf", Verdict.FAILED, 1)]
    findings = findings_in(marks, {}, None)
    overview = class_overview("keras", marks, [], (), findings)
    text = class_html(overview, findings)
    found = Page(text)
    tables = re.sub(r"## Exercises\n.*?(?=\n## |\Z)", "", overview, flags=re.DOTALL).splitlines()
    cells = [cell.strip() for line in tables if line.startswith("| ") for cell in line.split("|")[1:-1]]
    assert {cell for cell in cells if cell not in ("---", "")} <= set(found.text)
    assert text.count("Exercises</h2>") == 1
    assert "passed, 95" not in text, "the cards have it"
    tags = [tag for tag, _ in found.elements]
    assert tags.index("table") < tags.index("svg"), "the learners come first"
    labels = [attributes["aria-label"] for tag, attributes in found.elements if tag == "svg"]
    assert labels == 2 * [
        "Passed: 1 of 2: 50% (9% to 91%)",
        "Points: median 2.5, mean 2.5 of 4; 1 with 1, 1 with 4",
    ]
    assert {attributes.get("role") for tag, attributes in found.elements if tag == "svg"} == {"img"}
    assert {attributes.get("scope") for tag, attributes in found.elements if tag == "th"} == {"col", "row"}


def test_only_its_own_style_is_allowed() -> None:
    text = page("ada")
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert " style=" not in text


def test_plots_are_to_scale() -> None:
    bar = re.findall(r'<rect class="(\w+)" x="8.0" y="4.0" width="([\d.]+)"', rate_plot(1, 4, (0.0, 1.0), ""))
    assert bar == [("track", "284.0"), ("fill", "71.0")]
    assert "M8.0 10.0H292.0" in rate_plot(1, 4, (0.0, 1.0), "")
    columns = spread_plot(Spread(0, 0, 0, ((0, 0, 2), (4, 4, 1))), 4, "")
    assert re.findall(r'<rect class="fill".*?height="([\d.]+)"', columns) == ["64.0", "32.0"]
    assert spread_plot(Spread(0, 0, 0, ((0, 0, 2),)), 0, ""), "an exercise without points"
