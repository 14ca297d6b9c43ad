"""The one place that lets a secret, a token obtained with one, or a request out to the network.

    environment ── open ──► the route now ── approved? ──► LoadedRoute ──► Secrets, Tokens, Gateway
                                          └── no ──► RouteError, and nothing is sent

``Secrets`` and ``Tokens`` give nothing without a ``LoadedRoute`` that names its use, and the
gateway connects with the files that are in it, so what was approved is what is connected to.

A request holds what the person typed, also where it takes no token. Once anything was approved in a
workspace, requests go over approved routes alone: any of their environment, whatever it was
approved for. So one that a commit adds, or puts in the place of another, is asked about.
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
    """What secrets may reach: the approvals of this machine, and those of this process.

    Only what a person enters or is shown at this machine is approved, never what a file says:

    ===========================  ===================================================================
    ``env add``                  all that its command line names, and the secrets typed for it
    ``env secret``               the secrets that are given, over the route that was shown, which a
                                 person is asked about where it is approved for nothing yet
    ``env approve``, a question  the route and the uses that were shown
    a new form, the first run    all of it: each field was typed
    an edit, a copy, a rename    see ``written_uses``; nothing where the route of what was edited or
                                 copied was not approved, not even for a secret that is typed now
    an import, a restore         nothing
    the sandbox                  its own route, for as long as this process runs
    ===========================  ===================================================================
    """

    def __init__(self, store: ApprovedRoutes, base: Path, workspace: str, *earlier: str) -> None:
        """``base`` is the folder that relative paths of certificates begin in: the workspace.

        ``workspace`` and ``earlier`` are its ``Paths.workspace_digests``.
        """
        self._store, self._base, self._workspace = store, base, workspace
        self._workspaces = frozenset({workspace, *earlier})
        self._own: set[tuple[str, Route]] = set()
        """Sources and routes that this process itself has made: those of its sandbox."""

    async def open(
        self,
        environment: Environment,
        kind: TokenKind,
        *,
        keeper: Environment | None = None,
        is_typed: bool = False,
        begun_as: Environment | None = None,
    ) -> LoadedRoute:
        """Read the route of an environment, for a call with a token of a kind or none.

        ``keeper`` is the environment that keeps the secret, where it is another one;
        ``is_typed`` says that what is sent was typed just now, beside the route, which approves it
        unless that of ``begun_as``, which it was before it was edited, was not approved. Raises
        ``RouteError`` where the route is not approved, ``FileError`` where that cannot be known.
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

        Without a kind, everything that the environment names, and requests where they have to be
        approved or are all there is. Connects nowhere. Raises ``FileError`` where the approvals
        cannot be read.
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
        """Return the route of an environment, whatever would be sent over it. Reads no approval."""
        return self._status(environment, find_route(environment, self._base), (), environment)

    def unknown_status(self, status: RouteStatus) -> RouteStatus | None:
        """Return a status with the route that was approved last in its environment for anything.

        ``None`` where its route is approved for something there: a person knows it.
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
        """Raise ``RouteError`` where the route is another one by now than a person was shown."""
        if find_route(environment, self._base) != shown:
            raise RouteError(ErrorCode.ROUTE_CHANGED_MEANWHILE, environment=environment.name)

    def fingerprint(self, environment: Environment) -> str:
        """Return the fingerprint of an environment's route now."""
        return find_route(environment, self._base).fingerprint

    def approve(self, status: RouteStatus, uses: Collection[RouteUse] | None = None) -> None:
        """Approve the route that a person was shown, for what it says would be sent.

        ``uses`` narrows that down. An environment that makes use of none of them has its requests
        approved, so that its route can be compared. Raises ``FileError``.
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
        """Return what was approved in this workspace, and the variables that were in any.

        Whatever its files say by now. Raises ``FileError``.
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
        """Return what a person approves by saving an environment in the form.

        All of a new one, which was begun as none. Of one that was edited, or copied, what was
        approved for the route of that and has the same source, and the ``typed`` secrets; nothing
        where none was approved, because the rest of the route may be of somebody else.
        """
        if begun_as is None:
            return ALL_USES
        if not (approved := self._approved_uses(begun_as)):
            return ()
        return _same_sources(approved, begun_as, environment) | {*typed}

    def is_known(self) -> bool:
        """Return whether anything was ever approved in this workspace.

        Since then nothing is sent over a route that is not. Raises ``FileError``.
        """
        return any(map(self._store.knows, self._workspaces))

    def has_approved(self, environment: Environment) -> bool:
        """Return whether the route of an environment is approved for anything."""
        return bool(self._approved_uses(environment))

    def _approved_uses(self, environment: Environment) -> set[RouteUse]:
        """Return what is approved of all that an environment names; requests where it names none.

        That requests may take a route approves no secret that the file may name by now.
        """
        return {each.use for each in self.status(environment).uses if each.is_approved}

    def approve_own(self, environment: Environment) -> None:
        """Approve the route to something that this process has started, until it ends."""
        status = self.status(environment)
        self._own |= {(each.source, status.route) for each in status.uses}

    def follow_edit(self, old: Environment, new: Environment, *, is_approved: bool = True) -> None:
        """Let approvals follow an edit to a new name; what the person edited away does not stay.

        Where the new route is not approved with it, as by an import, requests may still take the
        old one, so that there is one to compare with. Raises ``FileError``.
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
        """Drop what was approved for the name and the address of an environment that goes.

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
        """Drop what other workspaces approved for a secret that was given anew in this one.

        It is kept by the environment's name and the origin, so it is another one there too by now.
        Requests may still take those routes. Raises ``FileError``.
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
        """Return the status of a call: of what it makes use of, else of the request alone.

        Where a use has to be approved, that approves requests too, so they are not listed.
        """
        status = self._status(environment, route, uses, keeper)
        request = self._request_status(environment, route) if status.is_approved else None
        if request is None or (request.is_approved and status.uses):
            return status
        return structs.replace(status, uses=(*status.uses, request))

    def _request_status(self, environment: Environment, route: Route) -> UseStatus | None:
        """Return whether requests may take a route; ``None`` where nothing was ever approved.

        One that was approved for anything in the environment is approved for them.
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
    """Return which uses an edit leaves at the same source, whatever the name."""
    before = structs.replace(old, name=new.name)
    return {use for use in uses if source_of(before, use) == source_of(new, use)}


def _latest(approvals: list[Approval], environment: str) -> Route | None:
    """Return the route approved last, of the same environment where there is one."""
    own = [each for each in approvals if each.environment == environment]
    return next((each.route for each in reversed(own or approvals)), None)


def _place_of(environment: Environment, use: RouteUse) -> str:
    if use is RouteUse.CERTIFICATE:
        return environment.client_certificate or environment.client_key
    return str((environment.secret_ref(use.secret) if use.secret is not None else None) or "")


def system_proxy_of(environment: Environment) -> str:
    """Return the proxy of this machine's own settings for an environment, as it may be shown."""
    if environment.proxy != SYSTEM_PROXY:
        return ""
    proxy = seen_system_proxy(*origin_of(environment.host))
    return without_login(proxy) if not proxy or is_proxy_address(proxy) else MASK
