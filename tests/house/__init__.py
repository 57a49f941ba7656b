"""The architecture, tested."""
