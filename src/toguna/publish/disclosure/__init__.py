"""What may leave in an edition: every table masked, and nothing to be found by comparing tables or editions."""
