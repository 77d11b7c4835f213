from audit.models.entry import Entry
from audit.models.record_key import RecordKey
from audit.models.seal import Anchored, Seal

__all__ = ["Anchored", "Entry", "RecordKey", "Seal"]
