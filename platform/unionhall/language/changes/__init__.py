"""The parts of a comparison of two definitions: one module per part of a document."""
