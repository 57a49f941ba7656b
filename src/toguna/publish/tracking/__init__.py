"""The indicator tracking table that donors ask for: on a page, as a workbook, on paper, and in their own workbook."""
