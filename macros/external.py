"""Which of the sources' addresses on the web still answer.

Run by hand or weekly, never in a build, and it changes no data: a dead address stays in
its source as the record of what was read.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from . import danish, quoted
from .link import Site
from .model import Source
from .web import REDIRECTS, Asking, Refused, answer_to, leads_on, parts_of

FRESH_DAYS = 5  # a run that was broken off goes on; next week's begins anew
AGENT = "samskabelse-links/1 (checks the sources of an open knowledge site once a week)"
ARCHIVE = "https://web.archive.org/web/*/"
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_GONE = (404, 410)
_TRY_GET = (400, 403, 404, 405, 410, 429, 500, 501, 503)  # some servers answer HEAD wrongly
_ANSWERS_LIMIT = 5_000_000  # bytes of an earlier run's file


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


def links(site: Site) -> list[Link]:
    """Every address of every source, the hosts taken in turn so that none is asked in a row."""
    by_host: dict[str, list[Link]] = {}
    for node in site.of_kind("source"):
        if isinstance(node.entry, Source):
            for url in dict.fromkeys([node.entry.url, *node.entry.other_urls]):
                if url and url.startswith(("http://", "https://")):
                    host = urlsplit(url).hostname or ""
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
    age = date.fromisoformat(today) - date.fromisoformat(checked)
    return 0 <= age.days < FRESH_DAYS


def ask(url: str, asking: Asking, today: str) -> Answer:
    """Ask one address, following redirects to the web and nowhere else."""
    here, status, moved = url, 0, False
    for _ in range(REDIRECTS + 1):
        try:
            status, location = _status(here, asking)
            here, moved = urljoin(here, location), moved or status in (301, 308)
        except Refused as error:
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
    parts = parts_of(url)
    status, location = _request("HEAD", parts, asking)
    if status in _TRY_GET:
        status, location = _request("GET", parts, asking)
    return status, location


def _request(method: str, parts: SplitResult, asking: Asking) -> tuple[int, str]:
    headers = {"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.5"}
    with answer_to(method, parts, asking, headers) as response:
        return response.status, leads_on(response)


# --- What is kept and told ----------------------------------------------------


def read_answers(path: Path) -> dict[str, Answer]:
    """What an earlier run wrote; nothing when there is no such file or it is broken."""
    try:
        if path.stat().st_size > _ANSWERS_LIMIT:
            return {}
        rows = json.loads(path.read_text("utf-8"))
        answers = {row["url"]: Answer(**{k: row[k] for k in _KEYS}) for row in rows}
        for answer in answers.values():
            date.fromisoformat(answer.checked)
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
            found = answers.get(other.url) if other.source == link.source else None
            if found and found.outcome in ("ok", "moved"):
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
    told = danish.count(dead, "død", "døde"), danish.count(moved, "flyttet", "flyttede")
    return f"{asked} prøvet: {', '.join(told)}, {danish.number(unsure)} uden rigtigt svar."
