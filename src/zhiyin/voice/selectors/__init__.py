"""Reads for pages and exports, each with its query budget."""
