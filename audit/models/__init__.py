from audit.models.entry import Entry
from audit.models.record_key import RecordKey

__all__ = ["Entry", "RecordKey"]
