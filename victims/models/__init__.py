from victims.models.age_entry import AgeEntry
from victims.models.consent import BestInterestsRecord, ConsentRecord
from victims.models.contact import DecisionRecipient, SafeContact
from victims.models.identifier import Identifier
from victims.models.need import Need, SupportWish, WelfareCheck
from victims.models.person import Person

__all__ = [
    "AgeEntry",
    "BestInterestsRecord",
    "ConsentRecord",
    "DecisionRecipient",
    "Identifier",
    "Need",
    "Person",
    "SafeContact",
    "SupportWish",
    "WelfareCheck",
]
