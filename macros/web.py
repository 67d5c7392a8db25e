"""One safe question to a server on the open web.

Every connection goes to an address that was looked up and judged here, so that no name and
no redirect can lead into a private network, and no answer can take longer than it may.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlsplit

from .fields import safe_url

REDIRECTS = 5
_LEADS_ON = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # other addresses, written as these

Resolver = Callable[[str, int], Sequence[str]]


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Asking:
    """How addresses are asked: looked up by whom, how long, how often.

    `private` lets addresses of this machine through: for tests alone.
    """

    look_up: Resolver = _look_up
    private: bool = False
    timeout: float = 15.0  # seconds without a word
    deadline: float = 30.0  # seconds for one answer, however slowly it drips
    pause: float = 2.0  # seconds between two questions to one host
    last: dict[str, float] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - a finding, no error
    """An address that is not asked at all, or an answer that is not taken."""


def parts_of(url: str) -> SplitResult:
    """The parts of an address on the web; raises Refused for any other."""
    try:
        parts = urlsplit(safe_url(url))
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Refused("Adressen er ikke hel og sikker.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("Adressen er ikke på nettet.")
    return parts


@contextlib.contextmanager
def answer_to(
    method: str, parts: SplitResult, asking: Asking, headers: Mapping[str, str]
) -> Iterator[http.client.HTTPResponse]:
    """The answer to one question. All of it, its body too, must be read before the deadline.

    Raises Refused, OSError or HTTPException when there is none.
    """
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    _wait(host, asking)
    connection = _connection(parts.scheme, host, port, asking)
    late = threading.Event()
    timer = threading.Timer(asking.deadline, _cut, [connection, connection.sock, late])
    timer.daemon = True
    timer.start()
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        target = f"{path}?{query}" if query else path
        connection.request(method, target, headers={**headers, "Connection": "close"})
        with connection.getresponse() as response:
            yield response
        if late.is_set():
            raise TimeoutError
    except (OSError, http.client.HTTPException):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()


def leads_on(response: http.client.HTTPResponse) -> str:
    """Where an answer sends one on to; "" when it does not."""
    return (response.getheader("Location") or "") if response.status in _LEADS_ON else ""


def _wait(host: str, asking: Asking) -> None:
    """Leave a host in peace for a moment between two questions."""
    since = time.monotonic() - asking.last.get(host, float("-inf"))
    if since < asking.pause:
        time.sleep(asking.pause - since)
    asking.last[host] = time.monotonic()


def _connection(scheme: str, host: str, port: int, asking: Asking) -> http.client.HTTPConnection:
    """A connection to the very address that was judged, whatever the name says afterwards."""
    found = asking.look_up(host.encode("idna").decode("ascii"), port)
    if not found or not (asking.private or all(map(_is_public, found))):
        raise Refused("Adressen fører til et privat net.")
    plain = socket.create_connection((found[0], port), timeout=asking.timeout)
    connection = http.client.HTTPConnection(host, port, timeout=asking.timeout)
    if scheme == "https":
        context = ssl.create_default_context()
        try:
            connection.sock = context.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def _is_public(address: str) -> bool:
    """Whether an address is one machine on the open internet, not one of ours in disguise."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64 or ip.sixtofour or ip.teredo:
            return False
        ip = ip.ipv4_mapped or ip
    return ip.is_global and not ip.is_multicast


def _cut(
    connection: http.client.HTTPConnection, plain: socket.socket, late: threading.Event
) -> None:
    """End a connection that took too long; once it is answered, only the socket knows it."""
    late.set()
    for one in (connection.sock, plain):
        with contextlib.suppress(OSError, AttributeError):
            one.shutdown(socket.SHUT_RDWR)
