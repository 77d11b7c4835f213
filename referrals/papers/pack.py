"""What goes to the Home Office with a referral: our answers in the order of its form, and the list of files."""

from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.timezone import localdate

from agencies.enums import ListName
from agencies.models import ListedValue
from referrals.dossier import Dossier
from referrals.enums import FileState, Route
from referrals.home_office.answers import Answered, answers_for, by_page
from referrals.home_office.facts import facts_of
from referrals.home_office.profile import profile_on
from referrals.home_office.readers.evidence import READY, going
from referrals.home_office.readiness import gaps
from referrals.home_office.wording import told
from referrals.models import EvidenceFile
from referrals.papers.made import MARKING, Made, standing
from victims.enums import Answer

NO_ANSWER = "No answer"
YES = Answer.YES
NEVER = {
    Route.NOTIFY_NAMED: "This goes as a notification. A pack would say more than a notification may.",
    Route.NOTIFY_ANONYMOUS: "This goes as a notification without their name. A pack would say who they are.",
    Route.ADVICE_ONLY: "Nothing is sent to the Home Office, so there is no pack.",
    Route.WAIT: "They want time to think. Nothing is sent meanwhile, so there is no pack.",
}


def reason_not_to_pack(route: Route) -> str | None:
    return NEVER.get(route)


def pack_sheet(dossier: Dossier, made: Made) -> dict[str, Any]:
    today = localdate(made.at)
    routing = dossier.routing(today)
    return {
        "title": f"Referral {dossier.referral.reference}",
        "marking": MARKING,
        "reference": dossier.referral.reference,
        "standing": standing(dossier),
        "made": str(made),
        "route": routing.route.label,
        "because": f"Because {routing.reason}.",
        "form": profile_on(today).name,
        "gaps": [gap.sentence for gap in gaps(dossier, today)],
        "pages": _pages(dossier, today),
        "words": _words(dossier),
        "view": _view(dossier),
        **_files(dossier, today),
    }


def _pages(dossier: Dossier, today: date) -> list[dict[str, Any]]:
    return [
        {"title": page.title, "answers": [_answer(one) for one in page.answered if _is_worth_a_line(one)]}
        for page in by_page(answers_for(dossier, today))
    ]


def _is_worth_a_line(one: Answered) -> bool:
    """What the form wants, and whatever else there is to say."""
    return one.question.required or bool(one.shown or one.answer.misfit or one.answer.fault)


def _answer(one: Answered) -> dict[str, str]:
    return {
        "asks": one.question.asks,
        "text": one.shown or NO_ANSWER,
        "note": " ".join(filter(None, [one.answer.misfit, one.answer.fault])),
    }


def _words(dossier: Dossier) -> dict[str, str]:
    """What the person said stands by itself, apart from what anybody thinks (Data Protection Act 2018 s.38)."""
    own = dossier.own_words
    language = ListedValue.objects.label_of(ListName.LANGUAGES, own.language) if own.language else ""
    through = "through an interpreter" if own.through_interpreter == YES else ""
    return {"how": ", ".join(filter(None, [language, through])), "text": told(own.words, own.words_gap) or NO_ANSWER}


def _view(dossier: Dossier) -> dict[str, str]:
    view = dossier.officer_view
    return {"text": view.reasons or NO_ANSWER, "doubts": view.doubts_note if view.doubts == YES else ""}


def _files(dossier: Dossier, today: date) -> dict[str, Any]:
    taken, most = going(facts_of(dossier, today)), profile_on(today).most_files
    too_many = f"{len(taken)} files are meant to go with it, and the form takes {most}. Choose which stay behind."
    return {
        "files": [_file(row, goes=row in taken) for row in dossier.files],
        "too_many": too_many if len(taken) > most else "",
    }


def _file(row: EvidenceFile, *, goes: bool) -> dict[str, str]:
    return {
        "name": row.name,
        "goes": "Goes with the referral" if goes else f"Does not go with it: {_why_not(row)}",
        "size": filesizeformat(row.size),
        "dated": date_format(row.dated_on, "j F Y") if row.dated_on else "Not dated",
        "description": row.description or "Not described",
        "sha256": row.sha256,
    }


def _why_not(row: EvidenceFile) -> str:
    if row.state in READY:
        return "the Home Office does not take files of this type"
    return FileState(row.state).label.lower()
