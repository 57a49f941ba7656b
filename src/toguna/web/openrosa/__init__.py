"""The device door: ODK Collect and KoboCollect, with credentials of their own."""
