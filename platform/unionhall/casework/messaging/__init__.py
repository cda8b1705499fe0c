"""Verbs about messages: telling people of an event, delivering, reading, repeating."""
