"""Finding cases by words. A common word has so many matches that only the newest of them are put in an order."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.backends.utils import CursorWrapper

from agencies.folding import folded
from referrals.queue.matching import Rows
from referrals.rules.reference import read_reference

MOST_RANKED = 1_000
# First which rows match, then which of those are the newest, then which fit best. Where the planner may choose, it
# walks all cases from the newest on until it has found enough, which for a rare word means to the end.
RANKED = """
WITH found AS {first} ({matching}),
newest AS MATERIALIZED (
  SELECT referral_id, received_at FROM found ORDER BY received_at DESC, referral_id DESC LIMIT {most}
)
SELECT row.referral_id
FROM newest JOIN referrals_queuerow row USING (referral_id)
ORDER BY ts_rank(row.words, websearch_to_tsquery('simple', %s)) DESC, newest.received_at DESC, row.referral_id DESC
"""


@dataclass(frozen=True)
class Found:
    """Keys of cases, those that fit best first. `is_capped`: there are more, older ones."""

    pks: list[int]
    is_capped: bool = False

    def page(self, after: str, size: int) -> tuple[list[int], str]:
        """And where it ends, if more follow. A key that is not among them starts from the beginning."""
        begin = self.pks.index(int(after)) + 1 if after.isdecimal() and int(after) in self.pks else 0
        shown = self.pks[begin : begin + size]
        has_more = begin + size < len(self.pks)
        return shown, str(shown[-1]) if has_more else ""


def find(rows: Rows, text: str) -> Found:
    """A whole reference leads to its case; of anything else every word must be there."""
    if reference := read_reference(text):
        return Found(list(rows.filter(referral__reference=reference).values_list("pk", flat=True)))
    words = _readable(text)
    if not words:
        return Found([])
    query = SearchQuery(words, config="simple", search_type="websearch")
    matching = rows.filter(words=query).order_by().values("referral_id", "received_at")
    sql, params = matching.query.sql_with_params()
    with connection.cursor() as cursor:
        first = "NOT MATERIALIZED" if _are_soon_met(cursor, rows.filter(words=query), rows) else "MATERIALIZED"
        ranked = RANKED.format(first=first, matching=sql, most=MOST_RANKED + 1)
        cursor.execute(ranked, [*params, words])
        pks = [pk for (pk,) in cursor.fetchall()]
    return Found(pks[:MOST_RANKED], is_capped=len(pks) > MOST_RANKED)


def _are_soon_met(cursor: CursorWrapper, matching: Rows, among: Rows) -> bool:
    """Whether enough are met on the way from the newest case on before as many were passed as match at all.

    As the database expects it, which is asked about both at once.
    """
    asked = [each.order_by().values("pk").query.sql_with_params() for each in (matching, among)]
    arrays = ", ".join(f"ARRAY({sql})" for sql, _ in asked)
    cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT {arrays}", [one for _, given in asked for one in given])
    matches, everything = (each["Plan Rows"] for each in cursor.fetchone()[0][0]["Plan"]["Plans"])
    return bool(matches**2 > MOST_RANKED * everything)


def _readable(text: str) -> str:
    """As the rows hold it. Quotation marks keep their meaning: words that stand together."""
    quoted = [folded(part) for part in text.split('"')]
    return "".join(f' "{part}" ' if number % 2 else f" {part} " for number, part in enumerate(quoted) if part).strip()
