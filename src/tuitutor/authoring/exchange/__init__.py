"""Notebooks and other formats -> lessons, and a lesson -> a notebook and back. Reads files but writes none."""
