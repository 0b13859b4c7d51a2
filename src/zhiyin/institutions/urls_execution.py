"""Routes of sheets (督办单), of the evidence register (制度台账) and of the public 通报."""

from django.urls import path

from zhiyin.institutions.views import evidence, evidence_entry, execution

urlpatterns = [
    path("app/supervision", execution.board, name="supervision"),
    path("app/supervision/<uuid:violation_id>", execution.show, name="sheet"),
    path("app/supervision/<uuid:violation_id>/do/<slug:name>", execution.do, name="sheet_do"),
    path("app/supervision/<uuid:violation_id>/print", execution.printed, name="sheet_print"),
    path("app/supervision/files/<uuid:file_id>", execution.file, name="sheet_file"),
    path("bulletin", execution.bulletin, name="bulletin"),
    path("bulletin/<slug:month>", execution.bulletin, name="bulletin_month"),
    path("app/evidence", evidence.register, name="evidence"),
    path("app/evidence/new", evidence_entry.new, name="evidence_new"),
    path("app/evidence/export.xlsx", evidence.export, name="evidence_export"),
    path("app/evidence/files/<uuid:file_id>", evidence_entry.file, name="evidence_file"),
    path("app/evidence/<uuid:entry_id>", evidence_entry.show, name="evidence_entry"),
    path("app/evidence/<uuid:entry_id>/print", evidence_entry.printed, name="evidence_print"),
    path("app/evidence/<uuid:entry_id>/<slug:name>", evidence_entry.decide, name="evidence_decide"),
]
