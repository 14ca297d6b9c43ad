"""Picks the short words for a member of a core enumeration; tests hold that each has them."""

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
    """Return what a call does: 只读, 写, 不可恢复的写."""
    return find_text(strings.facts, f"effect_{effect.name.lower()}")


def effect_mark(effect: Effect, strings: Strings) -> str:
    """Return at most two cells for a tree row: 写, 删 or nothing for a read."""
    match effect:
        case Effect.READ:
            return ""
        case Effect.WRITE:
            return strings.facts.mark_write
        case Effect.DESTRUCTIVE:
            return strings.facts.mark_destructive


def confidence_words(confidence: Confidence, strings: Strings) -> str:
    """Return how sure the catalogue is of a call."""
    return find_text(strings.facts, f"confidence_{confidence.name.lower()}")


def unkept_words(unkept: Unkept, strings: Strings) -> str:
    """Return what was not kept, and why, on one line."""
    said = explain(unkept.error, strings)
    if unkept.error.code is ErrorCode.HISTORY_BROKEN:
        return said.line
    facts = strings.facts
    return FailureText(
        facts.token_not_kept if unkept.is_token else facts.history_not_kept, said.what
    ).line


def part_words(part: str, strings: Strings) -> str:
    """Return the word for a part of a call, one of ``core.catalogue.module_changes.PARTS``."""
    return find_text(strings.facts, f"part_{part}")


def token_kind_words(kind: TokenKind, strings: Strings) -> str:
    """Return which token a call takes."""
    return find_text(strings.facts, f"token_{kind.name.lower()}")


def token_state_words(state: TokenState, strings: Strings) -> str:
    """Return the word behind the gauge."""
    return find_text(strings.facts, f"state_{state.name.lower()}")


def env_type_words(env_type: str, strings: Strings) -> str:
    """Return what stands beside an env type's name, empty for none and for a name of the user."""
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
    """Return what a guard asks, without its mark."""
    return find_text(strings.facts, f"guard_{guard.name.lower()}")


def level_words(
    level: AgentLevel,
    strings: Strings,
    *,
    is_narrowed: bool = False,
    has_new_identity: bool = False,
) -> str:
    """Return what a level lets agents do.

    ``is_narrowed`` says that the file says more, ``has_new_identity`` that its credentials are of
    somebody else than was approved.
    """
    words = strings.agents.levels
    said = find_text(words, f"level_{level.name.lower()}")
    if has_new_identity:
        return words.new_identity.format(level=said)
    return words.narrowed.format(level=said) if is_narrowed else said


def guard_mark(guard: Guard) -> str:
    """Return ``!`` for a guard that asks, ``#`` for read-only, nothing for none."""
    match guard:
        case Guard.NONE:
            return ""
        case Guard.CONFIRM | Guard.TYPE_NAME:
            return "!"
        case Guard.READ_ONLY:
            return "#"


def guard_asks(guard: Guard, name: str, strings: Strings) -> str:
    """Return what a guard asks before a write; ``name`` is that of the deployment."""
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
    """Return who said no; empty when nobody did."""
    if layer is ErrorLayer.NONE:
        return ""
    return find_text(strings.verdicts, f"layer_{layer}")


def confidence_mark(confidence: Confidence) -> str:
    """Return ``~`` for what client code shows, ``?`` for a title only, nothing for the rest."""
    match confidence:
        case Confidence.DOCUMENTED | Confidence.IMPORTED | Confidence.OWN:
            return ""
        case Confidence.CLIENT_CODE:
            return "~"
        case Confidence.TITLE_ONLY:
            return "?"
