"""The made-up company of ``company.toml``: its departments, its people's names and its flows."""

from typing import Any

import msgspec

from weda_tui.core.files import read_packaged_toml
from weda_tui.sandbox.flows.model import Flow, FlowNode

GENERAL_MANAGER = "总经理"
APP_NAME = "协同办公"
"""The one app that all flows belong to."""


class Blueprint(Flow, frozen=True, kw_only=True):
    """A flow, and what its seeded instances say."""

    share: int
    """How many of a hundred instances are of this flow."""
    subjects: tuple[str, ...]
    """What titles end with."""


class Business(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the company sells, to whom, and what there is to do."""

    cities: tuple[str, ...]
    customers: tuple[str, ...]
    """What their names begin with."""
    trades: tuple[str, ...]
    tags: tuple[str, ...]
    tasks: tuple[str, ...]
    prices: dict[str, float]


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says of the company."""

    surnames: str
    given_names: tuple[str, ...]
    departments: dict[str, int]
    """How many people each has; the first of them is its head."""
    head_roles: dict[str, str]
    department_roles: dict[str, str]
    """The role of two people after the head."""
    business: Business
    nodes: dict[str, FlowNode]
    flows: tuple[Blueprint, ...]


def _load_company() -> Company:
    """Read the file, in which flows name their nodes."""
    tables = read_packaged_toml("sandbox/people/company.toml", dict[str, Any])
    for flow in tables["flows"]:
        flow["nodes"] = [tables["nodes"][name] for name in flow["nodes"]]
    return msgspec.convert(tables, Company)


COMPANY = _load_company()
