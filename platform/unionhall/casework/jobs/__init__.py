"""Verbs about long work: asking for it, taking it, giving it back, cancelling, repeating."""
