"""Commands of the program as a whole; each app adds its own in its `commands` module."""
