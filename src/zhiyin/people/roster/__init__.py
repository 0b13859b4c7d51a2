"""Rosters from Excel or CSV: read, checked, compared, shown, and only then written."""
