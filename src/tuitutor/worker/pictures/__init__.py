"""Drawings of learner code with matplotlib, turned into data for the terminal."""
