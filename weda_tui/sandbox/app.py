"""The sandbox as a web application: routes, tokens, and the shapes in which WeDa says no.

POST /auth/v1/token/clientCredential          guide, 1.2.2
POST /weda/workflow/v1/{envType}/{action}     guide, 2.1; public page 1301/94470
"""

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.core.clock import Clock
from weda_tui.sandbox.actions import ACTIONS, envelope
from weda_tui.sandbox.faults import FaultInjector, check_fault
from weda_tui.sandbox.refusal import BusinessError, GatewayError
from weda_tui.sandbox.requests import parse_object
from weda_tui.sandbox.tokens import DEFAULT_LIFETIME, Tokens
from weda_tui.sandbox.whole_body import WholeBody
from weda_tui.sandbox.world import World


class Gateway:
    """Answers the calls on one world."""

    def __init__(self, world: World, clock: Clock, tokens: Tokens) -> None:
        self._world = world
        self._clock = clock
        self._tokens = tokens

    async def token(self, request: Request) -> Response:
        """Exchange SecretId and SecretKey for a token."""
        body = await _json_of(request)
        if body.get("grant_type") != "client_credentials":
            raise GatewayError("BAD_REQUEST", "grant_type must be client_credentials")
        if not self._world.credentials.match(request.headers.get("authorization", "")):
            error = {"error": "invalid_client", "error_description": "client authentication failed"}
            return _json(error, status=401)
        token = self._tokens.issue(self._world.gateway_request_id())
        lifetime = self._tokens.lifetime
        return _json({"token_type": "Bearer", "access_token": token, "expires_in": lifetime})

    async def call(self, request: Request) -> Response:
        """Run a workflow call for whoever holds a token."""
        self._tokens.check(request.headers.get("authorization", ""))
        space = self._world.spaces.get(request.path_params["env_type"])
        if space is None:
            raise GatewayError("INVALID_ENV", f"env not found: {request.path_params['env_type']}")
        name = request.path_params["action"]
        action = ACTIONS.get(name)
        if action is None:
            raise GatewayError(
                "RESOURCE_NOT_FOUND", f"the sandbox does not play this action: {name}", status=404
            )
        body = await _json_of(request)
        data = action(space, body, int(self._clock.wall() * 1000))
        return _json(envelope(name, self._world.request_id(), data))

    async def business_error(self, _: Request, error: Exception) -> Response:
        """Say no as the workflow does."""
        if not isinstance(error, BusinessError):
            raise error
        stated = {"Code": error.code, "Message": error.message}
        return _json({"Response": {"RequestId": self._world.request_id(), "Error": stated}})

    async def gateway_error(self, _: Request, error: Exception) -> Response:
        """Say no as the gateway does."""
        if not isinstance(error, GatewayError):
            raise error
        return self._refuse(error.code, error.message, error.status)

    async def http_error(self, request: Request, error: Exception) -> Response:
        """Say that there is no such path, or not with this method."""
        if not isinstance(error, HTTPException):
            raise error
        if error.status_code == 405:
            return self._refuse("BAD_REQUEST", f"method {request.method} is not allowed", 405)
        message = f"path not found: {request.url.path}"
        return self._refuse("RESOURCE_NOT_FOUND", message, error.status_code)

    def _refuse(self, code: str, message: str, status: int) -> Response:
        request_id = self._world.gateway_request_id()
        return _json({"code": code, "requestId": request_id, "message": message}, status=status)


def build_app(
    world: World,
    *,
    clock: Clock,
    token_lifetime: int = DEFAULT_LIFETIME,
    fault: str | None = None,
) -> Starlette:
    """Return the application over ``world``; ``token_lifetime`` is in seconds.

    ``fault`` (one of ``faults.FAULTS``) strikes every workflow call. Raises ``ValueError`` for a
    fault of another name.
    """
    check_fault(fault)
    gateway = Gateway(world, clock, Tokens(world.credentials, clock, token_lifetime))
    return Starlette(
        routes=[
            Route("/auth/v1/token/clientCredential", gateway.token, methods=["POST"]),
            Route("/weda/workflow/v1/{env_type}/{action}", gateway.call, methods=["POST"]),
        ],
        middleware=[
            Middleware(WholeBody),
            Middleware(FaultInjector, fault=fault, request_id=world.gateway_request_id),
        ],
        exception_handlers={
            BusinessError: gateway.business_error,
            GatewayError: gateway.gateway_error,
            HTTPException: gateway.http_error,
        },
    )


async def _json_of(request: Request) -> dict[str, object]:
    if request.state.is_too_big:
        raise GatewayError("BAD_REQUEST", "request body is too large")
    body = await request.body()
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body.strip() and content_type != "application/json":
        raise GatewayError("BAD_REQUEST", "content-type must be application/json")
    return parse_object(body)


def _json(value: object, *, status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(value), status_code=status, media_type="application/json; charset=utf-8"
    )
