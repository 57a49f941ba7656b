"""What is true of a civic-engagement programme without a computer. Standard library only: no database, no web, no clock."""
