"""The scripts' door: the part of ODK Central's API that pyodk uses, under /v1/."""
