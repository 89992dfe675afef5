"""Figures of matplotlib's -> coloured cells, at the terminal's own size."""
