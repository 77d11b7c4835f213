from agencies.models.agency import Agency
from agencies.models.area import Area
from agencies.models.home import HomePostcode
from agencies.models.kept_form import KeptForm
from agencies.models.listed import ListedValue
from agencies.models.membership import Membership, UnitMembership
from agencies.models.sign_in_link import SignInLink
from agencies.models.unit import DutyHours, Unit
from agencies.models.user import User

__all__ = [
    "Agency",
    "Area",
    "DutyHours",
    "HomePostcode",
    "KeptForm",
    "ListedValue",
    "Membership",
    "SignInLink",
    "Unit",
    "UnitMembership",
    "User",
]
