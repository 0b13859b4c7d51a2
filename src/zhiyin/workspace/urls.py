"""Routes of the frame itself."""

from django.urls import path

from zhiyin.workspace import errors, views

app_name = "workspace"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("how", views.how, name="how"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("app/look", views.look, name="look"),
    path("app/offline", errors.offline, name="offline"),
    path("app/worker.js", views.worker, name="worker"),
]
