"""What agents may do at a place: no more than its file says, nor than a person approved here.

    the file ─┐
              ├── the stricter of each part ──► AgentBounds
    approved ─┘   approved for nothing: no more than to read

An agent may edit the file. So what the file once said that was stricter than what is approved is
kept as approved: only a person makes it looser again. What is approved is of a route and an env
type, because that is the data; under another name of the same place it binds as well, until
something is approved by that name, and under the same name over any other route that was approved
no later. So does, until a person approves the place here, what was approved of its route in any
other workspace of this machine. An env type that an environment did not have when a person last
saved it, or when it was first seen, is closed until a person approves it, and so is one whose
credentials are of somebody else by now. Names of env types are compared as servers do that ignore
case.
"""

from collections.abc import Iterable
from itertools import islice

from msgspec.structs import replace

from weda_tui.core.agents.rules import AgentBounds, agent_identity, strictest_bounds
from weda_tui.core.environments.deployment import ENV_TYPES, AgentLevel, Environment
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.escapes import fold_segment
from weda_tui.session.routes import Routes
from weda_tui.store.agents.approved_bounds import (
    ApprovedBounds,
    BoundsContents,
    BoundsFile,
    KnownEnvironment,
)

MOST_KEPT = 500
"""Places of a workspace that are kept without a person: an agent may make up any number of names.

As many env types are kept as first seen. Once there are as many, what was said of no other place
counts no further than to nothing.
"""
_LONGEST_NAME = 100
_UNAPPROVED = AgentBounds(AgentLevel.READ, Guard.NONE)
_CLOSED = AgentBounds(AgentLevel.NONE, Guard.NONE)


class AgentLimits:
    """The bounds of every env type. Reads and writes the disk: for a thread."""

    def __init__(self, store: BoundsFile, routes: Routes, workspaces: tuple[str, ...]) -> None:
        """``workspaces`` are ``Paths.workspace_digests``."""
        self._store, self._routes, self._workspaces = store, routes, workspaces

    def find(self, environment: Environment, env_type: str) -> AgentBounds:
        """Return what agents may do in an env type. Raises ``FileError``."""
        return self.find_all(environment, [env_type])[env_type]

    def find_all(
        self, environment: Environment, env_types: Iterable[str]
    ) -> dict[str, AgentBounds]:
        """Return what agents may do in some env types, in their order. Raises ``FileError``."""
        route, kept = self._routes.fingerprint(environment), self._store.load()
        approved = _with(kept.approved, self._all_tighter(environment, route, kept.approved))
        known = self._known(environment, kept)
        open_ones = _with_identity(known, agent_identity(environment))
        return {
            name: strictest_bounds(
                [
                    _said(environment, name),
                    *self._binding(environment, route, name, approved),
                    *([] if fold_segment(name) in open_ones else [_CLOSED]),
                ]
            )
            for name in env_types
        }

    def has_new_identity(self, environment: Environment, env_type: str) -> bool:
        """Return whether an env type is closed since its credentials are of somebody else.

        Raises ``FileError``.
        """
        known = self._known(environment, self._store.load())
        others = {*known.env_types.values()} - {agent_identity(environment)}
        return any(fold_segment(env_type) in _with_identity(known, each) for each in others)

    def check(self) -> None:
        """Raise ``FileError`` where what is kept cannot be read."""
        self._store.load()

    def keep_tighter(self, *environments: Environment) -> None:
        """Keep what files say that is stricter than what is approved: it binds from now on.

        Also which env types an environment has that nobody has seen before, and which of those are
        gone. Raises ``FileError``.
        """

        def tighter(kept: BoundsContents) -> BoundsContents:
            for each in environments:
                route = self._routes.fingerprint(each)
                known = self._known(each, kept)
                approved = _with(kept.approved, self._all_tighter(each, route, kept.approved))
                new = BoundsContents(approved, self._with_known(kept.known, known))
                if new != kept and self._routes.has_approved(each):  # else nothing goes there
                    kept = new
            return kept

        kept = self._store.load()
        if tighter(kept) != kept:
            self._store.change(tighter)

    def accept(self, environment: Environment) -> None:
        """Know all env types of an environment, which a person has saved as it is.

        Raises ``FileError``.
        """
        known = self._known_as(environment)
        self._store.change(lambda kept: replace(kept, known=self._with_known(kept.known, known)))

    def follow(self, old: Environment, new: Environment) -> None:
        """Know an environment with the credentials that a person gave it as it was known before.

        Raises ``FileError``.
        """
        identity, given = agent_identity(old), agent_identity(new)

        def followed(kept: BoundsContents) -> BoundsContents:
            known = self._known(old, kept).env_types.items()
            env_types = {name: given if its == identity else its for name, its in known}
            renamed = replace(self._known_as(new), env_types=env_types)
            return replace(kept, known=self._with_known(kept.known, renamed))

        self._store.change(followed)

    def approve(self, environment: Environment, env_type: str) -> None:
        """Approve what the file of an environment says of an env type now: a person was shown it.

        It changes nothing of the place by another name. Raises ``FileError``.
        """
        self._approve(environment, env_type, _said(environment, env_type), is_known=True)

    def narrow(self, environment: Environment, env_type: str) -> None:
        """Approve no more than what the file says and what was approved before: nobody is asked.

        Raises ``FileError``.
        """
        bounds = self.find(environment, env_type)
        self._approve(environment, env_type, bounds, is_known=False)

    def _approve(
        self, environment: Environment, env_type: str, bounds: AgentBounds, *, is_known: bool
    ) -> None:
        route = self._routes.fingerprint(environment)
        new = self._entry(environment, route, env_type, bounds)

        def changed(kept: BoundsContents) -> BoundsContents:
            others = (each for each in kept.approved if not self._is_same(each, new))
            known = self._known(environment, kept)
            if is_known:
                now = {env_type: agent_identity(environment)}
                known = replace(known, env_types=_without(known.env_types, now) | now)
            return BoundsContents((*others, new), self._with_known(kept.known, known))

        self._store.change(changed)

    def approved_env_types(self, environment: Environment) -> frozenset[str]:
        """Return the env types of an environment of which something was ever approved.

        Raises ``FileError``.
        """
        route = self._routes.fingerprint(environment)
        return frozenset(
            each.env_type
            for each in self._store.load().approved
            if each.route == route
            or (each.environment == environment.name and each.workspace in self._workspaces)
        )

    def _binding(
        self,
        environment: Environment,
        route: str,
        env_type: str,
        approved: tuple[ApprovedBounds, ...],
    ) -> list[AgentBounds]:
        """Return the bounds of a place by its own name; without any, those by every other one."""
        own, newer = self._named(environment, route, env_type, approved)
        if own:
            return [*own, *newer]
        others = [each.bounds for each in approved if self._is_at(each, route, env_type)]
        is_full = sum(each.workspace in self._workspaces for each in approved) >= MOST_KEPT
        return [*others, *newer, _CLOSED if is_full else _UNAPPROVED]

    def _named(
        self,
        environment: Environment,
        route: str,
        env_type: str,
        approved: tuple[ApprovedBounds, ...],
    ) -> tuple[list[AgentBounds], list[AgentBounds]]:
        """Return a place's bounds by its own name, and newer ones of that over other routes.

        The newer ones of its route in other workspaces as well.
        """
        own, newer = list[AgentBounds](), list[AgentBounds]()
        for each in approved:
            is_so_named = each.environment == environment.name and self._is_of(each, env_type)
            if is_so_named and each.route == route:
                own.append(each.bounds)
                newer = []
            elif is_so_named or self._is_elsewhere(each, route, env_type):
                newer.append(each.bounds)
        return own, newer

    def _all_tighter(
        self, environment: Environment, route: str, approved: tuple[ApprovedBounds, ...]
    ) -> list[ApprovedBounds]:
        """Return what has to be kept of every env type of a file."""
        names = _names(environment)
        found = (self._tighter(environment, route, name, approved) for name in names)
        tighter = [each for each in found if each is not None]
        usual, made_up = list[ApprovedBounds](), list[ApprovedBounds]()
        for each in tighter:
            is_known = any(self._is_same(one, each) for one in approved)
            (usual if is_known or each.env_type in ENV_TYPES else made_up).append(each)
        own = sum(each.workspace in self._workspaces for each in approved)
        return [*usual, *made_up[: max(0, MOST_KEPT - own)]]

    def _tighter(
        self,
        environment: Environment,
        route: str,
        env_type: str,
        approved: tuple[ApprovedBounds, ...],
    ) -> ApprovedBounds | None:
        """Return what has to be kept of a file that is stricter than what is approved."""
        said = _said(environment, env_type)
        own, newer = self._named(environment, route, env_type, approved)
        is_known = strictest_bounds([said, *own]) in own
        if is_known or (not own and said.level is not AgentLevel.NONE):
            return None
        bounds = strictest_bounds([said, *own, *newer])  # it is the newest by then
        return self._entry(environment, route, env_type, bounds)

    def _known(self, environment: Environment, kept: BoundsContents) -> KnownEnvironment:
        """Return what is known of an environment and still there; all of it where it is new."""
        now = self._known_as(environment)
        before = next((each for each in kept.known if self._is_known_as(each, now)), None)
        if before is None:
            own = (each for each in kept.known if each.workspace in self._workspaces)
            room = max(0, MOST_KEPT - sum(len(each.env_types) for each in own))
            return replace(now, env_types=dict(islice(now.env_types.items(), room)))
        gone = _without(before.env_types, now.env_types)
        return replace(before, env_types=_without(before.env_types, gone))

    def _known_as(self, environment: Environment) -> KnownEnvironment:
        return KnownEnvironment(
            workspace=self._workspaces[0],
            environment=environment.name,
            env_types=dict.fromkeys(_names(environment), agent_identity(environment)),
        )

    def _is_known_as(self, each: KnownEnvironment, other: KnownEnvironment) -> bool:
        return each.workspace in self._workspaces and each.environment == other.environment

    def _with_known(
        self, kept: tuple[KnownEnvironment, ...], new: KnownEnvironment
    ) -> tuple[KnownEnvironment, ...]:
        """Return what is kept with one that takes the place of the one before; full is full."""
        if new in kept:
            return kept
        others = tuple(each for each in kept if not self._is_known_as(each, new))
        return (*others, new) if new.env_types or len(others) < len(kept) else kept

    def _is_at(self, each: ApprovedBounds, route: str, env_type: str) -> bool:
        return each.route == route and self._is_of(each, env_type)

    def _is_elsewhere(self, each: ApprovedBounds, route: str, env_type: str) -> bool:
        """Return whether an approval is of a place as another workspace has it."""
        is_place = each.route == route and fold_segment(each.env_type) == fold_segment(env_type)
        return is_place and each.workspace not in self._workspaces

    def _is_same(self, one: ApprovedBounds, other: ApprovedBounds) -> bool:
        """Return whether both are of one place by one name."""
        is_here = self._is_at(one, other.route, other.env_type)
        return is_here and one.environment == other.environment

    def _is_of(self, each: ApprovedBounds, env_type: str) -> bool:
        is_here = each.workspace in self._workspaces
        return is_here and fold_segment(each.env_type) == fold_segment(env_type)

    def _entry(
        self, environment: Environment, route: str, env_type: str, bounds: AgentBounds
    ) -> ApprovedBounds:
        return ApprovedBounds(
            workspace=self._workspaces[0],
            environment=environment.name,
            route=route,
            env_type=env_type,
            bounds=bounds,
        )


def _said(environment: Environment, env_type: str) -> AgentBounds:
    return AgentBounds(environment.agents_of(env_type), environment.guard_of(env_type))


def _names(environment: Environment) -> list[str]:
    return [each.name for each in environment.env_types if len(each.name) <= _LONGEST_NAME]


def _with_identity(known: KnownEnvironment, identity: str) -> frozenset[str]:
    """Return the env types, folded, that are known with an identity."""
    return frozenset(fold_segment(name) for name, its in known.env_types.items() if its == identity)


def _without(env_types: dict[str, str], others: Iterable[str]) -> dict[str, str]:
    """Return the env types that others, in any letters, are not."""
    gone = {*map(fold_segment, others)}
    return {name: its for name, its in env_types.items() if fold_segment(name) not in gone}


def _with(
    kept: tuple[ApprovedBounds, ...], new: list[ApprovedBounds]
) -> tuple[ApprovedBounds, ...]:
    """Return what is kept with others, which take the place of those of the same name."""
    places = {(each.workspace, each.environment, each.route, each.env_type) for each in new}
    others = (
        each
        for each in kept
        if (each.workspace, each.environment, each.route, each.env_type) not in places
    )
    return (*others, *new)
