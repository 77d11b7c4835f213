"""When an answer about sharing with an agency can be recorded: nothing about a yes is taken for granted."""

from collections.abc import Mapping

from victims.enums import ConsentDecision, Manner

D = ConsentDecision
# What they decided themselves, once it was explained to them.
THEIRS = frozenset({D.GIVEN, D.DECLINED, D.WITHDRAWN, D.WANTS_TIME})
# In the words of the page, in its order. That nobody asked is said by there being no record.
ANSWERS: Mapping[ConsentDecision, str] = {
    D.GIVEN: "Yes, they agree",
    D.DECLINED: "No",
    D.WITHDRAWN: "They take back the yes they gave",
    D.WANTS_TIME: "They want time to think",
    D.CANNOT_BE_ASKED: "They cannot be asked now",
    D.CANNOT_BE_TRACED: "They cannot be found",
    D.LACKS_CAPACITY: "They lack capacity to decide",
}

NO_YES = "There is no yes to this agency to take back. If they do not want it, record a no."
WHO_EXPLAINED = "Say who explained it to them: a name and a role."
HOW_EXPLAINED = "Say how it was explained. A yes counts only from somebody who understood."
WHICH_INTERPRETER = "Give the interpreter’s name, or the number of the booking."
WHY_NOT = "Say what was tried, and why they could not be asked."


def reason_not_to_record(
    *,
    decision: ConsentDecision,
    before: ConsentDecision | None,
    manner: str,
    interpreter: str,
    explained_by: str,
    why_not_asked: str,
) -> tuple[str, str] | None:
    """The box that has to change, and why. `before`: what is recorded about this agency now."""
    if decision == D.WITHDRAWN and before != D.GIVEN:
        return "decision", NO_YES
    if decision not in THEIRS:
        return None if why_not_asked.strip() else ("why_not_asked", WHY_NOT)
    if decision == D.GIVEN and not manner:
        return "manner", HOW_EXPLAINED
    if manner == Manner.INTERPRETER and not interpreter.strip():
        return "interpreter", WHICH_INTERPRETER
    return None if explained_by.strip() else ("explained_by", WHO_EXPLAINED)
