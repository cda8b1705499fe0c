"""What is done to records of registers: by effects of cases, by imports, and by staff on lists.

`writing` is one write inside somebody's transaction; the other modules are verbs.
"""
