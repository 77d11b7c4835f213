"""How long casework takes among many cases, beside an empty page in the same run, and how it grows with them."""

import argparse
import json
import logging
import os
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import requests

from tests.bench import RESULT, fetch, plain, yardstick
from tests.bench_intake import TOKEN, ok
from tests.bench_notifications import environment
from tests.running.installations import Installation

# How the slowest query of each page was answered, among the most cases.
PLANS = RESULT.with_name("plans.txt")
FEW, MANY, MOST = 10_000, 100_000, 1_000_000
# Twenty looks, so that what a connection asks is planned once, as on a site that has run for an hour.
ROUNDS, WARM_UP, TAKERS, EACH = 40, 20, 8, 5
# With indexes and room to sort. A case by itself takes about 12 kB.
BYTES_OF_A_CASE = 30_000
MANAGER, EMPTY = "manager@westmercia.example", "an empty page, signed in"
SORTS = ("pressing", "due", "newest", "oldest", "changed")
# Every second account of work holds the common one; the rare one is a street that few cases name.
COMMON, RARE = "paid", "Quarrybury"
DEEP = 100
NEXT = re.compile(r'rel="next" href="([^"]+)"')
ROW = "{:48}{:>10}{:>10}{:>9}{:>8}{:>8}"


@dataclass
class Figure:
    took: list[float] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def queries(self) -> int | None:
        return len(self.asked) or None

    @property
    def slowest(self) -> str:
        """Of those that only read."""
        reading = [each for each in self.asked if each["sql"].startswith(("SELECT", "(SELECT", "WITH"))]
        return max(reading, key=lambda each: float(each["time"]), default={"sql": ""})["sql"]

    def shown(self, least: float) -> dict[str, Any]:
        median = statistics.median(self.took)
        p95 = statistics.quantiles(self.took, n=20)[-1] if len(self.took) > 1 else median
        known = {"median_ms": round(median, 2), "p95_ms": round(p95, 2), "queries": self.queries}
        return {**known, "ratio": round(median / least, 2)}


Figures = dict[str, Figure]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=MANY, help=f"of cases; {MOST} for headroom")
    parser.add_argument("--few", type=int, default=FEW, help="what growth is measured from")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="msreferrals-bench-") as folder:
        Path(folder).chmod(0o755)
        if shutil.disk_usage(folder).free < asked.count * BYTES_OF_A_CASE:
            sys.exit(f"{asked.count:,} cases need about {asked.count * BYTES_OF_A_CASE / 1e9:.0f} GB here.")
        installation = Installation(Path(folder) / "data")
        installation.start()
        try:
            found = measure(installation, asked.few, asked.count)
        finally:
            installation.stop(signal.SIGTERM)
    known = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({**known, "casework": found}, indent=2) + "\n")
    sys.stdout.write("\n".join([*lines_of(found), ""]))


def lines_of(found: dict[str, Any]) -> Iterator[str]:
    yield ROW.format("", "median ms", "p95 ms", "queries", "ratio", "growth")
    for name, each in found["figures"].items():
        shown = (each["median_ms"], each["p95_ms"], each["queries"] or "", each["ratio"], each["growth"] or "")
        yield ROW.format(name, *shown)
    yield from (f"{name}: {value}" for name, value in found.items() if name != "figures")


def measure(installation: Installation, few: int, count: int) -> dict[str, Any]:
    """First among few, then among all of them: the second over the first is how it grows."""
    os.environ |= environment(installation)
    django.setup()
    bench = Bench(installation)
    speeds = [bench.fill(few, seed=1)]
    before = bench.figures()
    speeds.append(bench.fill(count - few, seed=2))
    after = bench.figures()
    PLANS.parent.mkdir(exist_ok=True)
    PLANS.write_text("\n\n".join(f"# {name}\n{_plan(each.slowest)}" for name, each in after.items() if each.slowest))
    least = statistics.median(after[EMPTY].took)
    least_before = statistics.median(before[EMPTY].took)
    with yardstick() as bare:
        bare_view = statistics.median(timed(lambda: fetch(plain, bare)))
    with yardstick("tests.yardstick_signed_in") as bare:
        signed_in = statistics.median(timed(lambda: fetch(bench.session, bare)))
    figures: dict[str, Any] = {}
    for name, figure in after.items():
        then = before.get(name)
        shown = figure.shown(least)
        # Both beside the empty page of their time: other work on the machine counts for neither.
        grew = shown["ratio"] / then.shown(least_before)["ratio"] if then else 0
        figures[name] = {**shown, "growth": round(grew, 2)}
    return {
        "figures": figures,
        "cases": count,
        "cases made in a second": round(speeds[-1]),
        "a bare Django view, ms": round(bare_view, 2),
        "the empty page beside it": round(least / bare_view, 2),
        "a bare Django view for somebody signed in, ms": round(signed_in, 2),
        "the empty page beside that": round(least / signed_in, 2),
        "not there yet": bench.missing,
    }


def _plan(sql: str) -> str:
    from django.db import connection  # noqa: PLC0415 - only once Django was set up

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def timed(ask: Callable[[], object], rounds: int = ROUNDS, warm_up: int = WARM_UP) -> list[float]:
    for _ in range(warm_up):
        ask()
    return [_ms(ask) for _ in range(rounds)]


def _ms(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


class Bench:
    def __init__(self, installation: Installation) -> None:
        self.installation, self.site = installation, f"http://127.0.0.1:{installation.port}"
        self.missing: list[str] = []
        self.session = requests.Session()
        self.typed = {"login": MANAGER, "password": re.findall(r"Password of all: (\S+)", self._said())[0]}
        self._post(self.session, "/account/sign-in/", self.typed)
        self.inside = self._inside()

    def _said(self) -> str:
        return self.installation.said.read_text()

    def _post(self, session: requests.Session, path: str, sent: dict[str, str], on: str = "") -> requests.Response:
        page = session.get(f"{self.site}{on or path}", timeout=30).text
        typed = {**sent, "csrfmiddlewaretoken": TOKEN.findall(page)[0]}
        return session.post(f"{self.site}{path}", typed, timeout=30, allow_redirects=False)

    def _inside(self) -> Any:
        """The same pages in this process, where queries can be counted."""
        from django.test import Client  # noqa: PLC0415 - only once Django was set up

        logging.disable()
        client = Client(HTTP_HOST="127.0.0.1")
        client.post("/account/sign-in/", self.typed)
        return client

    def fill(self, count: int, *, seed: int) -> float:
        """How many a second."""
        began = time.perf_counter()
        self.installation.manage("generate_referrals", "--count", str(count), "--seed", str(seed), is_owner=True)
        speed = count / (time.perf_counter() - began)
        # Where cases came over years this was done long ago. Left to itself, the server does it while we measure.
        self.installation.as_owner("VACUUM (ANALYZE)")
        return speed

    def figures(self) -> Figures:
        found: Figures = {EMPTY: self._page("/help/")}
        for name, path in self._pages():
            found[name] = self._page(path)
            # Again beside each: what else the machine does meanwhile slows both.
            found[EMPTY].took += self._page("/help/").took
        if queue := self._address("queue"):
            for name, word in (("a rare word", RARE), ("a common word", COMMON)):
                found[f"search, {name}"] = self._search(queue, word)
        found["taking a step"] = self._steps()
        if take := self._address("take-next"):
            found[f"the next case, {TAKERS} takers at once"] = self._take(take)
        return found

    def _pages(self) -> Iterator[tuple[str, str]]:
        yield "the home page", "/"
        if case := self._a_case():
            yield "a case", self._address("referral", reference=case[0]) or ""
        if not (queue := self._address("queue")):
            return
        yield "the queue", queue
        yield "the queue, everything", f"{queue}?tab=all"
        yield "the queue by status and unit", f"{queue}?tab=all&status=RG_POSITIVE&unit={case[1] if case else 0}"
        for sort in SORTS:
            yield f"the queue, sorted: {sort}", f"{queue}?tab=all&sort={sort}"
        yield "the queue, deep down", self._deep(queue)

    def _address(self, name: str, **kwargs: str) -> str | None:
        from django.urls import NoReverseMatch, reverse  # noqa: PLC0415

        try:
            return reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            self.missing = [*{*self.missing, name}]
            return None

    @staticmethod
    def _a_case() -> tuple[str, int] | None:
        from referrals.models import QueueRow  # noqa: PLC0415

        rows = QueueRow.objects.filter(status="RG_POSITIVE").order_by("pk")
        return rows.values_list("referral__reference", "unit_id").first()

    def _deep(self, queue: str) -> str:
        """As far as somebody goes who reads a hundred pages. Each is reached from the one before it."""
        path = f"{queue}?tab=all&size=100"
        for _ in range(DEEP):
            found = NEXT.findall(self.session.get(f"{self.site}{path}", timeout=30).text)
            if not found:
                break
            path = f"{queue}{found[0].replace('&amp;', '&')}"
        return path

    def _page(self, path: str) -> Figure:
        took = timed(lambda: ok(self.session.get(f"{self.site}{path}", timeout=60)))
        return Figure(took, self._queries(lambda: self.inside.get(path)))

    @staticmethod
    def _queries(ask: Callable[[], object]) -> list[dict[str, str]]:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        ask()
        with CaptureQueriesContext(connection) as queries:
            ask()
        return list(queries.captured_queries)

    def _search(self, queue: str, word: str) -> Figure:
        token = TOKEN.findall(self.session.get(f"{self.site}{queue}", timeout=30).text)[0]
        sent = {"text": word, "tab": "all", "csrfmiddlewaretoken": token}
        took = timed(lambda: ok(self.session.post(f"{self.site}{queue}", sent, timeout=60)))
        return Figure(took, self._queries(lambda: self.inside.post(queue, sent)))

    def _steps(self) -> Figure:
        """Danger comes up in one case after another: locked, moved, its row written, on the ledger, and committed."""
        from django.utils import timezone  # noqa: PLC0415

        from agencies.models import Membership  # noqa: PLC0415
        from referrals.enums import Status, Step  # noqa: PLC0415
        from referrals.models import Referral  # noqa: PLC0415

        by = Membership.objects.select_related("agency").get(user__email=MANAGER).as_actor(frozenset())
        waiting = Referral.objects.filter(status=Status.RG_POSITIVE).order_by("pk").values_list("pk", flat=True)
        left = iter(list(waiting[: ROUNDS + WARM_UP + 2]))

        def step() -> None:
            _take_step(next(left), Step.SUSPEND, by, timezone.now())

        asked = self._queries(step)
        return Figure(timed(step), asked)

    def _take(self, path: str) -> Figure:
        """Each taker takes one after another; none may get what another got."""
        sessions = [requests.Session() for _ in range(TAKERS)]
        for session in sessions:
            self._post(session, "/account/sign-in/", self.typed)
        with ThreadPoolExecutor(TAKERS) as takers:
            took = takers.map(lambda session: self._take_several(session, path), sessions)
            return Figure([each for of_one in took for each in of_one])

    def _take_several(self, session: requests.Session, path: str) -> list[float]:
        queue = self._address("queue") or "/"
        token = TOKEN.findall(session.get(f"{self.site}{queue}", timeout=60).text)[0]

        def take() -> None:
            sent = {"csrfmiddlewaretoken": token}
            answer = session.post(f"{self.site}{path}", sent, timeout=60, allow_redirects=False)
            assert answer.status_code == 302, answer.status_code

        return timed(take, EACH, 1)


def _take_step(pk: int, step: Any, by: Any, at: Any) -> None:
    from django.db import transaction  # noqa: PLC0415

    from referrals import stepping  # noqa: PLC0415
    from referrals.models import Referral  # noqa: PLC0415

    with transaction.atomic():
        stepping.take(Referral.objects.locked(pk), step, by=by, at=at, reason="Nobody has reached them since")


if __name__ == "__main__":
    main()
