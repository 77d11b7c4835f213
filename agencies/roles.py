"""What each role is for, in the sentence that the screens show."""

from agencies.enums import Role

SENTENCES: dict[Role, str] = {
    Role.FIRST_RESPONDER: "Starts and sends referrals, and sees what became of them.",
    Role.SPOC: "Checks the quality of referrals and advises officers.",
    Role.CASE_MANAGER: "Takes cases from the queue, and works them until they close.",
    Role.SUPERVISOR: "Gives cases out, and approves closing them.",
    Role.CRIME_REGISTRAR: "Reads cases to check that crimes were recorded, and marks what was found.",
    Role.REGIONAL: "Reads the cases that forces of the region have shared.",
    Role.NCA_LIAISON: "Reads the cases that were shared with the National Crime Agency.",
    Role.PARTNER_RESPONDER: "Sends referrals for a partner that is a first responder, and sees its own.",
    Role.PARTNER: "Raises a concern, which a first responder then takes on.",
    Role.PANEL_MEMBER: "Reads the case papers for a meeting.",
    Role.AUDITOR: "Reads the ledger of who did what. Sees no case.",
    Role.POLICING_BODY: "Sees counts with small numbers hidden. Sees no case.",
    Role.ADMINISTRATOR: "Invites people of the agency and sets their roles. Sees no case.",
}
