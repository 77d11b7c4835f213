from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from agencies.enums import Permission
from agencies.pages import Request
from referrals.casework.actions.timeline import print_timeline
from referrals.casework.lookups import get_case
from referrals.casework.queries import timeline as queries
from referrals.casework.queries.case import case_of
from referrals.casework.queries.summary import open_tasks
from referrals.casework.rules.timeline import LABELS, Shown, asked_for
from referrals.casework.views.showing import show_case


@require_GET
def timeline(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "timeline.opened")
    case = case_of(referral, request.actor, "timeline", today=localdate())
    asked = asked_for(request.GET.getlist("show"))
    after, sees_leave = request.GET.get("after", ""), Permission.SEE_LEAVE in case.allowed
    counts = queries.counts(case.referral, sees_leave=sees_leave)
    deadlines = case.referral.deadlines.filter(done_at=None).select_related("owner")
    sources = queries.sources_for(asked.shown, sees_leave=sees_leave)
    shown = {
        "page": queries.page_of(case.referral, sources, after),
        "coming": queries.coming_up(
            case.referral, deadlines, open_tasks(case.referral)[: queries.MOST_COMING], localdate()
        ),
        "kinds": [(kind, LABELS[kind], counts[kind], kind in asked.shown) for kind in Shown],
        "is_ignored": asked.is_ignored,
        "after": after,
    }
    return show_case(request, "casework/timeline", case, **shown)


@require_GET
def print_it(request: Request, reference: str) -> HttpResponse:
    """Everything, oldest first. Whoever opens it is taken to carry it away."""
    referral = get_case(request, reference, "timeline.opened")
    print_timeline(referral.pk, by=request.actor, at=timezone.now())
    case = case_of(referral, request.actor, "timeline", today=localdate())
    sources = queries.sources_for(list(Shown), sees_leave=Permission.SEE_LEAVE in case.allowed)
    return show_case(request, "casework/printed", case, entries=queries.everything(case.referral, sources))
