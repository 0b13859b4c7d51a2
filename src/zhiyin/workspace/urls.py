"""Routes of the frame itself."""

from django.urls import path

from zhiyin.workspace import errors, notice_views, trust, views

app_name = "workspace"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("how", views.how, name="how"),
    path("trust", trust.guide, name="trust"),
    path("trust/zhiyin.crt", trust.authority, name="authority"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("app/look", views.look, name="look"),
    path("app/notices", notice_views.notice_list, name="notices"),
    path("app/notices/read", notice_views.notices_read, name="notices_read"),
    path("app/offline", errors.offline, name="offline"),
    path("app/worker.js", views.worker, name="worker"),
]
