"""What agents may do in an env type: at most what its file says and the user approved here.

    the file ─┐
              ├── the stricter of each part ──► AgentBounds
    approved ─┘   nothing approved: at most reading

An agent may edit the file. So whenever the file is stricter than what is approved, its bounds are
stored as approved, and only the user can loosen them again.

Bounds are approved for a route and an env type, because these identify the data. They also bind the
same route and env type under another environment name, until something is approved under that name.
They bind the same name over any other route that was not approved later. Bounds that another
workspace of this machine approved for the route bind too, until the user approves the env type
here.

An env type is closed until the user approves it if the environment did not have it when the user
last saved it or when it was first seen. An env type is also closed if its credentials belong to
another identity now. Names of env types are compared as by servers that ignore case.
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
"""Bounds of a workspace that are stored without the user: an agent may invent any number of names.

The same limit holds for env types stored when first seen. Once it is reached, every env type
without stored bounds is closed.
"""
_LONGEST_NAME = 100
_UNAPPROVED = AgentBounds(AgentLevel.READ, Guard.NONE)
_CLOSED = AgentBounds(AgentLevel.NONE, Guard.NONE)


class AgentLimits:
    """The bounds of every env type. Reads and writes the disk: for a thread."""

    def __init__(self, store: BoundsFile, routes: Routes, workspaces: tuple[str, ...]) -> None:
        """``workspaces`` are the ``Paths.workspace_digests``."""
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
        """Return whether an env type is closed because its credentials belong to another identity.

        Raises ``FileError``.
        """
        known = self._known(environment, self._store.load())
        others = {*known.env_types.values()} - {agent_identity(environment)}
        return any(fold_segment(env_type) in _with_identity(known, each) for each in others)

    def check(self) -> None:
        """Raise ``FileError`` if the stored bounds cannot be read."""
        self._store.load()

    def keep_tighter(self, *environments: Environment) -> None:
        """Store the bounds of files that are stricter than what is approved; they bind from now on.

        Store also the env types of environments seen for the first time, and forget removed env
        types. Raises ``FileError``.
        """

        def tighter(kept: BoundsContents) -> BoundsContents:
            for each in environments:
                route = self._routes.fingerprint(each)
                known = self._known(each, kept)
                approved = _with(kept.approved, self._all_tighter(each, route, kept.approved))
                new = BoundsContents(approved, self._with_known(kept.known, known))
                if new != kept and self._routes.has_approved(each):  # else nothing is sent there
                    kept = new
            return kept

        kept = self._store.load()
        if tighter(kept) != kept:
            self._store.change(tighter)

    def accept(self, environment: Environment) -> None:
        """Store all env types of an environment as known, because the user has saved it as it is.

        Raises ``FileError``.
        """
        known = self._known_as(environment)
        self._store.change(lambda kept: replace(kept, known=self._with_known(kept.known, known)))

    def follow(self, old: Environment, new: Environment) -> None:
        """Move what is known of an environment to its new name and the new credentials.

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
        """Approve the current bounds of an env type in the file; the user was shown them.

        The bounds of the same route under another name do not change. Raises ``FileError``.
        """
        self._approve(environment, env_type, _said(environment, env_type), is_known=True)

    def narrow(self, environment: Environment, env_type: str) -> None:
        """Approve the current bounds, without asking the user: they are never looser than before.

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
        """Return the env types of an environment for which anything was ever approved.

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
        """Return the bounds of an env type under its own name, or without any, under others."""
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
        """Return the bounds under the own name, and newer ones that bind as well.

        Newer bounds are those of the same name over other routes, and those of the same route in
        other workspaces.
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
        """Return the bounds that have to be stored for the env types of a file."""
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
        """Return the bounds of a file to be stored, if they are stricter than what is approved."""
        said = _said(environment, env_type)
        own, newer = self._named(environment, route, env_type, approved)
        is_known = strictest_bounds([said, *own]) in own
        if is_known or (not own and said.level is not AgentLevel.NONE):
            return None
        bounds = strictest_bounds([said, *own, *newer])  # the new entry will be the newest
        return self._entry(environment, route, env_type, bounds)

    def _known(self, environment: Environment, kept: BoundsContents) -> KnownEnvironment:
        """Return the known env types that still exist; all of a new environment up to the limit."""
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
        """Return the known environments with one replaced or added; unchanged without room."""
        if new in kept:
            return kept
        others = tuple(each for each in kept if not self._is_known_as(each, new))
        return (*others, new) if new.env_types or len(others) < len(kept) else kept

    def _is_at(self, each: ApprovedBounds, route: str, env_type: str) -> bool:
        return each.route == route and self._is_of(each, env_type)

    def _is_elsewhere(self, each: ApprovedBounds, route: str, env_type: str) -> bool:
        """Return whether an approval of another workspace is for the same route and env type."""
        is_place = each.route == route and fold_segment(each.env_type) == fold_segment(env_type)
        return is_place and each.workspace not in self._workspaces

    def _is_same(self, one: ApprovedBounds, other: ApprovedBounds) -> bool:
        """Return whether both are for the same route and env type under the same name."""
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
    """Return the env types, case-folded, that are known with an identity."""
    return frozenset(fold_segment(name) for name, its in known.env_types.items() if its == identity)


def _without(env_types: dict[str, str], others: Iterable[str]) -> dict[str, str]:
    """Return the env types without the given names, ignoring case."""
    gone = {*map(fold_segment, others)}
    return {name: its for name, its in env_types.items() if fold_segment(name) not in gone}


def _with(
    kept: tuple[ApprovedBounds, ...], new: list[ApprovedBounds]
) -> tuple[ApprovedBounds, ...]:
    """Return the stored bounds with new ones, which replace those of the same name."""
    places = {(each.workspace, each.environment, each.route, each.env_type) for each in new}
    others = (
        each
        for each in kept
        if (each.workspace, each.environment, each.route, each.env_type) not in places
    )
    return (*others, *new)
