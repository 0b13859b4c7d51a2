"""Expressions of the pack language: typed, total, three-valued, with exact fractions."""
