"""Who they are, in the form's words."""

from agencies.enums import ListName
from referrals.home_office.facts import Facts
from referrals.home_office.labels import UNKNOWN
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.source import chosen
from referrals.home_office.wording import YES_OR_NO, listed
from victims.enums import AgeGroup, Gap, Gender, GenderPreference, IdentifierKind, NameOrder
from victims.models import Identifier

UNDER_18 = {AgeGroup.CHILD: "yes", AgeGroup.ADULT: "no", AgeGroup.UNSURE: "not-sure"}
GENDERS = {Gender.FEMALE: "female", Gender.MALE: "male", Gender.NEITHER: "unknown"}
OF_THE_HOME_OFFICE = {IdentifierKind.HOME_OFFICE, IdentifierKind.NRM}
INTERPRETERS = {GenderPreference.FEMALE: "a woman as interpreter", GenderPreference.MALE: "a man as interpreter"}
NOT_NAMED = "We do not know it, and the form has no place for that."
ONE_NAME = "They have one name only, and the form wants a first and a last name."
TAKES_TWO = "We hold more than two nationalities, and the form takes two."


def under_18(facts: Facts) -> Answer:
    age = facts.dossier.age(facts.today)
    return Answer(codes=(UNDER_18[age],)) if age else NOTHING


def first_name(facts: Facts) -> Answer:
    person = facts.dossier.person
    return _name(facts, person.given_names or (person.family_name if _has_one_name(facts) else ""))


def last_name(facts: Facts) -> Answer:
    person = facts.dossier.person
    if _has_one_name(facts) and not (person.given_names and person.family_name):
        return Answer(misfit=ONE_NAME)
    return _name(facts, person.family_name)


def _has_one_name(facts: Facts) -> bool:
    return facts.dossier.person.name_order == NameOrder.SINGLE


def _name(facts: Facts, name: str) -> Answer:
    is_unknown = not name and facts.dossier.person.name_is_unknown
    return Answer(misfit=NOT_NAMED) if is_unknown else Answer(text=name)


def nickname(facts: Facts) -> Answer:
    person = facts.dossier.person
    return Answer(text=listed([person.name_used_there, *person.other_names]))


def date_of_birth(facts: Facts) -> Answer:
    born = facts.dossier.person.born_on
    if born is None:
        return NOTHING
    if born.first_day > facts.today:
        return Answer(fault="Correct the date of birth: it has not come yet.")
    if not born.is_whole:
        return Answer(misfit=f"We know only {born}, and the form takes only a whole date. Leave it empty there.")
    return Answer(text=str(born))


def gender(facts: Facts) -> Answer:
    ours = facts.dossier.person.gender
    if ours in GENDERS:
        return Answer(codes=(GENDERS[Gender(ours)],))
    if not ours:
        return NOTHING
    return Answer(misfit=f"Our answer is {Gender(ours).label}, and the form has no place for that.")


def nationality(facts: Facts) -> Answer:
    person = facts.dossier.person
    if person.nationalities:
        return facts.listed(ListName.NATIONALITIES, person.nationalities[0], "Correct the nationality.")
    if not person.nationality_gap:
        return NOTHING
    unknown = facts.labels.theirs(ListName.NATIONALITIES, UNKNOWN) or ""
    why = Gap(person.nationality_gap)
    misfit = "" if why == Gap.NOT_KNOWN else f"Our answer is {why.label}, and the form knows only {unknown}."
    return Answer(text=unknown, misfit=misfit)


def second_nationality(facts: Facts) -> Answer:
    codes = facts.dossier.person.nationalities[1:]
    if not codes:
        return NOTHING
    second = facts.listed(ListName.NATIONALITIES, codes[0], "Correct the second nationality.")
    return Answer(second.text, misfit=TAKES_TWO, fault=second.fault) if len(codes) > 1 else second


def children(facts: Facts) -> Answer:
    number = facts.dossier.person.number_of_children
    return NOTHING if number is None else Answer(text=str(number))


def language(facts: Facts) -> Answer:
    """A line of free text there, so what our list alone has goes in as well."""
    person = facts.dossier.person
    if not person.languages:
        return NOTHING
    languages = [facts.labels.ours(ListName.LANGUAGES, code) for code in person.languages]
    wish = INTERPRETERS.get(GenderPreference(person.interpreter_gender)) if person.interpreter_gender else None
    return Answer(text=listed([*languages, person.dialect and f"dialect {person.dialect}", wish and f"prefers {wish}"]))


def has_home_office_reference(facts: Facts) -> Answer:
    if _references(facts):
        return Answer(codes=("yes",))
    return chosen(facts.dossier.person.has_home_office_reference, YES_OR_NO)


def home_office_references(facts: Facts) -> Answer:
    return Answer(text=listed(f"{row.get_kind_display()} {row.value}" for row in _references(facts)))


def _references(facts: Facts) -> list[Identifier]:
    return [row for row in facts.dossier.identifiers if row.kind in OF_THE_HOME_OFFICE and row.value]
