"""Commands for whoever works on Toguna; an installation never runs them."""
