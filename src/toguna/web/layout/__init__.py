"""What every page shares: the skeleton, the stylesheet, the template tags. Knows nothing of any noun of the store."""
