"""HTTP, one door per audience; the doors do not know each other and share only `layout`."""
