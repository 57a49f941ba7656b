"""A donor's own workbook: where things go in it, what would be written, and the workbook with it written in."""
