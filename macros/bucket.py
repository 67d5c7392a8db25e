"""A store that speaks S3: Amazon's own, and the many that speak the same."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .delivery import ASK_FIRST, content_type
from .upload import Stored, digest

# Where it is kept what a store that encrypts with keys of its own was given: its marks say nothing.
MARKS = ".samskabelse-upload.json"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_SAID = {
    "AccessDenied": "nøglerne giver ikke adgang til det",
    "InvalidAccessKeyId": "lageret kender ikke nøglen",
    "SignatureDoesNotMatch": "den hemmelige nøgle passer ikke",
    "NoSuchBucket": "der er intet lager med det navn",
}


class BucketError(Exception):
    """Why a store could not be used, in Danish."""


def place(address: str) -> tuple[str, str]:
    """The bucket and the folder in an address such as s3://bucket/folder."""
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise BucketError(
            f"»{address}« er ikke en adresse. Skriv den som s3://navn eller s3://navn/mappe."
        )
    folder = parts.path.strip("/")
    return parts.netloc, f"{folder}/" if folder else ""


@dataclass(frozen=True)
class Bucket:
    """A bucket, and the folder in it that is ours ("" for all of it).

    `marks` are the MD5s of files, by the store's own marks of them, where these are something else.
    """

    client: Any
    name: str
    folder: str
    marks: dict[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, Stored]:
        """Every file that is there."""
        with _in_danish():
            found = dict(self._listed())
            if found.pop(MARKS, None):
                self.marks.update(self._kept({one.mark for one in found.values()}))
        return {
            name: Stored(one.size, self.marks.get(one.mark, one.mark))
            for name, one in found.items()
        }

    def _listed(self) -> Iterator[tuple[str, Stored]]:
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.name, Prefix=self.folder):
            for one in page.get("Contents", ()):
                name = one["Key"].removeprefix(self.folder)
                yield name, Stored(one["Size"], one["ETag"].strip('"'))

    def _kept(self, marks: set[str]) -> dict[str, str]:
        """What earlier runs noted of some marks; nothing where it is broken or may not be read."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            found = self.client.get_object(Bucket=self.name, Key=self.folder + MARKS)
            kept = json.loads(found["Body"].read())
            return {mark: str(kept[mark]) for mark in marks & kept.keys()}
        except (ClientError, ValueError, AttributeError, RecursionError):
            return {}

    def put(self, name: str, path: Path, kind: str, cache: str) -> None:
        """Put a file there in one piece, so that its mark is its MD5 unless the store encrypts."""
        data = path.read_bytes()
        mark = self._put(name, data, kind, cache)
        if mark != (md5 := digest(data)):
            self.marks[mark] = md5

    def _put(self, name: str, data: bytes, kind: str, cache: str) -> str:
        with _in_danish():
            found = self.client.put_object(
                Bucket=self.name, Key=self.folder + name, Body=data,
                ContentType=kind, CacheControl=cache,
            )  # fmt: skip
        return str(found["ETag"].strip('"'))

    def remember(self) -> None:
        """Keep the marks for the next run, if there are any."""
        if self.marks:
            data = json.dumps(self.marks, sort_keys=True).encode()
            self._put(MARKS, data, content_type(MARKS), ASK_FIRST)

    def remove(self, name: str) -> None:
        """Take a file away."""
        with _in_danish():
            self.client.delete_object(Bucket=self.name, Key=self.folder + name)


def connect(address: str, endpoint: str | None, environment: Mapping[str, str]) -> Bucket:
    """The bucket at an address, with keys from the environment and from nowhere else."""
    name, folder = place(address)
    if missing := [key for key in KEYS if not environment.get(key)]:
        raise BucketError(
            f"Sæt {' og '.join(missing)} i miljøet. Nøgler læses ikke andre steder fra."
        )
    try:
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415
    except ImportError:
        raise BucketError("Her mangler boto3. Skriv: pip install -e '.[upload]'") from None
    with _in_danish():
        client = boto3.client(
            "s3",
            endpoint_url=endpoint or environment.get("AWS_ENDPOINT_URL"),
            region_name=environment.get("AWS_REGION", "us-east-1"),
            aws_access_key_id=environment[KEYS[0]],
            aws_secret_access_key=environment[KEYS[1]],
            aws_session_token=environment.get("AWS_SESSION_TOKEN"),
            config=Config(
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": 4},
                # Amazon's newer checksums make many stores that speak the same say no.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
    return Bucket(client, name, folder)


@contextmanager
def _in_danish() -> Iterator[None]:
    """Say why the store failed, without a traceback."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise BucketError(f"Lageret sagde nej: {_SAID.get(code, code)}.") from error
    except (BotoCoreError, ValueError) as error:
        raise BucketError(f"Lageret svarer ikke: {error}") from error
