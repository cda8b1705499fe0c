"""Verbs about accounts: opening one, its password, mobile, address, sessions and second step."""
