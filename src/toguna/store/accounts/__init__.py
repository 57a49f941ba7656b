"""Staff, their organisation and role, and the revocable credentials of their devices."""
