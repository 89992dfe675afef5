"""The class's overview as one HTML page with plots, without scripts, fonts and network access. Pure.

Its text is that of `class.md`. It is rendered with nothing but headings, paragraphs and tables, so learners' text can
become no other element. The plots are SVG in the colours of the page, with descriptions for readers who can't see them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt

from tuitutor.classroom.item_analysis import Interval, Spread
from tuitutor.classroom.reports.class_findings import ClassFindings, ExerciseFindings
from tuitutor.classroom.reports.class_page import fails_most, percent
from tuitutor.classroom.reports.escaping import harmless
from tuitutor.spelling import counted

_STYLE = """
:root { color-scheme: light dark; --ground: #fbfbfd; --card: #ffffff; --text: #1c1f26; --dim: #5a6072;
  --line: #d9dce5; --track: #e6e8ef; --fill: #3b6fd4; --passed: #1d6f42; --missed: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161b; --card: #1c1f27; --text: #e4e6ec; --dim: #a0a6b5;
  --line: #343946; --track: #2b303b; --fill: #6d9bf1; --passed: #6fcf97; --missed: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 1rem; }
p { margin: .5rem 0; max-width: 70ch; }
h1, h2, h3, p, td, th, dt span { unicode-bidi: plaintext; }
h1, h2, h3, p { overflow-wrap: break-word; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0 0; padding: 0; list-style: none; }
a { color: var(--fill); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem;
  margin-bottom: 1.5rem; }
.card { padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.card p, .label { margin: 0; color: var(--dim); font-size: .875rem; }
dl { margin: .75rem 0 0; }
dt { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .5rem; margin-top: .6rem;
  font-size: .875rem; }
dt span { color: var(--dim); text-align: right; }
dd { margin: 0; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--dim); font: 11px system-ui, sans-serif; }
.track { fill: var(--track); } .fill { fill: var(--fill); }
.axis { stroke: var(--dim); stroke-width: 1; } .whisker { stroke: var(--text); stroke-width: 1.5; fill: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
th, td:first-child, td span { white-space: nowrap; }
td { min-width: 4rem; } td:nth-child(n+3) { min-width: min(14rem, 50vw); }
tbody th { position: sticky; left: 0; background: var(--ground); }
tbody th ~ td:nth-child(n) { min-width: 0; white-space: nowrap; }
.passed { color: var(--passed); } .missed { color: var(--missed); font-weight: 600; }
th, td { padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
thead th { color: var(--dim); } th { font-weight: 600; }
tbody tr:last-child th, tbody th ~ td:nth-child(2) { color: var(--text); }
@media print { :root { --ground: #ffffff; --card: #ffffff; --text: #000000; --dim: #444444; --line: #bbbbbb;
    --track: #e4e4e4; --fill: #3b6fd4; --passed: #1d6f42; --missed: #b3261e; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav { display: none; } .card, tr, p { break-inside: avoid; } h2 { break-after: avoid; } .wide { overflow: visible; }
  table { font-size: 8pt; } td, td:nth-child(n+3) { min-width: 0; } th, td { padding: 2pt 6pt 2pt 0; } }
"""


# the page's own style is the only one
_POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"


def class_html(overview: str, findings: ClassFindings) -> str:
    """The page with the `overview`, which is the text of class.md, but a card with plots for each exercise."""
    parsed = MarkdownIt("zero").enable(["heading", "table", "escape"])
    head, *sections = re.split(r"^(?=<h2>)", parsed.render(overview), flags=re.MULTILINE)
    titles = [section[len("<h2>") :].partition("</h2>")[0] for section in sections]
    parts = [_section(title, section, findings) for title, section in zip(titles, sections, strict=True)]
    links = "".join(f'<li><a href="#{_anchor(title)}">{title}</a></li>' for title in titles)
    title = re.sub(r"<[^>]*>", "", head.partition("</h1>")[0]) or "class"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            # nothing is loaded, even if other elements slip through
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style></head>",
            f'<body><header>{head}<nav aria-label="Sections"><ul>{links}</ul></nav></header>',
            f"<main>{''.join(parts)}</main></body></html>\n",
        )
    )


def _section(title: str, section: str, findings: ClassFindings) -> str:
    """A section of the overview, as rendered, with an anchor."""
    _, heading, text = section.partition("</h2>")
    table, end, rest = text.partition("</table>")
    if title == "Exercises":
        shown = f'<div class="cards">{"".join(map(_card, findings.exercises))}</div>'
    else:
        table = table.replace("<th>", '<th scope="col">')
        if title == "Learners":
            table = re.sub(r"(?<=<tr>\n)<td>([^<]*)</td>", r'<th scope="row">\1</th>', table)
            for sign, look in (("✓", "passed"), ("✗", "missed")):
                table = table.replace(f"<td>{sign} ", f'<td class="{look}">{sign} ')
        # browsers break lines at hyphens, and labels, names and paths have many
        table = re.sub(r"[^\s<>|]*\w-\w[^\s<>|,;:]*(?=[^<>]*</td>)", r"<span>\g<0></span>", table)
        # a table that is wider than the screen is scrolled, also by keys
        shown = f'<div class="wide" role="region" tabindex="0" aria-label="{title}">{table}{end}</div>'
    return f'<section><h2 id="{_anchor(title)}">{title}{heading}{shown}{rest}</section>'


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _card(found: ExerciseFindings) -> str:
    title, label = escape(harmless(found.title)), escape(harmless(found.exercise))
    heading = f"<h3>{title}</h3>" + (f'<p class="label">{label}</p>' if label != title else "")
    rows = [_row("Passed", "no answer is graded")]
    if found.points is not None:
        rate = f"{found.passed:,} of {found.graded:,}: {found.passed / found.graded:.0%} ({percent(found.interval)})"
        points = f"median {found.points.median:g}, mean {found.points.mean:.2g} of {found.out_of:g}"
        bars = [
            f"{count:,} with {begin:g}" if begin == end else f"{count:,} from {begin:g} to {end:g}"
            for begin, end, count in found.points.bars
            if count
        ]
        alt = f"Points: {points}; {', '.join(bars)}"
        rows = [
            _row("Passed", rate, rate_plot(found.passed, found.graded, found.interval, f"Passed: {rate}")),
            _row("Points", points, spread_plot(found.points, found.out_of, alt)),
            *([_row("Fails most", fails_most(found))] if found.fails else []),
            _row("Attempts", f"{found.attempts:.2g} a learner"),
            *([_row("Not run to its end", counted(found.not_run, "answer"))] if found.not_run else []),
            *([_row("Not graded", counted(found.errored, "answer"))] if found.errored else []),
        ]
    return f'<section class="card">{heading}<dl>{"".join(rows)}</dl></section>'


def _row(term: str, value: str, plot: str = "") -> str:
    return f"<dt>{term}<span>{escape(harmless(value))}</span></dt><dd>{plot}</dd>"


_WIDE, _EDGE = 300, 8  # pixels of a plot, and of the margins on both sides for the ends of whiskers
_SPAN = _WIDE - 2 * _EDGE
_BAR, _COLUMNS = 12, 64  # pixels: how high a rate's bar is, and the highest column of a distribution
_LETTERS = 15  # pixels below a plot for the numbers of its axis


def rate_plot(hits: int, of: int, interval: Interval | None, alt: str) -> str:
    """A rate as a bar from 0 to 1, with a whisker for its interval, and a description `alt`."""
    shapes = [_rect("track", _EDGE, 4, _SPAN, _BAR), _rect("fill", _EDGE, 4, _SPAN * hits / of if of else 0, _BAR)]
    if interval is not None:
        low, high = interval
        shapes.append(_whisker(_EDGE + _SPAN * low, _EDGE + _SPAN * high, 4 + _BAR / 2))
    return _svg(_BAR + 8, shapes, alt)


def spread_plot(spread: Spread, out_of: float, alt: str) -> str:
    """A histogram of points from 0 to `out_of`, with the counts above its columns, and a description `alt`."""
    low = min(0.0, spread.bars[0][0])
    high = max(out_of, spread.bars[-1][1], low + 1e-9)
    most = max(count for *_, count in spread.bars)
    single = all(begin == end for begin, end, _ in spread.bars)
    # columns of single values are centred on them, and so need room at both ends
    room = _SPAN / 12 if single else 0.0
    nearest = min((b - a for (a, *_), (b, *_) in pairwise(spread.bars)), default=high - low)
    half = min(0.7 * room, 0.4 * (_SPAN - 2 * room) * nearest / (high - low))
    base = _LETTERS + _COLUMNS

    def at(value: float) -> float:
        return _EDGE + room + (_SPAN - 2 * room) * (value - low) / (high - low)

    shapes = [f'<line class="axis" x1="{_EDGE}" x2="{_WIDE - _EDGE}" y1="{base}" y2="{base}"/>']
    for begin, end, count in spread.bars:
        left, right = (at(begin) - half, at(end) + half) if single else (at(begin) + 1, at(end) - 1)
        tall = _COLUMNS * count / most
        shapes.append(_rect("fill", left, base - tall, right - left, tall))
        if count:
            shapes.append(_text((left + right) / 2, base - tall - 3, f"{count:,}"))
    shapes += [_text(at(value), base + _LETTERS - 3, f"{value:g}") for value in (low, high)]
    return _svg(base + _LETTERS, shapes, alt)


def _svg(high: float, shapes: list[str], alt: str) -> str:
    inside = "".join(shapes)
    return f'<svg viewBox="0 0 {_WIDE} {high:g}" role="img" aria-label="{escape(alt)}">{inside}</svg>'


def _rect(look: str, left: float, top: float, wide: float, high: float) -> str:
    return f'<rect class="{look}" x="{left:.1f}" y="{top:.1f}" width="{max(0.0, wide):.1f}" height="{high:.1f}"/>'


def _whisker(left: float, right: float, middle: float) -> str:
    ends = "".join(f"M{x:.1f} {middle - 4:.1f}V{middle + 4:.1f}" for x in (left, right))
    return f'<path class="whisker" d="M{left:.1f} {middle:.1f}H{right:.1f}{ends}"/>'


def _text(middle: float, base: float, text: str) -> str:
    return f'<text x="{middle:.1f}" y="{base:.1f}" text-anchor="middle">{escape(text)}</text>'
