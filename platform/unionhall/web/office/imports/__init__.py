"""Pages of imports: template, upload, batches, what became of each row."""
