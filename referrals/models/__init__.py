from referrals.models.access_review import AccessReview
from referrals.models.account import Account, Situation
from referrals.models.approval import Approval
from referrals.models.bar import Bar
from referrals.models.clock_length import ClockLength
from referrals.models.consideration import Considered
from referrals.models.correction_told import CorrectionTold
from referrals.models.deadline import Deadline
from referrals.models.deadline_change import DeadlineChange
from referrals.models.decision import Decision
from referrals.models.emergency_opening import EmergencyOpening
from referrals.models.encounter import Encounter
from referrals.models.erasure import Erasure
from referrals.models.evidence_file import EvidenceFile
from referrals.models.flag import Flag
from referrals.models.handover import Handover
from referrals.models.inbound_notice import InboundNotice
from referrals.models.legal_hold import LegalHold
from referrals.models.note import Note
from referrals.models.notification_text import NotificationText
from referrals.models.observation import Observation, SignsNoticed
from referrals.models.place import Place
from referrals.models.police_matters import PoliceMatters
from referrals.models.quality_check import QualityCheck, Question
from referrals.models.queue_row import QueueRow
from referrals.models.referral import Referral
from referrals.models.referrer import Referrer
from referrals.models.retention_review import RetentionReview
from referrals.models.risk_assessment import RiskAssessment
from referrals.models.safeguarding import Safeguarding, SafeguardingStep
from referrals.models.safety import Safety
from referrals.models.saved_filter import SavedFilter
from referrals.models.section_state import SectionState
from referrals.models.sending import Sending
from referrals.models.sent_copy import SentCopy
from referrals.models.settlement import Settlement
from referrals.models.share import Agreement, Share, ShareReply
from referrals.models.share_wish import ShareWish
from referrals.models.step_taken import StepTaken
from referrals.models.supplement import Supplement
from referrals.models.suspect import Suspect
from referrals.models.task import Task
from referrals.models.track_entry import TrackEntry
from referrals.models.words import Interview, OfficerView, OwnWords

__all__ = [
    "AccessReview",
    "Account",
    "Agreement",
    "Approval",
    "Bar",
    "ClockLength",
    "Considered",
    "CorrectionTold",
    "Deadline",
    "DeadlineChange",
    "Decision",
    "EmergencyOpening",
    "Encounter",
    "Erasure",
    "EvidenceFile",
    "Flag",
    "Handover",
    "InboundNotice",
    "Interview",
    "LegalHold",
    "Note",
    "NotificationText",
    "Observation",
    "OfficerView",
    "OwnWords",
    "Place",
    "PoliceMatters",
    "QualityCheck",
    "Question",
    "QueueRow",
    "Referral",
    "Referrer",
    "RetentionReview",
    "RiskAssessment",
    "Safeguarding",
    "SafeguardingStep",
    "Safety",
    "SavedFilter",
    "SectionState",
    "Sending",
    "SentCopy",
    "Settlement",
    "Share",
    "ShareReply",
    "ShareWish",
    "SignsNoticed",
    "Situation",
    "StepTaken",
    "Supplement",
    "Suspect",
    "Task",
    "TrackEntry",
]
