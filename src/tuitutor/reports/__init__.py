"""Results -> documents and files for people and other programs (pure)."""
