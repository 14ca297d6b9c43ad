"""Every sentence in English."""

from functools import cached_property
from typing import TYPE_CHECKING

from weda_tui.i18n.strings import Strings

if TYPE_CHECKING:
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
    from weda_tui.i18n.following_strings import CopyStrings, FollowingStrings, KeptValueStrings
    from weda_tui.i18n.history_strings import HistoryStrings
    from weda_tui.i18n.imported_strings import ImportedStrings
    from weda_tui.i18n.model_strings import ModelStrings
    from weda_tui.i18n.network_strings import NetworkStrings
    from weda_tui.i18n.path_strings import PathStrings
    from weda_tui.i18n.run_strings import AssertionStrings, RunCommandStrings, RunStrings
    from weda_tui.i18n.saved_strings import SavedStrings
    from weda_tui.i18n.table_strings import TableStrings
    from weda_tui.i18n.timing_strings import TimingStrings
    from weda_tui.i18n.transfer_strings import TransferStrings
    from weda_tui.i18n.tui_strings import TuiStrings


class _English(Strings):
    language = "en"

    @cached_property
    def errors(self) -> "ErrorStrings":
        from weda_tui.i18n.errors_en import ERRORS

        return ERRORS

    @cached_property
    def error_details(self) -> "ErrorDetailStrings":
        from weda_tui.i18n.errors_en import DETAILS

        return DETAILS

    @cached_property
    def verdicts(self) -> "VerdictStrings":
        from weda_tui.i18n.errors_en import VERDICTS

        return VERDICTS

    @cached_property
    def gateway_codes(self) -> "GatewayCodeStrings":
        from weda_tui.i18n.errors_en import GATEWAY_CODES

        return GATEWAY_CODES

    @cached_property
    def auth_codes(self) -> "AuthCodeStrings":
        from weda_tui.i18n.errors_en import AUTH_CODES

        return AUTH_CODES

    @cached_property
    def token_kinds(self) -> "TokenKindStrings":
        from weda_tui.i18n.errors_en import TOKEN_KINDS

        return TOKEN_KINDS

    @cached_property
    def facts(self) -> "FactStrings":
        from weda_tui.i18n.facts_en import FACTS

        return FACTS

    @cached_property
    def fields(self) -> "FieldStrings":
        from weda_tui.i18n.fields_en import FIELDS

        return FIELDS

    @cached_property
    def filters(self) -> "FilterStrings":
        from weda_tui.i18n.filters_en import FILTERS_EN

        return FILTERS_EN

    @cached_property
    def following(self) -> "FollowingStrings":
        from weda_tui.i18n.following_en import FOLLOWING_EN

        return FOLLOWING_EN

    @cached_property
    def copying(self) -> "CopyStrings":
        from weda_tui.i18n.following_en import COPYING_EN

        return COPYING_EN

    @cached_property
    def keeping(self) -> "KeptValueStrings":
        from weda_tui.i18n.following_en import KEEPING_EN

        return KEEPING_EN

    @cached_property
    def history(self) -> "HistoryStrings":
        from weda_tui.i18n.history_en import HISTORY_EN

        return HISTORY_EN

    @cached_property
    def comparison(self) -> "ComparisonStrings":
        from weda_tui.i18n.comparison_en import COMPARISON_EN

        return COMPARISON_EN

    @cached_property
    def models(self) -> "ModelStrings":
        from weda_tui.i18n.models_en import MODELS_EN

        return MODELS_EN

    @cached_property
    def body(self) -> "BodyStrings":
        from weda_tui.i18n.body_en import BODY_EN

        return BODY_EN

    @cached_property
    def path(self) -> "PathStrings":
        from weda_tui.i18n.path_en import PATH_EN

        return PATH_EN

    @cached_property
    def table(self) -> "TableStrings":
        from weda_tui.i18n.table_en import TABLE_EN

        return TABLE_EN

    @cached_property
    def view(self) -> "ViewStrings":
        from weda_tui.i18n.body_en import VIEW_EN

        return VIEW_EN

    @cached_property
    def notes(self) -> "NoteStrings":
        from weda_tui.i18n.body_en import NOTES_EN

        return NOTES_EN

    @cached_property
    def imported(self) -> "ImportedStrings":
        from weda_tui.i18n.imported_en import IMPORTED_EN

        return IMPORTED_EN

    @cached_property
    def network(self) -> "NetworkStrings":
        from weda_tui.i18n.network_en import NETWORK_EN

        return NETWORK_EN

    @cached_property
    def check(self) -> "CheckStrings":
        from weda_tui.i18n.check_en import CHECK_EN

        return CHECK_EN

    @cached_property
    def saved(self) -> "SavedStrings":
        from weda_tui.i18n.saved_en import SAVED_EN

        return SAVED_EN

    @cached_property
    def timing(self) -> "TimingStrings":
        from weda_tui.i18n.timing_en import TIMING_EN

        return TIMING_EN

    @cached_property
    def transfer(self) -> "TransferStrings":
        from weda_tui.i18n.transfer_en import TRANSFER_EN

        return TRANSFER_EN

    @cached_property
    def environments(self) -> "EnvironmentStrings":
        from weda_tui.i18n.environment_en import ENVIRONMENTS_EN

        return ENVIRONMENTS_EN

    @cached_property
    def rules(self) -> "RuleStrings":
        from weda_tui.i18n.book_en import RULES_EN

        return RULES_EN

    @cached_property
    def book(self) -> "BookStrings":
        from weda_tui.i18n.book_en import BOOK_EN

        return BOOK_EN

    @cached_property
    def doctor(self) -> "DoctorStrings":
        from weda_tui.i18n.doctor_en import DOCTOR_EN

        return DOCTOR_EN

    @cached_property
    def explanation(self) -> "ExplanationStrings":
        from weda_tui.i18n.explanation_en import EXPLANATION_EN

        return EXPLANATION_EN

    @cached_property
    def assertions(self) -> "AssertionStrings":
        from weda_tui.i18n.run_en import ASSERTIONS_EN

        return ASSERTIONS_EN

    @cached_property
    def run(self) -> "RunStrings":
        from weda_tui.i18n.run_en import RUN_EN

        return RUN_EN

    @cached_property
    def run_command(self) -> "RunCommandStrings":
        from weda_tui.i18n.run_en import RUN_COMMAND_EN

        return RUN_COMMAND_EN

    @cached_property
    def cli(self) -> "CliStrings":
        from weda_tui.i18n.cli_en import CLI_EN

        return CLI_EN

    @cached_property
    def tui(self) -> "TuiStrings":
        from weda_tui.i18n.tui_en import TUI_EN

        return TUI_EN


EN = _English()
