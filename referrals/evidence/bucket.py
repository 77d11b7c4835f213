"""Evidence in an S3 bucket: private, encrypted by the store, and never reached but through this application."""

from typing import IO, Any, NoReturn

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3File, S3Storage

from referrals.evidence.arrivals import place_without_a_name

NOT_FOUND = 404


class BucketFile(S3File):
    """Fetched piece by piece to a file without a name when it is first read. The library's own holds it in memory."""

    _file: IO[bytes] | None

    def _get_file(self) -> IO[bytes]:
        if self._file is None:
            self._file = fetched = place_without_a_name()
            self.obj.download_fileobj(fetched, Config=self._storage.transfer_config)
            fetched.seek(0)
        return self._file

    file = property(_get_file)


class Bucket(S3Storage):
    def get_default_settings(self) -> dict[str, Any]:
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "default_acl": "private",
            # Parts of a few megabytes, one after the other.
            "transfer_config": TransferConfig(use_threads=False),
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 3, "mode": "standard"},
                # Stores other than Amazon's do not know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }

    def _open(self, name: str, mode: str = "rb") -> BucketFile:
        try:
            return BucketFile(self._normalize_name(name), mode, self)
        except ClientError as problem:
            if problem.response["ResponseMetadata"]["HTTPStatusCode"] == NOT_FOUND:
                raise FileNotFoundError(name) from problem
            raise

    def url(self, name: str, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("Evidence has no address of its own. It is opened through its case, and recorded.")
