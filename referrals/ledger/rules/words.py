"""What happened, in plain words: one sentence for each event of the ledger. A name that nobody entered here is shown
as it is, so that no line is ever missing.
"""

from collections.abc import Sequence

from referrals.rules.reference import read_reference

# After what. Where an event has a further part ("queue.listed:mine"), what stands before the colon is looked up too.
WORDS = {
    # Cases, opened and listed
    "referral.opened": "Opened the case",
    "answers.opened": "Opened all answers of the referral",
    "timeline.opened": "Opened the timeline",
    "notes.opened": "Opened a note",
    "tasks.opened": "Opened the tasks",
    "flags.opened": "Opened the flags",
    "decisions.opened": "Opened the decisions",
    "people.opened": "Opened the people found together",
    "access.opened": "Opened who can see the case",
    "looked.opened": "Opened who looked at the case",
    "contact.shown": "Saw telephone numbers and addresses in the open",
    "copying.opened": "Opened the answers for copying across",
    "people.listed": "Was shown people found together",
    "queue.listed": "Was shown a list of cases",
    "queue.searched": "Searched the cases by words",
    "crime_records.listed": "Was shown how crimes were recorded",
    "referrals.listed": "Was shown their own referrals",
    "questions.listed": "Was shown questions that wait for them",
    "clock_rule.previewed": "Was shown which cases a rule about time would move",
    # Drafts and referrals
    "referral.started": "Began a referral",
    "referral.renamed": "Gave the referral a name",
    "section.saved": "Saved a section of the referral",
    "section.shared": "Shared a section with a case found together",
    "draft.discarded": "Discarded the draft",
    "draft.deleted": "Deleted an empty draft",
    "draft.expired": "An empty draft was deleted after its time",
    "draft.left_lying": "The draft lay untouched for a day",
    "draft.handed_over": "Handed the draft over",
    "draft.taken_over": "Took the draft over",
    "decision.recorded": "Recorded what the person decided",
    "referral.lodged": "Passed the referral on",
    "referral.completed": "Completed an urgent referral",
    "referral.withdrawn": "Recorded that the adult withdraws",
    "referral": "Added to the case",
    "age": "Recorded something about the person’s age",
    "safeguarding": "Recorded a safeguarding step",
    "concern.adopted": "Took a concern on as a first responder",
    "inbound.recorded": "Recorded a case that somebody else told of",
    # Given to others
    "referral.disclosed": "The case went to another agency",
    "referral.sent": "Recorded that it was sent to the Home Office",
    "sent_copy.opened": "Downloaded the copy of what was sent",
    "pack.made": "Downloaded the pack for the Home Office",
    "notification.made": "Downloaded the notification",
    "referrer_copy.made": "Downloaded the referrer’s copy",
    "timeline.printed": "Printed the timeline",
    "notification.written": "Wrote the text of the notification",
    "notification.checked": "Checked the notification as second person",
    "sending.reference_added": "Added the Home Office’s reference",
    # Sharing, and who is kept from it
    "share.made": "Shared parts of the case with another agency",
    "share.stopped": "Stopped a share",
    "share.accepted": "Accepted what was shared",
    "share.declined": "Declined what was shared",
    "share.replied": "Answered about what was shared",
    "correction.told": "Told those who were shown it of a correction",
    "correction.read": "Said that a correction was read",
    "share.opened": "Opened what was shared with them",
    "shared.held": "Looked through what their agency holds of others",
    "wish.sent": "Asked for more of a case, for longer, or to see one",
    "wish.answered": "Answered what another agency asked for",
    "retention.opened": "Opened how long the case is kept",
    "retention.listed": "Looked through the cases whose review is due",
    "retention.reviewed": "Reviewed how long the case is kept",
    "hold.placed": "Placed a legal hold",
    "hold.ended": "Ended a legal hold",
    "erasure.asked": "Asked to erase the case",
    "erasure.refused": "Refused to erase the case",
    "case.erased": "Erased the case",
    "handover.accepted": "Accepted a case that was handed over",
    "handover.returned": "Returned a case that was handed over",
    "handovers.listed": "Looked through the cases that were handed over",
    "shares.opened": "Opened what is shared of the case",
    "shared.listed": "Was shown what is shared with them",
    "sharing_answers.opened": "Opened what they said about sharing",
    "consent.recorded": "Recorded what they said about sharing with an agency",
    "disclosures.opened": "Opened what left the case",
    "disclosure.settled": "Said what was done about something that left the case",
    "agreement.recorded": "Recorded a sharing agreement",
    "agreement.ended": "Ended a sharing agreement",
    "bars.opened": "Opened who is kept from the case",
    "bar.set": "Kept somebody from the case",
    "bar.lifted": "Let somebody see the case again",
    # Emergencies
    "emergency.opened": "Opened the case in an emergency, for an hour",
    "emergency.refused": "Was refused to open a case in an emergency",
    "emergency.looked": "Read the case that was opened in an emergency",
    "emergency.reviewed": "Reviewed an opening in an emergency",
    "emergency.opening_read": "Read why a case was opened in an emergency",
    "emergencies.listed": "Was shown what was opened in emergencies",
    # Files
    "file.added": "Added a file",
    "file.described": "Described a file",
    "file.opened": "Downloaded a file",
    "file.superseded": "Replaced a file",
    "file.scanned": "A file was searched for viruses",
    "file.not_scanned": "A file could not be searched for viruses",
    "file.infected": "A file has a virus",
    # Work on a case
    "case.claimed": "Claimed the case",
    "case.taken": "Took the case",
    "case.assigned": "Gave the case to somebody",
    "case.handed_over": "Handed the case over",
    "note.added": "Added a note",
    "note.changed": "Changed a note",
    "task.added": "Added a task",
    "task.changed": "Changed a task",
    "task.done": "Finished a task",
    "flag.raised": "Raised a flag",
    "flag.removed": "Removed a flag",
    "risk.assessed": "Assessed the risk",
    "quality.checked": "Checked the quality of the referral",
    "question.asked": "Asked the referrer a question",
    "question.answered": "Answered a question",
    "considered": "Recorded what was considered",
    "track": "Recorded what runs beside the referral",
    "step": "Moved the case to another status",
    "step.put_right": "Put a step right",
    "letter.recorded": "Recorded a letter of the Home Office",
    "letter.second_read": "Read a letter as second reader",
    "approval.asked": "Asked a supervisor for approval",
    "approval.approved": "Approved",
    "approval.refused": "Refused an approval",
    "approval.taken_back": "Took a question for approval back",
    "approval": "Answered a question for approval",
    "filter.saved": "Saved a filter",
    "filter.renamed": "Changed a saved filter",
    "filter.deleted": "Deleted a saved filter",
    # Time limits
    "deadline.started": "A time limit began",
    "deadline.met": "A time limit was met",
    "deadline.moved": "A time limit moved",
    "deadline.reopened": "A time limit runs again",
    "deadline.climbed": "A time limit was reported to more people",
    "deadline": "A time limit changed",
    "clock_rule.set": "Changed a rule about time",
    # Who is told
    "notice.acknowledged": "Said that they have an urgent notice",
    "notice.climbed": "An urgent notice went to the next unit",
    "notice": "Dealt with a notice that did not get through",
    "message": "Dealt with a message that did not get through",
    "routing.added": "Added a row about who is told",
    "routing.changed": "Changed a row about who is told",
    "routing.ended": "Ended a row about who is told",
    "routing.moved": "Moved a row about who is told",
    "unit.changed": "Changed a unit",
    "preferences.changed": "Changed how they are told",
    "absence.recorded": "Recorded an absence",
    "absence.ended": "Ended an absence",
    "shift.added": "Put somebody on duty",
    "shift.removed": "Took somebody off duty",
    # People and sign-in
    "colleague.opened": "Opened a colleague",
    "colleague.invited": "Invited a colleague",
    "colleague.changed": "Changed a colleague’s roles or units",
    "colleague.home_recorded": "Recorded a colleague’s home postcode",
    "colleague.home_forgotten": "Deleted a colleague’s home postcode",
    "colleague.deactivated": "Deactivated a colleague",
    "colleague.reactivated": "Reactivated a colleague",
    "colleagues.listed": "Was shown a list of colleagues",
    "colleagues.searched": "Searched for a colleague",
    "invitation.accepted": "Accepted an invitation",
    "invitation.declined": "Declined an invitation",
    "invitation": "Answered an invitation",
    "acting_for.chosen": "Chose which agency to act for",
    "session.opened": "Signed in",
    "session.closed": "Signed out",
    "session.expired": "Was signed out after the time limit",
    "session.refused": "Was not let in",
    "single_sign_on.bound": "Tied single sign-on to an account",
    "link.asked": "Asked for a sign-in link",
    "link.sent": "A sign-in link was sent",
    "link.used": "Used a sign-in link",
    "password.changed": "Changed a password",
    "second_factor.added": "Added a second factor",
    "second_factor.removed": "Removed a second factor",
    "second_factor.refused": "Gave a wrong second factor",
    "second_factor.recovery_code_used": "Used a recovery code",
    "form.kept": "What they had typed was kept when they were signed out",
    "form.thrown_away": "Threw away what had been kept",
    "page.refused": "Was refused a page",
    # The ledger itself
    "ledger.read": "Read the ledger",
    "ledger.people_searched": "Searched for a person to filter the ledger by",
    "ledger.exported": "Exported rows of the ledger",
    "ledger.unusual_listed": "Was shown unusual access",
    "access.reviewed": "Reviewed unusual access",
}


def in_words(event: str) -> str:
    """The longest beginning of the name that has words; otherwise the name itself, without its dots."""
    name = event.partition(":")[0]
    while name:
        if name in WORDS:
            return WORDS[name]
        name = name.rpartition(".")[0]
    return event.replace(".", " ").replace("_", " ").capitalize()


def how_many(shown: Sequence[str]) -> str:
    """For example "12 cases". What is not all of one kind is named by its number alone."""
    kinds = {"people" if each.startswith(("user:", "membership:")) else _kind(each) for each in shown}
    kind = kinds.pop() if len(kinds) == 1 else OTHER
    one, many = NAMED[kind]
    return f"1 {one}" if len(shown) == 1 else f"{len(shown)} {many}"


OTHER = "other"
NAMED = {"people": ("person", "people"), "cases": ("case", "cases"), OTHER: ("detail", "details")}


def _kind(shown: str) -> str:
    return "cases" if read_reference(shown) else OTHER
