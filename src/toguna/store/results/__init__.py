"""The results framework: results, indicators, targets, stated values, outcome statements, remarks."""
