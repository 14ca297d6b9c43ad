"""A transfer in words: its hosts, its progress, and the result of an item."""

from pathlib import PurePath

from weda_tui.core.storage.object_names import SCHEME
from weda_tui.core.storage.transfer import Direction, ItemResult, Moving, Planned, TransferItem
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.quantities import size, time_left
from weda_tui.i18n.strings import Strings


def hosts_words(plan: Planned, strings: Strings) -> str:
    """Return the hosts of a transfer, and whether one of them is a downgrade from HTTPS."""
    words = strings.transfer
    hosts = strip_control_characters(", ".join(plan.hosts))
    sentence = words.hosts_up if plan.direction is Direction.UPLOAD else words.hosts_down
    return sentence.format(hosts=hosts) + ("  " + words.plain_http if is_downgrade(plan) else "")


def is_downgrade(plan: Planned) -> bool:
    """Return whether the deployment uses HTTPS and one of its stores does not."""
    is_secure = plan.where.environment.host.startswith("https:")
    return is_secure and any(host.startswith("http:") for host in plan.hosts)


def moving_facts(moving: Moving, strings: Strings) -> list[str]:
    """Return the progress of a transfer: share, bytes, rate, time left, position, name."""
    words = strings.transfer
    done = size(moving.done)
    facts = [words.done_of.format(done=done, total=size(moving.total))] if moving.total else [done]
    if moving.total:
        facts.insert(0, f"{moving.done * 100 // moving.total:>3} %")
    if moving.rate:
        facts.append(f"{size(round(moving.rate))}/s")
    if moving.left is not None:
        facts.append(words.left.format(left=time_left(moving.left + 0.99)))
    if moving.count > 1:
        facts.append(f"{moving.position}/{moving.count}")
    return [*facts, name_of(moving.item)]


def result_title(result: ItemResult, strings: Strings) -> str:
    """Return the transferred item, and its new name."""
    item = result.item
    if not item.file:
        done = strings.transfer.deleted.format(id=strip_control_characters(item.object_id))
        return done if result.ok else strip_control_characters(item.object_id)
    is_download = item.object_id.startswith(SCHEME)
    if not result.ok:
        return strip_control_characters(item.object_id if is_download else item.file)
    if is_download:
        return f"{strip_control_characters(item.object_id)} → {strip_control_characters(item.file)}"
    file, stored = item.file, result.cloud_object_id
    return f"{strip_control_characters(file)} → {strip_control_characters(stored)}"


def planned_title(item: TransferItem) -> str:
    """Return the item to transfer, and its planned name."""
    return " → ".join(
        strip_control_characters(each) for each in (item.file, item.object_id) if each
    )


def name_of(item: TransferItem) -> str:
    """Return the short name of an item."""
    return strip_control_characters(PurePath(item.file).name if item.file else item.object_id)
