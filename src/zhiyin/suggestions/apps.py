from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "zhiyin.suggestions"
    verbose_name = "合理化建议"

    def ready(self) -> None:
        from zhiyin.institutions.subjects import register_namer
        from zhiyin.suggestions import facts  # noqa: F401 (declares the kinds of facts)
        from zhiyin.suggestions.naming import questions_called, suggestions_called

        register_namer("suggestion", suggestions_called)
        register_namer("question", questions_called)
