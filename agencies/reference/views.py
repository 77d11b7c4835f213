from django.http import Http404, HttpRequest, JsonResponse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agencies.enums import ListName
from agencies.reference import queries


@require_GET
@never_cache
def find_in_list(request: HttpRequest, list_name: str) -> JsonResponse:
    """What the box of a long list offers while somebody types. What they typed is neither kept nor logged."""
    if list_name not in ListName.values:
        raise Http404("There is no such list.")
    found = queries.find(ListName(list_name), request.GET.get("q", ""), on=localdate())
    return JsonResponse(
        [{"value": value.code, "label": value.label, "hint": value.group} for value in found], safe=False
    )
