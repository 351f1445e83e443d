"""Stores that tests put documents into: one in the memory of this process, an S3 server on this machine."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
import fsspec
import pytest
from moto.server import ThreadedMotoServer

BUCKET = "archives"

S3 = pytest.param("s3", marks=pytest.mark.slow)
"""The server takes seconds where the memory takes tenths of one."""


@dataclass(frozen=True)
class TestStore:
    """A store, by what tests do with it."""

    __test__ = False
    url: str
    put: Callable[[str, bytes], None]
    delete: Callable[[str], None]

    def fill(self, folder: Path) -> None:
        """Puts every file of a folder there."""
        for file in folder.rglob("*"):
            if file.is_file():
                self.put(file.relative_to(folder).as_posix(), file.read_bytes())


@contextmanager
def memory_store(name: str) -> Iterator[TestStore]:
    files = fsspec.filesystem("memory")
    place = f"/{name}"
    yield TestStore(
        f"memory://{name}",
        lambda path, content: files.pipe_file(f"{place}/{path}", content),
        lambda path: files.rm(f"{place}/{path}"),
    )
    if files.exists(place):
        files.rm(place, recursive=True)


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server; the environment names it, as it would for any program."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_ENDPOINT_URL", address)
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        try:
            yield address
        finally:
            server.stop()


class S3Bucket:
    """A bucket of a server."""

    def __init__(self, address: str) -> None:
        self.client = boto3.client("s3", endpoint_url=address)
        self.client.create_bucket(Bucket=BUCKET)

    def store(self, prefix: str) -> TestStore:
        """What lies under a prefix."""
        return TestStore(
            f"s3://{BUCKET}/{prefix}",
            lambda path, content: self.put(f"{prefix}/{path}", content),
            lambda path: self.client.delete_object(Bucket=BUCKET, Key=f"{prefix}/{path}") and None,
        )

    def put(self, key: str, content: bytes, **how: str) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content, **how)

    def freeze(self, key: str) -> None:
        """Moves a file to cold storage: it is listed, but nobody gets it."""
        content = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        self.put(key, content, StorageClass="GLACIER")
