"""How files come in: piece by piece to a file on disk that has no name, counted and hashed on the way.

Because it has no name, nothing is left of it when the request ends or the program dies. A file that is too large is
dropped as soon as that is certain, and one that nobody asked for is never written at all.
"""

import hashlib
import io
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# The addresses that take files, from people who have signed in.
TAKES_FILES = {"files", "record-decision", "shared-case"}
# What a request may hold beside its files: answers, and the lines between the parts.
BESIDE_FILES = 10 * 1024 * 1024


if TYPE_CHECKING:
    _Uploaded = UploadedFile[bytes]
else:
    _Uploaded = UploadedFile


class ArrivedFile(_Uploaded):
    """`size` is what was sent, even where the file was too large to keep."""

    size: int
    name: str

    def __init__(self, file: IO[bytes], name: str, size: int, sha256: str) -> None:
        super().__init__(file=file, name=name, size=size)
        self.sha256 = sha256


def place_without_a_name() -> IO[bytes]:
    folder = Path(settings.EVIDENCE_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


class ArrivalHandler(FileUploadHandler):
    """The only one that Django is given, for every address."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        if content_length > settings.EVIDENCE_MOST_FILES * settings.EVIDENCE_LARGEST_BYTES + BESIDE_FILES:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_wanted = _is_wanted(self.request)
        self.file = place_without_a_name() if self.is_wanted else io.BytesIO()
        self.sha256 = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.EVIDENCE_LARGEST_BYTES:
            self.file.seek(0)
            self.file.truncate()
        elif self.is_wanted:
            self.sha256.update(raw_data)
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> ArrivedFile:
        self.file.seek(0)
        return ArrivedFile(self.file, self.file_name or "", file_size, self.sha256.hexdigest())

    def upload_interrupted(self) -> None:
        self.file.close()


def _is_wanted(request: Any) -> bool:
    route = request.resolver_match.view_name if request and request.resolver_match else ""
    return route in TAKES_FILES and request.user.is_authenticated
