from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "zhiyin.vault"
    verbose_name = "身份保管"

    def ready(self) -> None:
        from zhiyin.vault import facts  # noqa: F401 (declares the kinds of facts)
