"""What to look at twice, and what is kept and not sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier, dossier_of
from referrals.enums import FileState, Route
from referrals.home_office.answers import read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.readiness import SecondLook, kept_back, second_looks
from referrals.home_office.rules import Answer
from tests.home_office.factories import TODAY, add_file, complete_case, give_decision
from tests.home_office.reading import changed, empty_dossier, full_dossier, with_row
from victims.enums import Answer as OurAnswer
from victims.enums import ConsentDecision, ConsentPurpose

pytestmark = pytest.mark.django_db


def looks(dossier: Dossier) -> list[str]:
    return [look.sentence for look in second_looks(dossier, TODAY)]


@pytest.mark.parametrize("route", [Route.CHILD, Route.ADULT, Route.NOTIFY_ANONYMOUS])
def test_a_complete_case_needs_no_second_look(route: Route) -> None:
    assert second_looks(full_dossier(route), TODAY) == []


def test_somebody_born_in_1980_and_called_a_child_is_looked_at_twice() -> None:
    case = with_row(full_dossier(Route.CHILD), "person", born_on=PartialDate(1980, 3, 9))

    assert second_looks(case, TODAY) == [
        SecondLook(
            "The date of birth makes them 18 or over, but you chose under 18. "
            "Until one is put right they count as a child.",
            "person",
            "id_person-born_on",
        )
    ]


def test_an_adult_whose_date_of_birth_leaves_room_for_a_child_is_looked_at_twice() -> None:
    case = with_row(replace(full_dossier(), age_track=[]), "person", born_on=PartialDate(2008))

    assert case.routing(TODAY).route == Route.CHILD
    assert looks(case)[0].startswith("The date of birth leaves room for under 18")


def test_answers_that_contradict_each_other_are_looked_at_twice() -> None:
    full = full_dossier()
    table = [
        ("signs_noticed", {"none_seen": True}, "signs", "id_signs_noticed-none_seen"),
        ("account", {"several_situations": OurAnswer.NO}, "exploitation", "id_account-several_situations"),
        ("safeguarding", {"others_involved": OurAnswer.NO}, "safeguarding", "id_safeguarding-others_involved"),
    ]

    for row, facts, section, anchor in table:
        (look,) = second_looks(with_row(full, row, **facts), TODAY)
        assert (look.section, look.anchor) == (section, anchor)


def test_traps_are_looked_at_twice() -> None:
    full = full_dossier()
    table = [
        ("safety", {"last_contact_note": "He rang.then left"}, "something like word.word"),
        ("police_matters", {"existing_help": "See force.example"}, "something like word.word"),
        ("account", {"how_it_began": "By [name] in 2020"}, "changes < > [ ] | ~ without a word"),
    ]

    for row, facts, words in table:
        (look,) = looks(with_row(full, row, **facts))
        assert words in look
    films = changed(full.contacts["call"], value="07700 900123")
    (look,) = looks(replace(full, contacts={**full.contacts, "call": films}))
    assert "kept for films and tests" in look


def test_more_than_99_files_are_looked_at_twice() -> None:
    full = full_dossier()
    file = full.files[0]

    assert looks(replace(full, files=[file] * 99)) == []
    assert looks(replace(full, files=[file] * 100)) == [
        "Choose which files go: there are 100, and the form really takes 99."
    ]


def test_a_file_that_is_still_being_checked_is_looked_at_twice() -> None:
    referral = complete_case()
    add_file(referral, "waiting.pdf", state=FileState.WAITING)

    assert looks(dossier_of(referral)) == [
        "Some files are still being checked for viruses. They cannot go with the referral yet."
    ]


def test_a_notification_takes_no_files_so_none_is_looked_at() -> None:
    full = full_dossier(Route.NOTIFY_ANONYMOUS)

    assert looks(replace(full, files=[full.files[0]] * 100)) == []


def test_names_of_suspects_on_a_notification_are_looked_at_twice() -> None:
    assert [look.anchor for look in second_looks(full_dossier(Route.NOTIFY_NAMED), TODAY)] == ["suspects"]


# Kept, and not sent


def test_a_box_that_answers_two_of_their_questions_is_not_kept_back_when_one_is_asked() -> None:
    reported = with_row(full_dossier(), "account", reported_before=OurAnswer.YES)
    labels = {kept.label for kept in kept_back(reported, TODAY)}

    assert "The earlier report, if there was one, and its references" not in labels
    assert "Why it was not reported earlier, in your judgement" in labels


def test_on_an_empty_case_nothing_is_kept_back() -> None:
    assert kept_back(empty_dossier(), TODAY) == []


def test_a_changed_mind_is_the_only_decision_that_counts() -> None:
    referral = complete_case()
    give_decision(referral.person, ConsentPurpose.REFERRAL, ConsentDecision.WITHDRAWN, by=referral)
    case = dossier_of(referral)

    assert case.routing(TODAY + timedelta(days=1)).route == Route.NOTIFY_ANONYMOUS
    assert read_all(facts_of(case, TODAY))["pv-want-to-submit-nrm"] == Answer(codes=("no",))
