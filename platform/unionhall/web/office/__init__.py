"""Pages of staff: what waits, the queue, the decision, stock opinions, registers."""
