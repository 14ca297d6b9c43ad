"""Copies the command that searches the server's log; asks once where the services run."""

from typing import Protocol

from textual.message import Message

from weda_tui.core.doctor.server_logs import LogPlace, ServerLog
from weda_tui.core.environments.deployment import Environment
from weda_tui.i18n.phrases.server_logs import log_source
from weda_tui.session.settings import Settings
from weda_tui.tui.doctor.log_place_dialog import ClusterQuestion
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.workbench.bench import Bench, refusals


class Poster(Protocol):
    """An object that posts messages to the screen."""

    def post_message(self, message: Message) -> bool:
        """Post a message."""
        ...


def copy_command(bench: Bench, posting: Poster, log: ServerLog, place: LogPlace | None) -> None:
    """Copy the command that searches a log; the notice names the service."""
    what = bench.words.doctor.log.what.format(service=log.service.value)
    posting.post_message(CopyRequested(log.command(place), what, is_program=True))


def ask_place(
    bench: Bench, posting: Poster, settings: Settings, environment: Environment, log: ServerLog
) -> None:
    """Ask whether a deployment is a single machine or a cluster, remember it, and copy."""
    words, host = bench.words.doctor.log, environment.host

    def remember(place: LogPlace | None) -> None:
        if place is not None:
            with refusals(bench):
                settings.remember_log_place(host, place)
            copy_command(bench, posting, log, place)

    def chosen(action: str | None) -> None:
        if action == "single":
            remember(LogPlace())
        elif action == "cluster":
            known = settings.log_place(host) or LogPlace()
            bench.ask(ClusterQuestion(environment.name, log.service, known, bench.words), remember)

    items = [
        MenuItem("1", words.single, "docker", "single"),
        MenuItem("2", words.cluster, "kubectl", "cluster"),
    ]
    remark = words.asked_once.format(source=log_source(bench.words))
    bench.ask(Menu(words.title.format(name=environment.name), items, remark), chosen)
