"""An explorer with the data models of the sandbox."""

from tests.tui.explorer import Explorer


async def wait_for_models(e: Explorer) -> None:
    """Wait until no list of models is being fetched and the catalogue has the models."""
    for _ in range(1000):
        workers = [w for w in e.app.workers if w.group == "models" and not w.is_finished]
        if not workers:
            break
        await e.pilot.pause()
    await e.pilot.pause()
    assert not e.main.models.is_loading


async def refresh(e: Explorer) -> None:
    e.main.controllers.models.refresh()
    await wait_for_models(e)
