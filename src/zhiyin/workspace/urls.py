"""Routes of the frame itself."""

from django.urls import path, register_converter

from zhiyin.workspace import (
    absence_views,
    chat_sign_in_views,
    converting,
    errors,
    first_steps_views,
    glossary_views,
    go_views,
    handover_views,
    help_views,
    notice_off_views,
    notice_settings_views,
    notice_views,
    outgoing_views,
    trust,
    views,
)
from zhiyin.workspace.channels.registry import CHATS


class Chat:
    """A chat platform's name in an address."""

    regex = "|".join(CHATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Chat, "chat")

app_name = "workspace"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("how", views.how, name="how"),
    path("glossary", glossary_views.open_page, name="glossary"),
    path("app/glossary", glossary_views.app_page, name="app_glossary"),
    path("app/help", help_views.handbook_page, name="handbook"),
    path("app/first-steps", first_steps_views.first_things, name="first_steps"),
    path("app/first-steps/put-away", first_steps_views.put_away, name="put_away"),
    path("trust", trust.guide, name="trust"),
    path("trust/zhiyin.crt", trust.authority, name="authority"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("app/look", views.look, name="look"),
    path("app/go", go_views.go, name="go"),
    path("app/mine/<uuid:pk>/to-suggestion", converting.convert, name="convert"),
    path("app/notices", notice_views.notice_list, name="notices"),
    path("app/notices/read", notice_views.notices_read, name="notices_read"),
    path("app/me/absence", absence_views.absence, name="absence"),
    path("app/me/absence/print", absence_views.printed, name="absence_print"),
    path("app/me/absence/<uuid:pk>/end", absence_views.end, name="absence_end"),
    path("app/me/notices", notice_settings_views.wishes, name="wishes"),
    path("app/me/notices/mail", notice_settings_views.mail_address, name="mail_address"),
    path("app/me/notices/<slug:name>/drop", notice_settings_views.drop, name="contact_drop"),
    path("app/me/notices/<chat:name>/bind", chat_sign_in_views.bind, name="chat_bind"),
    path("app/sign-in/<chat:name>", chat_sign_in_views.begin, name="chat_sign_in"),
    path("app/sign-in/<chat:name>/back", chat_sign_in_views.back, name="chat_back"),
    path("app/admin/given-up", outgoing_views.given_up_list, name="given_up"),
    path("app/admin/given-up/do", outgoing_views.given_up_do, name="given_up_do"),
    path("app/admin/handover", handover_views.show, name="handover"),
    path("app/admin/handover/print", handover_views.printed, name="handover_print"),
    path("notices/off/<str:token>", notice_off_views.off, name="notice_off"),
    path("notices/on/<str:token>", notice_off_views.on_again, name="notice_on"),
    path("app/offline", errors.offline, name="offline"),
    path("app/worker.js", views.worker, name="worker"),
]
