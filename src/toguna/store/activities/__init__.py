"""The work plan: activities with codes, what they were designed for, and whether they were held."""
