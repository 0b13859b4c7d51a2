"""Who is told of what: sorts of notices, and the fact kinds from which they follow, in one file per app."""
