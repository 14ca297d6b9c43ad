"""The made-up company of ``company.toml``: its departments, its people's names and its flows."""

from typing import Any

import msgspec

from weda_tui.core.files import read_packaged_toml
from weda_tui.sandbox.flows.model import Flow, FlowNode

GENERAL_MANAGER = "总经理"
APP_NAME = "协同办公"
"""The one app to which all flows belong."""


class Blueprint(Flow, frozen=True, kw_only=True):
    """A flow, and the data for its seeded instances."""

    share: int
    """The weight of this flow among the instances, in percent."""
    subjects: tuple[str, ...]
    """Ends of titles."""


class Business(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The goods, customers and tasks of the company."""

    cities: tuple[str, ...]
    customers: tuple[str, ...]
    """Words in the names of customers, after the city."""
    trades: tuple[str, ...]
    tags: tuple[str, ...]
    tasks: tuple[str, ...]
    prices: dict[str, float]


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file about the company."""

    surnames: str
    given_names: tuple[str, ...]
    departments: dict[str, int]
    """The number of people in each department; the first of them is its head."""
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
