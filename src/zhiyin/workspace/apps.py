from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "zhiyin.workspace"
    verbose_name = "工作台"

    def ready(self) -> None:
        # The top layer is ready last: only now it is known which kinds no module publishes.
        from zhiyin.institutions.evidence_kinds import declare_missing

        declare_missing()
