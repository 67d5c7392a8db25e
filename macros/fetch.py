"""A JSON document from another site: small enough, soon enough, and nothing but JSON.

What comes back is still others' text, to be judged by whoever asked for it.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from .web import REDIRECTS, Asking, Refused, answer_to, leads_on, parts_of

AGENT = "samskabelse-harvest/1 (fetches published cases for an open knowledge site)"
DEPTH_LIMIT = 20  # lists and objects inside each other; the published data needs nine
_CHUNK = 65_536


@dataclass(frozen=True)
class Fetched:
    """One document: its bytes, the mark its server gives this version, and where it was found.

    `fresh` is false when the server said that the version known already still holds.
    """

    body: bytes
    etag: str
    url: str
    fresh: bool = True


def fetch(url: str, asking: Asking, limit: int, etag: str = "") -> Fetched:
    """The document at an address, at most `limit` bytes; raises Refused with why, in Danish.

    With the `etag` of an earlier answer, the body is left out when nothing has changed.
    """
    here = url
    try:
        for _ in range(REDIRECTS + 1):
            found = _ask(here, asking, limit, etag)
            if isinstance(found, Fetched):
                return found
            here = urljoin(here, found)
    except ssl.SSLError:
        raise Refused("Certifikatet passer ikke.") from None
    except socket.gaierror:
        raise Refused("Værten findes ikke, eller kan ikke slås op.") from None
    except TimeoutError:
        raise Refused("Svaret tog for lang tid.") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Refused("Forbindelsen blev afbrudt, eller svaret kunne ikke forstås.") from None
    raise Refused("For mange omstillinger.")


def _ask(url: str, asking: Asking, limit: int, etag: str) -> Fetched | str:
    """The document, or the address that the server sends one on to."""
    headers = {"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": etag} if etag else {}
    with answer_to("GET", parts_of(url), asking, headers) as response:
        if onward := leads_on(response):
            return onward
        tag = (response.getheader("ETag") or "")[:200]
        if response.status == http.HTTPStatus.NOT_MODIFIED and etag:
            return Fetched(b"", etag, url, fresh=False)
        _judge(response)
        return Fetched(_body(response, limit), tag if tag.isprintable() else "", url)


def _judge(response: http.client.HTTPResponse) -> None:
    """Refuse an answer that cannot be what was asked for, before any of it is read."""
    if response.status != http.HTTPStatus.OK:
        raise Refused(f"Serveren svarede {response.status}.")
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise Refused("Svaret er pakket, selv om der blev bedt om et, der ikke er.")
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(f"Svaret er ikke JSON, men {kind[:60] or 'uden type'}.")


def _body(response: http.client.HTTPResponse, limit: int) -> bytes:
    too_large = Refused(f"Svaret er over {limit // 1000:,} kB.".replace(",", "."))
    if (response.length or 0) > limit:
        raise too_large
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise too_large
    if response.length:
        raise http.client.IncompleteRead(bytes(body), response.length)
    return bytes(body)


def as_json(body: bytes) -> Any:
    """The data in a document; raises Refused when it is no JSON that all programs agree on."""
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        # Half a sign, which JSON can write and no file can hold.
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused("Svaret kan ikke læses som JSON.") from None
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Refused("Svaret har for mange lag inden i hinanden.")
        level = [inner for one in level for inner in _inside(one)]
    return data


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _no_constant(name: str) -> None:
    raise ValueError(name)
