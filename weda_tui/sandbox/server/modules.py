"""The modules besides the workflow, put together over one deployment, and the two origins.

accounts    sign_in                       /auth/v1
directory   permissions, access           /weda/auth
models/     calls, descriptions; odata    /v1/model, /v1/sql, /weda/model, /weda/odata
objects     storage; bucket               /v1/storages; the store's own origin
enterprise                                /weda/enterprise
"""

from urllib.parse import urlsplit

from starlette.routing import Route

from weda_tui.sandbox.example_records import PICTURE, PICTURES
from weda_tui.sandbox.examples import APPROVER
from weda_tui.sandbox.models.calls import Models
from weda_tui.sandbox.models.descriptions import Descriptions
from weda_tui.sandbox.models.odata import OData
from weda_tui.sandbox.people.directory import Directory
from weda_tui.sandbox.people.enterprise import Enterprise
from weda_tui.sandbox.people.permissions import Permissions
from weda_tui.sandbox.people.sign_in import SignIn
from weda_tui.sandbox.server.deployment import Deployment
from weda_tui.sandbox.server.faults import App, Receive, Scope, Send
from weda_tui.sandbox.storage.bucket import build_bucket
from weda_tui.sandbox.storage.calls import SandboxStorage
from weda_tui.sandbox.storage.objects import Objects
from weda_tui.sandbox.storage.signing import Signatures

STORAGE_ORIGIN = "http://storage.sandbox"
"""Where the object store is when no socket says otherwise."""


class Modules:
    """Every module of one deployment."""

    def __init__(self, deployment: Deployment, storage_origin: str) -> None:
        self._deployment = deployment
        credentials = deployment.world.credentials
        self._objects = _stored(deployment)
        self._signatures = Signatures(credentials.secret_id, credentials.signing_key)
        storage = SandboxStorage(deployment, self._objects, self._signatures, storage_origin)
        directory = Directory(deployment)
        self._modules = (
            SignIn(deployment),
            Permissions(deployment, directory),
            Models(deployment),
            Descriptions(deployment),
            OData(deployment),
            storage,
            Enterprise(deployment),
        )

    def routes(self) -> list[Route]:
        """Return the routes of the main origin."""
        return [route for module in self._modules for route in module.routes()]

    def bucket(self) -> App:
        """Return the application of the object store's origin."""
        deployment = self._deployment
        return build_bucket(self._objects, self._signatures, deployment.clock, deployment.world)


def _stored(deployment: Deployment) -> Objects:
    """Return the objects; in a new deployment, the pictures of the examples."""
    objects = Objects(deployment.state.own)
    if objects.is_new:
        for path in PICTURES:
            objects.add(path, PICTURE, content_type="image/jpeg", owner=APPROVER.id)
    return objects


class TwoOrigins:
    """ASGI application that lets the object store answer what is sent to its host and port."""

    def __init__(self, main: App, store: App, store_origin: str) -> None:
        self._main = main
        self._store = store
        self._host = urlsplit(store_origin).netloc.lower().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on by its ``Host``."""
        hosts = [value for name, value in scope.get("headers", ()) if name == b"host"]
        app = self._store if self._host in hosts else self._main
        await app(scope, receive, send)
