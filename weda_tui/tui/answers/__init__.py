"""The RESULT pane: responses, their verdicts, and the rules that judge them."""
