"""Routes of those who speak."""

from django.urls import path

from zhiyin.voice.views import poster
from zhiyin.voice.views.anonymous import following
from zhiyin.voice.views.anonymous import raising as anonymous_raising
from zhiyin.voice.views.employee import cases, draft, files, home, raising

urlpatterns = [
    path("app/", home.home, name="home"),
    path("app/raise", raising.raising, name="raise"),
    path("app/raise/draft", draft.save, name="raise_draft"),
    path("app/mine", cases.mine, name="mine"),
    path("app/mine/<uuid:pk>", cases.case, name="case"),
    path("app/mine/<uuid:pk>/forget", cases.forget, name="case_forget"),
    path("app/demands/copy", files.copy_by_code, name="copy_by_code"),
    path("app/demands/<uuid:pk>/copy", files.copy, name="copy"),
    path("app/photos/<uuid:pk>", files.photo, name="photo"),
    path("p/<slug:code>", poster.show, name="poster"),
    path("a/", anonymous_raising.raising, name="anonymous"),
    path("a/follow", following.follow, name="follow"),
    path("a/case", following.case, name="follow_case"),
    path("a/copy", following.copy, name="anonymous_copy"),
    path("a/photo/<slug:token>", following.photo, name="anonymous_photo"),
]
