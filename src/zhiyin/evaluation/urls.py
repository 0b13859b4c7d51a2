"""Routes of the scoreboard."""

from django.urls import path

from zhiyin.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("app/scoreboard", views.board, name="scoreboard"),
    path("app/scoreboard/export", views.export, name="export"),
]
