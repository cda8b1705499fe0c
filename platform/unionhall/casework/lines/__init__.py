"""Verbs on the lines of a case, one application for many people: put them in, take them out, judge
them, and do for each what its stage has said. Everything in portions, nothing per line by itself.
"""
