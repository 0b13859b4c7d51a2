"""Routes of demands."""

from zhiyin.voice import urls_speaker

app_name = "voice"
urlpatterns = [*urls_speaker.urlpatterns]
