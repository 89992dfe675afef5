"""A class: what was handed in, who answered what, verdicts and reports."""
