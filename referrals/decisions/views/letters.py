"""Recording what the Home Office decided: copy, look at what saving does, save. And the second reader."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from referrals.decisions.actions import letters as actions
from referrals.decisions.forms.letters import LetterForm, SecondReadForm
from referrals.decisions.moved import last_seen
from referrals.decisions.queries import letters as queries
from referrals.decisions.queries.letters import Letter
from referrals.decisions.rules.letters import OUTCOMES, warnings
from referrals.decisions.views.stepping import carried_out, page, posted
from referrals.enums import Status, Step
from referrals.evidence import actions as evidence
from referrals.evidence import tasks as scanning
from referrals.evidence.arrivals import ArrivedFile
from referrals.lodging.lookups import get_lodged
from referrals.models import Referral

SAVED = "What the Home Office decided is recorded."
READ_SAVED = "It is recorded that you have read the letter."


@require_http_methods(["GET", "POST"])
def record_decision(request: Request, reference: str) -> HttpResponse:
    """The letter is kept among the files as soon as it has arrived, whatever else of the page has to be changed."""
    referral = get_lodged(request, reference, Permission.RECORD_DECISION)
    on_file = queries.reference_on_file(referral)
    known = {"seen": last_seen(referral), "step": request.GET.get("step", "")[:24]}
    form = LetterForm(_with_letter(request, referral), initial=known, status=Status(referral.status), on_file=on_file)
    if request.method == "GET" or "change" in request.POST or not form.is_valid():
        if "change" in request.POST:
            form = LetterForm(initial=_typed(form), status=Status(referral.status), on_file=on_file)
        return page(request, "letter", referral, form=form, letter=_letter(referral, form))
    if "save" in request.POST and (done := carried_out(request, form, actions.record_letter, referral, SAVED)):
        return done
    return _preview(request, referral, form)


def _preview(request: Request, referral: Referral, form: LetterForm) -> HttpResponse:
    answers, now = form.cleaned_data, timezone.now()
    names = ("step", "decided_on", "reference", "reasons", "answer_by")
    said = Letter(**{name: answers[name] for name in names})
    found = warnings(queries.facts_of(referral, said))
    about = {
        "form": form,
        "said": form.said(),
        "typed": [(name, value) for name, value in form.typed() if name != "is_sure"],
        "seen": answers["seen"],
        "letter": _letter(referral, form),
        "warnings": found,
        "lines": queries.what_it_does(referral, said, _tasks(said, answers, now), by=request.user.pk, at=now),
    }
    is_panel = bool(request.headers.get("HX-Request"))
    return page(request, "_what_saving_does" if is_panel else "letter_preview", referral, **about)


def _tasks(said: Letter, answers: dict[str, Any], now: datetime) -> dict[str, Any]:
    wanted: dict[str, timedelta] = actions.tasks_of(said.step, has_letter=bool(answers["letter"]))
    return {title: localdate(now) + within for title, within in wanted.items()}


def _with_letter(request: Request, referral: Referral) -> Any:
    """A file that arrived with the page is added first, and the page goes on with its key."""
    if request.method != "POST":
        return None
    arrived = cast("list[ArrivedFile]", request.FILES.getlist("file"))[:1]
    if not arrived:
        return request.POST
    typed = request.POST.copy()
    try:
        added = evidence.add_file(referral.pk, arrived[0], by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return typed
    scanning.ask_for_scan(added.pk)
    typed["letter"] = str(added.key)
    return typed


def _typed(form: LetterForm) -> dict[str, Any]:
    """Back to the boxes: what was typed, as the boxes take it."""
    return {name: form[name].value() for name in form.fields if name != "is_sure"}


def _letter(referral: Referral, form: LetterForm) -> object:
    """The file that came with it. A key that is none of this case is nothing."""
    form.is_valid()
    key = getattr(form, "cleaned_data", {}).get("letter") or form.initial.get("letter")
    try:
        return referral.files.filter(key=key, superseded_at=None).first() if key else None
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def second_read(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.RECORD_DECISION)
    found = referral.decisions.select_related("step__reversed_by", "recorded_by", "second_read_by", "letter")
    decision = get_object_or_404(found, pk=pk)
    form = SecondReadForm(posted(request))
    if decision.second_read_by_id == request.user.pk and request.method == "POST":
        return redirect(referral)
    if done := carried_out(request, form, actions.second_read, referral, READ_SAVED, decision.pk):
        return done
    refusal = actions.reason_not_to_read(decision, request.actor)
    about = {"decision": decision, "outcome": OUTCOMES[Step(decision.step.step)], "form": form, "refusal": refusal}
    return page(request, "second_read", referral, **about)
