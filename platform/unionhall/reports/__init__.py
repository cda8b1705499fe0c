"""The read side: queues, lists, the page of a case, counts. Writes nothing, decides nothing.

Every list is a keyset page with a capped count; what a user may see is asked of `permissions.gate`
once per page. Answers leave here in clear: who shows them masks them.
"""
