"""How a file is sent to somebody's browser."""

from django.core.files import File
from django.http import FileResponse

from referrals.models import EvidenceFile

# Nothing in a file that somebody opens may run, load anything, or be shown inside another page.
SEALED = "default-src 'none'; frame-ancestors 'none'; sandbox"


def sealed(file: EvidenceFile, stream: "File[bytes]") -> FileResponse:
    response = FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.content_type)
    response["Content-Security-Policy"] = SEALED
    response["X-Content-Type-Options"] = "nosniff"
    return response
