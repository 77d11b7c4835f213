"""Cases in which nothing is left unanswered, and every answer can be told from every other."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models

from agencies.enums import Nation
from agencies.models import Agency, Membership
from agencies.shell.partial_date import PartialDate
from referrals.enums import (
    Consideration,
    Danger,
    DeadlineKind,
    Exploitation,
    FileState,
    KnownBy,
    LastContact,
    PlaceRole,
    Route,
    SafeguardingKind,
    SafeguardingState,
    SupplementKind,
)
from referrals.models import (
    Account,
    Deadline,
    EvidenceFile,
    Interview,
    NotificationText,
    Observation,
    OfficerView,
    OwnWords,
    Place,
    PoliceMatters,
    Referral,
    Referrer,
    Safeguarding,
    SafeguardingStep,
    Safety,
    Sending,
    SignsNoticed,
    Situation,
    Supplement,
    Suspect,
)
from tests.factories import AgencyFactory, PersonFactory, ReferralFactory
from victims.enums import (
    AgeGroup,
    AgeStep,
    Answer,
    BestInterestsDecision,
    Channel,
    ConsentDecision,
    ConsentPurpose,
    DateSource,
    Explained,
    Gender,
    GenderPreference,
    IdentifierKind,
    Manner,
    NameOrder,
    NeedKind,
    Recipient,
    Safe,
    Welfare,
    WelfareState,
)
from victims.models import (
    AgeEntry,
    BestInterestsRecord,
    ConsentRecord,
    DecisionRecipient,
    Identifier,
    Need,
    Person,
    SafeContact,
    SupportWish,
    WelfareCheck,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 16, tzinfo=UTC)
YES, NO = Answer.YES, Answer.NO

GIVEN, DECLINED = ConsentDecision.GIVEN, ConsentDecision.DECLINED
# To the referral, to helping the police, to their name on a notification. A child is asked only about the second.
DECISIONS = {
    Route.CHILD: {ConsentPurpose.POLICE: GIVEN},
    Route.ADULT: {ConsentPurpose.REFERRAL: GIVEN, ConsentPurpose.POLICE: GIVEN, ConsentPurpose.NAME: DECLINED},
    Route.BEST_INTERESTS: {
        ConsentPurpose.REFERRAL: ConsentDecision.LACKS_CAPACITY,
        ConsentPurpose.POLICE: DECLINED,
        ConsentPurpose.NAME: ConsentDecision.NOT_ASKED,
    },
    Route.NOTIFY_NAMED: {ConsentPurpose.REFERRAL: DECLINED, ConsentPurpose.POLICE: GIVEN, ConsentPurpose.NAME: GIVEN},
    Route.NOTIFY_ANONYMOUS: {
        ConsentPurpose.REFERRAL: DECLINED,
        ConsentPurpose.POLICE: DECLINED,
        ConsentPurpose.NAME: DECLINED,
    },
    Route.ADVICE_ONLY: {ConsentPurpose.REFERRAL: DECLINED},
    Route.WAIT: {ConsentPurpose.REFERRAL: ConsentDecision.WANTS_TIME},
    Route.UNKNOWN: {},
}


def complete_case(route: Route = Route.ADULT, *, by: Membership | None = None, **facts: Any) -> Referral:
    """A draft whose every answer is given. On every route the same is known; only age and decisions differ."""
    whose = {"author": by.user, "agency": by.agency} if by else {}
    if route == Route.ADVICE_ONLY and not by:
        whose = {"agency": AgencyFactory(is_bound_to_notify=False)}
    person = PersonFactory(**_person(route))
    referral: Referral = ReferralFactory(**{"label": "(referral label)", "person": person, **whose, **facts})
    _fill_encounter(referral)
    _fill_person(person, referral, route)
    _fill_case(referral)
    return referral


def filled(model: type[models.Model], which: str = "", **facts: Any) -> Any:
    """A row in which every text that is not given says whose it is: "(account how it began)"."""
    made = row(model, which, **facts)
    made.save()
    return made


def row(model: type[models.Model], which: str = "", **facts: Any) -> Any:
    return model(**{**texts(model, which), **facts})


def texts(model: type[models.Model], which: str = "") -> dict[str, str]:
    row = " ".join(filter(None, [str(model._meta.verbose_name), which]))
    names = [
        field.name
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices
    ]
    return {name: f"({row} {name.replace('_', ' ')})" for name in names}


def _person(route: Route) -> dict[str, Any]:
    is_child = route == Route.CHILD
    return {
        **texts(Person),
        "given_names": "Mirela",
        "family_name": "Hoxhaj",
        "name_order": NameOrder.GIVEN_FIRST,
        "other_names": ["Mira Hoxha", "Maria Kelmendi"],
        "name_used_there": "Blerta",
        "age_now": AgeGroup.CHILD if is_child else AgeGroup.ADULT,
        "was_child_then": NO,
        "born_on": PartialDate(2010 if is_child else 1995, 5, 17),
        "birth_source": DateSource.DOCUMENT,
        "gender": Gender.FEMALE,
        "nationalities": ["ALB", "ROU"],
        "ethnicity": "W9",
        "languages": ["sqi"],
        "needs_interpreter": YES,
        "interpreter_gender": GenderPreference.FEMALE,
        "interpreter_is_independent": YES,
        "needs_communication_help": YES,
        "has_children": YES,
        "number_of_children": 3,
        "has_home_office_reference": YES,
    }


def _fill_encounter(referral: Referral) -> None:
    encounter = referral.encounter
    facts: dict[str, Any] = {
        **texts(type(encounter)),
        "found_on": PartialDate(2026, 11, 22),
        "others_involved": YES,
        "suspects_whereabouts_known": YES,
        "suspects_in_uk": YES,
    }
    for name, value in facts.items():
        setattr(encounter, name, value)
    encounter.save()
    places: list[tuple[PlaceRole, str, str]] = [
        (PlaceRole.EXPLOITED, "kidderminster", ""),
        (PlaceRole.EXPLOITED, "evesham", ""),
        (PlaceRole.LIVED, "bromsgrove", ""),
        (PlaceRole.FOUND, "droitwich-spa", ""),
        (PlaceRole.RECRUITED, "", "ALB"),
        (PlaceRole.EXPLOITED, "", "ERI"),
        (PlaceRole.TRANSIT, "", "FRA"),
    ]
    Place.objects.bulk_create(
        row(Place, str(number), encounter=encounter, role=role, town=town, country=country)
        for number, (role, town, country) in enumerate(places, 1)
    )
    Suspect.objects.bulk_create(
        [
            row(Suspect, "1", encounter=encounter, may_be_victim=NO),
            row(Suspect, "2", encounter=encounter, may_be_victim=YES, only_for=referral),
        ]
    )


def _fill_person(person: Person, referral: Referral, route: Route) -> None:
    said = {"recorded_by": referral.author, "recorded_at": NOW}
    step = AgeStep.ASSESSED_CHILD if route == Route.CHILD else AgeStep.ASSESSED_ADULT
    filled(AgeEntry, person=person, step=step, on=PartialDate(2026, 11, 21), **said)
    for purpose, decision in DECISIONS[route].items():
        give_decision(person, purpose, decision, by=referral)
    filled(
        ConsentRecord,
        "sharing",
        person=person,
        purpose=ConsentPurpose.SHARING,
        decision=GIVEN,
        agency=AgencyFactory(),
        manner=Manner.INTERPRETER,
        **said,
    )
    filled(
        BestInterestsRecord,
        person=person,
        assessed_on=date(2026, 11, 20),
        decision=BestInterestsDecision.REFER,
        **said,
    )
    _fill_contacts(person)
    numbers = {IdentifierKind.HOME_OFFICE: "H1234567", IdentifierKind.NRM: "NRM-7654321"}
    Identifier.objects.bulk_create(
        row(Identifier, kind, person=person, kind=kind, value=numbers.get(kind, f"({kind} number)"))
        for kind in IdentifierKind
    )
    Need.objects.bulk_create(row(Need, kind, person=person, kind=kind) for kind in NeedKind)
    WelfareCheck.objects.bulk_create(
        row(WelfareCheck, item, person=person, item=item, state=WelfareState.DONE) for item in Welfare
    )
    filled(SupportWish, person=person, wants_support=YES, emergency_housing=YES)


def give_decision(
    person: Person, purpose: ConsentPurpose, decision: ConsentDecision, *, by: Referral, agency: Agency | None = None
) -> ConsentRecord:
    """What they decide now. Whatever was recorded before holds no longer."""
    record: ConsentRecord = filled(
        ConsentRecord,
        purpose,
        person=person,
        purpose=purpose,
        decision=decision,
        agency=agency,
        explained=list(Explained),
        manner=Manner.INTERPRETER,
        language="sqi",
        explained_at=NOW - timedelta(hours=1),
        recorded_by=by.author,
        recorded_at=NOW + timedelta(minutes=person.consents.count()),
    )
    return record


def _fill_contacts(person: Person) -> None:
    safe = {"person": person, "safe": Safe.YES, "checked_on": date(2026, 11, 19)}
    values = {
        Channel.CALL: "07911 123456",
        Channel.TEXT: "07911 123457",
        Channel.VOICEMAIL: "07911 123458",
        Channel.EMAIL: "mirela@mail.example",
        Channel.OTHER_NUMBER: "01562 123459",
    }
    SafeContact.objects.bulk_create(
        row(SafeContact, channel, channel=channel, value=values.get(channel, ""), postcode="WR1 4AA", **safe)
        for channel in Channel
    )
    filled(
        DecisionRecipient,
        person=person,
        who=Recipient.PERSON,
        email="lawyer@law.example",
        postcode="WR5 9ZZ",
        has_permission=True,
    )


def _fill_case(referral: Referral) -> None:
    filled(
        Safety,
        referral=referral,
        danger=Danger.AT_RISK,
        town="redditch",
        region="worcestershire",
        still_exploited=NO,
        last_contact=LastContact.MONTH,
        fears_more=YES,
    )
    filled(Account, referral=referral, several_situations=YES, was_moved=YES, reported_before=NO)
    _fill_situations(referral)
    _fill_signs(referral)
    filled(OwnWords, referral=referral, language="sqi", through_interpreter=YES)
    filled(OfficerView, referral=referral, doubts=YES)
    filled(Interview, referral=referral, was_alone=YES, appropriate_adult=NO, interpreter_used=YES, was_stopped=NO)
    filled(
        PoliceMatters,
        referral=referral,
        has_crime_reference=YES,
        crime_force="west-mercia-police",
        crime_reference="22/98765/26",
        in_custody=NO,
        section_45=Consideration.CONSIDERED,
    )
    _fill_safeguarding(referral)
    filled(
        Referrer,
        referral=referral,
        given_names="Samira",
        family_name="Okonjo",
        phone="01905 111222",
        phone_tonight="01905 333444",
        organisation="west-mercia-police",
        nation=Nation.ENGLAND,
        deputy_email="team@force.example",
    )
    add_file(referral, "passport.pdf", dated_on=date(2026, 11, 18))
    add_file(referral, "room.heic", goes_in_pack=False)
    filled(
        NotificationText,
        referral=referral,
        believes_slavery=YES,
        believes_trafficking=NO,
        found_in="west-mercia-police",
        version=1,
        written_by=referral.author,
        written_at=NOW,
    )


def _fill_situations(referral: Referral) -> None:
    filled(
        Situation,
        "1",
        referral=referral,
        kinds=[Exploitation.FORCED_WORK, Exploitation.WAGES_TAKEN],
        is_county_lines=NO,
        began_on=PartialDate(2023),
        ended_on=PartialDate(2024, 3),
    )
    filled(
        Situation,
        "2",
        referral=referral,
        kinds=[Exploitation.FORCED_CRIME, Exploitation.OTHER],
        is_county_lines=YES,
        began_on=PartialDate(2024, 6),
        ended_on=PartialDate(2026, 11, 22),
    )


def _fill_signs(referral: Referral) -> None:
    filled(SignsNoticed, referral=referral, noticed_on=PartialDate(2026, 11, 22), any_seen=YES)
    signs = {"G05": KnownBy.SEEN, "G13": KnownBy.TOLD, "G26": KnownBy.OTHERS}
    Observation.objects.bulk_create(
        row(Observation, sign, referral=referral, sign=sign, known_by=known_by, seen_on=PartialDate(2026, 11))
        for sign, known_by in signs.items()
    )


def _fill_safeguarding(referral: Referral) -> None:
    filled(
        Safeguarding,
        referral=referral,
        council="worcestershire-county-council",
        council_phone="01905 555666",
        council_email="duty@council.example",
        others_involved=YES,
    )
    done = {"referral": referral, "state": SafeguardingState.DONE, "on": date(2026, 11, 22)}
    SafeguardingStep.objects.bulk_create(row(SafeguardingStep, kind, kind=kind, **done) for kind in SafeguardingKind)


def add_file(referral: Referral, name: str, **facts: Any) -> EvidenceFile:
    made: EvidenceFile = EvidenceFile.objects.create(
        **{
            "referral": referral,
            "name": name,
            "stored_as": f"store/{referral.reference}/{name}",
            "content_type": "application/pdf",
            "size": 1000,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "goes_in_pack": True,
            "description": f"(file {name.partition('.')[0]} description)",
            "state": FileState.CLEAN,
            "scanned_at": NOW,
            "added_by": referral.author,
            "added_at": NOW,
            **facts,
        }
    )
    return made


def add_aftermath(referral: Referral) -> None:
    """What only a lodged case has: deadlines, sendings, supplements."""
    filled(
        Deadline,
        referral=referral,
        kind=DeadlineKind.SEND,
        owner=referral.author,
        starts_at=NOW,
        due_at=NOW + timedelta(days=1),
    )
    filled(Sending, referral=referral, route=Route.ADULT, sent_at=NOW, recorded_by=referral.author, recorded_at=NOW)
    filled(Supplement, referral=referral, kind=SupplementKind.ADDITION, written_by=referral.author, written_at=NOW)


def empty_case(**facts: Any) -> Referral:
    """A draft of somebody of whom nothing is known yet."""
    made: Referral = ReferralFactory(**facts)
    return made
