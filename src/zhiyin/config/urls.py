"""Three doors: /app/ signed in, /a/ anonymous, everything else public."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhiyin.workspace.urls")),
    path("", include("zhiyin.people.urls")),
    path("", include("zhiyin.policies.urls")),
    path("", include("zhiyin.institutions.urls")),
    path("", include("zhiyin.voice.urls")),
    path("", include("zhiyin.suggestions.urls")),
    path("", include("zhiyin.evaluation.urls")),
]
handler400 = "zhiyin.workspace.errors.bad_request"
handler403 = "zhiyin.workspace.errors.forbidden"
handler404 = "zhiyin.workspace.errors.not_found"
handler500 = "zhiyin.workspace.errors.server_error"
