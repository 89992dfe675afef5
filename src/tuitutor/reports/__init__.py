"""Results -> JSON documents (pure)."""
