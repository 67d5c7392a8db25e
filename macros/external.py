"""Which of the sources' addresses on the web still answer.

Run by hand or weekly, never in a build, and it changes no data: a dead address stays in
its source as the record of what was read. Every connection goes to an address that was
looked up and judged here, so that a link can never lead into a private network.
"""

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from . import danish, quoted
from .fields import safe_url
from .link import Site
from .model import Source

REDIRECTS = 5
FRESH_DAYS = 5  # a run that was broken off goes on; next week's begins anew
AGENT = "samskabelse-links/1 (checks the sources of an open knowledge site once a week)"
ARCHIVE = "https://web.archive.org/web/*/"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # other addresses, written as these
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_GONE = (404, 410)
_TRY_GET = (400, 403, 404, 405, 410, 429, 500, 501, 503)  # some servers answer HEAD wrongly
_ANSWERS_LIMIT = 5_000_000  # bytes of an earlier run's file

Resolver = Callable[[str, int], Sequence[str]]


class Link(NamedTuple):
    """An address and the source it belongs to."""

    url: str
    source: str
    title: str


@dataclass(frozen=True)
class Answer:
    """What came of one address.

    `outcome` is "ok", "moved", "dead" or "unsure"; `status` the last HTTP status, or 0.
    """

    outcome: str
    status: int
    final: str
    why: str
    checked: str


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


class _Refused(Exception):  # noqa: N818 - a finding, no error
    """An address that is not asked at all."""


def links(site: Site) -> list[Link]:
    """Every address of every source, the hosts taken in turn so that none is asked in a row."""
    by_host: dict[str, list[Link]] = {}
    for node in site.of_kind("source"):
        if isinstance(node.entry, Source):
            for url in dict.fromkeys([node.entry.url, *node.entry.other_urls]):
                if url and url.startswith(("http://", "https://")):
                    host = urlsplit(url).netloc.lower()
                    by_host.setdefault(host, []).append(Link(url, node.id, node.title))
    return [one for row in zip_longest(*by_host.values()) for one in row if one]


def ask_all(
    wanted: Iterable[Link], asking: Asking, kept: Mapping[str, Answer], today: str
) -> Iterator[tuple[str, Answer]]:
    """The answers, one by one, leaving out addresses that `kept` answers freshly.

    Where no server answered at all, the fault may be ours: those are asked again.
    """
    answered = {url: one.checked for url, one in kept.items() if one.status}
    done = {url for url, checked in answered.items() if _is_fresh(checked, today)}
    for link in wanted:
        if link.url not in done:
            done.add(link.url)
            yield link.url, ask(link.url, asking, today)


def _is_fresh(checked: str, today: str) -> bool:
    days = (time.strptime(day, "%Y-%m-%d") for day in (checked, today))
    before, now = (time.mktime(day) / 86_400 for day in days)
    return 0 <= now - before < FRESH_DAYS


def ask(url: str, asking: Asking, today: str) -> Answer:
    """Ask one address, following redirects to the web and nowhere else."""
    here, status, moved = url, 0, False
    for _ in range(REDIRECTS + 1):
        try:
            status, location = _status(here, asking)
            here, moved = urljoin(here, location), moved or status in (301, 308)
        except _Refused as error:
            return Answer("unsure", 0, here, str(error), today)
        except socket.gaierror as error:
            gone = error.errno in _NO_SUCH_HOST
            why = "Værten findes ikke." if gone else "Værten kunne ikke slås op lige nu."
            return Answer("dead" if gone else "unsure", 0, here, why, today)
        except ssl.SSLError:
            return Answer("unsure", 0, here, "Certifikatet passer ikke.", today)
        except (OSError, http.client.HTTPException, ValueError):
            return Answer("unsure", 0, here, "Intet brugbart svar.", today)
        if not location:
            return _judged(here, status, moved=moved, today=today)
    return Answer("unsure", status, here, "For mange omstillinger.", today)


def _judged(here: str, status: int, *, moved: bool, today: str) -> Answer:
    if 200 <= status < 300:
        why = "Flyttet for altid." if moved else ""
        return Answer("moved" if moved else "ok", status, here, why, today)
    if status in _GONE:
        return Answer("dead", status, here, "Siden findes ikke mere.", today)
    return Answer("unsure", status, here, "Serveren svarer, men giver ikke siden.", today)


def _status(url: str, asking: Asking) -> tuple[int, str]:
    """The status of an address, and where it leads on to; no body is ever read."""
    parts = _parts(url)
    status, location = _request("HEAD", parts, asking)
    if not location and status in _TRY_GET:
        status, location = _request("GET", parts, asking)
    return status, location


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(safe_url(url))
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _Refused("Adressen er ikke hel og sikker.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise _Refused("Adressen er ikke på nettet.")
    return parts


def _request(method: str, parts: SplitResult, asking: Asking) -> tuple[int, str]:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    _wait(host, asking)
    connection = _connection(parts.scheme, host, port, asking)
    late = threading.Event()
    timer = threading.Timer(asking.deadline, _cut, [connection, late])
    timer.daemon = True
    timer.start()
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        target = f"{path}?{query}" if query else path
        headers = {"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        if late.is_set():
            raise TimeoutError
        leads_on = response.status in (301, 302, 303, 307, 308)
        return response.status, (response.getheader("Location") or "") if leads_on else ""
    finally:
        timer.cancel()
        connection.close()


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
        raise _Refused("Adressen fører til et privat net.")
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


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


# --- What is kept and told ----------------------------------------------------


def read_answers(path: Path) -> dict[str, Answer]:
    """What an earlier run wrote; nothing when there is no such file or it is broken."""
    try:
        if path.stat().st_size > _ANSWERS_LIMIT:
            return {}
        rows = json.loads(path.read_text("utf-8"))
        answers = {row["url"]: Answer(**{k: row[k] for k in _KEYS}) for row in rows}
        for answer in answers.values():
            time.strptime(answer.checked, "%Y-%m-%d")
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}
    return answers


_KEYS = ("outcome", "status", "final", "why", "checked")


def write_answers(path: Path, answers: Mapping[str, Answer]) -> None:
    """Keep what is known so far, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"url": url, **asdict(answers[url])} for url in sorted(answers)]
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    beside.replace(path)


_HEADINGS = {
    "dead": "Døde adresser",
    "moved": "Flyttede adresser",
    "unsure": "Svarede ikke rigtigt",
}
_ADVICE = {
    "dead": "Lad adressen stå som den, der blev læst. Skriv en kopi i `other_urls`, og sig det "
    "i `note`.",
    "moved": "Ret `url` til den nye, når I har set, at det er samme tekst.",
    "unsure": "Se selv efter i en browser: nogle servere svarer ikke maskiner.",
}


def report(wanted: Sequence[Link], answers: Mapping[str, Answer]) -> str:
    """What was found, in Danish Markdown for an issue; the sources' texts are quoted safely."""
    lines = ["# Kildernes adresser", "", summary(wanted, answers)]
    for outcome, heading in _HEADINGS.items():
        rows = [one for one in wanted if one.url in answers]
        rows = [one for one in rows if answers[one.url].outcome == outcome]
        if rows:
            lines += ["", f"## {heading} ({len(rows)})", "", _ADVICE[outcome], ""]
        for link in sorted(rows):
            lines += _row(link, wanted, answers)
    return "\n".join(lines) + "\n"


def _row(link: Link, wanted: Sequence[Link], answers: Mapping[str, Answer]) -> Iterator[str]:
    answer = answers[link.url]
    status = f" ({answer.status})" if answer.status else ""
    yield f"- {quoted.inline(link.source)}: {quoted.inline(link.url)}. {answer.why}{status}"
    if answer.final != link.url:
        yield f"  - fører til {quoted.inline(answer.final)}"
    if answer.outcome == "dead":
        for other in wanted:
            kept = other.source == link.source and other.url != link.url
            if kept and other.url in answers and answers[other.url].outcome in ("ok", "moved"):
                yield f"  - kilden har en adresse, der svarer: {quoted.inline(other.url)}"
        yield f"  - slå den op i et arkiv: {quoted.inline(ARCHIVE + link.url)}"


def is_cut_off(answers: Mapping[str, Answer]) -> bool:
    """Whether not one server answered: then it is this machine that has no net."""
    return bool(answers) and not any(answer.status for answer in answers.values())


def summary(wanted: Sequence[Link], answers: Mapping[str, Answer]) -> str:
    """One sentence with the numbers."""
    urls = {link.url for link in wanted}
    outcomes = [answers[url].outcome for url in urls if url in answers]
    dead, moved, unsure = (outcomes.count(one) for one in _HEADINGS)
    asked = danish.count(len(outcomes), "adresse", "adresser")
    return f"{asked} prøvet: {dead} døde, {moved} flyttede, {unsure} uden rigtigt svar."
