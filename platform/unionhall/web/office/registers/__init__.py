"""Pages of the registers that definitions describe: lists, records, row and bulk actions."""
