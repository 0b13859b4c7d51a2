"""Behind /a/: speaking without a name, and following with a receipt code alone."""
