"""A house where rights come and go, beside a tiny model of who should hold what.

The model walks parents one by one and knows no paths, rows or queries. After every step each
person holds exactly what the model says: never more. A control removes a guard and is found out.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest import mock

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from permissions import gate, groups
from tests.factories.grants import GROUP, give
from tests.factories.people import make_person, make_user
from tests.factories.staff import publish_pack
from tests.factories.unions import make_union
from unionhall.casework.core import membership
from unionhall.casework.core import union as tree
from unionhall.casework.refusals import Refused
from unionhall.casework.staff.appoint import appoint
from unionhall.casework.staff.change_post import change_post
from unionhall.casework.staff.dismiss import dismiss
from unionhall.casework.staff.issue_code import issue_code
from unionhall.casework.staff.redeem_code import redeem_code
from unionhall.casework.staff.set_chair import set_chair
from unionhall.organisation.models import Post, Union
from unionhall.people.models import User

START = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
PEOPLE, PLACES = st.integers(0, 3), st.integers(0, 4)
RIGHTS = st.sets(
    st.sampled_from(["manage_staff", "manage_union", f"review_{GROUP}", "view_medical_aid"]),
    max_size=3,
)
DAYS = st.none() | st.integers(0, 6)
Held = dict[tuple[int, str, int], date | None]  # (who, codename, where) -> last day


class House(RuleBasedStateMachine):
    """Person 0 manages everything at the root; the others begin as members without a post."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = START
        self.clock = mock.patch("django.utils.timezone.now", side_effect=lambda: self.now)
        self.clock.start()
        publish_pack()
        root = make_union("甲", "root")
        self.unions = [root]
        for name, above in (("乙", 0), ("丙", 0), ("丁", 1), ("戊", 2)):
            kind = "district" if above == 0 else "union"
            self.unions.append(make_union(name, kind, self.unions[above]))
        self.parents: dict[int, int | None] = {0: None, 1: 0, 2: 0, 3: 1, 4: 2}
        self.users = [
            make_user(f"人{n}", f"1540000040{n}", make_person(f"人{n}")) for n in range(4)
        ]
        self.member: dict[int, int | None] = {0: None, 1: None, 2: None, 3: None}
        for person, place in ((0, 0), (1, 3), (2, 3), (3, 1)):
            self.join(person, place)
        self.everything = groups.expand(group.key for group in groups.offered())
        for codename in sorted(self.everything):
            give(self.users[0], codename, root)
        self.posts: dict[tuple[int, int], tuple[frozenset[str], date | None]] = {}
        self.chairs: dict[int, int] = {}

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return (self.now + timedelta(hours=8)).date()

    def above(self, place: int | None) -> list[int]:
        found = []
        while place is not None:
            found.append(place)
            place = self.parents[place]
        return found

    def held(self) -> Held:
        """What everybody holds, each with the longest of its ends."""
        rows = [(0, codename, 0, None) for codename in self.everything] if self.root_stands else []
        for place, who in self.chairs.items():
            rows += [(who, codename, place, None) for codename in groups.of_a_chair()]
        for (who, place), (codenames, last) in self.posts.items():
            if last is None or last >= self.today:
                rows += [(who, codename, place, last) for codename in codenames]
        found: Held = {}
        for who, codename, place, last in rows:
            known = found.get((who, codename, place), date.min)
            longest = None if last is None or known is None else max(last, known)
            found[who, codename, place] = longest
        return found

    root_stands = True

    def covers(self, who: int, codename: str, place: int, last: date | None) -> bool:
        held = self.held()
        for other in self.above(place):
            end = held.get((who, codename, other), date.min)
            if end is None or (last is not None and date.min < end and last <= end):
                return True
        return False

    def manages(self, who: int, place: int, codename: str = "manage_staff") -> bool:
        return any((who, codename, other) in self.held() for other in self.above(place))

    def may_give(self, who, place, codenames, last, manage="manage_staff") -> bool:
        wanted = {*codenames, manage}
        return bool(codenames) and all(self.covers(who, one, place, last) for one in wanted)

    def leave(self, person: int, place: int | None) -> None:
        self.posts.pop((person, place), None)
        if place is not None and self.chairs.get(place) == person:
            del self.chairs[place]
        if person == 0 and place == 0:
            self.root_stands = False

    def tried(self, run, expected: bool) -> bool:
        said = ""
        try:
            with transaction.atomic():
                run()
        except Refused as refused:
            said = str(refused)
        is_done = not said
        assert is_done == expected, said or "was allowed"
        return is_done

    def join(self, person, place):
        membership.join(
            self.users[person].person,
            self.unions[place],
            since=self.today,
            by=self.users[0],
            now=self.now,
        )
        self.member[person] = place

    @rule(by=PEOPLE, who=PEOPLE, place=PLACES, rights=RIGHTS, days=DAYS)
    def appoint(self, by, who, place, rights, days):
        last = None if days is None else self.today + timedelta(days=days)
        live = self.posts.get((who, place))
        is_free = live is None or (live[1] is not None and live[1] < self.today)
        fits = who != by and self.member[who] == place and is_free
        expected = fits and self.may_give(by, place, rights, last)
        verb = lambda: appoint(  # noqa: E731
            self.unions[place].key,
            self.users[who].person.key,
            "干事",
            rights,
            last,
            by=self.users[by],
            now=self.now,
        )
        if self.tried(verb, expected):
            self.posts[who, place] = (frozenset(rights), last)

    @rule(by=PEOPLE, number=st.integers(0, 9), rights=RIGHTS, days=DAYS)
    def change(self, by, number, rights, days):
        if not self.posts:
            return
        who, place = sorted(self.posts)[number % len(self.posts)]
        had, before = self.posts[who, place]
        last = None if days is None else self.today + timedelta(days=days)
        is_longer = before is not None and (last is None or last > before)
        added = rights if is_longer else rights - had
        is_fine = not added or self.may_give(by, place, added, last)
        is_bootstrap = self.post_of(who, place).is_bootstrap
        fits = who != by and (self.member[who] == place or is_bootstrap)
        expected = self.manages(by, place) and fits and bool(rights) and is_fine
        verb = lambda: change_post(  # noqa: E731
            self.unions[place].key,
            self.post_of(who, place).pk,
            "干事",
            rights,
            last,
            by=self.users[by],
            now=self.now,
        )
        if self.tried(verb, expected):
            self.posts[who, place] = (frozenset(rights), last)

    def post_of(self, who: int, place: int) -> Post:
        return Post.objects.exclude(source="chair").get(
            person=self.users[who].person, union=self.unions[place], ended_at__isnull=True
        )

    @rule(by=PEOPLE, number=st.integers(0, 9))
    def dismiss(self, by, number):
        if not self.posts:
            return
        who, place = sorted(self.posts)[number % len(self.posts)]
        verb = lambda: dismiss(  # noqa: E731
            self.unions[place].key, self.post_of(who, place).pk, by=self.users[by], now=self.now
        )
        if self.tried(verb, self.manages(by, place) and who != by):
            del self.posts[who, place]

    @rule(by=PEOPLE, who=PEOPLE, place=PLACES, rights=RIGHTS)
    def activate(self, by, who, place, rights):
        """Issue a code and redeem it at once."""
        given: list[str] = []
        parent = self.parents[place]
        may = parent is not None and self.manages(by, parent, "manage_union")
        expected = may and bool(rights) and all(self.manages(by, place, one) for one in rights)

        def issue():
            given.append(
                issue_code(
                    self.unions[place].key, "管理员", rights, by=self.users[by], now=self.now
                )[1]
            )

        if not self.tried(issue, expected):
            return
        ends = [self.longest(by, one, place) for one in {*rights, "manage_union"}]
        last = min((end for end in ends if end is not None), default=None)
        live = self.posts.get((who, place))
        is_free = live is None or (live[1] is not None and live[1] < self.today)
        redeem = lambda: redeem_code(given[0], by=self.users[who], now=self.now)  # noqa: E731
        if self.tried(redeem, who != by and is_free):
            self.posts[who, place] = (frozenset(rights), last)
        else:
            self.unions[place].activation_codes.update(revoked_at=self.now)

    def longest(self, who: int, codename: str, place: int) -> date | None:
        held = self.held()
        keys = [(who, codename, other) for other in self.above(place)]
        ends = [held[key] for key in keys if key in held]
        return None if None in ends else max(ends)

    @rule(by=PEOPLE, who=st.none() | PEOPLE, place=PLACES)
    def elect(self, by, who, place):
        rights = groups.of_a_chair()
        fits = who is None or (who != by and self.member[who] == place)
        is_fine = who is None or self.may_give(by, place, rights, None, "manage_union")
        expected = self.manages(by, place, "manage_union") and fits and is_fine
        key = None if who is None else self.users[who].person.key
        verb = lambda: set_chair(  # noqa: E731
            self.unions[place].key, key, by=self.users[by], now=self.now
        )
        if self.tried(verb, expected):
            self.chairs.pop(place, None)
            if who is not None:
                self.chairs[place] = who

    @rule(who=st.integers(1, 3), place=PLACES)
    def transfer(self, who, place):
        before = self.member[who]
        if before == place:
            return
        membership.transfer(
            self.users[who].person,
            self.unions[place],
            since=self.today,
            by=self.users[0],
            now=self.now,
        )
        self.leave(who, before)
        self.member[who] = place
        if Union.objects.get(pk=self.unions[place].pk).chair_id == self.users[who].person.pk:
            self.chairs[place] = who  # the register names him still

    @rule(place=st.integers(3, 4), to=st.integers(0, 2))
    def move(self, place, to):
        if self.parents[place] != to:
            tree.move(
                Union.objects.get(pk=self.unions[place].pk),
                Union.objects.get(pk=self.unions[to].pk),
                on=self.today,
                basis="改隶",
                by=self.users[0],
                now=self.now,
            )
            self.parents[place] = to

    @rule(days=st.integers(1, 4))
    def wait(self, days):
        self.now += timedelta(days=days)

    @invariant()
    def nobody_holds_more_than_the_model(self):
        expected = {(who, codename, place) for who, codename, place in self.held()}
        places = {union.pk: number for number, union in enumerate(self.unions)}
        found = {
            (who, grant.codename, places[grant.union])
            for who, user in enumerate(self.users)
            for grant in gate.fresh(User.objects.get(pk=user.pk)).actor.grants
        }
        assert found == expected
