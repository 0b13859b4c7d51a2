from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "zhiyin.institutions"
    verbose_name = "制度"
