"""How a finished site's files are served: their type, how long they keep, who may read them.

The web servers' recipes in hosting/ say the same, and a test holds them to it.
"""

import re
from pathlib import PurePosixPath

# A name that carries a hash of its content never means anything else.
_HASHED = re.compile(r"assets/(?:[^/]+/)*[^/]+\.[0-9a-f]{8}\.[a-z0-9]+")
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "public, no-cache"  # kept, but shown only when the server says it still holds

TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gz": "application/gzip",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttl": "text/turtle; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "zip": "application/zip",
}
OTHER = "application/octet-stream"
_FEEDS = {"json": "application/feed+json", "xml": "application/atom+xml"}

# What other sites may read into their own pages: the open data.
_OPEN = re.compile(r"(?:api|feeds|data)/.*\.\w+|udgiver\.json|llms\.txt")


def content_type(name: str) -> str:
    """What kind of file this is; `name` is its path from the site's root."""
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    known = TYPES | _FEEDS if name.startswith("feeds/") else TYPES
    return known.get(ending, OTHER)


def is_hashed(name: str) -> bool:
    """Whether a file's name changes with its content."""
    return _HASHED.fullmatch(name) is not None


def cache_control(name: str) -> str:
    """How long a browser or a CDN may keep a file."""
    return FOREVER if is_hashed(name) else ASK_FIRST


def is_open(name: str) -> bool:
    """Whether pages of other sites may read a file: the open data, but no pages."""
    return _OPEN.fullmatch(name) is not None and not name.endswith(".html")
