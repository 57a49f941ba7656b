"""The agents' door: forms that are filled in a browser, with or without a network, and sent when there is one."""
