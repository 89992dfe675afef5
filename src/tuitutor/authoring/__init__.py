"""Tools for authors: lint and its training, proofreading, import and export, cheats, and the template of a lesson."""
