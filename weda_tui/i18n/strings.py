"""One record a place, one field a sentence. Placeholders are named: ``{host}``."""

import msgspec

from weda_tui.core.endpoint import Language
from weda_tui.i18n.body_strings import BodyStrings, NoteStrings, ViewStrings
from weda_tui.i18n.book_strings import BookStrings, RuleStrings
from weda_tui.i18n.check_strings import CheckStrings
from weda_tui.i18n.cli_strings import CliStrings
from weda_tui.i18n.comparison_strings import ComparisonStrings
from weda_tui.i18n.doctor_strings import DoctorStrings
from weda_tui.i18n.environment_strings import EnvironmentStrings
from weda_tui.i18n.error_strings import (
    AuthCodeStrings,
    ErrorDetailStrings,
    ErrorStrings,
    GatewayCodeStrings,
    TokenKindStrings,
    VerdictStrings,
)
from weda_tui.i18n.explanation_strings import ExplanationStrings
from weda_tui.i18n.fact_strings import FactStrings
from weda_tui.i18n.field_strings import FieldStrings
from weda_tui.i18n.filter_strings import FilterStrings
from weda_tui.i18n.history_strings import HistoryStrings
from weda_tui.i18n.imported_strings import ImportedStrings
from weda_tui.i18n.model_strings import ModelStrings
from weda_tui.i18n.network_strings import NetworkStrings
from weda_tui.i18n.run_strings import AssertionStrings, RunCommandStrings, RunStrings
from weda_tui.i18n.saved_strings import SavedStrings
from weda_tui.i18n.timing_strings import TimingStrings
from weda_tui.i18n.transfer_strings import TransferStrings
from weda_tui.i18n.tui_strings import TuiStrings


class Strings(msgspec.Struct, frozen=True, kw_only=True):
    """Every sentence of the program in one language."""

    language: Language
    errors: ErrorStrings
    error_details: ErrorDetailStrings
    verdicts: VerdictStrings
    gateway_codes: GatewayCodeStrings
    auth_codes: AuthCodeStrings
    token_kinds: TokenKindStrings
    facts: FactStrings
    fields: FieldStrings
    filters: FilterStrings
    history: HistoryStrings
    comparison: ComparisonStrings
    models: ModelStrings
    body: BodyStrings
    view: ViewStrings
    notes: NoteStrings
    imported: ImportedStrings
    network: NetworkStrings
    check: CheckStrings
    saved: SavedStrings
    timing: TimingStrings
    transfer: TransferStrings
    environments: EnvironmentStrings
    rules: RuleStrings
    book: BookStrings
    doctor: DoctorStrings
    explanation: ExplanationStrings
    assertions: AssertionStrings
    run: RunStrings
    run_command: RunCommandStrings
    cli: CliStrings
    tui: TuiStrings
