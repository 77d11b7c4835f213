"""One section: shown, saved as it is left, and where two people saved it, both versions."""

import re
import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.doors import kept_forms
from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from agencies.shell.problems import Problem
from referrals.dossier import Dossier, dossier_for_a_page
from referrals.intake import openings, saving
from referrals.intake.page import SectionPage
from referrals.intake.saving import CONTROLS, Posted, Saved, TwoVersions
from referrals.intake.sections import BY_CODE, SECTIONS, Section, after
from referrals.intake.versions import Keep
from referrals.lookups import get_referral
from referrals.models import Referral

DECISION = "keep:"
PAGE_KEY = re.compile(r"[A-Za-z0-9_-]{1,22}")
UNDECIDED = Problem("Choose for every answer that differs", "#keep-1-1")


@require_http_methods(["GET", "POST"])
def section(request: Request, reference: str, code: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.ANSWER_REFERRAL)
    chosen = BY_CODE.get(code)
    if chosen is None or not chosen.parts:
        raise Http404
    if request.method == "POST":
        answer = _save(request, referral, chosen)
        return HttpResponse(status=204) if _is_leaving(request) else answer
    if not referral.is_answerable:
        messages.info(request, "This was passed on and can no longer be changed. What you know now can be added to it.")
        return redirect(referral)
    dossier = dossier_for_a_page(referral)
    state = dossier.sections.get(code)
    page = SectionPage(chosen.parts, dossier, saving.typed_of(state) if state else None)
    page.add_blank(request.GET.get("add", ""))
    return _show(request, chosen, dossier, page)


def _save(request: Request, referral: Referral, chosen: Section) -> HttpResponse:
    try:
        saved = saving.save_section(referral.pk, chosen, _posted(request), by=request.actor, at=timezone.now())
    except TwoVersions as both:
        return _show_both(request, referral, chosen, both)
    except NotAllowed:
        raise
    except Refused as refusal:
        _keep_typed(request)
        messages.error(request, str(refusal))
        return redirect(referral)
    if request.headers.get("HX-Request"):
        return render(request, "intake/_saved.html", _about(chosen, saved.dossier, saved.page))
    return _go_on(request, chosen, saved)


def _posted(request: Request) -> Posted:
    sent = request.POST
    then = sent.get("then", "")
    return Posted(
        data=sent,
        version=_number(sent.get("version", "")),
        page_key=_page_key(request),
        is_finished=True if then in ("next", "list") else None,
        cannot_be_known_yet="cannot_know" in sent,
        seen=_number(sent.get("seen", "")),
        decided={
            name.removeprefix(DECISION): Keep(value)
            for name, value in sent.items()
            if name.startswith(DECISION) and value in Keep.values
        },
    )


def _go_on(request: Request, chosen: Section, saved: Saved) -> HttpResponse:
    """To where the button leads. What could not be read is shown again first, unless they wanted to leave."""
    then, reference = request.POST.get("then", ""), saved.dossier.referral.reference
    if then == "list":
        return redirect(saved.dossier.referral)
    if "show" in request.POST:
        return _open(request, chosen, saved)
    if saved.state.typed:
        saved.page.add_blank(request.POST.get("add", ""))
        return _show(request, chosen, saved.dossier, saved.page)
    if then == "next":
        following = after(chosen)
        return _to_section(reference, following.code) if following else redirect(saved.dossier.referral)
    rows = request.POST.get("add", "")
    return _to_section(reference, chosen.code, rows if rows.isidentifier() else "")


def _open(request: Request, chosen: Section, saved: Saved) -> HttpResponse:
    """The same page once more, with one masked row in the open."""
    page = saved.page if saved.state.typed else SectionPage(chosen.parts, saved.dossier)
    openings.open_row(page, request.POST["show"], by=request.actor, at=timezone.now())
    return _show(request, chosen, saved.dossier, page)


def _to_section(reference: str, code: str, rows: str = "") -> HttpResponse:
    """Files have pages of their own."""
    if not BY_CODE[code].parts:
        return redirect(code, reference=reference)
    response = redirect("section", reference=reference, code=code)
    if rows:
        response["Location"] += f"?add={rows}#{rows}"
    return response


def _show(request: Request, chosen: Section, dossier: Dossier, page: SectionPage) -> HttpResponse:
    about = _about(chosen, dossier, page)
    about |= {"reader": request.user, "page_key": _page_key(request) or secrets.token_urlsafe(16)}
    return render(request, "intake/section.html", {**about, "parts_html": page.html(about)})


def _about(chosen: Section, dossier: Dossier, page: SectionPage) -> dict[str, Any]:
    return {
        "section": chosen,
        "number": SECTIONS.index(chosen) + 1,
        "sections": SECTIONS,
        "following": after(chosen),
        "referral": dossier.referral,
        "dossier": dossier,
        "state": dossier.sections.get(chosen.code),
        "routing": dossier.routing(localdate()),
        "page": page,
        "problems": page.problems,
        "saved_but": _saved_but(len(page.problems)),
        "together": dossier.together,
    }


def _saved_but(problems: int) -> str:
    return f"Saved. {problems} answers need a look" if problems > 1 else "Saved. 1 answer needs a look"


def _show_both(request: Request, referral: Referral, chosen: Section, both: TwoVersions) -> HttpResponse:
    """Nothing was saved. A page that is being left cannot ask, so what it held is kept for its author."""
    if _is_leaving(request):
        _keep_typed(request)
    shown = {
        "referral": referral,
        "section": chosen,
        "number": SECTIONS.index(chosen) + 1,
        "sections": SECTIONS,
        "state": both.state,
        "saved_here": both.state.saved_by_id == request.actor.user_id,
        "differences": both.differences,
        "typed": [(name, value) for name, values in request.POST.lists() if _is_typed(name) for value in values],
        "posted": request.POST,
        "undecided": [UNDECIDED] if "seen" in request.POST else [],
    }
    template = "intake/_conflict.html" if request.headers.get("HX-Request") else "intake/conflict.html"
    return render(request, template, shown)


def _is_leaving(request: Request) -> bool:
    """Nobody looks at the answer. Once kept and sent again, it comes from somebody who does."""
    return "leaving" in request.POST and kept_forms.FIELD not in request.POST


def _is_typed(name: str) -> bool:
    return name not in CONTROLS - {"cannot_know"} and not name.startswith(DECISION)


def _keep_typed(request: Request) -> None:
    membership = request.membership
    kept_forms.keep(request, request.user, membership.pk if membership else None, at=timezone.now())


def _page_key(request: Request) -> str:
    """As we gave it out. Anything else is no key."""
    given = request.POST.get("page_key", "")
    return given if PAGE_KEY.fullmatch(given) else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1
