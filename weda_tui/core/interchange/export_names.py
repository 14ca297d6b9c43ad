"""The names of variables and captures that an export writes, and those that it leaves out.

    [variables]
    order = "1"          ►  written
    "WeDa.EnvId" = "1"   ►  not written: the environment defines it
    " order " = "1"      ►  not written: programs differ on whether ``{{order}}`` reads it

``with_written_names`` is applied before all checks and writers, so that no writer sees a name that
was not checked.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.input import is_variable_name
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.interchange.unwritten import Unwritten
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text import template

SECRET_NAMES = frozenset(
    {template.ACCESS_TOKEN, "user_access_token", "basic_auth", "USERNAME", "PASSWORD"}
    | {"ACCESS_TOKEN", "USER_ACCESS_TOKEN", "BASIC_AUTH", "SECRET_ID", "SECRET_KEY"}
)
"""Names that stand for a token, or for a credential that a token is fetched with."""
FIXED_NAMES = SECRET_NAMES | {template.HOST, template.ENV_TYPE, template.ENV_ID}
"""Names that no variable and no capture may have: the environment or a secret supplies them."""
_TOKEN_ENDS = frozenset({"access_token_expiry", "user_access_token_expiry"})
"""Variables in which the script of a collection stores when a token expires."""
_FOLDED = frozenset(name.casefold() for name in FIXED_NAMES | _TOKEN_ENDS)


def is_written(name: str) -> bool:
    """Return whether an export writes a variable or a capture with this name.

    The name must be plain, so that every program finds the same in ``{{name}}``, and must not be a
    fixed name in any case.
    """
    is_plain = is_variable_name(name) and template.is_plain_name(name)
    return is_plain and name.casefold() not in _FOLDED


def written(values: Mapping[str, str]) -> dict[str, str]:
    """Return the variables or captures whose names an export writes."""
    return {name: value for name, value in values.items() if is_written(name)}


def with_written_names(bundle: Imported) -> tuple[Imported, list[Unwritten]]:
    """Return the requests with the variables and captures that an export writes, and the others.

    Blanks around a name in braces are removed: ``{{ name }}`` becomes ``{{name}}``.
    """
    left = [Unwritten(bundle.name, f"variables {name}") for name in _others(bundle.variables)]
    for folder in bundle.folders:
        left += [Unwritten(folder.path, f"variables {name}") for name in _others(folder.variables)]
    for each in bundle.requests:
        left += [Unwritten(each.path, f"variables {name}") for name in _others(each.variables)]
        left += [Unwritten(each.path, f"capture {name}") for name in _others(each.captures)]
    folders = tuple(replace(each, variables=_variables(each.variables)) for each in bundle.folders)
    return replace(
        bundle,
        variables=_variables(bundle.variables),
        folders=folders,
        requests=tuple(map(_request, bundle.requests)),
    ), left


def place_with_written_names(where: Target) -> Target:
    """Return a target with only the variables that an export writes."""
    environment = where.environment
    env_types = tuple(
        replace(each, variables=_variables(each.variables)) for each in environment.env_types
    )
    own = _variables(environment.variables)
    return replace(where, environment=replace(environment, variables=own, env_types=env_types))


def _others(values: Mapping[str, str]) -> list[str]:
    return [name for name in values if not is_written(name)]


def _variables(values: Mapping[str, str]) -> dict[str, str]:
    return {name: template.without_blanks(value) for name, value in written(values).items()}


def _request(saved: SavedRequest) -> SavedRequest:
    return replace(
        saved,
        draft=_draft(saved.draft),
        variables=_variables(saved.variables),
        captures=written(saved.captures),
    )


def _draft(draft: RequestDraft) -> RequestDraft:
    return replace(
        draft,
        url=template.without_blanks(draft.url),
        headers=tuple((name, template.without_blanks(value)) for name, value in draft.headers),
        body=template.without_blanks(draft.body),
        layers=tuple(replace(each, values=_variables(each.values)) for each in draft.layers),
    )
