"""A whole load test, from reading its secrets to its end, for both front ends."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from weda_tui.core.environments.deployment import Target
from weda_tui.core.load.figures import LoadSample
from weda_tui.core.runs.results import Row
from weda_tui.session.load.plan import (
    LoadCalls,
    note_stop,
    read_secrets,
    read_user_token,
    replace_user_token,
)
from weda_tui.session.load.run import LoadOptions, LoadRun, LoadSecrets
from weda_tui.session.session import Session

_USER_TOKEN = "USER_ACCESS_TOKEN"  # noqa: S105 - the name of a variable


async def put_load(  # noqa: PLR0913 - everything that was checked
    session: Session,
    calls: LoadCalls,
    where: Target,
    options: LoadOptions,
    *,
    rows: Sequence[Row] = (),
    given: Mapping[str, str] | None = None,
    on_start: Callable[[LoadRun], None],
    on_sample: Callable[[LoadSample], None] = lambda _: None,
    on_short_token: Callable[[float], None] = lambda _: None,
) -> None:
    """Run Locust to its end, and record a key for which the server refused a token.

    ``on_start`` is called with the run before Locust starts. ``on_short_token`` is called if a user
    token expires before the load ends, with the seconds for which it is valid. Raises
    ``WedaError``: see ``read_secrets``.
    """
    values = await read_secrets(session, calls, where, given or {})
    token, left = await read_user_token(session, calls, where, options.seconds)
    if token:
        values[_USER_TOKEN] = token
        if left < options.seconds:
            on_short_token(left)
    await session.network.warm_up()

    async def replaced() -> str:
        values[_USER_TOKEN] = await replace_user_token(session, where, values[_USER_TOKEN])
        return values[_USER_TOKEN]

    def mask(log: str) -> str:
        return session.gate.known().text(log)

    await session.gate.read()
    route = session.routes.fingerprint(where.environment)
    secrets = LoadSecrets(
        hidden=session.tokens.masker(unguessed=True, over=route).values,
        on_tokens=partial(session.tokens.see, is_got=True),
        replace_user_token=replaced if _USER_TOKEN in values else None,
        mask=mask,
    )
    load = LoadRun(calls.planned.plan, options, values, rows, on_sample, secrets)
    on_start(load)
    outcome = await load.go()
    await note_stop(session, where, outcome.sample.stopped)
