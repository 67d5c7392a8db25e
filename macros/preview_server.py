"""The preview for readers on this machine: its files, and a script that reloads open pages."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .delivery import content_type
from .preview import Preview

# Addresses of the preview's own.
_OWN = "__samskabelse/"
_SCRIPT = Path(__file__).parent / "templates" / "reload.js"


class Server(ThreadingHTTPServer):
    """Serves a preview on this machine."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        """Begin to listen. Raises OSError when the address is taken."""
        super().__init__(address, _Handler)
        self.preview, self._host = preview, address[0]

    def is_called(self, host: str) -> bool:
        """Whether a reader calls this machine by its number or by the name that was given.

        Another name may be another site's for this machine.
        """
        name = urlsplit(f"//{host}").hostname or ""
        try:
            return name in ("localhost", self._host.lower()) or bool(ip_address(name))
        except ValueError:
            return False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a reader that went away is none."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""

    def do_HEAD(self) -> None:
        """What GET sends before the content."""
        self.do_GET()

    def do_GET(self) -> None:
        """A file of the site, or one of the preview's own."""
        if not self.server.is_called(self.headers.get("Host", "")):
            self._send(403, "", b"")
            return
        asked = urlsplit(self.path)
        place = unquote(asked.path).lstrip("/")
        preview = self.server.preview
        if place == f"{_OWN}reload.js":
            self._send(200, place, _SCRIPT.read_bytes())
        elif place == f"{_OWN}venter":
            self._send(200 if preview.wait(asked.query) else 204, "", b"")
        elif place and not place.endswith("/") and "." not in place.rpartition("/")[2]:
            self.send_response(302)
            self.send_header("Location", f"{asked.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send_file(f"{place}index.html" if place.endswith("/") or not place else place)

    def _send_file(self, place: str) -> None:
        version = self.server.preview.version
        content = self.server.preview.file(place)
        status = 404 if content is None else 200
        if content is None:
            place = "404.html"
            content = self.server.preview.file(place) or b""
        if place.endswith(".html"):
            script = f'<script src="/{_OWN}reload.js?{version}" defer></script></body>'
            content = content.replace(b"</body>", script.encode())
        self._send(status, place, content)

    def _send(self, status: int, place: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type(place))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def serving(root: Path, address: tuple[str, int]) -> Iterator[tuple[Preview, int]]:
    """A preview of the site under `root` at an address, while the block runs, and its port.

    Raises OSError when the address is taken.
    """
    with tempfile.TemporaryDirectory(prefix="samskabelse-") as folder:
        preview = Preview(root, Path(folder))
        with Server(address, preview) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield preview, server.server_port
            finally:
                server.shutdown()
                preview.rest.stop()
