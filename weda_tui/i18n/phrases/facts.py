"""Picks the short words for a member of a core enumeration. A new member is a type error."""

from typing import assert_never

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Confidence, Effect, TokenKind
from weda_tui.core.environments.deployment import Guard
from weda_tui.core.errors import ErrorCode
from weda_tui.core.sending.unkept import Unkept
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_text


def effect_words(effect: Effect, strings: Strings) -> str:
    """Return what a call does: 只读, 写, 删，不可恢复."""
    match effect:
        case Effect.READ:
            return strings.facts.effect_read
        case Effect.WRITE:
            return strings.facts.effect_write
        case Effect.DESTRUCTIVE:
            return strings.facts.effect_destructive
        case _:
            assert_never(effect)


def effect_mark(effect: Effect, strings: Strings) -> str:
    """Return at most two cells for a tree row: 写, 删 or nothing for a read."""
    match effect:
        case Effect.READ:
            return ""
        case Effect.WRITE:
            return strings.facts.mark_write
        case Effect.DESTRUCTIVE:
            return strings.facts.mark_destructive
        case _:
            assert_never(effect)


def confidence_words(confidence: Confidence, strings: Strings) -> str:
    """Return how sure the catalogue is of a call."""
    match confidence:
        case Confidence.DOCUMENTED:
            return strings.facts.confidence_documented
        case Confidence.CLIENT_CODE:
            return strings.facts.confidence_client_code
        case Confidence.TITLE_ONLY:
            return strings.facts.confidence_title_only
        case Confidence.IMPORTED:
            return strings.facts.confidence_imported
        case Confidence.OWN:
            return strings.facts.confidence_own
        case _:
            assert_never(confidence)


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
    match kind:
        case TokenKind.KEY:
            return strings.facts.token_key
        case TokenKind.USER:
            return strings.facts.token_user
        case TokenKind.BASIC:
            return strings.facts.token_basic
        case TokenKind.NONE:
            return strings.facts.token_none
        case _:
            assert_never(kind)


def token_state_words(state: TokenState, strings: Strings) -> str:
    """Return the word behind the gauge."""
    facts = strings.facts
    match state:
        case TokenState.NONE:
            words = facts.state_none
        case TokenState.VALID:
            words = facts.state_valid
        case TokenState.EXPIRING:
            words = facts.state_expiring
        case TokenState.EXPIRED:
            words = facts.state_expired
        case TokenState.RENEWING:
            words = facts.state_renewing
        case TokenState.REFUSED:
            words = facts.state_refused
        case TokenState.NOT_NEEDED:
            words = facts.state_not_needed
        case _:
            assert_never(state)
    return words


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
    match guard:
        case Guard.NONE:
            return strings.facts.guard_none
        case Guard.CONFIRM:
            return strings.facts.guard_confirm
        case Guard.TYPE_NAME:
            return strings.facts.guard_type_name
        case Guard.READ_ONLY:
            return strings.facts.guard_read_only
        case _:
            assert_never(guard)


def guard_mark(guard: Guard) -> str:
    """Return ``!`` for a guard that asks, ``#`` for read-only, nothing for none."""
    match guard:
        case Guard.NONE:
            return ""
        case Guard.CONFIRM | Guard.TYPE_NAME:
            return "!"
        case Guard.READ_ONLY:
            return "#"
        case _:
            assert_never(guard)


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
        case _:
            assert_never(confidence)
