"""Core tables as targets of effects: membership, union, person, account.

One module each; `writing` finds the one a definition writes to. Called inside the transaction of
whoever decides, after it was decided whether it may be done.
"""
