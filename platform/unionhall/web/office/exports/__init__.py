"""Exports of lists: asking for one, making the file, fetching it."""
