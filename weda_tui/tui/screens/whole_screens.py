"""The history and the saved requests as whole screens, and what the user chooses there."""

from functools import partial
from typing import TYPE_CHECKING

from weda_tui.session import Session
from weda_tui.tui.screens.controllers import Controllers

if TYPE_CHECKING:  # loaded on demand
    from weda_tui.tui.collections.screen import SavedChoice
    from weda_tui.tui.history.screen import HistoryChoice


class WholeScreens:
    """Opens whole screens over the main one, and runs the action that the user chose there."""

    def __init__(self, controllers: Controllers, session: Session) -> None:
        self._controllers, self._session = controllers, session
        self._bench = controllers.bench

    def open_history(self) -> None:
        """Show the history as a whole screen."""
        from weda_tui.tui.history.screen import HistoryScreen

        bench, history = self._bench, self._bench.stages.history
        wanted = history.entry.id if history is not None and history.entry is not None else 0
        screen = HistoryScreen(self._session, bench.words, bench.target, wanted)
        bench.ask(screen, self._apply_entry)

    async def _apply_entry(self, choice: "HistoryChoice | None") -> None:
        self._bench.refresh_history()
        self._bench.refresh_saved()
        if choice is None:
            return
        if choice.command:
            await self._bench.run_command(choice.command)
        elif choice.record is not None and choice.is_again:
            self._controllers.history.send_again(choice.record)
        elif choice.record is not None:
            self._controllers.history.open_entry(choice.record)

    def open_saved(self) -> None:
        """Show the saved requests as a whole screen."""
        from weda_tui.tui.collections.screen import SavedChoice, SavedScreen, SavedState

        bench, controllers = self._bench, self._controllers

        def chosen(choice: SavedChoice | None) -> None:
            bench.refresh_saved(screen.selected_row)
            bench.refresh_results()
            if choice is not None:
                bench.start(partial(self._apply_saved, choice), "open-saved")

        opened, pane = controllers.request.current, bench.stages.saved
        node = pane.node if pane is not None else None
        state = SavedState(
            strings=bench.words, where=bench.target, catalogue=controllers.catalogue,
            edited=opened.edited, ran=controllers.ran,
            wanted=node.path if node is not None else opened.path, long_runs=controllers.long_runs,
        )  # fmt: skip
        screen = SavedScreen(self._session, state, controllers.follow_saved)
        bench.ask(screen, chosen)

    async def _apply_saved(self, choice: "SavedChoice") -> None:
        """Run the action that the user chose among the saved requests."""
        from weda_tui.tui.collections.screen import SavedAct

        bench, controllers = self._bench, self._controllers
        match choice.act:
            case SavedAct.COMMAND:
                await bench.run_command(choice.command)
            case SavedAct.BEGIN:
                controllers.begin_request(choice.path)
            case SavedAct.RESULT:
                if choice.result is not None:
                    await controllers.opening.open_result_now(choice.result)
            case SavedAct.OPEN | SavedAct.SEND | SavedAct.LOOK:
                if not await controllers.opening.open_now(choice.path):
                    return
                if choice.act is SavedAct.SEND:
                    controllers.send_read()
                elif choice.record is not None:
                    controllers.history.show_entry(choice.record)
                    bench.call_after_refresh(bench.go_to_stage, "result")
