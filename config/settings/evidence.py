"""Files that people add to a case: how many, where they are kept, and what checks them. Part of the base settings."""

from pathlib import Path
from typing import Any

from config.environment import choice, flag, number, secret, socket_address, text

# What the Home Office says it takes. Its form really takes one file fewer: see referrals/evidence/rules.py.
EVIDENCE_MOST_FILES = number("EVIDENCE_MOST_FILES", 100, least=1, most=1000)
EVIDENCE_LARGEST_BYTES = number("EVIDENCE_LARGEST_BYTES", 26_214_400, least=1)

# Here files lie without a name while they arrive or leave; and for good, where there is no bucket.
EVIDENCE_FOLDER = text("EVIDENCE_FOLDER", "") or str(
    Path(__file__).resolve().parents[2] / text("DATA_DIR", ".local") / "evidence"
)
# Somebody's word: a program cannot see how a disk is encrypted.
EVIDENCE_FOLDER_IS_ENCRYPTED = flag("EVIDENCE_FOLDER_IS_ENCRYPTED", False)

EVIDENCE_S3_BUCKET = text("EVIDENCE_S3_BUCKET", "")
EVIDENCE_S3_ENDPOINT = text("EVIDENCE_S3_ENDPOINT", "")
EVIDENCE_S3_REGION = text("EVIDENCE_S3_REGION", "")
# Both empty: those of the machine's own role.
EVIDENCE_S3_ACCESS_KEY = secret("EVIDENCE_S3_ACCESS_KEY", "")
EVIDENCE_S3_SECRET_KEY = secret("EVIDENCE_S3_SECRET_KEY", "")
EVIDENCE_S3_ENCRYPTION = choice("EVIDENCE_S3_ENCRYPTION", "AES256", ["AES256", "aws:kms", "none"])
EVIDENCE_S3_KMS_KEY = text("EVIDENCE_S3_KMS_KEY", "")

# Nobody opens a file before the scanner passed it. Without one files wait; in a demonstration they say so and open.
CLAMD_ADDRESS = socket_address("CLAMD_ADDRESS", "")

FILE_UPLOAD_HANDLERS = ["referrals.evidence.arrivals.ArrivalHandler"]
# More than a case may hold, so that the one too many is refused with a sentence and not with an error.
DATA_UPLOAD_MAX_NUMBER_FILES = 2 * EVIDENCE_MOST_FILES


def evidence_storage() -> dict[str, Any]:
    """One entry of STORAGES. Nothing in it is public, and nobody is ever given an address of it."""
    if not EVIDENCE_S3_BUCKET:
        private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": EVIDENCE_FOLDER, **private},
        }
    sealed = {"ServerSideEncryption": EVIDENCE_S3_ENCRYPTION} if EVIDENCE_S3_ENCRYPTION != "none" else {}
    with_key = {"SSEKMSKeyId": EVIDENCE_S3_KMS_KEY} if EVIDENCE_S3_KMS_KEY else {}
    return {
        "BACKEND": "referrals.evidence.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": EVIDENCE_S3_BUCKET,
            "endpoint_url": EVIDENCE_S3_ENDPOINT or None,
            "region_name": EVIDENCE_S3_REGION or None,
            "access_key": EVIDENCE_S3_ACCESS_KEY or None,
            "secret_key": EVIDENCE_S3_SECRET_KEY or None,
            "object_parameters": {**sealed, **with_key},
        },
    }
