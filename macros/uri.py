"""Addresses on the web: whether anything can read them."""

from urllib.parse import urlsplit


def can_be_split(address: str) -> bool:
    """Whether an address has parts: not one with a host or a port that can be none.

    All that read addresses later on, ours and the engine's, would end at it.
    """
    try:
        _ = urlsplit(address).port
    except ValueError:
        return False
    return True
