"""Verbs about imports: handing a workbook in, working through its rows, stopping, trying again.

The file is read and judged above (`workbooks`); here its rows become a ledger and records, a
portion in one transaction each, so that a worker may die at any moment.
"""
