"""Segments: what they may ask for, and whom they hold on a day."""
