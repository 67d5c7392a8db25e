"""The schemas in an editor: the real yaml-language-server, spoken to over stdio."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nodes import installed, node

ROOT = Path(__file__).parent.parent


class LanguageServer:
    """A language server in a process of its own (Language Server Protocol 3.17)."""

    def __init__(self, program: Path) -> None:
        command = [node(), str(program), "--stdio"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.asked = 0
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}})
        self.tell("initialized", {})

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._write({"method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.asked += 1
        self._write({"id": self.asked, "method": method, "params": params})
        while (message := self._read()).get("id") != self.asked or "method" in message:
            pass
        assert "error" not in message, message
        return message["result"]

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What is wrong in a file, as next published."""
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                if params["uri"] == uri:
                    return list(params["diagnostics"])

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            # The server asks for settings, and we have none.
            items = (message.get("params") or {}).get("items", [])
            self._write({"id": message["id"], "result": [None for _ in items]})
        return dict(message)


@pytest.fixture(scope="module")
def server(common: Path) -> Iterator[LanguageServer]:
    folder = installed("yaml-language-server", common)
    running = LanguageServer(folder / "bin" / "yaml-language-server")
    yield running
    running.process.kill()
    running.process.communicate()


CASE = """\
# yaml-language-server: $schema=../../schema/entry/case.json
id: proeve
title: En prøve
municipalities: [ros]
form: noget-andet
titel: forkert
"""


def _open(server: LanguageServer, name: str, text: str) -> str:
    uri = (ROOT / "data" / "cases" / name).as_uri()
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
    server.tell("textDocument/didOpen", {"textDocument": document})
    return uri


def _at(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def test_help_and_completion_are_danish(server: LanguageServer) -> None:
    uri = _open(server, "proeve.yaml", CASE)
    hover = server.ask("textDocument/hover", _at(uri, 2, 1))
    assert "Titel" in json.dumps(hover["contents"], ensure_ascii=False)
    hover = server.ask("textDocument/hover", _at(uri, 4, 1))
    assert "redaktionens læsning" in json.dumps(hover["contents"], ensure_ascii=False)
    offered = server.ask("textDocument/completion", _at(uri, 3, 20))
    labels = [item["label"] for item in offered["items"]]
    assert "roskilde" in labels
    offered = server.ask("textDocument/completion", _at(uri, 6, 0))
    labels = [item["label"] for item in offered["items"]]
    assert {"summary", "what", "certainty"} <= set(labels)


def test_a_mistake_is_marked_in_its_line(server: LanguageServer) -> None:
    uri = _open(server, "fejl.yaml", CASE)
    marked = {one["range"]["start"]["line"]: one["message"] for one in server.diagnostics(uri)}
    print(marked)
    assert 4 in marked  # form
    assert "titel" in marked[5]


def test_a_new_file_offers_the_whole_entry(server: LanguageServer) -> None:
    uri = _open(server, "ny.yaml", CASE.splitlines()[0] + "\n\n")
    offered = server.ask("textDocument/completion", _at(uri, 1, 0))["items"]
    snippet = next(item for item in offered if item["label"] == "Ny: case")
    assert "title: ${" in snippet["insertText"]
