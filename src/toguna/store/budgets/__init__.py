"""Money: what is set aside, what was granted to partners and accounted for, what came in and went out."""
