"""A statement that was built once finds what the queryset finds, for whoever and whenever it is asked."""

import threading
from datetime import UTC, datetime, timedelta

import pghistory
import pytest
from django.db import connection
from django.db.models import F, Prefetch, Q, Value
from django.test.utils import CaptureQueriesContext

from agencies.actors import Actor
from agencies.enums import Role
from agencies.models import Membership, Unit, User
from agencies.statements import A_KEY, A_MOMENT, A_NAME, A_PERSON, ANOTHER_KEY, Statement, anybody
from audit.models import Entry
from referrals.models import Referral
from tests.factories import MembershipFactory, UnitFactory, UserFactory, referral_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_whatever_stands_in_a_blank_is_found_with_its_relations_and_what_was_annotated() -> None:
    first, second = MembershipFactory(), MembershipFactory()
    rows = Membership.objects.select_related("user", "agency").annotate(three=Value(3))
    asked = Statement(rows.filter(Q(user=A_KEY) | Q(user=ANOTHER_KEY)).order_by("pk"))

    for wanted in ([first], [first, second], [second]):
        keys = [each.user_id for each in wanted]
        with CaptureQueriesContext(connection) as queries:
            found = asked.rows({A_KEY: keys[0], ANOTHER_KEY: keys[-1]})
            told = [(each, each.user.email, each.agency.name, each.three) for each in found]
        assert told == [(each, each.user.email, each.agency.name, 3) for each in wanted]
        assert len(queries) == 1


def test_a_blank_that_nothing_fills_finds_nothing() -> None:
    MembershipFactory()

    assert Statement(Membership.objects.filter(user=A_KEY)).rows({}) == []
    assert Statement(User.objects.filter(email=A_NAME)).rows({}) == []


def test_an_answer_is_of_its_question_alone() -> None:
    one, other = UserFactory(), UserFactory()
    asked = Statement(User.objects.filter(email=A_NAME))

    found = [asked.rows({A_NAME: each.email}) for each in (one, other, one)]

    assert found == [[one], [other], [one]]


@pytest.mark.parametrize("after", [-1, 0, 1])
def test_moments_move_with_the_moment_and_others_stay(after: int) -> None:
    at = NOW + timedelta(days=after)
    for days in range(-3, 5):
        Entry.objects.create(at=NOW + timedelta(days=days), operation="consultation", event="x", outcome="allowed")

    def rows(moment: datetime) -> list[int]:
        since = Q(at__gt=moment - timedelta(days=2), at__lte=moment + timedelta(hours=3))
        return Entry.objects.filter(since, at__gt=NOW - timedelta(days=1)).order_by("pk").values_list("pk", flat=True)

    assert Statement(rows(A_MOMENT)).rows({}, at) == list(rows(at))


def test_what_can_hold_nothing_is_not_asked_at_all() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert Statement(User.objects.filter(pk__in=[])).rows({}) == []
    assert not queries


def test_unions_values_and_what_is_prefetched() -> None:
    made = MembershipFactory()
    made.units.set([UnitFactory(agency=made.agency), UnitFactory(agency=made.agency)])
    of_one = User.objects.filter(pk=A_KEY).annotate(what=Value("a")).values_list("what", "pk")
    of_two = User.objects.filter(pk=ANOTHER_KEY).annotate(what=Value("b")).values_list("what", "pk")
    other = UserFactory()

    union = Statement(of_one.union(of_two, all=True).order_by("what"))
    prefetched = Statement(
        Membership.objects.filter(pk=A_KEY).prefetch_related(Prefetch("units", Unit.objects.order_by("pk")))
    )

    assert union.rows({A_KEY: made.user_id, ANOTHER_KEY: other.pk}) == [("a", made.user_id), ("b", other.pk)]
    [found] = prefetched.rows({A_KEY: made.pk})
    with CaptureQueriesContext(connection) as queries:
        assert len(found.units.all()) == 2
    assert not queries


@pytest.mark.django_db(transaction=True)
def test_many_threads_ask_it_at_once_each_on_its_own_connection() -> None:
    people = [UserFactory() for _ in range(8)]
    asked = Statement(User.objects.filter(pk=A_KEY).annotate(again=F("pk")))
    found: dict[int, list[tuple[int, int]]] = {}

    def ask(key: int) -> None:
        try:
            found[key] = [(each.pk, each.again) for _ in range(20) for each in asked.rows({A_KEY: key})]
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[each.pk]) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {each.pk: [(each.pk, each.pk)] * 20 for each in people}


def test_colleagues_share_one_statement_and_find_each_their_own() -> None:
    one, other = UserFactory(), UserFactory()
    actors = [Actor(user_id=each.pk, agency_id=3, roles=frozenset({Role.SPOC})) for each in (one, other)]
    assert len({anybody(actor) for actor in actors}) == 1
    asked = Statement(User.objects.filter(Q(pk__in=[A_PERSON]) | Q(pk=anybody(actors[0]).user_id)))

    assert [asked.rows({A_PERSON: actor.user_id}) for actor in actors] == [[one], [other]]


def test_a_blank_inside_a_list_is_filled_too() -> None:
    barred = Statement(Referral.objects.filter(barred_people__contains=[A_PERSON]))
    case = referral_of(MembershipFactory(), barred_people=[7, 8])

    assert barred.rows({A_PERSON: 8}) == [case]
    assert barred.rows({A_PERSON: 9}) == []


# How it reaches the server


def prepared() -> list[tuple[str, int]]:
    """What this connection keeps prepared, and how often a plan was kept for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        return list(cursor.fetchall())


def test_only_the_blanks_are_bound_and_what_is_asked_often_stays_prepared() -> None:
    people = [UserFactory(full_name="100% %s") for _ in range(3)]
    asked = Statement(User.objects.filter(pk=A_KEY, full_name="100% %s").values_list("pk", flat=True))
    before = len(prepared())

    for _ in range(5):
        assert [asked.rows({A_KEY: person.pk}) for person in people] == [[person.pk] for person in people]

    [(text, _)] = prepared()[before:]
    assert "$1" in text
    assert "$2" not in text
    assert "'100% %s'" in text


def test_a_great_number_and_a_small_one_are_one_question_to_the_server() -> None:
    asked = Statement(User.objects.filter(pk=A_KEY))
    before = len(prepared())

    for key in (1, 40_000, 2**40) * 6:
        assert asked.rows({A_KEY: key}) == []

    assert len(prepared()) == before + 1


def test_the_order_of_a_union_is_kept() -> None:
    people = [UserFactory(email=f"{letter}@order.example") for letter in "cabd"]
    sorts = [User.objects.filter(pk=key).values_list("email", "pk") for key in (A_KEY, ANOTHER_KEY, A_PERSON)]
    asked = Statement(sorts[0].union(*sorts[1:], all=True).order_by("-email")[:2])

    found = asked.rows({A_KEY: people[0].pk, ANOTHER_KEY: people[1].pk, A_PERSON: people[3].pk})

    assert found == [("d@order.example", people[3].pk), ("c@order.example", people[0].pk)]


def test_where_queries_are_listed_they_can_be_asked_again() -> None:
    person = UserFactory()
    with CaptureQueriesContext(connection) as queries:
        Statement(User.objects.filter(pk=A_KEY).values_list("pk")).rows({A_KEY: person.pk})
    with connection.cursor() as cursor:
        cursor.execute(queries.captured_queries[0]["sql"])
        assert cursor.fetchall() == [(person.pk,)]


def test_whoever_asks_from_within_a_change_that_has_an_author_gets_an_answer() -> None:
    person, other = UserFactory(), UserFactory()
    union = User.objects.filter(pk=A_KEY).values_list("pk").union(User.objects.filter(pk=ANOTHER_KEY).values_list("pk"))
    asked = Statement(union.order_by("pk"))

    with pghistory.context(why="x"):
        assert asked.rows({A_KEY: person.pk, ANOTHER_KEY: other.pk}) == [(person.pk,), (other.pk,)]
