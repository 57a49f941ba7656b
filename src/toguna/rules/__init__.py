"""What is true of a programme without a computer. Standard library only: no database, no web, no clock."""
