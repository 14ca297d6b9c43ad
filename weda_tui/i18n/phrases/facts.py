"""Short words for the members of the core's enumerations; tests check that none is missing."""

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Confidence, Effect, TokenKind
from weda_tui.core.environments.deployment import AgentLevel
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.unkept import Unkept
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_text


def effect_words(effect: Effect, strings: Strings) -> str:
    """Return the effect of a call: 只读, 写, 不可恢复的写."""
    return find_text(strings.facts, f"effect_{effect.name.lower()}")


def effect_mark(effect: Effect, strings: Strings) -> str:
    """Return the effect in at most two cells for a tree row: 写, 删, or empty for a read."""
    match effect:
        case Effect.READ:
            return ""
        case Effect.WRITE:
            return strings.facts.mark_write
        case Effect.DESTRUCTIVE:
            return strings.facts.mark_destructive


def confidence_words(confidence: Confidence, strings: Strings) -> str:
    """Return how reliable the catalogue's facts about a call are."""
    return find_text(strings.facts, f"confidence_{confidence.name.lower()}")


def unkept_words(unkept: Unkept, strings: Strings) -> str:
    """Return what could not be stored, and why, on one line."""
    meaning = explain(unkept.error, strings)
    if unkept.error.code is ErrorCode.HISTORY_BROKEN:
        return meaning.line
    facts = strings.facts
    return FailureText(
        facts.token_not_kept if unkept.is_token else facts.history_not_kept, meaning.what
    ).line


def part_words(part: str, strings: Strings) -> str:
    """Return the word for a part of a call, one of ``core.catalogue.module_changes.PARTS``."""
    return find_text(strings.facts, f"part_{part}")


def token_kind_words(kind: TokenKind, strings: Strings) -> str:
    """Return the kind of token that a call requires."""
    return find_text(strings.facts, f"token_{kind.name.lower()}")


def token_state_words(state: TokenState, strings: Strings) -> str:
    """Return the state of a token, shown behind the gauge."""
    return find_text(strings.facts, f"state_{state.name.lower()}")


def env_type_words(env_type: str, strings: Strings) -> str:
    """Return the meaning of an env type; empty for names that the user chose."""
    match env_type:
        case "prod":
            return strings.facts.env_prod
        case "dev":
            return strings.facts.env_dev
        case "pre":
            return strings.facts.env_pre
        case _:
            return ""


def guard_words(guard: Guard, strings: Strings) -> str:
    """Return the name of a guard, without its mark."""
    return find_text(strings.facts, f"guard_{guard.name.lower()}")


def level_words(
    level: AgentLevel,
    strings: Strings,
    *,
    is_narrowed: bool = False,
    has_new_identity: bool = False,
) -> str:
    """Return what a level lets agents do.

    ``is_narrowed`` says that the file allows more, ``has_new_identity`` that the credentials belong
    to another account than the approved one.
    """
    words = strings.agents.levels
    text = find_text(words, f"level_{level.name.lower()}")
    if has_new_identity:
        return words.new_identity.format(level=text)
    return words.narrowed.format(level=text) if is_narrowed else text


def guard_mark(guard: Guard) -> str:
    """Return ``!`` for a guard that asks, ``#`` for read-only, empty for no guard."""
    match guard:
        case Guard.NONE:
            return ""
        case Guard.CONFIRM | Guard.TYPE_NAME:
            return "!"
        case Guard.READ_ONLY:
            return "#"


def guard_asks(guard: Guard, name: str, strings: Strings) -> str:
    """Return what a guard asks before a write; ``name`` is the name of the environment."""
    words = strings.environments.editor
    match guard:
        case Guard.NONE:
            return words.no_guard
        case Guard.CONFIRM:
            return words.confirm_asks
        case Guard.TYPE_NAME:
            return words.name_asks.format(name=name)
        case Guard.READ_ONLY:
            return words.read_only_refuses


def layer_words(layer: ErrorLayer, strings: Strings) -> str:
    """Return the layer that refused a call; empty if none did."""
    if layer is ErrorLayer.NONE:
        return ""
    return find_text(strings.verdicts, f"layer_{layer}")


def confidence_mark(confidence: Confidence) -> str:
    """Return ``~`` for facts from client code, ``?`` for a title only, empty for all others."""
    match confidence:
        case Confidence.DOCUMENTED | Confidence.IMPORTED | Confidence.OWN:
            return ""
        case Confidence.CLIENT_CODE:
            return "~"
        case Confidence.TITLE_ONLY:
            return "?"
