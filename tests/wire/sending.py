"""Sends a collection to a recorder, and compares two recordings."""

import asyncio
from pathlib import Path

import msgspec

from tests.wire.hostile import CASES
from tests.wire.programs import SECRET_ID, SECRET_KEY
from tests.wire.recorder import Recorded, Recorder
from weda_tui.core.environments.deployment import NO_PROXY, Environment, EnvTypeSetting, Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.session.interchange.open_requests import layers_of
from weda_tui.session.runs.saved_request_sender import layered
from weda_tui.store.paths import Paths

CLIENTS_OWN = frozenset({"user-agent", "accept", "accept-encoding", "connection"})
"""Headers that every HTTP client sets in its own way, unless the request has them."""

POSTMANS_OWN = CLIENTS_OWN | {"cache-control", "postman-token"}
"""The headers that Postman sets itself."""

Seen = tuple[str, bytes, tuple[tuple[str, bytes], ...], bytes]
"""The method, the target, the sorted headers and the body of a request."""


def open_session(folder: Path) -> Session:
    """Open a workspace whose calls use real sockets."""
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    return Session(paths, environ={}, use_keyring=False)


def place_at(session: Session, host: str) -> Target:
    """Save an environment for a recorder, and return a target in it."""
    environment = Environment(
        name="recorder",
        host=host,
        env_types=(EnvTypeSetting("dev", Guard.NONE),),
        secret_id=SECRET_ID,
        proxy=NO_PROXY,
    )
    return Target(session.environments.save(environment, secret=SECRET_KEY), "dev")


def send_all(folder: Path, server: Recorder, bundle: Imported) -> dict[str, Seen]:
    """Send each request of a collection, and return the received requests by case."""

    async def send() -> None:
        session = open_session(folder)
        where = place_at(session, server.host)
        try:
            for saved in bundle.requests:
                draft = layered(saved.draft, layers_of(bundle, saved))
                result = await session.sending.send(draft, where, consent=GuardDecision.ASK_NAME)
                assert isinstance(result, Answered), (saved.path, result)
        finally:
            await session.aclose()
            await asyncio.sleep(0)  # lets connections close

    asyncio.run(send())
    return by_case(server.requests())


def by_case(requests: list[Recorded], own: frozenset[str] = CLIENTS_OWN) -> dict[str, Seen]:
    """Return requests by the name of their case, without the client's ``own`` headers."""
    found: dict[str, Seen] = {}
    for request in requests:
        (number,) = request.values("X-Case")
        case = CASES[int(number)]
        assert case.name not in found, f"sent twice: {case.name}"
        left_out = own - {name.lower() for name, _ in case.headers}
        headers = ((name.decode().lower(), value) for name, value in request.headers)
        kept = sorted(each for each in headers if each[0] not in left_out)
        found[case.name] = (request.method, request.target, tuple(kept), request.body)
    return found


def differences(sent: dict[str, Seen], got: dict[str, Seen]) -> dict[str, list[str]]:
    """Return the differences, shortened to keep a failure readable."""
    found: dict[str, list[str]] = {}
    for name in sent.keys() | got.keys():
        if name not in got or name not in sent:
            found[name] = ["only on one side"]
        elif sent[name] != got[name]:
            pairs = zip(sent[name], got[name], strict=True)
            found[name] = [
                f"{msgspec.json.encode(repr(one)[:300])} ≠ {repr(other)[:300]}"
                for one, other in pairs
                if one != other
            ]
    return found
