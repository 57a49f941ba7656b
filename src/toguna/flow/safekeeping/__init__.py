"""An installation kept safe in one encrypted file, and brought back from it on either database."""
