from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.casework.actions import notes as actions
from referrals.casework.forms import ChangeNoteForm, NoteForm
from referrals.casework.lookups import get_case
from referrals.casework.queries.parts import versions_of
from referrals.casework.rules.writing import CHANGED_MEANWHILE
from referrals.casework.views.showing import posted, show

both = require_http_methods(["GET", "POST"])


@both
def new(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "notes.opened", Permission.WORK_CASE)
    form = NoteForm(posted(request))
    if carry_out(form, actions.add_note, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The note is added.")
        return redirect("timeline", reference=referral.reference)
    return show(request, "casework/new_note", referral, "timeline", form=form)


@require_GET
def note(request: Request, reference: str, pk: int) -> HttpResponse:
    """All its versions, the newest first."""
    referral = get_case(request, reference, "notes.opened")
    versions = versions_of(referral, pk)
    if not versions:
        raise Http404
    return show(request, "casework/note", referral, "timeline", versions=versions, first=pk)


@both
def change(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_case(request, reference, "notes.opened", Permission.WORK_CASE)
    versions = versions_of(referral, pk)
    if not versions:
        raise Http404
    newest = versions[0]
    initial = {"kind": newest.kind, "text": newest.text, "their_words": newest.their_words}
    form = ChangeNoteForm(posted(request), initial=initial)
    if carry_out(form, actions.change_note, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The new version is saved. The ones before it stay readable.")
        return redirect("note", reference=referral.reference, pk=pk)
    is_stale = CHANGED_MEANWHILE in form.non_field_errors()
    about = {"form": form, "newest": newest, "version": newest.version, "first": pk, "is_stale": is_stale}
    return show(request, "casework/change_note", referral, "timeline", **about)
