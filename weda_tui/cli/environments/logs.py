"""``env logs``: whether a deployment is a single machine or a cluster, for the log commands."""

from collections.abc import Sequence

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, flag, option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.doctor.server_logs import LogPlace, Service, is_kubernetes_name
from weda_tui.i18n.strings import Strings


def build(strings: Strings) -> click.Command:
    """Return ``env logs``."""
    words = strings.doctor.log
    examples = (
        "weda-tui env logs hq --single",
        "weda-tui env logs hq --cluster weda",
        "weda-tui env logs hq --cluster weda --pod allin-one-runtime=runtime-0",
    )
    parameters: list[click.Parameter] = [
        argument("name", "NAME"),
        flag("--single", words.single_option),
        option("--cluster", "NAMESPACE", words.cluster_option, callback=_namespace),
        option("--pod pods", "SERVICE=POD", words.pod_option, multiple=True),
    ]
    page = HelpPage(strings, (words.command, words.command_details), examples)
    return CliCommand("logs", page, _logs, parameters)


def _logs(name: str, *, single: bool, cluster: str | None, pods: Sequence[str]) -> int:
    session, words = open_session(), current().strings.doctor.log
    if (single and cluster) or (pods and not cluster):
        raise click.UsageError(words.one_of_both)
    host = session.environments.where_exactly(name).environment.host
    if single or cluster:
        place = LogPlace(cluster or "", dict(map(_pod, pods)))
        session.settings.remember_log_place(host, place)
    output.data("\n".join(_lines(name, session.settings.log_place(host))))
    return ExitStatus.OK


def _lines(name: str, place: LogPlace | None) -> list[str]:
    words = current().strings.doctor.log
    if place is None:
        return [words.not_said.format(name=name)]
    if not place.namespace:
        return [words.is_single.format(name=name)]
    text = words.is_cluster.format(name=name, namespace=place.namespace)
    return [text, *(f"  {service}  {pod}" for service, pod in place.pods.items())]


def _namespace(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_kubernetes_name(value):
        raise click.BadParameter(_bad_name(value), param=parameter)
    return value


def _pod(text: str) -> tuple[str, str]:
    service, _, pod = text.partition("=")
    if service not in list(Service):
        words, services = current().strings.doctor.log, ", ".join(Service)
        raise click.UsageError(words.bad_pod.format(text=text, services=services))
    if not is_kubernetes_name(pod):
        raise click.UsageError(_bad_name(pod))
    return service, pod


def _bad_name(text: str) -> str:
    return current().strings.doctor.log.bad_name.format(text=text).removeprefix("✗ ")
