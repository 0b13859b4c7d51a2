from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "zhiyin.workspace"
    verbose_name = "工作台"
