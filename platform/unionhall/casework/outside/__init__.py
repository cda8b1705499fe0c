"""Outside systems (a bank, a card maker): what goes out at an external stage, what comes back."""
