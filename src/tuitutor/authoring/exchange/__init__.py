"""Lessons in other formats -> the text of lessons, and a lesson -> a notebook and back. Reads files but writes none."""
