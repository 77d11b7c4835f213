"""Where files are kept: a private folder, or a bucket of a real S3 server."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import Storage
from django.test import Client
from moto.server import ThreadedMotoServer

from agencies.models import Membership
from referrals.enums import FileState
from referrals.evidence import store as kept_in
from referrals.evidence import tasks
from referrals.evidence.bucket import Bucket
from referrals.models import Referral
from tests.evidence import samples
from tests.evidence.factories import NOW, add, address, arrived, read

pytestmark = pytest.mark.django_db
BUCKET = "evidence"


def test_the_folder_and_all_in_it_are_for_this_account_alone(
    officer: Membership, referral: Referral, folder: Path
) -> None:
    add(referral, officer)

    modes = {path.relative_to(folder).parts[:1]: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]}
    files = {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert set(modes.values()) == {0o700}
    assert files == {0o600}


def test_a_name_in_the_store_says_nothing_and_never_comes_twice(officer: Membership, referral: Referral) -> None:
    names = {kept_in.keep(arrived("Jane Doe.pdf", samples.PDF)) for _ in range(20)}

    assert len(names) == 20
    assert all(len(name) == len("kept/") + 32 and name.startswith("kept/") for name in names)


# What is on no case


def age(path: Path, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(path, (then, then))


def test_what_no_case_knows_is_forgotten_after_a_day_and_nothing_else(
    officer: Membership, referral: Referral, folder: Path
) -> None:
    known, quarantined = add(referral, officer, "a.pdf"), add(referral, officer, "b.pdf")
    quarantined.stored_as = kept_in.quarantine(quarantined.stored_as)
    quarantined.save()
    old, new = (kept_in.keep(arrived("c.pdf", samples.PDF)) for _ in range(2))
    old_copy = kept_in.quarantine(new)
    for path in folder.rglob("*"):
        age(path, timedelta(days=2))
    age(folder / new, timedelta(hours=23))

    # The two that nobody knows, and the one that was left when its copy was put in quarantine.
    assert tasks.forget_orphaned_files() == 3

    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {known.stored_as, quarantined.stored_as, new}
    assert not {old, old_copy} & there
    assert tasks.forget_orphaned_files() == 0


def test_an_empty_store_has_nothing_to_forget(folder: Path) -> None:
    assert not folder.exists()
    assert tasks.forget_orphaned_files() == 0


def test_two_who_forget_at_the_same_moment_do_not_get_in_one_anothers_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = kept_in.keep(arrived("a.pdf", samples.PDF))
    monkeypatch.setattr(kept_in, "names_of_all", lambda: iter([name, "kept/forgotten by the other"]))
    age(folder / name, timedelta(days=2))

    assert tasks.forget_orphaned_files() == 1


# A bucket


REGION = {"region_name": "eu-west-2"}


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """A client of a real server, to look at it from outside."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **REGION, **keys)
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield client
    client.close()
    server.stop()


@pytest.fixture
def bucket(s3: Any, settings: Any, folder: Path) -> Iterator[Any]:
    """Where the evidence is, as the settings say it."""
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": s3.meta.endpoint_url,
        "access_key": "key",
        "secret_key": "secret",
        "object_parameters": {"ServerSideEncryption": "aws:kms"},
        **REGION,
    }
    evidence = {"BACKEND": "referrals.evidence.bucket.Bucket", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": evidence}
    yield s3
    for key in keys_in(s3):
        s3.delete_object(Bucket=BUCKET, Key=key)


def keys_in(bucket: Any) -> list[str]:
    return [found["Key"] for found in bucket.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_a_bucket_keeps_a_file_encrypted_private_and_without_its_name(
    bucket: Any, client: Client, officer: Membership, referral: Referral, folder: Path
) -> None:
    content = samples.PDF + bytes(9_000_000)  # so large that it goes in several parts

    file = add(referral, officer, "Jane Doe.pdf", content, state=FileState.CLEAN, scanned_at=NOW)

    assert keys_in(bucket) == [file.stored_as]
    about = bucket.head_object(Bucket=BUCKET, Key=file.stored_as)
    assert (about["ServerSideEncryption"], about["ContentLength"], about["Metadata"]) == ("aws:kms", len(content), {})
    grants = bucket.get_object_acl(Bucket=BUCKET, Key=file.stored_as)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    assert not list(folder.rglob("*"))

    client.force_login(officer.user)
    response = client.get(address(referral, file))
    assert (read(response), response["Content-Length"]) == (content, str(len(content)))


def test_nobody_is_given_an_address_in_the_bucket(bucket: Any, store: Storage) -> None:
    assert isinstance(store, Bucket)
    with pytest.raises(NotImplementedError):
        store.url("kept/a")
    with pytest.raises(FileNotFoundError):
        store.open("kept/none")


@pytest.mark.needs("clamd")
def test_an_infected_file_in_a_bucket_moves_to_quarantine(
    bucket: Any, clamd: str, officer: Membership, referral: Referral, django_capture_on_commit_callbacks: Any
) -> None:
    file = add(referral, officer, "gift.txt", samples.EICAR)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.scan_file(pk=file.pk)

    file.refresh_from_db()
    assert (file.state, keys_in(bucket)) == (FileState.INFECTED, [file.stored_as])
    assert bucket.head_object(Bucket=BUCKET, Key=file.stored_as)["ServerSideEncryption"] == "aws:kms"


def test_what_no_case_knows_in_a_bucket_is_forgotten_after_a_day(
    bucket: Any, officer: Membership, referral: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = add(referral, officer)
    kept_in.keep(arrived("a.pdf", samples.PDF))
    assert tasks.forget_orphaned_files() == 0

    monkeypatch.setattr("referrals.evidence.actions.UNKNOWN_FOR", -timedelta(minutes=1))

    assert tasks.forget_orphaned_files() == 1
    assert keys_in(bucket) == [known.stored_as]
