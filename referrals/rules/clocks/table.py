"""Every rule about time that we know, with where it is written and how sure we are of it.

Law and practice change on days, so a rule says from when until when it holds, and in which nations. A clock goes by the
rule that held on the day it started. A force sets the lengths of its local standards itself.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from agencies.enums import Nation
from referrals.enums import ClockUnit as U
from referrals.enums import DeadlineKind as Kind
from referrals.rules.clocks.rule import Beside, Change, Confirmed, Length, Own, Rule, Sense, Standing

ALWAYS = date(1900, 1, 1)
# The duty to notify began on this day. No clock of a case is older.
FIRST_DAY = date(2015, 11, 1)
# Read nowhere: that it was in December 2022 is, and section 61 is in force from 30 January 2023 in the Act as printed.
RECOVERY_CHANGED = date(2022, 12, 1)
RECOVERY_WAS_UNTIL = date(2022, 11, 30)
ANYWHERE = frozenset({Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND})
ENGLAND_AND_WALES = frozenset({Nation.ENGLAND, Nation.WALES})
BOTH = frozenset({Change.PAUSE, Change.EXTEND})
EXTEND = frozenset({Change.EXTEND})

LODGED = "When it was passed to the unit, or came back"
FIRST_YES = "The day of the first decision that says yes"
A_NO = "The day of the decision that says no"
SERVED = "The day on which the order was served"
TOOLKIT = "Home Office First Responder Toolkit for England and Wales, April 2026"
NABA = "Nationality and Borders Act 2022 s.61"
PILOT = "Home Office guidance on devolved decisions for children, 5 December 2023"
MSA = "Modern Slavery Act 2015"
NOT_READ = "None read"
FROM_NOTES = "Notes of practitioners. No public source was read"


def _rule(kind: Kind | Beside, standing: Standing, length: Length | None, **facts: Any) -> Rule:
    usual: dict[str, Any] = {"sense": Sense.BY, "valid_from": FIRST_DAY, "nations": ANYWHERE}
    return Rule(kind=kind, standing=standing, length=length, **{**usual, **facts})


def _local(kind: Kind, length: Length | None, rule: str, since: str = LODGED) -> Rule:
    return _rule(
        kind, Standing.LOCAL, length, rule=rule, since=since, source=NOT_READ, confirmed=Confirmed.PROPOSAL, may=BOTH
    )


RULES: tuple[Rule, ...] = (
    # Ours
    _local(Kind.SEND, Length(24, U.HOURS), "Until the sending is recorded. The force sets the length"),
    replace(
        _local(
            Kind.NOTIFY, None, "No law sets a time for a notification. The force may set a standard of its own",
            since="When the grounds were formed: at the latest when it was passed to the unit",
        ),
        source=f"{MSA} s.52 and SI 2015/1743, which set no time", confirmed=Confirmed.VERIFIED,
    ),
    _local(Kind.COMPLETE, Length(24, U.HOURS), "What an urgent referral left out is added"),
    _local(Kind.COUNCIL, Length(24, U.HOURS), "The council is told of every child"),
    _local(Kind.GUARDIAN, Length(24, U.HOURS), "The guardian service is told of every child, where there is one"),
    _local(Kind.ADOPT, Length(4, U.HOURS), "A first responder takes on what came from somebody who is none"),
    _local(Kind.SUPERVISOR_REVIEW, None, "A supervisor looks at the case. The force sets whether, and how soon"),
    # Of the crime record
    _rule(
        Kind.CRIME_RECORD, Standing.STANDARD, Length(24, U.HOURS),
        since="The report to the police: at the latest when it was passed to the unit",
        rule="The crime is recorded within 24 hours of the report, barring exceptional circumstances. "
        "A late record needs a reason",
        source="Crime recording rules for frontline officers and staff, as a note of April 2025 gives them",
        confirmed=Confirmed.SECONDARY, nations=ENGLAND_AND_WALES,
    ),
    # Of the Home Office
    _rule(
        Kind.FIRST_DECISION, Standing.TARGET, Length(5, U.WORKING_DAYS),
        since="The day on which the competent authority received it",
        rule="The first decision comes within 5 working days where possible. It is an aim, not a promise",
        source=f"{TOOLKIT}; {PILOT}", confirmed=Confirmed.VERIFIED, may=frozenset({Change.PAUSE}),
    ),
    _rule(
        Kind.PANEL_DECISION, Standing.TARGET, Length(45, U.DAYS), since="The day on which the panel received it",
        rule="A local child panel decides within 45 days, often on both decisions at once. "
        "Only in pilot areas, for children with at least 100 days until they are 18",
        source=PILOT, confirmed=Confirmed.VERIFIED, nations=ENGLAND_AND_WALES, may=frozenset({Change.PAUSE}),
    ),
    _rule(
        Kind.RECOVERY, Standing.LAW, Length(45, U.DAYS), since=FIRST_YES, sense=Sense.AT_LEAST,
        rule="At least 45 days, as it was before December 2022", source=FROM_NOTES, confirmed=Confirmed.KNOWLEDGE,
        valid_to=RECOVERY_WAS_UNTIL, is_day_confirmed=False, first_day_counts=True, may=EXTEND,
    ),
    _rule(
        Kind.RECOVERY, Standing.LAW, Length(30, U.DAYS), since=FIRST_YES, sense=Sense.AT_LEAST,
        rule="30 days that begin with the day of the decision. They run on to the final decision if that comes later",
        source=NABA, confirmed=Confirmed.VERIFIED, valid_from=RECOVERY_CHANGED, is_day_confirmed=False,
        first_day_counts=True, may=EXTEND,
    ),
    _rule(
        Kind.FINAL_NOT_BEFORE, Standing.HOME_OFFICE, Length(45, U.DAYS), since=FIRST_YES, sense=Sense.NOT_BEFORE,
        rule="At least 45 days have passed, as it was before December 2022", source=FROM_NOTES,
        confirmed=Confirmed.KNOWLEDGE, valid_to=RECOVERY_WAS_UNTIL, is_day_confirmed=False,
    ),
    _rule(
        Kind.FINAL_NOT_BEFORE, Standing.HOME_OFFICE, Length(30, U.DAYS), since=FIRST_YES, sense=Sense.NOT_BEFORE,
        rule="At least 30 calendar days have passed before a final decision. There is no latest day",
        source=f"{PILOT}; a minister’s answer on final decisions", confirmed=Confirmed.VERIFIED,
        valid_from=RECOVERY_CHANGED, is_day_confirmed=False,
    ),
    _rule(
        Kind.ASK_AGAIN, Standing.HOME_OFFICE, Length(30, U.DAYS), since=A_NO,
        rule="The Home Office is asked to look again within 30 calendar days, later only in exceptional circumstances",
        source="Home Office annex on reconsideration requests, 8 May 2025", confirmed=Confirmed.VERIFIED, may=EXTEND,
    ),
    _rule(
        Kind.QUESTION, Standing.HOME_OFFICE, Length(7, U.DAYS), since="The day on which the question came",
        rule="The day stands in the letter. Where it names none: 7 days", is_from_letter=True,
        source="The letter. No general time was found", confirmed=Confirmed.PROPOSAL, may=EXTEND,
    ),
    _rule(
        Kind.REPRESENTATIONS, Standing.HOME_OFFICE, Length(10, U.WORKING_DAYS), since="The day of the notice",
        rule="The day stands in the notice. Where it names none: 10 working days", is_from_letter=True,
        source="The notice. The 10 working days were read nowhere", confirmed=Confirmed.KNOWLEDGE, may=EXTEND,
    ),
    _rule(
        Kind.LEAVE_ASK_AGAIN, Standing.HOME_OFFICE, Length(30, U.DAYS), since="The day of the decision on leave",
        rule="A decision on leave is asked about again within 30 days. It was 14 days once",
        source="Free Movement, note on reconsidering leave decisions", confirmed=Confirmed.SECONDARY, may=EXTEND,
    ),
    # Of the person
    _rule(
        Kind.TURNS_18, Standing.LAW, Length(18, U.YEARS), since="The date of birth", sense=Sense.EVENT,
        rule="From that day they need their own consent to stay in the NRM, if there is no final decision yet",
        source=TOOLKIT, confirmed=Confirmed.VERIFIED, valid_from=ALWAYS,
    ),
    _rule(
        Kind.SUPPORT_ENDS, Standing.SUPPORT, Length(9, U.WORKING_DAYS), since=A_NO, sense=Sense.EVENT,
        rule="Support ends about 9 working days after a decision that says no", source=FROM_NOTES,
        confirmed=Confirmed.KNOWLEDGE, may=EXTEND,
    ),
    _rule(
        Kind.MOVE_ON, Standing.SUPPORT, Length(45, U.DAYS), since="The day of the final decision that says yes",
        sense=Sense.AT_LEAST,
        rule="Support goes on for at least 45 days, longer only if an assessment of recovery needs says so. "
        "The person may leave sooner",
        source="Home Office, support in England and Wales after a positive final decision, 22 January 2026",
        confirmed=Confirmed.VERIFIED, nations=ENGLAND_AND_WALES, may=EXTEND,
    ),
    _rule(
        Kind.PLACE_OF_SAFETY, Standing.SUPPORT, Length(3, U.WORKING_DAYS), since="The day of the placement",
        rule="A place of safety before a referral was announced in 2020 for a trial. "
        "Whether it became usual is not known",
        source="Note of 2020 on the victim care contract, which announces it", confirmed=Confirmed.VERIFIED,
        nations=ENGLAND_AND_WALES, may=EXTEND,
    ),
    # Of orders of a court
    _rule(
        Kind.ORDER_NOTIFY, Standing.LAW, Length(3, U.DAYS), since=SERVED, first_day_counts=True,
        rule="Name and address are notified before the end of 3 days that begin with the day of service. "
        "Read for risk orders; section 19 is still to be confirmed",
        source=f"{MSA} s.19", confirmed=Confirmed.SECONDARY, nations=ENGLAND_AND_WALES,
    ),
    _rule(
        Kind.RISK_ORDER_NOTIFY, Standing.LAW, Length(3, U.DAYS), since=SERVED, first_day_counts=True,
        rule="Name and address are notified before the end of 3 days that begin with the day of service",
        source=f"{MSA} s.26(3) and (6)", confirmed=Confirmed.VERIFIED, nations=ENGLAND_AND_WALES,
    ),
    # Beside our cases
    _rule(
        Beside.HOME_OFFICE_DRAFT, Standing.SYSTEM, Length(28, U.DAYS), since="When the draft was begun there",
        sense=Sense.EVENT, rule="The Home Office deletes what was not sent, after a warning at 21 days",
        source="Code of the Home Office service, as of 2021", confirmed=Confirmed.VERIFIED,
    ),
    _rule(
        Beside.DATA_BREACH, Standing.LAW, Length(72, U.HOURS), since="When somebody became aware of it",
        rule="The Information Commissioner is told within 72 hours", source="Data Protection Act 2018 s.67",
        confirmed=Confirmed.VERIFIED, valid_from=date(2018, 5, 25),
    ),
    _rule(
        Beside.DATA_COMPLAINT, Standing.LAW, Length(30, U.DAYS), since="The day on which the complaint came",
        rule="A complaint about the use of data is acknowledged within 30 days",
        source="Data Protection Act 2018 s.164A(3), from SI 2026/82", confirmed=Confirmed.VERIFIED,
        valid_from=date(2026, 6, 19),
    ),
)  # fmt: skip
NOT_BY = frozenset(rule.kind for rule in RULES if not rule.is_by)
# Says something of somebody's leave to stay, so it is for the few who may know of that.
OF_LEAVE = frozenset({Kind.LEAVE_ASK_AGAIN})
SET_BY_FORCE = tuple(rule.kind for rule in RULES if rule.is_local and isinstance(rule.kind, Kind))


def rule_on(
    kind: Kind | Beside, day: date, nation: Nation | None = Nation.ENGLAND, own: Iterable[Own] = ()
) -> Rule | None:
    """The one that holds on a local day. `nation` None: of any.

    `own`: lengths that the force gave itself, in the order in which it did. Of those of one day the last one holds.
    """
    there = Nation.ENGLAND if nation == Nation.UNITED_KINGDOM else nation
    found = next((rule for rule in RULES if rule.kind == kind and rule.holds_on(day, there)), None)
    if found is None or not found.is_local:
        return found
    theirs = sorted((each for each in own if each.kind == kind and each.valid_from <= day), key=_since)
    return with_length(found, theirs[-1]) if theirs else found


def with_length(rule: Rule, own: Own) -> Rule:
    """What a force set is confirmed by having been set."""
    return replace(rule, length=own.length, valid_from=own.valid_from, confirmed=Confirmed.BY_FORCE)


def _since(own: Own) -> date:
    return own.valid_from


def is_by(kind: str) -> bool:
    """Whether somebody is to have done something by then. Others say what may not come before, or what happens."""
    return kind not in NOT_BY
