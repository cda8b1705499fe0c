"""Records of registers in words, for the office and for the people they are about."""
