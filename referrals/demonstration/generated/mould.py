"""A made-up case as the rows it has in every table, with gaps for what differs between cases that went alike.

Drawing a life costs far more than writing it down, so that among very many cases some share one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from referrals.demonstration.generated import tables, words
from referrals.demonstration.generated.cases import Case
from referrals.demonstration.generated.dice import Dice, pick
from referrals.demonstration.generated.ground import Ground, route_of
from referrals.demonstration.generated.lives import DAY, HOUR
from referrals.demonstration.generated.tables import NOTHING, Table
from referrals.enums import (
    ApprovalKind,
    ApprovalState,
    CrimeCheck,
    Danger,
    DeadlineKind,
    DecidingBody,
    Exploitation,
    FlagKind,
    NoteKind,
    RiskLevel,
    Route,
    Status,
    Step,
    Track,
    TrackState,
)
from referrals.listing import FAR, OUR_MOVE
from referrals.rules import clocks
from referrals.rules.pressing import pressing
from referrals.rules.route import RouteFacts
from referrals.rules.tracks import still_runs
from referrals.rules.workflow import OF_THE_HOME_OFFICE
from victims.enums import AgeGroup, Answer, ConsentDecision, ConsentPurpose

# Every rung was told of before, so that nobody is told of a made-up case.
CLIMBED = 3
UNSENT = {Status.TRIAGE, Status.CONSENT_PENDING}
# After this, nobody is still in the situation without anybody having done something.
IN_DANGER_FOR = 20 * DAY
LETTERS = OF_THE_HOME_OFFICE - {Step.RECEIVED, Step.CONFIRM_ERROR}
REASONED = {Step.LODGE, Step.LODGE_WAITING, Step.SEND_REFERRAL, Step.SEND_NOTIFICATION, Step.RECEIVED, Step.DECIDE}
SUPERVISED = {Step.CLOSE: ApprovalKind.CLOSE, Step.FIND_NO_SIGNS: ApprovalKind.NO_SIGNS}
OF_A_DRAFT = ("danger", "person", "exploitation", "signs", "consent", "account")
FLAGS = (FlagKind.NO_SAFE_PHONE, FlagKind.SAFE_HOURS_ONLY, FlagKind.SUSPECT_KNOWS_ADDRESS, FlagKind.COUNTY_LINES)
KINDS = {is_child: Dice(shares) for is_child, shares in words.KINDS.items()}
DANGERS, CONTACTS = Dice(words.DANGERS), Dice(words.CONTACTS)
RISKS, NOTE_KINDS = Dice(words.RISKS), Dice(words.NOTE_KINDS)
# Between the rows of one table and those of the next.
END = "\x00"


Lines = dict[Table, list[str]]


def gap(name: str) -> str:
    return f"%({name})s"


def _null(value: object) -> object:
    return NOTHING if value is None else value


class Mould:
    def __init__(self, ground: Ground, case: Case) -> None:
        self.ground, self.case, self.life, self.draw = ground, case, case.life, case.draw
        self.pk, self.person, self.encounter = gap("pk"), gap("person"), gap("encounter")
        self.author, self.owner, self.supervisor = gap("author"), gap("owner"), gap("supervisor")
        self.home_office, self.town = gap("home_office"), gap("town")
        self.step_keys = [gap(f"step_{number}") for number in range(len(self.life.steps))]
        self.agency = ground.partner if case.is_from_partner else ground.force
        self.is_child = case.age != AgeGroup.ADULT
        self.tracks: dict[Track, TrackState] = {}
        self.risk, self.flags = RiskLevel.NOT_ASSESSED, list[FlagKind]()
        self._draw()
        self.decisions = list(self._decisions())
        lines: dict[Table, list[str]] = defaultdict(list)
        self._fill(lines)
        self.tables, self._text = list(lines), END.join("".join(written) for written in lines.values())

    @property
    def number_of_steps(self) -> int:
        return len(self.life.steps)

    @property
    def number_of_sendings(self) -> int:
        return sum(each.target in (Status.NRM_SUBMITTED, Status.DTN_SENT) for each in self.life.steps)

    def pour(self, gaps: Mapping[str, object]) -> Iterator[tuple[Table, str]]:
        """The lines of one case."""
        return zip(self.tables, (self._text % gaps).split(END), strict=True)

    def _draw(self) -> None:
        draw, life, started = self.draw, self.life, self.case.started_at
        lodging = next((each for each in life.steps if each.source == Status.DRAFT and each.step != Step.DISCARD), None)
        self.is_inbound = not lodging and life.status not in (Status.DRAFT, Status.DISCARDED)
        self.lodged_at = started if self.is_inbound else lodging.at if lodging else None
        self.completed_at = next((each.done_at for each in life.clocks if each.kind == DeadlineKind.COMPLETE), None)
        self.is_urgent = any(each.kind == DeadlineKind.COMPLETE for each in life.clocks)
        done = (each.done_at for each in life.clocks if each.done_at)
        self.changed_at = max([started, *(each.at for each in life.steps), *done])
        first = KINDS[self.is_child].throw(draw)
        second = KINDS[self.is_child].throw(draw) if draw.random() < 0.2 else first
        self.kinds = sorted({first, second})
        self.danger = DANGERS.throw(draw)
        if self.danger == Danger.STILL_IN_IT and life.now - started > IN_DANGER_FOR:
            self.danger = Danger.AT_RISK

    def _decisions(self) -> Iterator[tuple[ConsentPurpose, ConsentDecision, datetime]]:
        """What an adult decided, and decided anew."""
        decision, at = self.case.decision, self.lodged_at or self.case.started_at
        if decision is None:
            return
        if decision == ConsentDecision.DECLINED and self.case.is_named:
            yield ConsentPurpose.NAME, ConsentDecision.GIVEN, at
        yield ConsentPurpose.REFERRAL, decision, at
        for step in self.life.steps:
            if step.step == Step.CHANGE_MIND:
                yield ConsentPurpose.REFERRAL, ConsentDecision.WANTS_TIME, step.at
            if step.step == Step.DECIDE:
                yield ConsentPurpose.REFERRAL, ConsentDecision.GIVEN, step.at

    @property
    def route(self) -> str:
        held = {purpose: decision for purpose, decision, _ in self.decisions}
        facts = RouteFacts(
            age=self.case.age,
            decision=held.get(ConsentPurpose.REFERRAL),
            may_be_named=ConsentPurpose.NAME in held,
            is_bound_to_notify=self.agency.is_bound_to_notify,
        )
        return route_of(facts)

    @property
    def began_with_us(self) -> datetime:
        return self.lodged_at or self.case.started_at

    def _sent_as(self, target: Status) -> str:
        was_changed = target == Status.DTN_SENT and not Route(self.route).is_notification
        return Route.NOTIFY_ANONYMOUS.value if was_changed else self.route

    def _fill(self, lines: Lines) -> None:
        self._fill_person(lines)
        self._fill_case(lines)
        if self.lodged_at is None:
            self._fill_draft(lines)
            return
        self._fill_life(lines)
        self._fill_work(lines)
        self._fill_tracks(lines)
        self._fill_queue(lines)

    def _fill_person(self, lines: Lines) -> None:
        age = {AgeGroup.ADULT: Answer.NO, AgeGroup.CHILD: Answer.YES}.get(self.case.age, Answer.NOT_SURE)
        lines[tables.PERSON].append(
            tables.PERSON.line(
                *(self.person, gap("given"), gap("family"), self.case.age.value, age.value),
                NOTHING if self.case.age == AgeGroup.UNSURE else gap("born"),
                *(gap("gender"), f"{{{gap('nationality')}}}"),
            )
        )
        lines[tables.ENCOUNTER].append(tables.ENCOUNTER.line(self.encounter, self.agency.pk))
        for purpose, decision, at in self.decisions:
            lines[tables.CONSENT].append(
                tables.CONSENT.line(self.person, purpose.value, decision.value, self.author, at)
            )

    def _fill_case(self, lines: Lines) -> None:
        case, life, pk, lodged = self.case, self.life, self.pk, self.lodged_at
        ours = lodged is not None
        discarded = life.steps[0].at if life.status == Status.DISCARDED else None
        lines[tables.REFERRAL].append(
            tables.REFERRAL.line(
                *(pk, gap("reference"), gap("label"), self.person, self.encounter, life.status.value),
                *(self.agency.pk, self.author, self.author),
                *((gap("unit"), self.ground.force.pk, self.owner) if ours else (NOTHING, NOTHING, NOTHING)),
                *(case.started_at, lodged or case.started_at),
                not ours and discarded is None and life.now - case.started_at > DAY,
                *(_null(lodged), self.author if ours else NOTHING, self.route if ours else ""),
                *(self.is_urgent, _null(self.completed_at), _null(discarded)),
                *((self.supervisor, words.REASONS[3]) if discarded else (NOTHING, "")),
            )
        )
        lines[tables.SAFETY].append(
            tables.SAFETY.line(
                pk,
                self.danger.value,
                gap("whereabouts"),
                self.town,
                (Answer.YES if self.danger == Danger.STILL_IN_IT else Answer.NO).value,
                CONTACTS.throw(self.draw).value,
                "",
            )
        )
        lines[tables.ACCOUNT].append(tables.ACCOUNT.line(pk, gap("began"), gap("worked")))
        kinds = ",".join(kind.value for kind in self.kinds)
        lines[tables.SITUATION].append(tables.SITUATION.line(pk, gap("key"), f"{{{kinds}}}", case.started_at.year - 1))
        lines[tables.VIEW].append(tables.VIEW.line(pk, pick(self.draw, words.VIEWS)))

    def _fill_draft(self, lines: Lines) -> None:
        at = self.case.started_at
        for code in OF_A_DRAFT[: 1 + int(self.draw.random() * len(OF_A_DRAFT))]:
            lines[tables.SECTION].append(tables.SECTION.line(self.encounter, self.pk, code, 1, False, self.author, at))
        for key, step in zip(self.step_keys, self.life.steps, strict=True):
            self._fill_step(lines, key, step)

    def _fill_step(self, lines: Lines, key: str, step: Any) -> None:
        reason = "" if step.step in REASONED else pick(self.draw, words.REASONS)
        by = self.supervisor if step.step in SUPERVISED else self.author if step.source == Status.DRAFT else self.owner
        on = localdate(step.at)
        lines[tables.STEP].append(
            tables.STEP.line(
                key, self.pk, step.step.value, step.source.value, step.target.value, on, reason, by, step.at
            )
        )

    def _fill_life(self, lines: Lines) -> None:
        pk, owner, life = self.pk, self.owner, self.life
        for key, step in zip(self.step_keys, life.steps, strict=True):
            self._fill_step(lines, key, step)
            if step.step in LETTERS:
                reasons = pick(self.draw, words.REASONS[:3])
                lines[tables.DECISION].append(
                    tables.DECISION.line(
                        *(
                            pk,
                            key,
                            DecidingBody.SCA.value,
                            localdate(step.at),
                            self.home_office,
                            reasons,
                            owner,
                            step.at,
                        )
                    )
                )
            if step.target in (Status.NRM_SUBMITTED, Status.DTN_SENT):
                lines[tables.SENDING].append(
                    tables.SENDING.line(
                        pk,
                        self._sent_as(step.target),
                        step.at,
                        "The officer who referred",
                        self.home_office,
                        owner,
                        step.at,
                    )
                )
            if step.step in SUPERVISED:
                asked = step.at - HOUR
                lines[tables.APPROVAL].append(
                    tables.APPROVAL.line(
                        *(pk, SUPERVISED[step.step].value, words.REASONS[3], owner, asked),
                        *(ApprovalState.APPROVED.value, self.supervisor, step.at),
                    )
                )
        for clock in life.clocks:
            outcome = life.steps[clock.stopped_by].step.label if clock.stopped_by is not None else "Recorded"
            lines[tables.DEADLINE].append(
                tables.DEADLINE.line(
                    *(pk, clock.kind.value, owner, clock.starts_at, clock.due_at, clock.is_typed),
                    clock.rule_from,
                    NOTHING if clock.started_by is None else self.step_keys[clock.started_by],
                    NOTHING if clock.stopped_by is None else self.step_keys[clock.stopped_by],
                    *(_null(clock.done_at), owner if clock.done_at else NOTHING, outcome if clock.done_at else ""),
                    0 if clock.done_at else CLIMBED,
                )
            )
        if self.is_inbound:
            lines[tables.INBOUND].append(
                tables.INBOUND.line(
                    pk, "Home Office", localdate(self.lodged_at), self.home_office, owner, self.lodged_at
                )
            )

    def _fill_work(self, lines: Lines) -> None:
        """Notes, tasks, risk and flags, spread over the time that the case has had."""
        draw, pk, owner, now = self.draw, self.pk, self.owner, self.life.now
        lodged_at = self.began_with_us
        end = self.life.at if self.life.status == Status.CLOSED else now
        had = max(end - lodged_at, HOUR)
        for _ in range(int(draw.random() * 4)):
            at = lodged_at + had * draw.random()
            kind: NoteKind = NOTE_KINDS.throw(draw)
            lines[tables.NOTE].append(tables.NOTE.line(pk, kind.value, pick(draw, words.NOTES), owner, at))
        if draw.random() < 0.8:
            at = lodged_at + had * draw.random()
            due, done = at + 7 * DAY, at + timedelta(days=draw.random() * 9)
            is_done = done < end or self.life.status == Status.CLOSED
            lines[tables.TASK].append(
                tables.TASK.line(
                    *(pk, pick(draw, words.TASKS), owner, localdate(due), owner, at),
                    *((owner, min(done, end)) if is_done else (NOTHING, NOTHING)),
                )
            )
        if draw.random() < 0.85:
            self.risk = RISKS.throw(draw)
            at = lodged_at + min(had, 5 * HOUR)
            lines[tables.RISK].append(
                tables.RISK.line(
                    *(pk, pick(draw, words.BEGAN), pick(draw, words.WORKED), self.risk.value, pick(draw, words.VIEWS)),
                    *(owner, at),
                )
            )
        self.flags = [pick(draw, FLAGS)] if draw.random() < 0.1 else []
        for flag in self.flags:
            lines[tables.FLAG].append(
                tables.FLAG.line(pk, flag.value, pick(draw, words.NOTES), owner, lodged_at + min(had, 6 * HOUR))
            )

    def _fill_tracks(self, lines: Lines) -> None:
        draw, life = self.draw, self.life
        recorded = next((each.done_at for each in life.clocks if each.kind == DeadlineKind.CRIME_RECORD), None)
        if recorded:
            crime, no_crime = f"22/{int(draw.random() * 99999):05}/{self.case.started_at:%y}", "N200/03"
            is_crime = draw.random() < 0.85
            state = TrackState.CRIME_RECORDED if is_crime else TrackState.NOT_A_CRIME
            self._enter(
                lines, Track.CRIME, state, recorded, crime if is_crime else "", "" if is_crime else no_crime,
                "" if is_crime else words.REASONS[3],
            )  # fmt: skip
        if recorded and draw.random() < 0.45:
            self._enter(lines, Track.INVESTIGATION, TrackState.OPEN, recorded)
            if life.status == Status.CLOSED and draw.random() < 0.95:
                self._enter(lines, Track.INVESTIGATION, TrackState.ENDED, life.at, reason=words.REASONS[3])
        yes = next((each.at for each in life.steps if each.step == Step.FIRST_YES), None)
        if yes:
            state = TrackState.LOCAL_AUTHORITY if self.is_child else TrackState.IN_SUPPORT
            self._enter(lines, Track.SUPPORT, state, yes)
            if life.status == Status.CLOSED:
                self._enter(lines, Track.SUPPORT, TrackState.ENDED, life.at, reason=words.REASONS[3])

    def _enter(
        self, lines: Lines, track: Track, state: TrackState, at: datetime,
        reference: str = "", code: str = "", reason: str = "",
    ) -> None:  # fmt: skip
        self.tracks[track] = state
        force = self.ground.force.code if state == TrackState.CRIME_RECORDED else ""
        lines[tables.TRACK].append(
            tables.TRACK.line(
                *(self.pk, track.value, state.value, reference, code, force, reason, localdate(at)),
                *(self.owner, self.owner, at),
            )
        )

    def _fill_queue(self, lines: Lines) -> None:
        """What referrals/listing.py would write of it."""
        life, now = self.life, self.life.now
        running = [each for each in life.clocks if each.done_at is None and clocks.is_by(each.kind)]
        due = min(running, key=lambda each: each.due_at, default=None)
        is_overdue = due is not None and due.due_at <= now
        is_in_danger = self.danger == Danger.STILL_IN_IT and life.status != Status.CLOSED
        is_open = life.status != Status.CLOSED or any(
            still_runs(track, self.tracks.get(track, TrackState.NOT_STARTED)) for track in Track
        )
        lines[tables.QUEUE].append(
            tables.QUEUE.line(
                *(self.pk, self.ground.force.pk, gap("unit"), self.owner, self.agency.pk, life.status.value, is_open),
                is_open and (life.status in OUR_MOVE or is_overdue),
                *(self.route, self.case.age.value, self.risk.value),
                pressing(is_in_danger=is_in_danger, is_overdue=is_overdue, risk=self.risk),
                *(due.due_at if due else FAR, due.kind.value if due else "", is_overdue, is_in_danger),
                self.is_urgent and self.completed_at is None and life.status in UNSENT,
                "{" + ",".join(flag.value for flag in self.flags) + "}",
                "{" + ",".join(sorted(kind.value for kind in self.kinds)) + "}",
                *(self.town, gap("area"), _as_json(self.tracks)),
                (CrimeCheck.UNCHECKED if Track.CRIME in self.tracks else CrimeCheck.WAITING).value,
                *(self.lodged_at, self.changed_at, gap("words")),
            )
        )

    @property
    def kinds_in_words(self) -> str:
        return " ".join(Exploitation(kind).label for kind in self.kinds)


def _as_json(tracks: Mapping[Track, TrackState]) -> str:
    inside = ", ".join(f'"{track.value}": "{state.value}"' for track, state in tracks.items())
    return f"{{{inside}}}"
