from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from agencies.enums import Permission
from agencies.models import Agency, Unit
from agencies.pages import Request
from agencies.people.lookups import get_agency
from notifications.models import RoutingRow
from notifications.routing import queries


def get_own(request: Request) -> Agency:
    """The agency whose table this person looks after."""
    return get_agency(request, Permission.MANAGE_ROUTING)


def get_row(request: Request, pk: int) -> RoutingRow:
    """One of the own agency that has not ended, with the keys of its units."""
    agency = get_own(request)
    row: RoutingRow = get_object_or_404(queries.with_units(RoutingRow.objects.filter(agency=agency)), pk=pk)
    if row.valid_to and row.valid_to < localdate():
        raise Http404
    return row


def get_unit(request: Request, pk: int) -> Unit:
    agency = get_own(request)
    unit: Unit = get_object_or_404(agency.units.exclude(valid_to__lt=localdate()), pk=pk)
    return unit
