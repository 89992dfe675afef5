"""matplotlib figures -> coloured cells, at the terminal's own size."""
