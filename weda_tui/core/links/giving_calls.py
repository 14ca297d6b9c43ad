"""Find the call whose response has the ids that another call accepts."""

from collections.abc import Iterable, Iterator

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Parameter
from weda_tui.core.json.tree import Path
from weda_tui.core.links.id_kinds import IdKind, kind_of


def find_giving_call(endpoints: Iterable[Endpoint], path: Path) -> Endpoint | None:
    """Return the read whose response has the value for the field at ``path``.

    Of several the one is chosen that needs the fewest ids itself: required ids count first, then
    optional ids. The id of a user does not count as required, because it is at hand. Returns
    ``None`` if there is no such call. Reads the details of endpoints, so do not call this on the
    event loop.
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
