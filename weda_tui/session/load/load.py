"""A load test from its secrets to its end, as both front ends put it on."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from weda_tui.core.environments.deployment import Target
from weda_tui.core.load.figures import LoadSample
from weda_tui.core.runs.results import Row
from weda_tui.session.load.plan import LoadCalls, note_stop, read_secrets
from weda_tui.session.load.run import LoadOptions, LoadRun
from weda_tui.session.session import Session


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
) -> None:
    """Run Locust to its end, and note a key that it was refused a token for.

    ``on_start`` gets the run before Locust starts. Raises ``WedaError``: see ``read_secrets``.
    """
    values = await read_secrets(session, calls, where, given or {})
    await session.network.warm_up()
    load = LoadRun(
        calls.planned.plan, options, values, rows, on_sample,
        on_tokens=partial(session.tokens.see, is_got=True),
        mask=lambda log: session.gate.known().text(log),
    )  # fmt: skip
    on_start(load)
    outcome = await load.go()
    await note_stop(session, where, outcome.sample.stopped)
