"""A class: what was handed in, who answered what, verdicts, decisions and reports."""
