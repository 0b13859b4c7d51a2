from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "zhiyin.voice"
    verbose_name = "诉求"

    def ready(self) -> None:
        from zhiyin.voice import facts  # noqa: F401 (declares the kinds of facts)
