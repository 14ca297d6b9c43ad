"""The only place that lets a secret, a token obtained with one, or a request out to the network.

    environment ── open ──► the route now ── approved? ──► LoadedRoute ──► Secrets, Tokens, Gateway
                                          └── no ──► RouteError, and nothing is sent

``Secrets`` and ``Tokens`` return nothing without a ``LoadedRoute`` that names the use. The gateway
connects with the file contents in the ``LoadedRoute``, so it connects to exactly what was approved.

A request holds what the user typed, even if it carries no token. Once anything was approved in a
workspace, requests are sent over approved routes only: any approved route of their environment,
whatever use it was approved for. So the user is asked about a route that a commit adds or replaces.
"""

import asyncio
from collections.abc import Collection
from pathlib import Path

from msgspec import structs

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import SYSTEM_PROXY, Environment
from weda_tui.core.environments.route import (
    ALL_USES,
    Route,
    RouteStatus,
    RouteUse,
    UseStatus,
    all_uses_of,
    is_proxy_address,
    is_variable,
    origin_of,
    route_of,
    source_of,
    uses_of,
    without_login,
)
from weda_tui.core.errors import ErrorCode, RouteError
from weda_tui.core.masking import MASK
from weda_tui.gateway.route_files import LoadedRoute, find_route, has_files, load_route
from weda_tui.gateway.system_proxy import seen_system_proxy
from weda_tui.store.environments.approved_routes import Approval, ApprovedRoutes


class Routes:
    """The routes that secrets may take: the approvals of this machine and those of this process.

    Only what the user enters or is shown on this machine is approved, never what a file says:

    ===========================  ===================================================================
    ``env add``                  all that its command line names, and the secrets typed for it
    ``env secret``               the secrets that are given, over the route that was shown; the user
                                 is asked about a route that is not approved for anything yet
    ``env approve``, a question  the route and the uses that were shown
    a new form, the first run    everything: each field was typed
    an edit, a copy, a rename    see ``written_uses``; nothing if the route of the edited or copied
                                 environment was not approved, not even for a secret typed just now
    an import, a restore         nothing
    the sandbox                  its own route, for as long as this process runs
    ===========================  ===================================================================
    """

    def __init__(self, store: ApprovedRoutes, base: Path, workspace: str, *earlier: str) -> None:
        """``base`` is the workspace folder; relative paths of certificates start there.

        ``workspace`` and ``earlier`` are the ``Paths.workspace_digests`` of the workspace.
        """
        self._store, self._base, self._workspace = store, base, workspace
        self._workspaces = frozenset({workspace, *earlier})
        self._own: set[tuple[str, Route]] = set()
        """Sources and routes approved for this process only: those of its own sandbox."""

    async def open(
        self,
        environment: Environment,
        kind: TokenKind,
        *,
        keeper: Environment | None = None,
        is_typed: bool = False,
        begun_as: Environment | None = None,
    ) -> LoadedRoute:
        """Read the route of an environment for a call with a token of a kind, or with no token.

        ``keeper`` is the environment that keeps the secret, if it is another one. ``is_typed`` says
        that the user typed the value to be sent just now, together with the route. Typing it
        approves the route, unless ``begun_as``, the environment as it was before the edit, had no
        approved route. Raises ``RouteError`` if the route is not approved, ``FileError`` if the
        approvals cannot be read.
        """
        uses = uses_of(environment, kind)
        if has_files(environment):
            loaded = await asyncio.to_thread(load_route, environment, self._base, frozenset(uses))
        else:
            loaded = load_route(environment, self._base, frozenset(uses))
        if is_typed and (begun_as is None or self.has_approved(begun_as)):
            uses = tuple(use for use in uses if use is RouteUse.CERTIFICATE)
            status = self._status(environment, loaded.route, uses, keeper or environment)
        else:
            status = self._call_status(environment, loaded.route, uses, keeper or environment)
        status.check()
        return loaded

    def status(
        self, environment: Environment, *kinds: TokenKind, keeper: Environment | None = None
    ) -> RouteStatus:
        """Return the route of an environment and what calls of some kinds would send over it.

        Without a kind, the status covers every use that the environment names. It covers requests
        too if they need approval or if the environment names no other use. Never connects. Raises
        ``FileError`` if the approvals cannot be read.
        """
        route, keeper = find_route(environment, self._base), keeper or environment
        if kinds:
            return self._call_status(environment, route, uses_of(environment, *kinds), keeper)
        status = self._status(environment, route, all_uses_of(environment), keeper)
        request = self._request_status(environment, route)
        if request is None or (request.is_approved and status.uses):
            return status
        return structs.replace(status, uses=(*status.uses, request))

    def describe(self, environment: Environment) -> RouteStatus:
        """Return the route of an environment without any use. Reads no approval."""
        return self._status(environment, find_route(environment, self._base), (), environment)

    def unknown_status(self, status: RouteStatus) -> RouteStatus | None:
        """Return a status compared with the route approved last in its environment for any use.

        ``None`` if the current route is approved for some use in this environment: the user knows
        it.
        """
        known = self._known(status.environment)
        if status.is_approved or status.route in known:
            return None
        uses = (
            each if each.is_approved or not known else structs.replace(each, approved=known[-1])
            for each in status.uses
        )
        return structs.replace(status, uses=tuple(uses))

    def check_shown(self, environment: Environment, shown: Route) -> None:
        """Raise ``RouteError`` if the route is no longer the one that the user was shown."""
        if find_route(environment, self._base) != shown:
            raise RouteError(ErrorCode.ROUTE_CHANGED_MEANWHILE, environment=environment.name)

    def fingerprint(self, environment: Environment) -> str:
        """Return the fingerprint of an environment's route now."""
        return find_route(environment, self._base).fingerprint

    def approve(self, status: RouteStatus, uses: Collection[RouteUse] | None = None) -> None:
        """Approve the route that the user was shown, for the uses in the status.

        ``uses`` restricts the approval to these uses. If the environment has none of them, requests
        are approved instead, so that a later route can be compared with this one. Raises
        ``FileError``.
        """
        name = status.environment.name
        approvals = [
            Approval(each.source, name, status.route, self._workspace)
            for each in status.uses
            if uses is None or each.use in uses
        ]
        if uses and not approvals:
            source = source_of(status.environment, RouteUse.REQUEST)
            approvals = [Approval(source, name, status.route, self._workspace)]
        if approvals:
            self._store.approve(approvals, known_as=self._workspaces)

    def load_approvals(self) -> tuple[Approval, ...]:
        """Return the approvals of this workspace, and those of variables in any workspace.

        They count whatever the files of the workspace say now. Raises ``FileError``.
        """
        return tuple(
            each
            for each in self._store.load()
            if is_variable(each.source) or each.workspace in self._workspaces
        )

    def written_uses(
        self,
        environment: Environment,
        begun_as: Environment | None,
        typed: Collection[RouteUse] = (),
    ) -> Collection[RouteUse]:
        """Return the uses that the user approves by saving an environment in the form.

        All uses for a new environment (``begun_as`` is ``None``). For an edited or copied
        environment, the uses that were approved for the route of ``begun_as`` and still have the
        same source, and the ``typed`` secrets. Nothing if no use was approved, because an attacker
        may have written the rest of the route.
        """
        if begun_as is None:
            return ALL_USES
        if not (approved := self._approved_uses(begun_as)):
            return ()
        return _same_sources(approved, begun_as, environment) | {*typed}

    def is_known(self) -> bool:
        """Return whether anything was ever approved in this workspace.

        From then on nothing is sent over a route that is not approved. Raises ``FileError``.
        """
        return any(map(self._store.knows, self._workspaces))

    def has_approved(self, environment: Environment) -> bool:
        """Return whether the route of an environment is approved for anything."""
        return bool(self._approved_uses(environment))

    def _approved_uses(self, environment: Environment) -> set[RouteUse]:
        """Return the approved uses among those the environment names; requests if it names none.

        An approval for requests alone approves no secret that the file may name later.
        """
        return {each.use for each in self.status(environment).uses if each.is_approved}

    def approve_own(self, environment: Environment) -> None:
        """Approve the route to a service that this process has started, until the process ends."""
        status = self.status(environment)
        self._own |= {(each.source, status.route) for each in status.uses}

    def follow_edit(self, old: Environment, new: Environment, *, is_approved: bool = True) -> None:
        """Move approvals to the new name after an edit; drop those of a route that was changed.

        If the new route is not approved by the edit, for example after an import, the old route
        stays approved for requests, so that there is a route to compare with. Raises ``FileError``.
        """
        before, now = self.status(old), self.status(new)
        request = self._request_status(old, before.route)
        self._follow_edit(old, new, before, now)
        is_lost = before.route != now.route and not is_approved and old.name == new.name
        if is_lost and request is not None and request.is_approved:
            kept = Approval(request.source, old.name, before.route, self._workspace)
            self._store.approve([kept], known_as=self._workspaces)

    def _follow_edit(
        self, old: Environment, new: Environment, before: RouteStatus, now: RouteStatus
    ) -> None:
        if (old.name, old.host) == (new.name, new.host):
            if before.route != now.route:
                self.forget(old)
            return
        approved = self._approved_uses(old)
        self.forget(old)
        if before.route == now.route:
            self.approve(now, _same_sources(approved, old, new))

    def forget(self, environment: Environment) -> None:
        """Drop the approvals for the name and the address of an environment that is removed.

        Raises ``FileError``.
        """
        gone = (environment.name, find_route(environment, self._base).address)
        self._store.drop(
            lambda each: (
                each.workspace in self._workspaces
                and (each.environment, each.route.address) == gone
            )
        )

    def forget_others(self, environment: Environment, use: RouteUse) -> None:
        """Drop the approvals of other workspaces for a secret that was replaced in this workspace.

        A secret is kept under the environment's name and the origin, so the secret has changed for
        the other workspaces too. Their routes stay approved for requests. Raises ``FileError``.
        """
        source, place = source_of(environment, use), route_of(environment).origin
        gone = [
            each
            for each in self._store.load()
            if each.source == source
            and not is_variable(source)
            and each.workspace not in self._workspaces
            and each.route.origin == place
        ]
        if gone:
            request = source_of(environment, RouteUse.REQUEST)
            self._store.drop(gone.__contains__)
            self._store.approve([structs.replace(each, source=request) for each in gone])

    def _call_status(
        self,
        environment: Environment,
        route: Route,
        uses: Collection[RouteUse],
        keeper: Environment,
    ) -> RouteStatus:
        """Return the status of a call: of the uses it needs, otherwise of the request alone.

        If a use needs approval, approving it approves requests too, so they are not listed.
        """
        status = self._status(environment, route, uses, keeper)
        request = self._request_status(environment, route) if status.is_approved else None
        if request is None or (request.is_approved and status.uses):
            return status
        return structs.replace(status, uses=(*status.uses, request))

    def _request_status(self, environment: Environment, route: Route) -> UseStatus | None:
        """Return whether requests may take a route; ``None`` if nothing was ever approved.

        A route that was approved for any use in the environment is approved for requests.
        """
        if not self.is_known():
            return None
        known = self._known(environment)
        is_approved = route in known or any(route == own for _, own in self._own)
        return UseStatus(
            use=RouteUse.REQUEST,
            source=source_of(environment, RouteUse.REQUEST),
            place="",
            is_approved=is_approved,
            approved=None if is_approved or not known else known[-1],
        )

    def _known(self, environment: Environment) -> list[Route]:
        """Return the routes approved in an environment of this workspace, the latest last."""
        return [
            each.route
            for each in self._store.load()
            if each.environment == environment.name and each.workspace in self._workspaces
        ]

    def _status(
        self,
        environment: Environment,
        route: Route,
        uses: Collection[RouteUse],
        keeper: Environment,
    ) -> RouteStatus:
        approvals = self._store.load() if uses else ()
        return RouteStatus(
            environment=environment,
            route=route,
            uses=tuple(self._use_status(keeper, use, route, approvals) for use in uses),
            system_proxy=system_proxy_of(environment),
        )

    def _use_status(
        self, environment: Environment, use: RouteUse, route: Route, approvals: tuple[Approval, ...]
    ) -> UseStatus:
        source = source_of(environment, use)
        of_source = [
            each
            for each in approvals
            if each.source == source and (is_variable(source) or each.workspace in self._workspaces)
        ]
        is_approved = (source, route) in self._own or any(e.route == route for e in of_source)
        return UseStatus(
            use=use,
            source=source,
            place=_place_of(environment, use),
            is_approved=is_approved,
            approved=None if is_approved else _latest(of_source, environment.name),
        )


def _same_sources(uses: set[RouteUse], old: Environment, new: Environment) -> set[RouteUse]:
    """Return the uses whose source is unchanged by an edit, apart from the environment's name."""
    before = structs.replace(old, name=new.name)
    return {use for use in uses if source_of(before, use) == source_of(new, use)}


def _latest(approvals: list[Approval], environment: str) -> Route | None:
    """Return the route approved last, preferring those of the same environment."""
    own = [each for each in approvals if each.environment == environment]
    return next((each.route for each in reversed(own or approvals)), None)


def _place_of(environment: Environment, use: RouteUse) -> str:
    if use is RouteUse.CERTIFICATE:
        return environment.client_certificate or environment.client_key
    return str((environment.secret_ref(use.secret) if use.secret is not None else None) or "")


def system_proxy_of(environment: Environment) -> str:
    """Return the proxy of this machine's settings for an environment, without credentials.

    ``MASK`` if the address of the proxy cannot be read; empty if the environment does not use the
    system proxy.
    """
    if environment.proxy != SYSTEM_PROXY:
        return ""
    proxy = seen_system_proxy(*origin_of(environment.host))
    return without_login(proxy) if not proxy or is_proxy_address(proxy) else MASK
