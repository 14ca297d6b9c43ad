"""Every sentence in English."""

from functools import cached_property

from weda_tui.i18n.strings import Strings


class _English(Strings):
    language = "en"

    @cached_property
    def errors(self):
        from weda_tui.i18n.errors_en import ERRORS

        return ERRORS

    @cached_property
    def error_details(self):
        from weda_tui.i18n.errors_en import DETAILS

        return DETAILS

    @cached_property
    def verdicts(self):
        from weda_tui.i18n.errors_en import VERDICTS

        return VERDICTS

    @cached_property
    def gateway_codes(self):
        from weda_tui.i18n.errors_en import GATEWAY_CODES

        return GATEWAY_CODES

    @cached_property
    def auth_codes(self):
        from weda_tui.i18n.errors_en import AUTH_CODES

        return AUTH_CODES

    @cached_property
    def token_kinds(self):
        from weda_tui.i18n.errors_en import TOKEN_KINDS

        return TOKEN_KINDS

    @cached_property
    def facts(self):
        from weda_tui.i18n.facts_en import FACTS

        return FACTS

    @cached_property
    def fields(self):
        from weda_tui.i18n.fields_en import FIELDS

        return FIELDS

    @cached_property
    def filters(self):
        from weda_tui.i18n.filters_en import FILTERS_EN

        return FILTERS_EN

    @cached_property
    def following(self):
        from weda_tui.i18n.following_en import FOLLOWING_EN

        return FOLLOWING_EN

    @cached_property
    def copying(self):
        from weda_tui.i18n.following_en import COPYING_EN

        return COPYING_EN

    @cached_property
    def keeping(self):
        from weda_tui.i18n.following_en import KEEPING_EN

        return KEEPING_EN

    @cached_property
    def history(self):
        from weda_tui.i18n.history_en import HISTORY_EN

        return HISTORY_EN

    @cached_property
    def comparison(self):
        from weda_tui.i18n.comparison_en import COMPARISON_EN

        return COMPARISON_EN

    @cached_property
    def models(self):
        from weda_tui.i18n.models_en import MODELS_EN

        return MODELS_EN

    @cached_property
    def body(self):
        from weda_tui.i18n.body_en import BODY_EN

        return BODY_EN

    @cached_property
    def path(self):
        from weda_tui.i18n.path_en import PATH_EN

        return PATH_EN

    @cached_property
    def table(self):
        from weda_tui.i18n.table_en import TABLE_EN

        return TABLE_EN

    @cached_property
    def view(self):
        from weda_tui.i18n.body_en import VIEW_EN

        return VIEW_EN

    @cached_property
    def notes(self):
        from weda_tui.i18n.body_en import NOTES_EN

        return NOTES_EN

    @cached_property
    def imported(self):
        from weda_tui.i18n.imported_en import IMPORTED_EN

        return IMPORTED_EN

    @cached_property
    def network(self):
        from weda_tui.i18n.network_en import NETWORK_EN

        return NETWORK_EN

    @cached_property
    def check(self):
        from weda_tui.i18n.check_en import CHECK_EN

        return CHECK_EN

    @cached_property
    def saved(self):
        from weda_tui.i18n.saved_en import SAVED_EN

        return SAVED_EN

    @cached_property
    def timing(self):
        from weda_tui.i18n.timing_en import TIMING_EN

        return TIMING_EN

    @cached_property
    def transfer(self):
        from weda_tui.i18n.transfer_en import TRANSFER_EN

        return TRANSFER_EN

    @cached_property
    def environments(self):
        from weda_tui.i18n.environment_en import ENVIRONMENTS_EN

        return ENVIRONMENTS_EN

    @cached_property
    def routes(self):
        from weda_tui.i18n.routes_en import ROUTES

        return ROUTES

    @cached_property
    def rules(self):
        from weda_tui.i18n.book_en import RULES_EN

        return RULES_EN

    @cached_property
    def book(self):
        from weda_tui.i18n.book_en import BOOK_EN

        return BOOK_EN

    @cached_property
    def doctor(self):
        from weda_tui.i18n.doctor_en import DOCTOR_EN

        return DOCTOR_EN

    @cached_property
    def explanation(self):
        from weda_tui.i18n.explanation_en import EXPLANATION_EN

        return EXPLANATION_EN

    @cached_property
    def assertions(self):
        from weda_tui.i18n.run_en import ASSERTIONS_EN

        return ASSERTIONS_EN

    @cached_property
    def run(self):
        from weda_tui.i18n.run_en import RUN_EN

        return RUN_EN

    @cached_property
    def run_command(self):
        from weda_tui.i18n.run_en import RUN_COMMAND_EN

        return RUN_COMMAND_EN

    @cached_property
    def cli(self):
        from weda_tui.i18n.cli_en import CLI_EN

        return CLI_EN

    @cached_property
    def tui(self):
        from weda_tui.i18n.tui_en import TUI_EN

        return TUI_EN


EN = _English()
