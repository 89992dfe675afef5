"""Curves, figures and model diagrams -> text and coloured cells; the only room that imports plotext."""
