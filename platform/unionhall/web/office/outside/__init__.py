"""What the office sees and does of a stage that waits for an outside system."""
