"""What a call does to records, in words."""

from collections.abc import Iterable, Mapping

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.guard.affected_records import AffectedRecords, Records
from weda_tui.core.requests.form import FormRow
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import Text
from weda_tui.i18n.words.guard import RecordActionWords as Actions

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
"""By the id of the call; every other one is called by its title."""


def action_words(
    endpoint: Endpoint,
    reach: AffectedRecords,
    records: Records,
    rows: Iterable[FormRow],
    strings: Strings,
) -> str:
    """Return what a call does and to how many records: 同意 1 个审批任务.

    ``rows`` are the values that it carries.
    """
    words = strings.tui.guard.actions
    number = records.count if records.count is not None else int(bool(records.ids))
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
