from referrals.models.account import Account, Situation
from referrals.models.deadline import Deadline
from referrals.models.encounter import Encounter
from referrals.models.evidence_file import EvidenceFile
from referrals.models.notification_text import NotificationText
from referrals.models.observation import Observation, SignsNoticed
from referrals.models.place import Place
from referrals.models.police_matters import PoliceMatters
from referrals.models.referral import Referral
from referrals.models.referrer import Referrer
from referrals.models.safeguarding import Safeguarding, SafeguardingStep
from referrals.models.safety import Safety
from referrals.models.section_state import SectionState
from referrals.models.sending import Sending
from referrals.models.supplement import Supplement
from referrals.models.suspect import Suspect
from referrals.models.words import Interview, OfficerView, OwnWords

__all__ = [
    "Account",
    "Deadline",
    "Encounter",
    "EvidenceFile",
    "Interview",
    "NotificationText",
    "Observation",
    "OfficerView",
    "OwnWords",
    "Place",
    "PoliceMatters",
    "Referral",
    "Referrer",
    "Safeguarding",
    "SafeguardingStep",
    "Safety",
    "SectionState",
    "Sending",
    "SignsNoticed",
    "Situation",
    "Supplement",
    "Suspect",
]
