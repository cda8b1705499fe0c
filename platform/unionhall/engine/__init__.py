"""What a definition does: pure functions from (definition, values, world) to new values.

No Django, no clock, no database. `now` and every answer of a register are handed in.
"""
