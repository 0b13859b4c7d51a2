from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "zhiyin.voice"
    verbose_name = "诉求"

    def ready(self) -> None:
        from zhiyin.institutions.subjects import register_namer
        from zhiyin.voice import facts, facts_explaining, facts_hot  # noqa: F401 (declares the kinds of facts)
        from zhiyin.voice.naming import demands_called
        from zhiyin.voice.naming_explaining import tasks_called, templates_called
        from zhiyin.voice.naming_hot import milestones_called, problems_called

        register_namer("demand", demands_called)
        register_namer("hot", problems_called)
        register_namer("hot_milestone", milestones_called)
        register_namer("task", tasks_called)
        register_namer("answer_template", templates_called)
