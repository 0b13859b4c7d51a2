from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhiyin.people"
    verbose_name = "人员与单位"

    def ready(self) -> None:
        from zhiyin.people import facts  # noqa: F401 (declares the kinds of facts)
