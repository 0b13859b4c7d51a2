"""Routes of hot problems: everybody's page, the button through both doors, and the desk."""

from django.urls import path

from zhiyin.voice.views.hot import anonymous, desk, employee, gathering, public

urlpatterns = [
    path("hot", public.index, name="hot_public"),
    path("hot/<uuid:problem_id>", public.one, name="hot_public_one"),
    path("a/hot", anonymous.index, name="hot_anonymous"),
    path("a/hot/<uuid:problem_id>", anonymous.one, name="hot_anonymous_one"),
    path("a/hot/receipt", anonymous.receipt, name="hot_receipt"),
    path("app/me-too", employee.index, name="hot_me_too"),
    path("app/me-too/<uuid:problem_id>", employee.one, name="hot_me_too_one"),
    path("app/hot", desk.index, name="hot_index"),
    path("app/hot/alike", gathering.alike, name="hot_alike"),
    path("app/hot/gather", gathering.gather, name="hot_gather"),
    path("app/hot/export.xlsx", desk.export, name="hot_export"),
    path("app/hot/<uuid:problem_id>", desk.case, name="hot_case"),
    path("app/hot/<uuid:problem_id>/do/<slug:name>", desk.do, name="hot_do"),
    path("app/hot/<uuid:problem_id>/print", desk.sheet, name="hot_sheet"),
]
