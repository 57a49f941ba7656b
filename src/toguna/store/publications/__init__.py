"""Frozen, numbered editions with their files."""
