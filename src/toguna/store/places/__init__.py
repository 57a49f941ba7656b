"""Administrative units with their codes, and their hierarchy by edition of the division."""
