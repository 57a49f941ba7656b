"""Toguna runs a civic-engagement programme and accounts for it."""
