"""What an address brings along to a matter (a union's QR code), kept from page to page.

It travels in the query, so it survives signing in; the case keeps what is known of it.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from unionhall.casework.start import known_links
from unionhall.language.model import Process
from unionhall.organisation import selectors as organisation

LONGEST = 64


def links(request: HttpRequest, process: Process) -> dict[str, str]:
    """Values of the query by the names the definition knows; unknown ones are left out."""
    given = {link.key: request.GET.get(link.key, "")[:LONGEST] for link in process.links}
    return known_links(process, given)


def query(request: HttpRequest, process: Process) -> str:
    """The same as the end of an address, with its question mark; empty without any."""
    kept = links(request, process)
    return f"?{urlencode(kept)}" if kept else ""


def named(request: HttpRequest, process: Process) -> list[tuple[str, str]]:
    """(title of the link, name of what it leads to), to be shown."""
    found = []
    for link in process.links:
        key = links(request, process).get(link.key)
        if key:
            union = link.format == "union-ref"
            one = organisation.union_by_key(key) if union else organisation.unit_by_key(key)
            found.append((link.title, str(one)))
    return found
