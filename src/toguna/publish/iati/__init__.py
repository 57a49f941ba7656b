"""IATI 2.03: what leaves towards the registry of the International Aid Transparency Initiative, and whether it is valid."""
