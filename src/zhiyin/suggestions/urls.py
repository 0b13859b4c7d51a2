"""Routes of suggestions."""

from django.urls import path

from zhiyin.suggestions.views import desk, mine, one

app_name = "suggestions"
urlpatterns = [
    path("suggestions", mine.adopted, name="adopted"),
    path("app/suggestions", mine.mine_list, name="mine"),
    path("app/suggestions/new", mine.new, name="new"),
    path("app/suggestions/board", desk.board, name="board"),
    path("app/suggestions/board.xlsx", desk.export, name="export"),
    path("app/suggestions/meetings", desk.meetings, name="meetings"),
    path("app/suggestions/meetings/<uuid:meeting_id>", desk.meeting, name="meeting"),
    path("app/suggestions/committee", desk.seats, name="seats"),
    path("app/suggestions/committee/<uuid:member_id>/end", desk.unseat, name="unseat"),
    path("app/suggestions/<uuid:suggestion_id>", one.show, name="show"),
    path("app/suggestions/<uuid:suggestion_id>/do/<slug:name>", one.do, name="do"),
]
