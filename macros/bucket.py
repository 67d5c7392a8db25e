"""A store that speaks S3: Amazon's own, and the many that speak the same."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .upload import Stored

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
    """A bucket, and the folder in it that is ours ("" for all of it)."""

    client: Any
    name: str
    folder: str

    def files(self) -> dict[str, Stored]:
        """Every file that is there."""
        with _in_danish():
            return dict(self._listed())

    def _listed(self) -> Iterator[tuple[str, Stored]]:
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.name, Prefix=self.folder):
            for one in page.get("Contents", ()):
                name = one["Key"].removeprefix(self.folder)
                yield name, Stored(one["Size"], one["ETag"].strip('"'))

    def put(self, name: str, path: Path, kind: str, cache: str) -> None:
        """Put a file there in one piece, so that its mark is its MD5."""
        with _in_danish():
            self.client.put_object(
                Bucket=self.name, Key=self.folder + name, Body=path.read_bytes(),
                ContentType=kind, CacheControl=cache,
            )  # fmt: skip

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
