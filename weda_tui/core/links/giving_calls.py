"""Which call gives the ids that another one takes."""

from collections.abc import Iterable, Iterator

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Parameter
from weda_tui.core.json.tree import Path
from weda_tui.core.links.id_kinds import IdKind, kind_of


def find_giving_call(endpoints: Iterable[Endpoint], path: Path) -> Endpoint | None:
    """Return the read that gives what the field at ``path`` holds, and needs the fewest ids itself.

    The id of a user is at hand: the others count first, then those that may be left out.
    ``None`` where no call is known to. Reads the details of endpoints: not for the event loop.
    """
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    found: list[tuple[int, int, str, Endpoint]] = []
    for endpoint in endpoints:
        if endpoint.effect is not Effect.READ or not endpoint.has_path:
            continue
        kind = kind_of(name, None, endpoint.module)
        if kind and kind in _kinds(endpoint.response, endpoint.module):
            fields = (*endpoint.parameters, *endpoint.body)
            wanted = [*_kinds(fields, endpoint.module)]
            needed = {*_kinds(fields, endpoint.module, are_required=True)} - {IdKind.USER}
            if kind not in wanted:
                found.append((len(needed), len(wanted), endpoint.id, endpoint))
    return min(found, key=lambda each: each[:3])[3] if found else None


def _kinds(
    fields: tuple[Parameter, ...], module: str, *, are_required: bool = False
) -> Iterator[str]:
    for field in fields:
        if are_required and not field.required:
            continue
        if kind := kind_of(field.name, field, module):
            yield kind
        yield from _kinds(field.children, module, are_required=are_required)
