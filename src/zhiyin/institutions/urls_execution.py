"""Routes of sheets (督办单), of the evidence register (制度台账) and of the public 通报."""

from django.urls import path

from zhiyin.institutions.views import execution

urlpatterns = [
    path("app/supervision", execution.board, name="supervision"),
    path("app/supervision/<uuid:violation_id>", execution.show, name="sheet"),
    path("app/supervision/<uuid:violation_id>/do/<slug:name>", execution.do, name="sheet_do"),
    path("app/supervision/<uuid:violation_id>/print", execution.printed, name="sheet_print"),
    path("app/supervision/files/<uuid:file_id>", execution.file, name="sheet_file"),
    path("bulletin", execution.bulletin, name="bulletin"),
    path("bulletin/<slug:month>", execution.bulletin, name="bulletin_month"),
]
