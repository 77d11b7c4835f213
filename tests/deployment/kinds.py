"""One page for each kind of answer that the site can give, beside its own. Who may see them is decided: anybody."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from agencies import deciding
from config import urls
from config.urls import *  # noqa: F403 - the pages of errors


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError


def partial(request: HttpRequest) -> JsonResponse:
    deciding.note()
    return JsonResponse({"found": []})


def file(request: HttpRequest) -> FileResponse:
    deciding.note()
    return FileResponse(BytesIO(b"evidence"), as_attachment=True, filename="evidence.txt")


def keeps(request: HttpRequest) -> HttpResponse:
    deciding.note()
    return HttpResponse(headers={"Cache-Control": "public, max-age=600"})


urlpatterns = [
    *urls.urlpatterns,
    path("kinds/refuses/", refuses),
    path("kinds/breaks/", breaks),
    path("kinds/partial/", partial),
    path("kinds/file/", file),
    path("kinds/keeps/", keeps),
]
