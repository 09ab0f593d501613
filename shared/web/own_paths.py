"""Where a page may lead on to: an address of our own, whatever the request names."""

import re

LONGEST = 500
#: A path with its query: printable ASCII without backslash, for which browsers read a slash.
PATH = re.compile(r"/(?:[!-\[\]-~]*)")


def own_path(text: str, *, default: str = "") -> str:
    """`text` if it is a path of ours, else `default`."""
    is_path = len(text) <= LONGEST and PATH.fullmatch(text) and not text.startswith("//")
    return text if is_path else default
