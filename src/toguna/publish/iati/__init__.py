"""IATI 2.03: what leaves towards the international aid registry, its bytes, and whether they are valid."""
