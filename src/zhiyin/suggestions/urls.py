"""Routes of suggestions."""

from django.urls import path

from zhiyin.suggestions.views import desk, mine, one

app_name = "suggestions"
urlpatterns = [
    path("suggestions", mine.adopted, name="adopted"),
    path("app/suggestions", desk.board, name="board"),
    path("app/suggestions/export.xlsx", desk.export, name="export"),
    path("app/suggestions/mine", mine.mine_list, name="mine"),
    path("app/suggestions/mine/new", mine.new, name="new"),
    path("app/suggestions/mine/<uuid:suggestion_id>", one.show, name="own"),
    path("app/suggestions/meetings", desk.meetings, name="meetings"),
    path("app/suggestions/meetings/<uuid:meeting_id>", desk.meeting, name="meeting"),
    path("app/suggestions/committee", desk.seats, name="seats"),
    path("app/suggestions/committee/<uuid:member_id>/end", desk.unseat, name="unseat"),
    path("app/suggestions/files/<uuid:file_id>", one.file, name="file"),
    path("app/suggestions/<uuid:suggestion_id>", one.show, name="show"),
    path("app/suggestions/<uuid:suggestion_id>/do/<slug:name>", one.do, name="do"),
]
