"""The verbs: everything that changes a case, one file each. Only this package writes records.

Each verb has five paragraphs: lock (compare-and-set on `Case.version`), load, may it?, decide (by
the engine), store + journal. All of it is one transaction: a refused command changed nothing.
"""
