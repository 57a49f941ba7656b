"""The settings of ODK Collect as the square code that sets a phone up, in the form that Collect reads.

Keys and values are Collect's own (docs.getodk.org/collect-import-export). Whose phone it is, it is told.
"""

import json
import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PhoneSettings:
    """What one phone is to be told. `forgets`: what was sent is deleted from it."""

    server: str
    username: str
    secret: str = field(repr=False)
    project: str
    agent: str
    language: str = "fr"
    forgets: bool = False

    def as_collect_reads_them(self) -> dict[str, dict[str, Any]]:
        """Collect's settings that differ from its defaults; what is left out is set back to its default.

        >>> told = PhoneSettings("https://x.example/openrosa", "tel-1", "secret", "Projet", "Awa", forgets=True)
        >>> told.as_collect_reads_them()["general"]["delete_send"], told.as_collect_reads_them()["admin"]
        (True, {'delete_after_send': False})
        """
        general: dict[str, Any] = {
            "server_url": self.server,
            "username": self.username,
            "password": self.secret,
            "app_language": self.language,
            "metadata_username": self.agent,
            # The phone shows exactly the forms that are open here, and fetches changed lists by itself once a day.
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_24_hours",
            # As soon as there is a network: what stays in a phone is lost with it.
            "autosend": "wifi_and_cellular",
            # 2048 dots on the long side: a signature stays readable, and a photo goes over a weak line.
            "image_size": "medium",
        }
        admin: dict[str, Any] = {}
        if self.forgets:
            general["delete_send"] = True
            # The switch is taken out of the menu, so that nobody turns it off without meaning to.
            admin["delete_after_send"] = False
        return {"general": general, "admin": admin, "project": {"name": self.project, "icon": "T", "color": "#8a5200"}}


def settings_code(settings: PhoneSettings) -> str:
    """The text of the square code. The same settings are the same text."""
    written = json.dumps(settings.as_collect_reads_them(), ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(written.encode(), 9)).decode()
