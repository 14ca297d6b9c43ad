"""The request that would be sent, and what determines it, in words."""

from collections.abc import Iterable, Mapping

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.guard.affected_records import AffectedRecords, Records
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.form import FormRow
from weda_tui.core.requests.variables import Used, VariableOrigin, VariableSource
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.tokens.access_token import TokenState, TokenStatus
from weda_tui.i18n.phrases.facts import token_kind_words
from weda_tui.i18n.quantities import count, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import Text
from weda_tui.i18n.words.guard import RecordActionWords as Actions

LONGEST = 80
"""Maximum characters of a value in a sentence."""


def origin_words(origin: VariableOrigin, layer: str, strings: Strings) -> str:  # noqa: PLR0911
    """Return the source of a value, for example 环境 总部."""
    words = strings.explanation
    match origin:
        case VariableOrigin.DYNAMIC:
            return words.dynamic
        case VariableOrigin.ENVIRONMENT:
            return words.environment.format(name=strip_control_characters(layer))
        case VariableOrigin.ENV_TYPE:
            return words.env_type.format(name=strip_control_characters(layer))
        case VariableOrigin.COLLECTION:
            return words.collection.format(name=strip_control_characters(layer))
        case VariableOrigin.REQUEST:
            return words.of_request
        case VariableOrigin.ROW:
            return words.row.format(number=strip_control_characters(layer))
        case VariableOrigin.CAPTURED:
            return words.captured.format(path=strip_control_characters(layer))
        case VariableOrigin.SET:
            return words.given
        case VariableOrigin.BUILT_IN:
            return words.built_in


def source_words(
    origin: VariableOrigin, layer: str, hides: tuple[VariableSource, ...], strings: Strings
) -> str:
    """Return the source of a value, and the values that it overrides."""
    text = origin_words(origin, layer, strings)
    if not hides:
        return text
    words = strings.explanation
    hidden = [
        words.hidden.format(
            origin=origin_words(each.origin, each.name, strings), value=short_value(each.value)
        )
        for each in hides
    ]
    return f"{text} · {words.hides.format(values=words.joint.join(hidden))}"


def used_words(used: Used, strings: Strings) -> str:
    """Return a variable's value, its source and the values that it overrides, on one line."""
    return (
        f"{short_value(used.value)} · {source_words(used.origin, used.layer, used.hides, strings)}"
    )


def offered_words(used: Used, strings: Strings) -> str:
    """Return a variable's source and its value, short enough for a list."""
    origin = origin_words(used.origin, used.layer, strings)
    return f"{origin} · {short_value(used.value)}"


def short_value(value: str) -> str:
    """Return a value on one line that is safe to draw."""
    shown = strip_control_characters(value[: LONGEST + 1].replace("\n", "⏎"))
    return shown if len(value) <= LONGEST else f"{shown[:LONGEST]}…"


def decision_words(
    decision: GuardDecision, repeated_after: float | None, name: str, strings: Strings
) -> str:
    """Return what the guard would do."""
    words = strings.explanation
    match decision:
        case GuardDecision.SEND:
            return words.send
        case GuardDecision.ASK:
            is_repeated = repeated_after is not None
            return (
                words.repeated.format(seconds=round(repeated_after)) if is_repeated else words.ask
            )
        case GuardDecision.ASK_NAME:
            return words.ask_name.format(name=name)
        case GuardDecision.REFUSE:
            return words.refuse


def name_wanted(environment: Environment, strings: Strings) -> str:
    """Return the name that the user has to type, and its alias if there is one."""
    words = strings.tui.guard
    if not environment.alias:
        return words.type_name.format(name=environment.name)
    return words.type_name_or_alias.format(name=environment.name, alias=environment.alias)


def reach_words(reach: AffectedRecords, strings: Strings) -> str:
    """Return that nothing limits the affected records; empty if something does."""
    if not reach.is_open:
        return ""
    words = strings.explanation
    return words.open_many if reach.is_many else words.open_one


def token_use_words(status: TokenStatus, *, is_first: bool, strings: Strings) -> str:
    """Return which token the call would use."""
    words = strings.explanation
    kind = token_kind_words(status.kind, strings)
    if is_first:
        return words.token_first.format(kind=kind)
    if status.kind is TokenKind.BASIC:
        return words.token_key_itself
    if status.token is None or status.state is TokenState.NOT_NEEDED:
        return words.token_none
    age = time_left(max(0.0, status.token.lifetime - status.remaining))
    return words.token_used.format(kind=kind, age=age, left=time_left(status.remaining))


# -- what a call does to records ---------------------------------------------------------------

_ACTIONS: Mapping[str, Text] = {
    "workflow.AddCounterSignAssignee": Actions.add_signers,
    "workflow.CompleteTask": Actions.complete_task,
    "workflow.DeleteDraftProcessInstance": Actions.delete_draft,
    "workflow.ManageAbandonProcessList": Actions.abandon_instance,
    "workflow.ManageRevokeProcessList": Actions.revoke_instance,
    "workflow.ManageRollBackTask": Actions.roll_back_task,
    "workflow.ManageSkipTask": Actions.skip_task,
    "workflow.ManageStopAndClearProcessInstance": Actions.delete_instance,
    "workflow.ManageStopProcessList": Actions.stop_instance,
    "workflow.ManageTurnTask": Actions.transfer_task,
    "workflow.PressTask": Actions.urge_instance,
    "workflow.Revoke": Actions.revoke_task,
    "workflow.RollBack": Actions.roll_back_task,
    "workflow.StopFlow": Actions.stop_instance,
    "workflow.SubmitFlowTaskList": Actions.submit_task,
    "workflow.UpdateWorkflowMessageStatus": Actions.set_message_state,
}
"""The action of a call by its id; for other calls the title is used."""


def action_words(
    endpoint: Endpoint,
    reach: AffectedRecords,
    records: Records,
    rows: Iterable[FormRow],
    strings: Strings,
) -> str:
    """Return the action of a call and the number of records: 同意 1 个审批任务.

    ``rows`` are the values in the call.
    """
    words = strings.tui.guard.actions
    is_one = len(records.ids) == 1 and "," not in records.ids[0]
    number = records.count if records.count is not None else int(is_one)
    known = _ACTIONS.get(endpoint.id)
    if known is not None and number:
        chosen = (row for row in rows if row.path == ("ButtonAction",))
        how = next((row.meaning.text(strings.language) for row in chosen), "")
        return known.of(words).format(how=how or words.complete, count=count(number))
    title = endpoint.title.text(strings.language)
    if reach.is_open and reach.is_many:
        return title + strings.explanation.of_all
    counted = strings.explanation.of_count
    is_counted = records.count is not None
    return title + counted.format(count=count(number)) if is_counted else title
