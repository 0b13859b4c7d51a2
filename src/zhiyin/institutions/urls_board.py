"""Routes of the board and of the institutions themselves."""

from django.urls import path

from zhiyin.institutions.views import board

urlpatterns = [
    path("institutions", board.rule_list, name="rules"),
    path("institutions/<str:name>", board.rule, name="rule"),
    path("app/institutions", board.board, name="board"),
    path("app/institutions/<str:name>", board.institution, name="institution"),
    path("app/institutions/<str:name>/export", board.institution_export, name="institution_export"),
]
