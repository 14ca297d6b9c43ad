"""Where the logs of each deployment are, as a person said once; losing it costs one question."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from weda_tui.core.doctor.server_logs import LogPlace
from weda_tui.store.atomic import find_json, write_atomic
from weda_tui.store.locks import locked

MOST_PLACES = 200
"""Deployments that are remembered; the oldest goes first."""


def load_log_places(path: Path) -> Mapping[str, LogPlace]:
    """Return the places by the address of their deployment; those with a wrong name are left out.

    A missing or damaged file has none.
    """
    places = find_json(path, dict[str, LogPlace]) or {}
    return {host: place for host, place in places.items() if place.is_valid}


def save_log_place(path: Path, host: str, place: LogPlace) -> None:
    """Remember one, beside those of other deployments. Raises ``FileError``."""
    with locked(path.parent, private=True):
        others = [each for each in load_log_places(path).items() if each[0] != host]
        places = dict([*others, (host, place)][-MOST_PLACES:])
        data = msgspec.json.format(msgspec.json.encode(places), indent=2)
        write_atomic(path, data + b"\n", private=True, durable=False)
