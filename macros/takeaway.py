"""The whole site as one zip that works from a folder: no server, nothing fetched.

The pages' links to folders lead to the files in them. Where there are very many cases, their
own pages are left out, and the search knows nothing of them: nobody would fetch or unpack them all.
"""

import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from posixpath import join, normpath

from . import case_files, feeds, markup, parallel, published, search
from .addresses import address, sheet_address
from .danish import number
from .link import Site
from .shortlist import MOST_TAKEN

ADDRESS = "hent/samskabelse.zip"
# What only a server can use.
_LEFT_OUT = (
    "404.html",
    "sitemap.xml",
    "robots.txt",
    ".well-known/",
    f"{feeds.FOLDER}/",
    ADDRESS,
)
# Each entry's own data: the files of the collections hold all of it.
_SINGLE = re.compile(rf"{published.ROOT}/(?!schema/)[^/]+/")
# Relative links to a folder, with and without the slash at the end.
_TO_FOLDER = re.compile(r'( (?:href|action)="[^"#?:]*/)(?=["#?])')
_TO_DOTS = re.compile(r'( (?:href|action)="(?:[^"#?:]*/)?\.\.?)(?=["#?])')
_CANONICAL = re.compile(r'<link rel="(?:canonical|alternate)"[^>]*>\n?')
# Files in a folder have no origin that every browser knows as the page's own.
_POLICY_LINE = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_ONLY_ONLINE = (Path(ADDRESS).name, f"{feeds.FOLDER}/")
_TO_LEFT_OUT = re.compile(
    rf'<a [^>]*href="(?:[^":]*/)?(?:{re.escape(_ONLY_ONLINE[0])}|{_ONLY_ONLINE[1]}[^"]*)"'
    r"[^>]*>(.*?)</a>"
)
_ANCHOR = re.compile(r'<a ([^>]*?)href="([^"#?:]*)[^"]*"([^>]*)>(.*?)</a>', re.DOTALL)
_HOME = re.compile(r'<link rel="canonical" href="([^"]*)"')
_SIZE = re.compile(r'(<span data-size="([^"]+)">)([^<]*)(</span>)')
# Every file is dated so, so that the same site gives the same zip.
_DATE = (1980, 1, 1, 0, 0, 0)


def write(site_dir: Path, site: Site, records: Sequence[search.Record]) -> None:
    """Write the zip into `site_dir`, and the sizes of what can be fetched on its pages."""
    left_out = cases_left_out(site)
    some = [_files(site_dir, run, left_out) for run in parallel.parts(_taken(site_dir, left_out))]
    if left_out:
        few = [one for one in records if one.address not in left_out]
        some.insert(0, _index(search.files(site, few)))  # made here, where all cores help
    target = site_dir / ADDRESS
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the preview, readers fetch the old one meanwhile.
    unfinished = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for packed in parallel.together([partial(_packed, one) for one in some]):
            _append(archive, packed)
    unfinished.replace(target)
    _say_sizes(site_dir)


File = tuple[str, bytes]  # a name and a content


def _index(files: Mapping[str, str]) -> Iterator[File]:
    """A search index of some of the pages, as files of the site."""
    for name, text in files.items():
        yield f"{search.FOLDER}/{name}", text.encode()


def _files(site_dir: Path, names: Iterable[str], left_out: AbstractSet[str]) -> Iterator[File]:
    """Files of the site as they must be to work from a folder."""
    base = _base(site_dir)
    for name in names:
        folder, content = f"{name.rpartition('/')[0]}/", (site_dir / name).read_bytes()
        if name.endswith(".html"):
            content = local(outward(content.decode(), folder, left_out, base)).encode()
        elif left_out and name == f"{case_files.FOLDER}/{case_files.CODES}.js":
            at = f'"at":{markup.data_block(base or None)}'
            content = content.replace(b'"at":""', at.encode())
        yield name, content


def _packed(some: Iterable[File]) -> bytes:
    """Some files as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in some:
            _add(archive, name, content)
    return packed.getvalue()


def _append(archive: zipfile.ZipFile, packed: bytes) -> None:
    """Add the files of a zip to another as they are, for packing takes long."""
    if archive.fp is None:
        raise ValueError("closed")
    at = archive.fp.tell()
    with zipfile.ZipFile(io.BytesIO(packed)) as other:
        for entry in other.filelist:
            entry.header_offset += at
            archive.filelist.append(entry)
        archive.fp.write(packed[: other.start_dir])
    archive.start_dir = archive.fp.tell()


def _taken(site_dir: Path, left_out: AbstractSet[str]) -> list[str]:
    """The files that the zip holds, by name."""
    found: list[str] = []
    for path, folders, names in os.walk(site_dir):
        place = f"{Path(path).relative_to(site_dir).as_posix()}/".removeprefix("./")
        found += [f"{place}{name}" for name in names]
        folders[:] = [one for one in folders if f"{place}{one}/" not in left_out]
    # With pages left out there is an index of its own, which knows nothing of them.
    outside = (*_LEFT_OUT, f"{search.FOLDER}/") if left_out else _LEFT_OUT
    return sorted(one for one in found if not (one.startswith(outside) or _SINGLE.match(one)))


def cases_left_out(site: Site) -> frozenset[str]:
    """The addresses of the cases and their handouts, when there are too many to take away."""
    cases = site.of_kind("case")
    if len(cases) <= MOST_TAKEN:
        return frozenset()
    places = ((address(site, one.id), sheet_address(one.id)) for one in cases)
    return frozenset(place for pair in places for place in pair)


def _base(site_dir: Path) -> str:
    """The site's own address, as its front page says it; "" when it is not known."""
    front = site_dir / "index.html"
    found = _HOME.search(front.read_text("utf-8")) if front.is_file() else None
    return found[1] if found else ""


def outward(html: str, folder: str, left_out: AbstractSet[str], base: str) -> str:
    """A page of `folder` whose links to what is left out lead to the site, or are words."""
    if not left_out:
        return html

    def lead(found: re.Match[str]) -> str:
        place = f"{normpath(join(folder, found[2]))}/".lstrip("/")
        if place not in left_out:
            return found[0]
        return f'<a {found[1]}href="{base}{place}"{found[3]}>{found[4]}</a>' if base else found[4]

    return _ANCHOR.sub(lead, html)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(f"samskabelse/{name}", _DATE)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, content)


def local(html: str) -> str:
    """A page as it must be to work from a folder."""
    html = _POLICY_LINE.sub(lambda policy: policy[0].replace("'self'", "'self' file:"), html)
    html = _CANONICAL.sub("", html)
    if any(one in html for one in _ONLY_ONLINE):
        html = _TO_LEFT_OUT.sub(r"\1", html)
    return _TO_FOLDER.sub(r"\1index.html", _TO_DOTS.sub(r"\1/index.html", html))


def _say_sizes(site_dir: Path) -> None:
    """Fill in the sizes on the page that offers the files."""
    page = site_dir / Path(ADDRESS).parent / "index.html"
    if not page.is_file():
        return

    def size(found: re.Match[str]) -> str:
        file = site_dir / found[2]
        said = f", {number(round(file.stat().st_size / 1e6, 1))} MB" if file.is_file() else ""
        return f"{found[1]}{found[3]}{said}{found[4]}"

    page.write_text(_SIZE.sub(size, page.read_text("utf-8")), "utf-8")
