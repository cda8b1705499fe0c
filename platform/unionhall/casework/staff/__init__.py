"""Who works at a union: posts, the rights that hang on them, activation codes, chairs.

Verbs, one module each. `ending` and `chairing` are called by others inside their transactions,
after it was decided that it may be done.
"""
