"""Facts of demands."""
