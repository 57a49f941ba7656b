"""A Django app of the tests: what a disposable database may do and a real one may not."""
