"""The demonstration: facts from five documents, and clearly marked fictional records."""
