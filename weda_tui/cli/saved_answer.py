"""``send -o FILE``: an answer's body into a file, of any size, with its progress on a terminal."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from weda_tui.cli import output
from weda_tui.core.sending.exchange import Answered, Failed, Phase, Response, Sending
from weda_tui.i18n import quantities
from weda_tui.session.files import incoming_file


async def save_answer(
    send: Callable[..., Awaitable[Answered | Failed]],
    file: str,
    workspace: Path,
    *,
    force: bool,
    masked: Callable[[Response], Iterable[bytes]],
) -> Answered | Failed:
    """Send, and put the body into ``file`` once all of it is there; else nothing is left.

    It is written byte for byte; one that may hold tokens as ``masked`` returns it. ``force``
    replaces a file. Raises ``FileError``.
    """
    async with incoming_file(file, workspace, overwrite=force) as incoming:
        try:
            result = await send(into=incoming, on_progress=_show_progress)
        finally:
            output.progress("")
        if isinstance(result, Answered):
            response = result.exchange.response
            if result.exchange.may_hold_tokens:
                for piece in masked(response):
                    await incoming.write(piece)
            elif not response.stored:
                await incoming.write(response.body)
            await incoming.finish()
        return result


def _show_progress(sending: Sending) -> None:
    if sending.phase is not Phase.RECEIVING:
        return
    received, total = sending.received, sending.total
    if total:
        share = f"{received * 100 // total:>3} %"
        output.progress(f"{share}  {quantities.size(received)} / {quantities.size(total)}")
    else:
        output.progress(quantities.size(received))
