"""The values of ``{{names}}``: layers, each of which hides the layers before it, and their sources.

    dynamic < environment < env type < collection < request < data row < captured < --set
        < built-in

A value from a file may name other variables and is expanded, as in Postman. A value that arrives at
the moment of sending (a data row, a value captured from a response, ``--set``, the token, the
address) is text and is never expanded, so that a response cannot inject a variable.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.patterns import is_secret_header
from weda_tui.core.secrets.token_reader import is_credential
from weda_tui.core.text import template

DEEPEST = 32
"""The greatest depth of variables nested in the values of other variables."""
MOST_STEPS = 1000
"""The greatest number of replacements for one value."""
MOST_STEPS_IN_ALL = 1_000_000
"""The greatest number of replacements for all values of one request together."""
LARGEST = 1024 * 1024
"""The greatest length in characters of a value after its variables were expanded."""


class VariableOrigin(StrEnum):
    """The origin of a value, weakest first."""

    DYNAMIC = "dynamic"
    """A value generated at each send: a time or an id."""
    ENVIRONMENT = "environment"
    ENV_TYPE = "env-type"
    COLLECTION = "collection"
    REQUEST = "request"
    ROW = "row"
    """A row of the data file of a run."""
    CAPTURED = "captured"
    """A value captured from the response to an earlier request."""
    SET = "set"
    """A value of the option ``--set``."""
    BUILT_IN = "built-in"
    """The address, the env type, the environment's id, the token."""


_WRITTEN = frozenset(
    {
        VariableOrigin.ENVIRONMENT,
        VariableOrigin.ENV_TYPE,
        VariableOrigin.COLLECTION,
        VariableOrigin.REQUEST,
    }
)
"""Origins whose values are written in files and may therefore contain variables."""


class VariableLayer(msgspec.Struct, frozen=True):
    """Variables of one origin and their values."""

    origin: VariableOrigin
    values: Mapping[str, str]
    name: str = ""
    """The name of the environment, env type or collection."""
    route: str | None = None
    """The fingerprint of the only route over which the values may be sent.

    Empty if they may be sent over no route, ``None`` if they may be sent over any.
    """


_SAVED = frozenset({VariableOrigin.COLLECTION, VariableOrigin.REQUEST})
"""Origins whose values may be written into the file of a saved request."""


def saved_values(layers: tuple[VariableLayer, ...]) -> dict[str, str]:
    """Return the values that the file of a saved request may contain; later layers win.

    Variables whose values arrive at the moment of sending (a row, a captured value, ``--set``) are
    written as references only.
    """
    written = (layer for layer in layers if layer.origin in _SAVED)
    return {name: value for layer in written for name, value in layer.values.items()}


def bound_to(layers: tuple[VariableLayer, ...], route: str) -> tuple[VariableLayer, ...]:
    """Bind the layers with values of the moment of sending to one route.

    ``route`` is the fingerprint of the route, or empty if the route is not known. A layer that is
    already bound is not changed.
    """
    return tuple(
        layer
        if layer.origin in _WRITTEN or layer.route is not None
        else msgspec.structs.replace(layer, route=route)
        for layer in layers
    )


def layers_over(layers: tuple[VariableLayer, ...], route: str) -> tuple[VariableLayer, ...]:
    """Return the layers that may be sent over the route with this fingerprint, unbound."""
    return tuple(
        msgspec.structs.replace(layer, route=None)
        for layer in layers
        if layer.route is None or layer.route == route
    )


_TYPED = frozenset({VariableOrigin.ROW, VariableOrigin.SET})
"""Origins whose values the user supplies for a send."""


def passing_secrets(layers: tuple[VariableLayer, ...]) -> set[str]:
    """Return the values of the moment of sending that are secrets by their name or shape.

    A value that the user supplies under a name such as ``mytoken`` counts as a secret. A captured
    ``nextToken`` does not: it is a page marker.
    """
    passing = (layer for layer in layers if layer.origin not in _WRITTEN)
    return {
        value
        for layer in passing
        for name, value in layer.values.items()
        if is_secret_header(name, value) or (layer.origin in _TYPED and is_credential(name, value))
    }


def typed_values(layers: tuple[VariableLayer, ...]) -> set[str]:
    """Return the values of ``--set`` and of rows."""
    typed = (layer for layer in layers if layer.origin in _TYPED)
    return {value for layer in typed for value in layer.values.values()}


class ValuePart(msgspec.Struct, frozen=True):
    """A part of a value: text from a file, or text that arrived at the moment of sending."""

    text: str
    is_outside: bool = False
    """Whether the part arrived at the moment of sending and is therefore plain text in any context.
    """


class VariableSource(msgspec.Struct, frozen=True):
    """The value of a variable in one layer, not expanded."""

    origin: VariableOrigin
    name: str
    """The name of the layer."""
    value: str


def new_id() -> str:
    """Return a new UUID of version 4."""
    from uuid import uuid4

    return str(uuid4())


class Moment(msgspec.Struct, frozen=True):
    """The clock time and the id generator from which dynamic variables are made."""

    now: float = 0.0
    """Wall clock time in seconds since the epoch; the same for all parts of one send."""
    new_id: Callable[[], str] = new_id


class _RecordedIds:
    """A source of ids that first repeats the recorded ids, in order, and then makes new ones."""

    def __init__(self, make: Callable[[], str], made: list[str]) -> None:
        self._make, self._made, self._given = make, made, 0

    def __call__(self) -> str:
        if self._given == len(self._made):
            self._made.append(self._make())
        self._given += 1
        return self._made[self._given - 1]


def _iso(moment: Moment) -> str:
    stamp = datetime.fromtimestamp(moment.now, UTC).isoformat(timespec="milliseconds")
    return stamp.replace("+00:00", "Z")


DYNAMIC: Mapping[str, Callable[[Moment], str]] = {
    "$timestamp": lambda moment: str(int(moment.now)),
    "$isoTimestamp": _iso,
    "$uuid": lambda moment: moment.new_id(),
    "$guid": lambda moment: moment.new_id(),
    "$randomUUID": lambda moment: moment.new_id(),
}
"""The dynamic variables, named and written as in Postman.

Each occurrence of an id gets a new value; all occurrences of a time have the same value.
"""


class Variables(Mapping[str, str]):
    """The value of every variable name.

    Looking up a value raises ``KeyError``, or ``FileError``: ``VARIABLE_UNKNOWN`` for an unknown
    variable inside the value, ``VARIABLE_CYCLE``, ``VARIABLE_TOO_LARGE``.
    """

    def __init__(
        self, layers: tuple[VariableLayer, ...], moment: Moment, made: list[str] | None = None
    ) -> None:
        """``layers`` are ordered weakest first; ``made`` are ids to use before new ones."""
        self._layers, self._moment = layers, moment
        self._made: list[str] = [] if made is None else made
        self._recorded = self.moment
        self._steps = 0

    def again(self, token: str | None) -> "Variables":
        """Return variables that resolve to the same values again, with another token.

        The time and the ids are those of the first resolution, in the same order. If ``token`` is
        ``None``, there is no token.
        """
        layers = tuple(_with_token(layer, token) for layer in self._layers)
        return Variables(layers, self._moment, self._made)

    @property
    def moment(self) -> Moment:
        """The time and the ids of this resolution, in order, for use by another resolution."""
        ids = _RecordedIds(self._moment.new_id, self._made)
        return msgspec.structs.replace(self._moment, new_id=ids)

    @property
    def holds_token(self) -> bool:
        """Whether ``{{access_token}}`` is the built-in token."""
        built_in = (each for each in self._layers if each.origin is VariableOrigin.BUILT_IN)
        return any(template.ACCESS_TOKEN in layer.values for layer in built_in)

    def __iter__(self) -> Iterator[str]:
        names = dict.fromkeys(name for layer in self._layers for name in layer.values)
        return iter(names | dict.fromkeys(DYNAMIC))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in DYNAMIC or any(name in layer.values for layer in self._layers)

    def count_step(self) -> bool:
        """Count an expanded variable; return whether there were too many in all values together."""
        self._steps += 1
        return self._steps > MOST_STEPS_IN_ALL

    def __getitem__(self, name: str) -> str:
        return "".join(part.text for part in self.parts(name))

    def parts(self, name: str) -> list[ValuePart]:
        """Return the parts of a value, in order. Raises the same errors as a lookup."""
        return _Expansion(self, self._recorded).parts(name)

    def with_layer(self, layer: VariableLayer) -> "Variables":
        """Return the same values with one more layer, which hides the others."""
        return Variables((*self._layers, layer), self._moment, self._made)

    def sources(self, name: str) -> tuple[VariableSource, ...]:
        """Return the value of a name in each layer that has it, starting with the one in effect."""
        found = [
            VariableSource(layer.origin, layer.name, layer.values[name])
            for layer in reversed(self._layers)
            if name in layer.values
        ]
        return (
            (*found, VariableSource(VariableOrigin.DYNAMIC, "", ""))
            if name in DYNAMIC
            else tuple(found)
        )

    def used_by(self, text: str) -> tuple[str, ...]:
        """Return the names in a text, then the names in their values, each once."""
        found: dict[str, None] = {}
        waiting = template.names(text)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                source = next(iter(self.sources(name)), None)
                if source is not None and source.origin in _WRITTEN:
                    waiting += template.names(source.value)
        return tuple(found)


def _with_token(layer: VariableLayer, token: str | None) -> VariableLayer:
    """Return the built-in layer with another token or, for ``None``, without one.

    Any other layer is returned unchanged.
    """
    if layer.origin is not VariableOrigin.BUILT_IN:
        return layer
    values = {name: value for name, value in layer.values.items() if name != template.ACCESS_TOKEN}
    if token is not None:
        values[template.ACCESS_TOKEN] = token
    return msgspec.structs.replace(layer, values=values)


class _Expansion:
    """The expansion of one value and of the variables in it."""

    def __init__(self, variables: Variables, moment: Moment) -> None:
        self._variables, self._moment = variables, moment
        self._trail: list[str] = []
        self._parts: list[ValuePart] = []
        self._steps = self._size = 0

    def parts(self, name: str) -> list[ValuePart]:
        self._put(name)
        return self._parts

    def _put(self, name: str) -> None:
        source = next(iter(self._variables.sources(name)), None)
        if source is None:
            if not self._trail:
                raise KeyError(name)
            raise template.unknown(name, self._variables)
        if source.origin is VariableOrigin.DYNAMIC:
            self._add(DYNAMIC[name](self._moment))
        elif source.origin in _WRITTEN and "{{" in source.value:
            self._expand(name, source.value)
        else:
            self._add(source.value, is_outside=source.origin not in _WRITTEN)

    def _add(self, text: str, *, is_outside: bool = False) -> None:
        self._parts.append(ValuePart(text, is_outside))
        self._size += len(text)

    def _expand(self, name: str, text: str) -> None:
        if name in self._trail:
            names = " → ".join((*self._trail[self._trail.index(name) :], name))
            raise FileError(ErrorCode.VARIABLE_CYCLE, names=names)
        self._trail.append(name)
        before = self._size
        for number, piece in enumerate(template.VARIABLE.split(text)):
            if number % 2:
                self._step(piece)
            else:
                self._add(piece)
        self._trail.pop()
        if self._size - before > LARGEST:
            raise self._too_large(name)

    def _step(self, name: str) -> None:
        self._steps += 1
        is_too_much = self._variables.count_step() or self._steps > MOST_STEPS
        if is_too_much or len(self._trail) > DEEPEST:
            raise self._too_large(self._trail[0])
        self._put(name)

    def _too_large(self, name: str) -> FileError:
        return FileError(ErrorCode.VARIABLE_TOO_LARGE, name=name)


def variables_at(
    where: Target,
    more: tuple[VariableLayer, ...] = (),
    *,
    moment: Moment = Moment(),  # noqa: B008 - frozen
    token: str | None = None,
) -> Variables:
    """Return the variables of an environment and env type; ``more`` are the layers of a request.

    ``token`` is the value of ``{{access_token}}`` if the call needs a token.
    """
    environment = where.environment
    setting = next((each for each in environment.env_types if each.name == where.env_type), None)
    built_in = {template.HOST: environment.host, template.ENV_TYPE: where.env_type}
    if environment.env_id:
        built_in[template.ENV_ID] = environment.env_id
    if token is not None:
        built_in[template.ACCESS_TOKEN] = token
    layers = (
        VariableLayer(VariableOrigin.ENVIRONMENT, environment.variables, environment.name),
        VariableLayer(
            VariableOrigin.ENV_TYPE, setting.variables if setting else {}, where.env_type
        ),
        *more,
        VariableLayer(VariableOrigin.BUILT_IN, built_in),
    )
    return Variables(layers, moment)


class Used(msgspec.Struct, frozen=True):
    """A variable with its value and its source, secrets masked."""

    name: str
    value: str
    """The value as it is inserted into the request, masked."""
    origin: VariableOrigin
    layer: str
    """The name of its environment, env type or collection."""
    hides: tuple[VariableSource, ...] = ()
    """The hidden values of the same name, nearest layer first."""


def use(name: str, variables: Variables, masker: Masker) -> Used | None:
    """Return the value of a name and its source; ``None`` if the name has no value."""
    sources = variables.sources(name)
    if not sources:
        return None
    try:
        value = variables[name]
    except FileError:
        value = sources[0].value
    first, *others = sources
    hides = tuple(
        msgspec.structs.replace(each, value=masker.text(each.value))
        for each in others
        if each.origin is not VariableOrigin.DYNAMIC
    )
    return Used(name, masker.text(value), first.origin, first.name, hides)
