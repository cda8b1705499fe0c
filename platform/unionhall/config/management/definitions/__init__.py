"""What `manage.py definitions` does: one module per part, the command itself only parses."""
