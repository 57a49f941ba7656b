"""Other people's servers: what stands on them, brought here as it is. It knows no Django and no database, and only the
flow calls it.
"""
