from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "zhiyin.demo"
    verbose_name = "演示企业"
