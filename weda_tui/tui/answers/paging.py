"""The next or previous page of a call's own list: the draft asks for it, and it is sent."""

from collections.abc import Callable

from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.layout.base_screen import BaseScreen
from weda_tui.tui.requests.editor_pane import RequestEditor


def turn_page(
    page: BaseScreen[None],
    response: ResponsePane,
    editor: RequestEditor,
    send: Callable[[], None],
    *,
    is_forward: bool,
) -> None:
    """Send the selected draft for the page behind or before the one that is shown.

    Where that cannot be, say why, and send nothing.
    """
    words, draft, at = page.strings.table, editor.draft, response.facts.page
    if not response.facts.is_of_endpoint or draft is None:
        page.notice(words.no_answer_to_page)
        return
    if at is not None and not (at.has_next if is_forward else at.has_previous):
        page.notice(words.last_page if is_forward else words.first_page)
        return
    turn = None if at is None else at.next if is_forward else at.previous
    turned = turn(draft) if turn is not None else None
    if turned is None:
        page.notice(words.no_pages)
        return
    editor.show_draft(turned)
    send()
