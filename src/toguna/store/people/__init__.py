"""Mentions of persons on sheets, and the identity that joins them. Restricted."""
