"""The public door: what everyone may read, from editions and what is public by nature."""
