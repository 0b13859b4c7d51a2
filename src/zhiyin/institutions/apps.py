from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "zhiyin.institutions"
    verbose_name = "制度"

    def ready(self) -> None:
        from zhiyin.institutions import facts  # noqa: F401 (declares the kinds of facts)
