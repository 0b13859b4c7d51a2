"""What changes the library: drafts, then publishing."""
