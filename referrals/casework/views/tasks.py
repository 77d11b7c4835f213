from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.casework.actions import tasks as actions
from referrals.casework.forms import ChangeTaskForm, DoneForm, TaskForm
from referrals.casework.lookups import get_case
from referrals.casework.queries.parts import list_tasks
from referrals.casework.queries.people import who_may_work_on
from referrals.casework.queries.summary import to_do
from referrals.casework.rules.due import named
from referrals.casework.rules.writing import CHANGED_MEANWHILE
from referrals.casework.views.showing import posted, show
from referrals.models import Referral, Task

both = require_http_methods(["GET", "POST"])


@require_GET
def tasks(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "tasks.opened")
    is_done, after = "done" in request.GET, request.GET.get("after", "")
    page = list_tasks(referral, done=is_done, after=after)
    rows = to_do(page.rows, localdate())
    return show(request, "casework/tasks", referral, "tasks", page=page, rows=rows, is_done=is_done, after=after)


@both
def new(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "tasks.opened", Permission.WORK_CASE)
    form = TaskForm(posted(request), who_may_work_on(referral, localdate()), initial={"owner": request.user.pk})
    if carry_out(form, actions.add_task, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The task is added.")
        return redirect("tasks", reference=referral.reference)
    return show(request, "casework/new_task", referral, "tasks", form=form)


@both
def task(request: Request, reference: str, pk: int) -> HttpResponse:
    """Whoever may only read sees it; whoever works on the case changes it here."""
    permission = Permission.WORK_CASE if request.method == "POST" else Permission.SEE_CASEWORK
    referral = get_case(request, reference, "tasks.opened", permission)
    found = _task(referral, pk)
    form = _form(request, referral, found)
    if carry_out(form, actions.change_task, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The task is saved.")
        return redirect("tasks", reference=referral.reference)
    return _page(request, referral, _task(referral, pk), form, DoneForm())


@require_POST
def done(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_case(request, reference, "tasks.opened", Permission.WORK_CASE)
    found, form = _task(referral, pk), DoneForm(request.POST)
    if carry_out(form, actions.finish_task, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The task is done.")
        return redirect("tasks", reference=referral.reference)
    return _page(request, referral, found, _form(request, referral, found, is_posted=False), form)


def _task(referral: Referral, pk: int) -> Task:
    found: Task = get_object_or_404(
        Task.objects.select_related("owner", "made_by", "done_by"), pk=pk, referral=referral
    )
    return found


def _form(request: Request, referral: Referral, task: Task, *, is_posted: bool = True) -> ChangeTaskForm:
    saved = {"title": task.title, "details": task.details, "owner": task.owner_id, "due_on": task.due_on}
    people = who_may_work_on(referral, localdate())
    if task.owner and task.owner not in people:
        people.append(task.owner)
    return ChangeTaskForm(posted(request) if is_posted else None, people, initial=saved)


def _page(request: Request, referral: Referral, task: Task, form: ChangeTaskForm, done_form: DoneForm) -> HttpResponse:
    is_stale = form.is_bound and CHANGED_MEANWHILE in form.non_field_errors()
    about: dict[str, Any] = {
        "task": task,
        "form": form,
        "done_form": done_form,
        "version": task.version,
        "differences": _differences(form, task) if is_stale else [],
    }
    return show(request, "casework/task", referral, "tasks", **about)


def _differences(form: ChangeTaskForm, task: Task) -> list[tuple[str, str, str]]:
    """What was typed beside what is saved, where they differ."""
    typed, today = form.cleaned_data, localdate()
    owners = dict(form.fields["owner"].choices)  # type: ignore[attr-defined]  # the stubs know no field by its name
    pairs = [
        ("What is to be done", typed["title"], task.title),
        ("What else matters", typed["details"], task.details),
        ("Who does it", str(owners.get(str(typed["owner"] or ""), "")), str(task.owner or owners[""])),
        ("By which day", *(named(day, today) if day else "No date" for day in (typed["due_on"], task.due_on))),
    ]
    return [(label, mine, theirs) for label, mine, theirs in pairs if mine != theirs]
