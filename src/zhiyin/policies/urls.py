"""Routes of the library: public, signed in, and the desk that keeps it."""

from django.urls import path

from zhiyin.policies.views import desk, library, pick, upkeep

app_name = "policies"
urlpatterns = [
    path("policies", library.shelf, name="shelf"),
    path("policies/<uuid:document_id>", library.document, name="document"),
    path("policies/<uuid:document_id>/print", library.printed, name="printed"),
    path("policies/<uuid:document_id>/compare", library.compare, name="compare"),
    path("policies/<uuid:document_id>/<slug:key>", library.article, name="article"),
    path("app/policies", library.app_shelf, name="app_shelf"),
    path("app/policies/pick", pick.pick, name="pick"),
    path("app/policies/desk", desk.desk, name="desk"),
    path("app/policies/desk/new", desk.new, name="new"),
    path("app/policies/drafts/<uuid:version_id>", desk.draft, name="draft"),
    path("app/policies/drafts/<uuid:version_id>/edit", desk.edit, name="draft_edit"),
    path("app/policies/drafts/<uuid:version_id>/publish", desk.publish, name="publish"),
    path("app/policies/drafts/<uuid:version_id>/discard", desk.discard, name="discard"),
    path("app/policies/<uuid:document_id>", library.app_document, name="app_document"),
    path("app/policies/<uuid:document_id>/print", library.app_printed, name="app_printed"),
    path("app/policies/<uuid:document_id>/compare", library.app_compare, name="app_compare"),
    path("app/policies/<uuid:document_id>/describe", upkeep.describe, name="describe"),
    path("app/policies/<uuid:document_id>/new-version", upkeep.new_version, name="new_version"),
    path("app/policies/<uuid:document_id>/repeal", upkeep.repeal, name="repeal"),
    path("app/policies/<uuid:document_id>/correct/<uuid:version_id>", upkeep.correct, name="correct"),
    path("app/policies/<uuid:document_id>/<slug:key>", library.app_article, name="app_article"),
]
