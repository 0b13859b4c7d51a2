from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "zhiyin.evaluation"
    verbose_name = "各单位情况"

    def ready(self) -> None:
        from zhiyin.evaluation import facts  # noqa: F401 (declares the kinds of facts)
