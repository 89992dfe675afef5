"""One result -> a JSON document for other programs (pure)."""
