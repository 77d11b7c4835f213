"""What is known of a case that a letter is read against, and what saving it will do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate

from agencies.models import User
from referrals.decisions.rules import letters as rules
from referrals.decisions.rules.letters import Facts
from referrals.enums import DeadlineKind, Status, Step
from referrals.models import Decision, Referral
from referrals.rules import clocks, workflow
from referrals.rules.clocks import start_of
from referrals.stepping import came_from, move_from


@dataclass(frozen=True)
class Letter:
    """What was copied from it."""

    step: Step
    decided_on: date
    reference: str = ""
    reasons: str = ""
    answer_by: date | None = None


@dataclass(frozen=True)
class Line:
    """One thing that saving does."""

    label: str
    text: str


def facts_of(referral: Referral, letter: Letter) -> Facts:
    sent = referral.sendings.filter(mistaken_at=None).order_by("sent_at").first()
    return Facts(
        step=letter.step,
        status=Status(referral.status),
        decided_on=letter.decided_on,
        reference=letter.reference,
        on_file=reference_on_file(referral),
        sent_on=localdate(sent.sent_at) if sent else None,
        first_yes_on=first_yes_on(referral),
        was_told=hasattr(referral, "inbound_notice"),
    )


def reference_on_file(referral: Referral) -> str:
    """Of the newest letter, else of the newest sending, else of whoever told us."""
    letters = referral.decisions.filter(step__reversed_by=None).exclude(reference="")
    newest = letters.order_by("recorded_at", "pk").values_list("reference", flat=True).last()
    if newest:
        return str(newest)
    sent = referral.sendings.filter(mistaken_at=None).exclude(home_office_reference="").order_by("sent_at", "pk")
    last = sent.values_list("home_office_reference", flat=True).last()
    if last:
        return str(last)
    return referral.inbound_notice.reference if hasattr(referral, "inbound_notice") else ""


def first_yes_on(referral: Referral) -> date | None:
    """Of the last first decision that says yes and was not put right."""
    found = referral.steps.filter(step=Step.FIRST_YES, reversed_by=None).order_by("taken_at", "pk").last()
    return found.on if found else None


def decisions_of(referral: Referral) -> list[Decision]:
    found = referral.decisions.select_related("step__reversed_by", "recorded_by", "second_read_by", "letter")
    return list(found.order_by("-recorded_at", "-pk"))


# What saving does


def what_it_does(referral: Referral, letter: Letter, tasks: dict[str, date], *, by: int, at: datetime) -> list[Line]:
    """Raises StepRefused."""
    status = Status(referral.status)
    move = move_from(letter.step, status, is_told=True)
    target = workflow.target_of(move, came_from(referral))
    lines = [Line("Status", f"Becomes “{target.label}”" if target != status else f"Stays “{target.label}”")]
    lines += _starts(referral, letter, move.starts, at)
    lines += _stops(referral, letter, move.stops)
    lines.append(Line("Told", _told(referral, by)))
    lines += [Line("New task", f"{title}. Due {_day(due)}") for title, due in tasks.items()]
    return lines


def _starts(referral: Referral, letter: Letter, starts: frozenset[DeadlineKind], at: datetime) -> Iterator[Line]:
    since = start_of(letter.decided_on) if letter.decided_on != localdate(at) else at
    running = {deadline.kind for deadline in referral.deadlines.filter(done_at=None, kind__in=starts)}
    for kind in sorted(starts):
        if kind in running:
            yield Line(kind.label, "Runs already, and goes on")
        elif kind == rules.clock_to_answer(letter.step) and letter.answer_by:
            yield Line(kind.label, f"By {_day(letter.answer_by)}, as the letter says")
        else:
            yield Line(kind.label, _due(kind, letter.decided_on, localdate(clocks.due_at(kind, since))))


def _due(kind: DeadlineKind, on: date, due: date) -> str:
    match kind:
        case DeadlineKind.RECOVERY:
            days = (due - on).days + 1
            return f"{_day(on)} to at least {_day(due)}: {days} days, the day of the decision is day 1"
        case DeadlineKind.FINAL_NOT_BEFORE:
            return f"Not before {_day(due)}. The law sets no last day"
        case DeadlineKind.MOVE_ON:
            return f"At least until {_day(due)}: {(due - on).days} days"
        case DeadlineKind.SUPPORT_ENDS:
            return f"About {_day(due)}. Not yet confirmed"
        case DeadlineKind.FIRST_DECISION:
            return f"By {_day(due)}, which is their target"
        case _:
            return f"{_day(due)}: {(due - on).days} days"


def _stops(referral: Referral, letter: Letter, stops: frozenset[DeadlineKind]) -> Iterator[Line]:
    for deadline in referral.deadlines.filter(done_at=None, kind__in=stops):
        due, kind = localdate(deadline.due_at), DeadlineKind(deadline.kind)
        if not clocks.is_by(kind):
            yield Line("Stops", kind.label)
            continue
        days = (due - letter.decided_on).days
        spare = f"with {_days(days)} to spare" if days >= 0 else f"{_days(-days)} late"
        yield Line("Stops", f"{kind.label}, {spare}")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _told(referral: Referral, by: int) -> str:
    people = [person for person in (referral.author_id, referral.holder_id, referral.owner_id) if person]
    names = sorted(User.objects.filter(pk__in=people).exclude(pk=by).values_list("full_name", flat=True))
    return ", ".join(names) if names else "Nobody but you works on it"


def _day(day: date) -> str:
    return date_format(day, "D j M Y")
