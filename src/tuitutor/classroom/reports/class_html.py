"""The class's overview as one HTML page with plots, which needs nothing else: no script, no font, no network. Pure.

Its text is that of `class.md`, so the two never differ. It is rendered with nothing but headings, paragraphs and
tables, so whatever learners wrote can become no other element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt

from tuitutor.classroom.reports.class_findings import ClassFindings, ExerciseFindings
from tuitutor.classroom.reports.class_page import discrimination_of, percent
from tuitutor.classroom.reports.class_plots import bars_in_words, discrimination_plot, rate_plot, spread_plot
from tuitutor.classroom.reports.inert import harmless
from tuitutor.spelling import counted

_HEADING = re.compile(r"<h2>([^<]*)</h2>")
_STYLE = """
:root { color-scheme: light dark; --ground: #fbfbfd; --card: #ffffff; --text: #1c1f26; --dim: #5a6072;
  --line: #d9dce5; --track: #e6e8ef; --fill: #3b6fd4; --dot: #b4470f; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161b; --card: #1c1f27; --text: #e4e6ec; --dim: #a0a6b5;
  --line: #343946; --track: #2b303b; --fill: #6d9bf1; --dot: #f0a068; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 1rem; }
p { margin: .5rem 0; max-width: 70ch; }
h1, h2, h3, p, td, th, dt span { unicode-bidi: plaintext; }
h1, h2, h3, p, td { overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0 0; padding: 0; list-style: none; }
a { color: var(--fill); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem;
  margin-bottom: 1.5rem; }
.card { padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.card p, .label { margin: 0; color: var(--dim); font-size: .875rem; }
dl { margin: .75rem 0 0; }
dt { display: flex; justify-content: space-between; gap: .5rem; margin-top: .6rem; font-size: .875rem; }
dt span { color: var(--dim); text-align: right; }
dd { margin: 0; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--dim); font: 11px system-ui, sans-serif; }
.track { fill: var(--track); } .fill { fill: var(--fill); } .dot { fill: var(--dot); }
.axis { stroke: var(--dim); stroke-width: 1; } .whisker { stroke: var(--text); stroke-width: 1.5; fill: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { min-width: 5rem; }
th, td { padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th { color: var(--dim); font-weight: 600; }
@media print { :root { --ground: #ffffff; --card: #ffffff; --text: #000000; --dim: #444444; --line: #bbbbbb;
    --track: #e4e4e4; --fill: #3b6fd4; --dot: #b4470f; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav { display: none; } .card, tr, p { break-inside: avoid; } h2 { break-after: avoid; } .wide { overflow: visible; } }
"""


def class_html(overview: str, findings: ClassFindings) -> str:
    """The page: the `overview`, which is the text of class.md, with a card of plots for each exercise."""
    parsed = MarkdownIt("zero").enable(["heading", "table", "escape"])
    begin, *sections = re.split(r"^(?=<h2>)", parsed.render(overview), flags=re.MULTILINE)
    head, _, rest = begin.partition("<table>")
    text = f"<table>{rest}{''.join(sections)}" if rest else "".join(sections)
    text = text.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    text = text.replace("<th>", '<th scope="col">')
    titles = ["Exercises", *_HEADING.findall(text)]
    text = _HEADING.sub(lambda found: f'<h2 id="{_anchor(found[1])}">{found[1]}</h2>', text)
    links = "".join(f'<li><a href="#{_anchor(title)}">{title}</a></li>' for title in titles)
    title = re.sub(r"<[^>]*>", "", head.partition("</h1>")[0]) or "class"
    cards = "".join(map(_card, findings.exercises))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            # nothing is loaded, whatever slipped through
            """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">""",
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style></head>",
            f'<body><header>{head}<nav aria-label="Sections"><ul>{links}</ul></nav></header>',
            f'<main><h2 id="{_anchor("Exercises")}">Exercises</h2>',
            f'<div class="cards">{cards}</div>',
            f"{text}</main></body></html>\n",
        )
    )


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _card(each: ExerciseFindings) -> str:
    title, label = escape(harmless(each.title)), escape(harmless(each.exercise))
    heading = f"<h3>{title}</h3>" + (f'<p class="label">{label}</p>' if label != title else "")
    return f'<section class="card">{heading}<dl>{"".join(_plots(each))}</dl></section>'


def _plots(each: ExerciseFindings) -> Iterator[str]:
    if not each.graded or each.points is None:
        yield _row("Passed", "no answer is graded", "")
        return
    rate = f"{each.passed:,} of {each.graded:,}: {each.passed / each.graded:.0%}{percent(each.interval)}"
    yield _row("Passed", rate, rate_plot(each.passed, each.graded, each.interval, f"Passed: {rate}"))
    points = f"median {each.points.median:g}, mean {each.points.mean:.2g} of {each.out_of:g}"
    words = f"Points: {points}; {', '.join(bars_in_words(each.points))}"
    yield _row("Points", points, spread_plot(each.points, each.out_of, words))
    apart = discrimination_of(each)
    plot = discrimination_plot(each.discrimination, f"Discrimination: {apart}") if each.discrimination else ""
    yield _row("Discrimination", apart, plot)
    yield _row("Attempts", f"{each.attempts:.2g} a learner", "")
    if each.errored:
        yield _row("Not graded", counted(each.errored, "answer"), "")


def _row(term: str, said: str, plot: str) -> str:
    return f"<dt>{term}<span>{escape(said)}</span></dt><dd>{plot}</dd>"
