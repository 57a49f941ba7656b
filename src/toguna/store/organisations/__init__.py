"""Funders, leads, sub-contractors, CSOs, CBOs, communes."""
