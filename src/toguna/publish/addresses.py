"""Where the public pages of what an edition says are. It writes addresses and knows not whether anybody serves them.

Without the site's own address they begin at its root, so that a file read on the site still leads to its pages.
"""

from urllib.parse import quote, urlencode, urlsplit

from toguna.publish.snapshot import Snapshot


def known_site(address: str) -> str:
    """The site's own address, or nothing where nobody has told it: `http://localhost` is what stands there before.

    >>> known_site("https://toguna.example/"), known_site("http://localhost"), known_site("http://localhost:8000")
    ('https://toguna.example', '', 'http://localhost:8000')
    """
    parts = urlsplit(address)
    if not parts.hostname or (parts.hostname in ("localhost", "127.0.0.1") and parts.port is None):
        return ""
    return address.rstrip("/")


def programme_page(snapshot: Snapshot, site: str = "") -> str:
    """The page of the programme."""
    return f"{site}/programmes/{quote(snapshot['programme']['code'], safe='')}/"


def edition_page(snapshot: Snapshot, site: str = "") -> str:
    """The page of this very edition."""
    return f"{site}/editions/{quote(snapshot['programme']['code'], safe='')}/{snapshot['number']}/"


def file_page(snapshot: Snapshot, name: str, site: str = "") -> str:
    """One file of this edition."""
    return f"{edition_page(snapshot, site)}files/{quote(name)}"


def result_page(snapshot: Snapshot, result: str, site: str = "", *, anchor: str = "") -> str:
    """The page of a result."""
    page = f"{programme_page(snapshot, site)}results/{quote(result, safe='')}/"
    return f"{page}#{anchor}" if anchor else page


def year_page(snapshot: Snapshot, year: int, site: str = "") -> str:
    """The page of a year's results."""
    return f"{programme_page(snapshot, site)}years/{year}/"


def activities_page(snapshot: Snapshot, site: str = "", **filters: str) -> str:
    """The list of the programme's activities, some of them where filters are given."""
    query = f"?{urlencode(filters)}" if filters else ""
    return f"{programme_page(snapshot, site)}activities/{query}"


def indicator_page(
    snapshot: Snapshot, indicator: str, site: str = "", *, period_kind: str = "", period: str = "", anchor: str = ""
) -> str:
    """The page of an indicator as this edition gives it, opened at a period where one is named."""
    asked = {"by": period_kind, "period": period, "edition": str(snapshot["number"])}
    query = urlencode({key: value for key, value in asked.items() if value})
    page = f"{programme_page(snapshot, site)}indicators/{quote(indicator, safe='')}/?{query}"
    return f"{page}#{anchor}" if anchor else page
