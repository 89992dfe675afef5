"""Drafts and journals on disk."""
