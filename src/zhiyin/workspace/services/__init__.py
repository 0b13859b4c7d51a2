"""Verbs of the frame: telling people, their wishes, and messages on their way out."""
