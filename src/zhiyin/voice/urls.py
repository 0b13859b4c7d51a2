"""Routes of demands: those who speak, and the desks that answer."""

from zhiyin.voice import urls_desk, urls_hot, urls_speaker

app_name = "voice"
urlpatterns = [*urls_speaker.urlpatterns, *urls_desk.urlpatterns, *urls_hot.urlpatterns]
