"""Data models in English."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.model_strings import ModelCommandStrings, ModelStrings

MODELS_EN = ModelStrings(
    command=ModelCommandStrings(
        details=(
            "The list is fetched with the key's token and kept on this machine, so it is there "
            "without a network; env types share it. Each model has calls of its own, such as "
            "model.customer.list, whose parameters name its fields."
        ),
        env="list the data models of this environment too",
        refresh="ask the deployment for the list again",
        add="add a model by its key, without asking the deployment",
        remove="take away a model that was added by its key",
        added="{name} is added.",
        not_added="{name} was not added by its key.",
        empty="No data models yet. --refresh asks the deployment, --add adds one by its key.",
    ),
    refused=Words(
        "The deployment gave no list of models: {code} {message}",
        "A model can be added by its key.",
    ),
    count="{count} models",
    one="1 model",
    fields="{count} fields",
    name_only="only its key is known",
    left_out="{count} more could not be read and are left out",
    just_now="fetched just now",
    minutes_ago="fetched {count} min ago",
    hours_ago="fetched {count} h ago",
    days_ago="fetched {count} d ago",
)
