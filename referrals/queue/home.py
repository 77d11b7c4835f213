"""What the home page says of crimes to be recorded and to be checked."""

from collections.abc import Iterator

from django.urls import reverse

from agencies import access
from agencies.counting import in_words
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from referrals.enums import CrimeCheck
from referrals.queue.crime_records import count_records

TO_DO = {
    CrimeCheck.UNCHECKED: ("to check", "What was recorded as a crime, or as none."),
    CrimeCheck.WRONG: ("to be put right", "You marked them, and nothing new was recorded since."),
    CrimeCheck.WAITING: ("with nothing recorded yet", "The oldest report stands first."),
}


def to_do(request: Request) -> Iterator[ToDo]:
    """For whoever checks them: a supervisor has the list, and comes for the queue."""
    if not access.may_at_all(request.actor, Permission.SEE_CRIME_RECORDS):
        return
    if access.may_at_all(request.actor, Permission.SEE_QUEUE):
        return
    counts = count_records(request.actor)
    for check, (what, about) in TO_DO.items():
        if count := counts[check]:
            cases = "1 case" if count == 1 else f"{in_words(count)} cases"
            yield ToDo(f"{cases} {what}", f"{reverse('crime-records')}?check={check}", about)
