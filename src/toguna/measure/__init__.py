"""Facts to values: Ibis expressions over a Parquet extract, and a slow engine that checks them. No Django."""
