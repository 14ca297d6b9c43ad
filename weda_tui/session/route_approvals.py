"""Opens routes for calls, and asks the user to approve a route if there is a user to ask."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import RouteStatus, RouteUse
from weda_tui.core.errors import ErrorCode, FileError, RouteError, WedaError
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.session.routes import Routes
from weda_tui.session.secrets import Secrets

AskRoute = Callable[[RouteStatus], Awaitable[bool]]


class RouteApprovals:
    """Decides for each call whether it may take its route, and gives the reason if it may not."""

    def __init__(self, secrets: Secrets, routes: Routes) -> None:
        self.secrets, self.routes = secrets, routes
        self.ask: AskRoute | None = None
        """Shows a route to the user and returns whether it is approved; ``None`` without a user."""
        self._looking_up = asyncio.Lock()
        self._asking_route, self._route_answers = asyncio.Lock(), 0
        self._refused_routes: dict[tuple[str, str], int] = {}
        """Fingerprints and sources that the user refused, each with the number of the answer."""

    def see_kept(self, environment: Environment, *, for_files: bool = False) -> None:
        """Read the kept secrets that may take the route of an environment, so that they are masked.

        Blocks, so it is called in a thread; see ``Secrets.see_kept``.
        """

        def may_read(kind: TokenKind) -> bool:
            return self.routes.status(environment, kind).is_approved

        self.secrets.see_kept(environment, may_read, for_files=for_files)

    def see_approved(
        self, environments: Iterable[Environment], over: LoadedRoute | None = None
    ) -> None:
        """Read the secrets kept for approved routes, so that they are masked; called in a thread.

        With ``over``, in a workspace where nothing was approved, only secrets approved for exactly
        that route are read: another route to the same address may lead to another server. See
        ``Secrets.see_approved``.
        """
        approvals, with_rest = self.routes.load_approvals(), True
        if over is not None and not self.routes.is_known():
            approvals = tuple(each for each in approvals if each.route == over.route)
            with_rest = False
        self.secrets.see_approved(approvals, environments, over, with_rest=with_rest)

    def see_before_send(self, route: LoadedRoute) -> None:
        """Mask the secrets that the server at the end of a route may know. For a thread."""
        self.see_approved((route.environment,), route)
        self.see_kept(route.environment)

    async def open(
        self,
        environment: Environment,
        kind: TokenKind,
        *,
        keeper: Environment | None = None,
        is_typed: bool = False,
        begun_as: Environment | None = None,
    ) -> LoadedRoute:
        """Return the route for a call; see ``Routes.open``.

        A missing secret is reported before a route that is not approved; see ``refusal``. The user
        is asked about such a route if there is a user to ask.
        """
        answers = self._route_answers
        how = {"keeper": keeper, "begun_as": begun_as}
        try:
            return await self.routes.open(environment, kind, is_typed=is_typed, **how)
        except RouteError as error:
            if not is_typed:
                status = self.routes.status(environment, kind, keeper=keeper)
                is_own = begun_as is not None and self.routes.has_approved(begun_as)
                async with self._looking_up:  # the user is asked in the order of the calls
                    reason = await asyncio.to_thread(
                        self.refusal, error, status, keeper, is_own=is_own
                    )
                if reason is not error:
                    raise reason from error
            if not await self._is_approved_now(environment, kind, keeper, answers):
                raise
        return await self.routes.open(environment, kind, is_typed=is_typed, **how)

    def secret_faults(
        self, status: RouteStatus, keeper: Environment | None = None
    ) -> dict[RouteUse, FileError]:
        """Return the secrets of a status that are missing, each with the reason.

        A secret is kept for one address only. May wait for the keyring.
        """
        lacks: dict[RouteUse, FileError] = {}
        for each in status.uses:
            name = each.use.secret
            if name is None:
                continue
            if lack := self.secrets.find_fault(keeper or status.environment, name):
                lacks[each.use] = lack
        return lacks

    def refusal(
        self,
        error: RouteError,
        status: RouteStatus,
        keeper: Environment | None = None,
        *,
        is_own: bool = False,
    ) -> WedaError:
        """Return the first reason why nothing is sent over a route that is not approved.

        A missing secret is reported instead of the route: it has to be entered, and entering it
        approves the route. If the route also changed since the last approval, the error names both,
        because the user has to know that the secret would go elsewhere. ``is_own`` says that the
        user is editing an approved environment and therefore knows.
        """
        lacks = self.secret_faults(status, keeper)
        for use, lack in lacks.items():
            if is_own or error.code is not ErrorCode.ROUTE_CHANGED:
                return lack
            if lack.parameters.get("ref") in {"keyring", "file"}:
                return RouteError(error.code, **error.parameters, lacks=use.value)
        return error

    def check(self, status: RouteStatus) -> None:
        """Raise ``WedaError`` unless all of a status may be sent. May wait for the keyring."""
        try:
            status.check()
        except RouteError as error:
            raise self.refusal(error, status) from None

    async def check_asking(self, status: RouteStatus) -> None:
        """Raise ``WedaError`` as ``check`` does, unless the user approves the route now."""
        try:
            await asyncio.to_thread(self.check, status)
        except RouteError as error:
            if self.ask is None or "lacks" in error.parameters or not await self.ask(status):
                raise
            await asyncio.to_thread(self.routes.approve, status)

    async def _is_approved_now(
        self, environment: Environment, kind: TokenKind, keeper: Environment | None, answers: int
    ) -> bool:
        """Ask the user once for all calls that wait for the same approval; approve what was shown.

        ``answers`` is the number of questions answered when the call began to wait. The user is not
        asked again about what was refused after that.
        """
        if self.ask is None:
            return False
        async with self._asking_route:
            status = self.routes.status(environment, kind, keeper=keeper)
            if status.is_approved:
                return True
            fingerprint = status.route.fingerprint
            asked = [(fingerprint, use.source) for use in status.unapproved]
            if all(self._refused_routes.get(each, 0) > answers for each in asked):
                return False
            is_approved = await self.ask(status)
            self._route_answers += 1
            if is_approved:
                await asyncio.to_thread(self.routes.approve, status)
            else:
                self._refused_routes |= dict.fromkeys(asked, self._route_answers)
            return is_approved
