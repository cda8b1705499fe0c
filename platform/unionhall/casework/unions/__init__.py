"""Verbs of the union register: add, change, move, merge, dissolve, contacts."""
