"""Advocacy initiatives with the answers they got, and the register of policy texts."""
