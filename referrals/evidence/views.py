import secrets
import uuid
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies.enums import Permission
from agencies.pages import Page, Request, carry_out
from agencies.refusals import NotAllowed, Refused
from agencies.shell.problems import Problem, problems_of
from referrals.evidence import actions, queries, rules, tasks
from referrals.evidence.arrivals import ArrivedFile
from referrals.evidence.forms import LONGEST_PAGE_KEY, AddForm, DescribeForm, ReasonForm
from referrals.evidence.kinds import KINDS
from referrals.evidence.responses import sealed
from referrals.lookups import get_referral
from referrals.models import EvidenceFile, Referral

Posted = dict[uuid.UUID, DescribeForm]

SUPERSEDED = "superseded"
FOR_PACK = ", ".join(kind.name for kind in KINDS if kind.goes_in_pack)
NOT_FOR_PACK = ", ".join(kind.name for kind in KINDS if not kind.goes_in_pack)


@dataclass(frozen=True)
class Row:
    file: EvidenceFile
    # None where it can no longer be changed.
    form: DescribeForm | None
    may_be_opened: bool


@require_http_methods(["GET", "POST"])
def files(request: Request, reference: str) -> HttpResponse:
    """One form: whatever button is pressed, the files chosen are added and what was typed about others is saved."""
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    if request.method == "GET":
        return _show(request, referral, {})

    forms = [DescribeForm(file, request.POST) for file in _listed(request, referral).rows]
    posted = {form.file.key: form for form in forms if form.is_bound}
    _describe(request, referral, posted)
    added = _take_in(request, referral)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"added": added})
    found = _problems_of(posted)
    if request.headers.get("HX-Request"):
        return render(request, "evidence/_saved.html", {"saved_at": timezone.now(), "problems": found})
    _say_how_many(request, added)
    if found:
        return _show(request, referral, posted)
    return redirect(referral if request.POST.get("then") == "list" else request.get_full_path())


@require_GET
def file(request: Request, reference: str, key: uuid.UUID) -> HttpResponseBase:
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    found = get_object_or_404(queries.seen_by(request.actor, referral).select_related("referral"), key=key)
    try:
        stream = actions.open_file(found, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("files", reference=referral.reference)
    return sealed(found, stream)


@require_http_methods(["GET", "POST"])
def supersede(request: Request, reference: str, key: uuid.UUID) -> HttpResponse:
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    found = get_object_or_404(referral.files.filter(share=None).select_related("added_by"), key=key)
    if not queries.may_change(referral, request.actor):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if found.is_superseded or carry_out(form, actions.supersede, found.pk, by=request.actor, at=timezone.now()):
        messages.success(request, f"“{found.name}” is taken out. It is kept under Superseded, with the reason.")
        return redirect("files", reference=referral.reference)
    return render(request, "evidence/supersede.html", {"referral": referral, "file": found, "form": form})


def _listed(request: Request, referral: Referral) -> Page[EvidenceFile]:
    superseded = request.GET.get("show") == SUPERSEDED
    return queries.list_files(referral, request.actor, superseded=superseded, after=request.GET.get("after", ""))


def _show(request: Request, referral: Referral, posted: Posted) -> HttpResponse:
    page = _listed(request, referral)
    may_change = queries.may_change(referral, request.actor)
    count = queries.count_files(referral, request.actor)
    shown = {
        "referral": referral,
        "back": "All sections" if referral.is_draft else referral.reference,
        "rows": [_row(referral, file, posted, may_change=may_change) for file in page.rows],
        "next_after": page.next_after,
        "is_superseded": request.GET.get("show") == SUPERSEDED,
        "may_change": may_change,
        "count": count,
        "is_full": count["here"] >= settings.EVIDENCE_MOST_FILES,
        "pack_warning": rules.pack_warning(count["for_pack"]),
        "problems": _problems_of(posted),
        "add": AddForm(),
        "page_key": _page_key(request) or secrets.token_urlsafe(16),
        "most": settings.EVIDENCE_MOST_FILES,
        "largest": settings.EVIDENCE_LARGEST_BYTES,
        "megabytes": rules.megabytes(settings.EVIDENCE_LARGEST_BYTES),
        "for_pack": FOR_PACK,
        "not_for_pack": NOT_FOR_PACK,
    }
    return render(request, "evidence/files.html", shown)


def _row(referral: Referral, file: EvidenceFile, posted: Posted, *, may_change: bool) -> Row:
    has_form = may_change and not file.is_superseded and queries.may_be_described(referral, file)
    form = posted.get(file.key) or DescribeForm(file)
    return Row(file, form if has_form else None, queries.may_be_opened(file))


def _problems_of(posted: Posted) -> list[Problem]:
    """Each with the name of its file, because the page asks the same of all."""
    return [
        Problem(f"{form.file.name}: {problem.text}", problem.href)
        for form in posted.values()
        for problem in problems_of(form)
    ]


def _describe(request: Request, referral: Referral, posted: Posted) -> None:
    """Asked even when nothing was typed: it refuses whoever may change nothing here."""
    said = [form.said(_page_key(request)) for form in posted.values()]
    try:
        stale = actions.describe(referral.pk, said, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        for now in stale:
            posted[now.key].show_what_is_saved(now)


def _take_in(request: Request, referral: Referral) -> int:
    """One that is refused keeps none of the others away. Each refusal says why, and what to do."""
    added = 0
    for arrived in cast("list[ArrivedFile]", request.FILES.getlist("chosen")):
        try:
            file = actions.add_file(referral.pk, arrived, by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            tasks.ask_for_scan(file.pk)
            added += 1
    for name in request.POST.getlist("too_large")[: settings.EVIDENCE_MOST_FILES]:
        messages.error(request, rules.too_large(rules.clean_name(name), settings.EVIDENCE_LARGEST_BYTES))
    return added


def _say_how_many(request: Request, added: int) -> None:
    """With those that the page sent one by one before."""
    sent = request.POST.get("sent", "")
    total = added + (int(sent) if sent.isdecimal() and len(sent) < 4 else 0)
    if total:
        messages.success(request, f"{total} file{' is' if total == 1 else 's are'} added.")


def _page_key(request: Request) -> str:
    return request.POST.get("page_key", "")[:LONGEST_PAGE_KEY]
