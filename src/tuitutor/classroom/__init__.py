"""A class: submissions, verdicts and reports."""
