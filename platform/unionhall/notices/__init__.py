"""From what happened to who hears of it: messages of events, and their delivery.

Reads cases, asks the engine what the definition wants said, adds what is said of every process,
and hands the result to the verbs of `casework.messaging`. The worker calls `work`.
"""
