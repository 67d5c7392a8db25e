"""The upload to an object store: tried on a real S3 server on this machine."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.s3.models import FakeKey
from moto.server import ThreadedMotoServer

from macros import bucket, cli, delivery, upload

BUCKET = "vores-site"
SITE = {
    "index.html": "forside 1",
    "om/index.html": "om",
    "404.html": "findes ikke",
    "assets/samskabelse.0123abcd.css": "a{}" * 500,
    "assets/mark.svg": "<svg/>",
    "api/v1/cases.csv": "id;titel",
    "feeds/cases.xml": "<feed/>",
    "assets/kommune/folketal.csv.gz": "en kommunes egen fil",
    "index.html.br": "pakket",
    "api/v1/cases.csv.gz": "pakket",
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, and its keys in the environment."""
    for key in bucket.KEYS:
        monkeypatch.setenv(key, "x")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    made = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1",
        aws_access_key_id="x", aws_secret_access_key="x",  # noqa: S106
    )  # fmt: skip
    made.create_bucket(Bucket=BUCKET)
    yield made
    for one in made.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        made.delete_object(Bucket=BUCKET, Key=one["Key"])
    made.delete_bucket(Bucket=BUCKET)
    made.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("", "utf-8")
    folder = tmp_path / "site"
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(endpoint: str, site: Path) -> Callable[..., int]:
    def command(*more: str, address: str = f"s3://{BUCKET}/ny") -> int:
        root = ["--root", str(site.parent), "upload", address, "--endpoint", endpoint]
        return cli.main([*root, *more])

    return command


def _names(client: Any) -> set[str]:
    return {one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())}


def test_a_plan_changes_nothing_and_the_second_run_has_nothing_to_do(
    client: Any, run: Callable[..., int], site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--plan") == 0
    said = capsys.readouterr().out
    assert "Nye: 8 filer, 1,6 kB\n  assets/samskabelse.0123abcd.css (1,5 kB)\n" in said
    assert "  om/index.html (2 byte)\n" in said
    assert _names(client) == set()
    assert run() == 0
    assert _names(client) == {f"ny/{name}" for name, text in SITE.items() if text != "pakket"}
    capsys.readouterr()
    assert run() == 0
    assert capsys.readouterr().out == "Intet at gøre: lageret har det hele.\n"
    (site / "index.html").write_text("forside 2", "utf-8")
    (site / "om" / "index.html").unlink()
    assert run("--plan") == 0
    said = capsys.readouterr().out
    assert "Ændrede: 1 fil, 9 byte\n  index.html (9 byte)" in said
    assert "Væk: 1 fil, 2 byte\n  om/index.html (2 byte)" in said
    assert "Nye" not in said
    assert run() == 0
    assert "ny/om/index.html" not in _names(client)
    assert client.get_object(Bucket=BUCKET, Key="ny/index.html")["Body"].read() == b"forside 2"


@pytest.fixture
def encrypting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store encrypts with keys of its own: what it says of a file is not its MD5."""

    def etag(key: FakeKey) -> str:
        return f'"{vars(key).setdefault("mark", uuid4().hex)}"'

    monkeypatch.setattr(FakeKey, "etag", property(etag))


@pytest.mark.usefixtures("encrypting")
def test_a_store_that_encrypts_is_sent_only_what_is_new(
    client: Any, run: Callable[..., int], site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    capsys.readouterr()
    assert run() == 0
    assert capsys.readouterr().out == "Intet at gøre: lageret har det hele.\n"
    (site / "index.html").write_text("forside 2", "utf-8")
    assert run() == 0
    assert "Ændrede: 1 fil, 9 byte\n  index.html (9 byte)\nGjort: 1" in capsys.readouterr().out
    assert run() == 0
    assert capsys.readouterr().out == "Intet at gøre: lageret har det hele.\n"
    client.put_object(Bucket=BUCKET, Key="ny/om/index.html", Body=b"XX")
    assert run("--plan") == 0
    assert "Ændrede: 1 fil, 2 byte\n  om/index.html (2 byte)\n" in capsys.readouterr().out


@pytest.mark.usefixtures("encrypting")
def test_marks_of_what_is_gone_are_forgotten(
    client: Any, run: Callable[..., int], site: Path
) -> None:
    for number in range(4):
        (site / "index.html").write_text(f"forside {number}", "utf-8")
        assert run() == 0
    kept = client.get_object(Bucket=BUCKET, Key=f"ny/{bucket.MARKS}")["Body"].read()
    assert len(json.loads(kept)) == 8 + 1, "those there now, and the one that was replaced"


@pytest.mark.usefixtures("encrypting")
@pytest.mark.parametrize("text", [b"{", b"[]", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_broken_marks_are_begun_anew(
    client: Any, run: Callable[..., int], text: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    client.put_object(Bucket=BUCKET, Key=f"ny/{bucket.MARKS}", Body=text)
    assert run() == 0
    assert run() == 0
    assert "Intet at gøre" in capsys.readouterr().out


@pytest.mark.usefixtures("encrypting")
def test_what_was_sent_before_a_failure_is_not_sent_again(
    client: Any,
    run: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put = bucket.Bucket.put

    def failing(store: bucket.Bucket, name: str, *more: Any) -> None:
        if name == "index.html":
            raise bucket.BucketError("Lageret svarer ikke.")
        put(store, name, *more)

    with monkeypatch.context() as patched:
        patched.setattr(bucket.Bucket, "put", failing)
        assert run() == 1
    capsys.readouterr()
    assert run("--plan") == 0
    assert {f"ny/{bucket.MARKS}", "ny/404.html"} <= _names(client)
    assert "Ændrede" not in capsys.readouterr().out


@pytest.mark.usefixtures("client", "encrypting")
def test_keys_that_may_not_read_send_all_of_it(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0

    def refused(*_: Any) -> bytes:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetObject")

    monkeypatch.setattr("botocore.response.StreamingBody.read", refused)
    assert run() == 0
    assert "Ændrede: 8 filer" in capsys.readouterr().out


def test_each_file_is_kept_as_a_server_would_send_it(
    client: Any, run: Callable[..., int], site: Path
) -> None:
    assert run(address=f"s3://{BUCKET}") == 0
    for path in upload.local(site):
        found = client.head_object(Bucket=BUCKET, Key=path)
        assert found["ContentType"] == delivery.content_type(path)
        assert found["CacheControl"] == delivery.cache_control(path)
    hashed = client.head_object(Bucket=BUCKET, Key="assets/samskabelse.0123abcd.css")
    assert "immutable" in hashed["CacheControl"]


@pytest.mark.usefixtures("client")
def test_no_store_is_asked_for_what_only_amazon_knows(endpoint: str, site: Path) -> None:
    """OVH's, Backblaze's and older Ceph's stores refuse a file with headers they do not know."""
    store, sent = bucket.connect(f"s3://{BUCKET}", endpoint, os.environ), set[str]()
    events = store.client.meta.events
    events.register("before-send.s3.PutObject", lambda request, **_: sent.update(request.headers))
    store.put("a.txt", site / "index.html", "text/plain", "no-cache")
    assert "Cache-Control" in sent
    assert not [one for one in sent if "checksum" in one.lower() or "trailer" in one.lower()]


@pytest.mark.parametrize(
    ("size", "said"),
    [(999, "999 byte"), (1_540, "1,5 kB"), (999_940, "999,9 kB"), (38_000_000, "38,0 MB")],
)
def test_a_size_is_said_as_people_say_it(size: int, said: str) -> None:
    first, _ = upload.told(upload.plan({"a.txt": upload.Stored(size, "x")}, {}))
    assert first == f"Nye: 1 fil, {said}"


def test_a_long_plan_shows_the_first_and_counts_the_rest() -> None:
    here = {f"{number:02}.txt": upload.Stored(1, "x") for number in range(15)}
    first, *lines = upload.told(upload.plan(here, {}))
    assert first == "Nye: 15 filer, 15 byte"
    assert lines == [*(f"  {n:02}.txt (1 byte)" for n in range(12)), "  … og 3 filer til"]


class _Watched:
    """A store that notes what is done to it, and fails at one name."""

    def __init__(self, fails: str = "") -> None:
        self.fails, self.done = fails, [""]

    def files(self) -> dict[str, upload.Stored]:
        return {}

    def put(self, name: str, path: Path, kind: str, cache: str) -> None:
        del path, kind, cache
        if name == self.fails:
            raise bucket.BucketError(name)
        self.done.append(name)

    def remove(self, name: str) -> None:
        self.done.append(f"-{name}")

    def remember(self) -> None:
        pass


def test_there_is_never_half_a_site(site: Path) -> None:
    old = upload.Stored(1, "x")
    there = {"assets/samskabelse.ffffffff.css": old, "gammel/index.html": old, "index.html": old}
    changes = upload.plan(upload.local(site), there)
    store = _Watched()
    upload.carry_out(changes, site, store, lambda *_: None)
    at = store.done.index
    assert at("assets/samskabelse.0123abcd.css") < at("assets/mark.svg") < at("404.html")
    assert max(at(one) for one in store.done if one.endswith(".html") and one[0] != "-") < at(
        "-gammel/index.html"
    )
    assert store.done[-1] == "-assets/samskabelse.ffffffff.css"
    store = _Watched("assets/mark.svg")
    with pytest.raises(bucket.BucketError):
        upload.carry_out(changes, site, store, lambda *_: None)
    assert not [one for one in store.done if one.endswith(".html") or one.startswith("-")]


def test_somebody_elses_files_are_not_swept_away(
    client: Any, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(30):
        client.put_object(Bucket=BUCKET, Key=f"regnskab/{number}.xlsx", Body=b"x")
    assert run(address=f"s3://{BUCKET}") == 1
    assert "Er det det rigtige lager?" in capsys.readouterr().err
    assert len(_names(client)) == 30
    assert run("--delete-many", address=f"s3://{BUCKET}") == 0
    assert "regnskab/1.xlsx" not in _names(client)


@pytest.mark.parametrize(("gone", "kept"), [(40, 41), (20, 0)])
def test_less_than_half_or_a_few_old_files_are_taken_away(
    client: Any, run: Callable[..., int], site: Path, gone: int, kept: int
) -> None:
    for number in range(gone):
        client.put_object(Bucket=BUCKET, Key=f"ny/{number}.html", Body=b"x")
    for number in range(gone, gone + kept):
        (site / f"{number}.html").write_text("x", "utf-8")
        client.put_object(Bucket=BUCKET, Key=f"ny/{number}.html", Body=b"x")
    assert run() == 0
    assert _names(client) == {f"ny/{name}" for name in upload.local(site)}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://sted.example", "er ikke en adresse"),
        ("s3://", "er ikke en adresse"),
        ("s3://vores-site?ny", "er ikke en adresse"),
        ("s3://vores-site/#ny", "er ikke en adresse"),
        ("s3://findes-ikke", "der er intet lager med det navn"),
        ("s3://Ikke_Et_Navn!", "Lageret"),
    ],
)
def test_people_are_told_what_is_wrong(
    client: Any,
    run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    address: str,
    said: str,
) -> None:
    del client
    assert run(address=address) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err


def test_keys_come_from_the_environment_alone(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key in bucket.KEYS:
        monkeypatch.delenv(key, raising=False)
    assert run() == 1
    assert "Sæt AWS_ACCESS_KEY_ID og AWS_SECRET_ACCESS_KEY i miljøet" in capsys.readouterr().err


@pytest.mark.usefixtures("client")
def test_the_environment_says_where_the_store_is_and_who_asks(endpoint: str, site: Path) -> None:
    said = {
        "AWS_REGION": "eu-north-1", "AWS_SESSION_TOKEN": "for-en-time",
        "AWS_ENDPOINT_URL": endpoint, **dict.fromkeys(bucket.KEYS, "x"),
    }  # fmt: skip
    store, sent = bucket.connect(f"s3://{BUCKET}", None, said), dict[str, bytes]()
    events = store.client.meta.events
    events.register("before-send.s3.PutObject", lambda request, **_: sent.update(request.headers))
    store.put("a.txt", site / "index.html", "text/plain", "no-cache")
    assert b"/eu-north-1/s3/" in sent["Authorization"]
    assert sent["X-Amz-Security-Token"] == b"for-en-time"
    assert set(store.files()) == {"a.txt"}


def test_a_store_that_does_not_answer_is_told(
    client: Any, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del client
    root = ["--root", str(site.parent), "upload", "s3://x-y-z", "--endpoint"]
    assert cli.main([*root, "http://127.0.0.1:9"]) == 1
    assert "Lageret svarer ikke" in capsys.readouterr().err
    (site / "index.html").unlink()
    assert cli.main([*root, "http://127.0.0.1:9"]) == 2
    assert "samskabelse build" in capsys.readouterr().err
