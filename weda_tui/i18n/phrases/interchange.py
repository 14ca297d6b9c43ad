"""The import of requests, in rows and sentences, for both front ends."""

from collections import Counter
from typing import Any

from weda_tui.core.environments.deployment import parse_host
from weda_tui.core.errors import WedaError
from weda_tui.core.interchange.import_plan import Loss, LossKind, RequestPlan
from weda_tui.core.interchange.unwritten import ReplacedEnvType, Unwritten, UnwrittenPart
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import Argument
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text

Row = tuple[str, str, str]
"""A mark, a path and a text."""


def request_rows(plan: RequestPlan, strings: Strings) -> list[Row]:
    """Return a row for each request, then a row for each loss."""
    requests = [
        ("+", each.path, strip_control_characters(f"{each.draft.method} {each.draft.url}"))
        for each in plan.requests
    ]
    everywhere = strings.imported.everywhere
    return requests + [
        ("!", each.where or everywhere, loss_words(each, strings)) for each in plan.losses
    ]


def request_summary(plan: RequestPlan, strings: Strings) -> list[str]:
    """Return the target folder and the number of requests, then the number of losses by kind."""
    words = strings.imported
    title = words.new_folder if plan.is_new else words.known_folder
    counts = words.counts.format(requests=len(plan.requests), folders=max(0, len(plan.folders) - 1))
    beside = [words.beside.format(path=plan.beside)] if plan.beside else []
    texts = [title.format(path=plan.path), *beside, counts]
    if not plan.losses:
        return [*texts, words.nothing_lost]
    kinds = Counter(each.what for each in plan.losses)
    parts = (
        words.kind_count.format(kind=find_text(words.kind, what), count=count)
        for what, count in kinds.most_common()
    )
    return [*texts, words.losses.format(count=count(len(plan.losses)), kinds=" · ".join(parts))]


def next_step(plan: RequestPlan, strings: Strings) -> str:
    """Return the command that runs the imported requests."""
    return strings.imported.next_step.format(path=Argument(plan.name))


def loss_words(loss: Loss, strings: Strings) -> str:
    """Return a loss in words; for a deployment's address, also the command to add it."""
    if loss.what is LossKind.HOST and (host := _host_of(loss.name)):
        offer = strings.imported.host_offer
        return offer.format(name=strip_control_characters(loss.name), host=Argument(host))
    sentence = find_text(strings.imported.loss, loss.what)
    return sentence.format(name=strip_control_characters(loss.name))


def _host_of(text: str) -> str:
    """Return the address in the form of an environment; empty for any other text."""
    try:
        return parse_host(text)
    except WedaError:
        return ""


def unwritten_words(unwritten: Unwritten, strings: Strings) -> str:
    """Return what an export omitted: the request, and the part of it."""
    words = strings.imported
    what, path = strip_control_characters(unwritten.what), strip_control_characters(unwritten.path)
    if isinstance(unwritten.what, UnwrittenPart):
        what = find_text(words.part, unwritten.what)
    return words.part_of.format(path=path, what=what) if what else path


def env_type_words(replaced: ReplacedEnvType, strings: Strings) -> str:
    """Return which env type in a URL an export replaced, and the new env type."""
    return strings.imported.env_type_replaced.format(
        path=strip_control_characters(replaced.path),
        named=strip_control_characters(replaced.named),
        sent=replaced.sent,
    )


def request_report(plan: RequestPlan) -> dict[str, Any]:
    """Return the JSON of ``import --json`` for requests."""
    return {
        "collection": plan.path,
        "isNew": plan.is_new,
        "format": plan.format,
        "requests": [
            {
                "path": each.path,
                "method": each.draft.method,
                "url": each.draft.url,
                "endpoint": each.draft.endpoint_id,
            }
            for each in plan.requests
        ],
        "folders": [each.path for each in plan.folders],
        "losses": [
            {"what": each.what, "name": each.name, "where": each.where} for each in plan.losses
        ],
    }
