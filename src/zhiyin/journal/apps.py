from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhiyin.journal"
    verbose_name = "事实日志"

    def ready(self) -> None:
        from zhiyin.journal import facts  # noqa: F401 (declares the kinds of facts)
