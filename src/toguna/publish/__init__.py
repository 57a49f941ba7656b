"""A frozen snapshot to bytes: fact sheet, CSV, pictures. Knows neither the database nor the network."""
