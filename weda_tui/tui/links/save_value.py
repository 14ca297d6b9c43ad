"""Asks where a value is kept, and keeps it: as a variable of a file, as an assertion of a request.

What is written is written by the session; an error comes back as a value.
"""

import asyncio
from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.collections.saved_request import Assertion, SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.links.answer_value import AnswerValue
from weda_tui.core.links.saved_values import assertions_on, variable_name
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.links.save_value_dialog import (
    AssertionDialog,
    KeepPlace,
    KeptVariable,
    VariableDialog,
)

if TYPE_CHECKING:
    from weda_tui.session.collections.service import LoadedRequest


async def variable_dialog(
    session: Session,
    held: AnswerValue,
    where: Target,
    request: SavedRequest | None,
    strings: Strings,
) -> VariableDialog:
    """Return the question for a name and a place of a value."""
    places = await asyncio.to_thread(_places, session, where, request)
    return VariableDialog(variable_name(held), held.text, places, strings)


def _places(session: Session, where: Target, request: SavedRequest | None) -> list[KeepPlace]:
    """Return where a variable can be kept, the nearest to the answer first."""
    environment = where.environment
    is_kept = session.environments.is_kept(environment)
    file = f"environments/{environment.name}.toml" if is_kept else ""
    own = next(each for each in environment.env_types if each.name == where.env_type)
    places = [
        KeepPlace("environment", environment.name, file, dict(environment.variables)),
        KeepPlace("env-type", where.env_type, file, dict(own.variables)),
    ]
    if request is None:
        return places
    path = request.folder
    while path:
        settings = session.collections.settings(path)
        file = f"collections/{path}/folder.toml"
        places.append(
            KeepPlace("folder", settings.name or path.rpartition("/")[2], file,
                      dict(settings.variables), path)
        )  # fmt: skip
        path = path.rpartition("/")[0]
    file = f"collections/{request.path}.toml"
    return [*places, KeepPlace("request", request.title, file, dict(request.variables))]


async def keep_variable(
    session: Session, where: Target, answer: KeptVariable, saved: "LoadedRequest | None"
) -> FileError | None:
    """Write a variable where it was asked for; return why it could not be."""
    try:
        await asyncio.to_thread(_write, session, where, answer, saved)
    except FileError as error:
        return error
    return None


def _write(
    session: Session, where: Target, answer: KeptVariable, saved: "LoadedRequest | None"
) -> None:
    place, variables = answer.place, {**answer.place.variables, answer.name: answer.value}
    match place.kind:
        case "environment" | "env-type":
            env_type = where.env_type if place.kind == "env-type" else ""
            name = where.environment.name
            session.environments.set_variable(name, answer.name, answer.value, env_type)
        case "folder":
            session.collections.changes.change_settings(place.path, variables=variables)
        case _ if saved is not None:
            request = msgspec.structs.replace(saved.request, variables=variables)
            session.collections.changes.save(request, saved.text)
        case _:
            raise ValueError(place.kind)


def assertion_dialog(
    session: Session, held: AnswerValue, count: int | None, request: SavedRequest, strings: Strings
) -> AssertionDialog:
    """Return the question for what is to hold of a value."""
    choices = assertions_on(held, count)
    texts = [session.collections.assertion_text(each) for each in choices]
    return AssertionDialog(choices, texts, f"collections/{request.path}.toml", strings)


async def add_assertion(
    session: Session, saved: "LoadedRequest", assertion: Assertion
) -> "LoadedRequest | FileError":
    """Write an assertion into the file of a request; return what it holds then, or why not."""
    request = msgspec.structs.replace(saved.request, asserts=(*saved.request.asserts, assertion))
    try:
        return await asyncio.to_thread(session.collections.changes.save, request, saved.text)
    except FileError as error:
        return error
