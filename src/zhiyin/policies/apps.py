from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "zhiyin.policies"
    verbose_name = "制度库"

    def ready(self) -> None:
        from zhiyin.policies import facts  # noqa: F401 (declares the kinds of facts)
