"""The sandbox as a web application: routes, tokens, and the envelopes of WeDa's refusals.

POST /auth/v1/token/clientCredential          guide, 1.2.2
POST /weda/workflow/v1/{envType}/{action}     guide, 2.1; public page 1301/94470
GET /openapi/…                                the served calls as OpenAPI: see ``published``
the other modules' routes, and the object store's origin: see ``_modules``
"""

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.core.clock import Clock
from weda_tui.sandbox.example_records import PICTURE, PICTURES
from weda_tui.sandbox.examples import APPROVER
from weda_tui.sandbox.flows.world import World
from weda_tui.sandbox.models.calls import Models
from weda_tui.sandbox.models.descriptions import Descriptions
from weda_tui.sandbox.models.odata import OData
from weda_tui.sandbox.people.directory import Directory
from weda_tui.sandbox.people.enterprise import Enterprise
from weda_tui.sandbox.people.permissions import Permissions
from weda_tui.sandbox.people.sign_in import SignIn
from weda_tui.sandbox.server.deployment import Deployment
from weda_tui.sandbox.server.faults import (
    App,
    FaultInjector,
    Receive,
    Scope,
    Send,
    check_fault,
    refusal,
)
from weda_tui.sandbox.server.published import PublishedDocuments
from weda_tui.sandbox.server.refusal import AuthError, BusinessError, GatewayError
from weda_tui.sandbox.server.state import State
from weda_tui.sandbox.server.tokens import DEFAULT_LIFETIME, DEFAULT_USER_LIFETIME, SandboxTokens
from weda_tui.sandbox.server.web import json_answer, json_object
from weda_tui.sandbox.server.whole_body import LARGEST, WholeBody
from weda_tui.sandbox.storage.bucket import build_bucket
from weda_tui.sandbox.storage.calls import SandboxStorage
from weda_tui.sandbox.storage.objects import Objects
from weda_tui.sandbox.storage.signing import Signatures
from weda_tui.sandbox.workflow.actions import ACTIONS, envelope
from weda_tui.sandbox.workflow.journal import note_call, replay

STORAGE_ORIGIN = "http://storage.sandbox"
"""The origin of the object store if no socket determines it."""


def _modules(deployment: Deployment, storage_origin: str) -> tuple[list[Route], App]:
    """Return the routes of every module, and the application for the object store's origin."""
    world, objects = deployment.world, _stored(deployment)
    signatures = Signatures(world.credentials.secret_id, world.credentials.signing_key)
    modules = (
        SignIn(deployment),
        Permissions(deployment, Directory(deployment)),
        Models(deployment),
        Descriptions(deployment),
        OData(deployment),
        SandboxStorage(deployment, objects, signatures, storage_origin),
        Enterprise(deployment),
    )
    routes = [route for module in modules for route in module.routes()]
    return routes, build_bucket(objects, signatures, deployment.clock, world)


def _stored(deployment: Deployment) -> Objects:
    """Return the stored objects; a new deployment has the pictures of the examples."""
    objects = Objects(deployment.state.own)
    if objects.is_new:
        for path in PICTURES:
            objects.add(path, PICTURE, content_type="image/jpeg", owner=APPROVER.id)
    return objects


class TwoOrigins:
    """ASGI application that passes requests for the object store's host and port to the store."""

    def __init__(self, main: App, store: App, store_origin: str) -> None:
        self._main = main
        self._store = store
        self._host = urlsplit(store_origin).netloc.lower().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the application of its ``Host``."""
        hosts = [value for name, value in scope.get("headers", ()) if name == b"host"]
        app = self._store if self._host in hosts else self._main
        await app(scope, receive, send)


class SandboxGateway:
    """Answers the token and workflow calls for one world."""

    def __init__(self, world: World, clock: Clock, tokens: SandboxTokens, state: State) -> None:
        self._world = world
        self._clock = clock
        self._tokens = tokens
        self._state = state

    async def token(self, request: Request) -> Response:
        """Exchange SecretId and SecretKey for a token."""
        body = await json_object(request)
        if body.get("grant_type") != "client_credentials":
            raise GatewayError("BAD_REQUEST", "grant_type must be client_credentials")
        if not self._world.credentials.match(request.headers.get("authorization", "")):
            raise AuthError("invalid_client", "client authentication failed", status=401)
        token = self._tokens.issue(self._world.gateway_request_id())
        lifetime = self._tokens.lifetime
        return json_answer({"token_type": "Bearer", "access_token": token, "expires_in": lifetime})

    async def call(self, request: Request) -> Response:
        """Run a workflow call for a caller with a valid token."""
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
        body = await json_object(request)
        now = int(self._clock.wall() * 1000)
        data = action(space, body, now)
        note_call(self._state, request.path_params["env_type"], name, body, now)
        return json_answer(envelope(name, self._world.request_id(), data))

    async def refuse(self, request: Request, error: Exception) -> Response:
        """Return a refusal in the envelope of the workflow, the gateway or the token calls.

        An unknown path is refused, too. Raises any other error.
        """
        match error:
            case BusinessError():
                stated = {"Code": error.code, "Message": error.message}
                request_id = self._world.request_id()
                return json_answer({"Response": {"RequestId": request_id, "Error": stated}})
            case GatewayError():
                return self._refuse(error.code, error.message, error.status)
            case AuthError():
                stated = {"error": error.error, "error_description": error.description}
                return json_answer(stated, status=error.status)
            case HTTPException(status_code=405):
                return self._refuse("BAD_REQUEST", f"method {request.method} is not allowed", 405)
            case HTTPException():
                message = f"path not found: {request.url.path}"
                return self._refuse("RESOURCE_NOT_FOUND", message, error.status_code)
            case _:
                raise error

    def too_big(self) -> Response:
        """Return the refusal of a body that exceeds the limit."""
        message = f"request body is over {LARGEST // 2**20} MiB, the limit of the sandbox"
        return self._refuse("EXCEED_MAX_PAYLOAD_SIZE", message, 413)

    def _refuse(self, code: str, message: str, status: int) -> Response:
        request_id = self._world.gateway_request_id()
        return json_answer(refusal(code, message, request_id), status=status)


def build_app(
    world: World,
    clock: Clock,
    token_lifetime: int | None = None,
    fault: str | None = None,
    state: State | None = None,
    storage_origin: str = STORAGE_ORIGIN,
) -> App:
    """Return the application for ``world``, which answers for two origins.

    ``token_lifetime`` is in seconds and for both kinds of token; without it, each kind has its own.
    ``fault`` (one of ``faults.FAULTS``) affects every call of a module. ``state`` stores the
    records; the default keeps them in memory. ``storage_origin`` is the origin of the object store.
    Raises ``ValueError`` for an unknown fault.
    """
    check_fault(fault)
    state = state or State(world.credentials.env_id)
    replay(world, state)
    tokens = SandboxTokens(
        world.credentials,
        clock,
        token_lifetime or DEFAULT_LIFETIME,
        token_lifetime or DEFAULT_USER_LIFETIME,
    )
    gateway = SandboxGateway(world, clock, tokens, state)
    others, store = _modules(Deployment(world, clock, tokens, state), storage_origin)
    routes = [
        Route("/auth/v1/token/clientCredential", gateway.token, methods=["POST"]),
        Route("/weda/workflow/v1/{env_type}/{action}", gateway.call, methods=["POST"]),
        *others,
    ]
    refusals = (AuthError, BusinessError, GatewayError, HTTPException)
    main = Starlette(
        routes=[*routes, *PublishedDocuments(routes).routes()],
        middleware=[
            Middleware(WholeBody, refusal=gateway.too_big),
            Middleware(FaultInjector, fault=fault, request_id=world.gateway_request_id),
        ],
        exception_handlers=dict.fromkeys(refusals, gateway.refuse),
    )
    return TwoOrigins(main, store, storage_origin)
